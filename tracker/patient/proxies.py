"""The patient's page about who may read or fill in the diary for them: asking somebody, and ending it."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recovery.people import proxies as people
from recovery.people.models import Patient, Proxy
from tracker.access import patient_page, user_of
from tracker.patient.proxy_form import ProxyForm
from tracker.words import long_date

GET_AND_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class ProxyLine:
    """Somebody who was asked: what they may, and since when or what became of it."""

    ref: UUID
    name: str
    email: str
    may_write: bool
    when: str


@dataclass(frozen=True, slots=True)
class ProxiesPage:
    """Who may now, who was asked and has not answered, and who could before."""

    standing: list[ProxyLine]
    waiting: list[ProxyLine]
    before: list[ProxyLine]


def proxies_page(patient: Patient, *, now: datetime) -> ProxiesPage:
    """The page: one query."""
    every = people.all_of(patient)
    standing = [one for one in every if one.accepted_at and not one.ended_at]
    waiting = [one for one in every if _waits(one, now)]
    before = [one for one in every if one.ended_at or not (one.accepted_at or _waits(one, now))]
    return ProxiesPage(
        [_line(one, _("since %(day)s") % {"day": _day(one.accepted_at)}) for one in standing],
        [_line(one, _("asked on %(day)s") % {"day": _day(one.invited_at)}) for one in waiting],
        [_line(one, _became(one, patient)) for one in before],
    )


def _waits(one: Proxy, now: datetime) -> bool:
    return not one.accepted_at and not one.ended_at and one.expires_at > now and not one.is_blocked


def _line(one: Proxy, when: str) -> ProxyLine:
    return ProxyLine(one.ref, one.name, one.email, one.may_write, when)


def _day(at: datetime | date | None) -> str:
    return long_date(timezone.localdate(at)) if isinstance(at, datetime) else ""


def _became(one: Proxy, patient: Patient) -> str:
    """What became of it, in words."""
    if one.ended_at is None:
        return _("asked on %(day)s, not answered in time") % {"day": _day(one.invited_at)}
    days = {"first": _day(one.accepted_at), "last": _day(one.ended_at)}
    by_patient = one.ended_by_id == patient.user_id
    if one.accepted_at is None:
        said = _("withdrawn by you on %(last)s") if by_patient else _("said no on %(last)s")
        return said % days
    said = (
        _("%(first)s to %(last)s, ended by you") if by_patient else _("%(first)s to %(last)s, ended by them")
    )
    return said % days


@patient_page
@require_http_methods(GET_AND_POST)
def proxies(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Who may read or write for the patient, and asking somebody."""
    now = timezone.now()
    form = ProxyForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _invited(request, patient, form, now):
        messages.success(
            request, _("%(name)s gets a mail with a link.") % {"name": form.cleaned_data["name"]}
        )
        return redirect("patient:proxies")
    return render(request, "patient/proxies.html", {"form": form, "page": proxies_page(patient, now=now)})


def _invited(request: HttpRequest, patient: Patient, form: ProxyForm, now: datetime) -> bool:
    """Ask somebody; what stands in the way is said at the field."""
    asked = {"name": form.cleaned_data["name"], "email": form.cleaned_data["email"]}
    try:
        people.invite(patient, **asked, may_write=form.may_write, by=user_of(request), now=now)
    except people.OwnAddressError:
        form.add_error("email", _("This is your own address. Fill in that of somebody else."))
    except people.AlreadyInvitedError:
        form.add_error(
            "email", _("This address was invited already. To change what they may, end that first.")
        )
    return form.is_valid()


@patient_page
@require_http_methods(GET_AND_POST)
def end_proxy(request: HttpRequest, *, patient: Patient, ref: UUID) -> HttpResponse:
    """Let somebody no longer read or write, or withdraw an invitation, after asking."""
    proxy = people.proxy_of(patient, ref)
    if proxy is None:
        raise Http404
    if proxy.ended_at:
        return redirect("patient:proxies")
    if request.method != "POST":
        return render(request, "patient/end_proxy.html", {"proxy": proxy})
    people.end(proxy, by=user_of(request), now=timezone.now())
    messages.success(request, _("%(name)s can no longer open your diary.") % {"name": proxy.name})
    return redirect("patient:proxies")
