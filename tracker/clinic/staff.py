"""The page on which a manager asks colleagues to work here, and ends their work."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from recovery import handover
from recovery.people import staff
from recovery.people.models import Clinic, Joining, Membership, User
from tracker.access import manager_page, user_of
from tracker.clinic.mail import joining_link, send_joining
from tracker.clinic.words import STAFF
from tracker.fields import email_field, helper, radio_field, radios
from tracker.words import moment

NAME_LENGTH = 120


class JoiningForm(forms.Form):
    """Who is asked, and what for."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=NAME_LENGTH,
        error_messages={"required": gettext_lazy("Fill in a name.")},
    )
    email = email_field(gettext_lazy("E-mail address at work"))
    role = radio_field(
        gettext_lazy("What they do here"), {Membership.Role(role): text for role, text in STAFF.items()}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("name", "email", radios("role"))


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Who works here, who was asked, and asking somebody. The link goes by mail alone: it opens an account."""
    form = JoiningForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        joining, token = staff.ask(clinic, **form.cleaned_data, by=user_of(request), now=timezone.now())
        _tell(request, joining, sent=send_joining(joining, joining_link(token)))
        return redirect("clinic:staff")
    context = {
        "clinic": clinic,
        "form": form,
        "working": [_work_row(work, user_of(request)) for work in staff.working_at(clinic)],
        "asked": [_asked_row(joining) for joining in staff.asked_to(clinic, now=timezone.now())],
    }
    return render(request, "clinic/staff.html", context)


def _tell(request: HttpRequest, joining: Joining, *, sent: bool) -> None:
    if sent:
        told = _("%(email)s is mailed a link. It works once, for a week.") % {"email": joining.email}
        messages.success(request, told)
    else:
        messages.error(
            request, _("The mail could not be sent. Ask them again later, and tell your administrator.")
        )


@manager_page
@require_POST
def end(request: HttpRequest, *, clinic: Clinic, membership_id: int) -> HttpResponse:
    """Somebody no longer works here, from this moment."""
    work = staff.work_at(clinic, membership_id)
    if work is None:
        raise Http404
    try:
        handover.end_work(work, by=user_of(request), now=timezone.now())
    except staff.LastManager:
        messages.warning(request, _("A clinic needs a manager. Ask somebody else to manage it first."))
    else:
        messages.success(request, _("%(who)s no longer works here.") % {"who": work.user})
    return redirect("home" if work.user == request.user else "clinic:staff")


@manager_page
@require_POST
def withdraw(request: HttpRequest, *, clinic: Clinic, joining_id: int) -> HttpResponse:
    """A link that was mailed leads nowhere any more."""
    if not staff.withdraw(clinic, joining_id, by=user_of(request), now=timezone.now()):
        raise Http404
    messages.success(request, _("The link no longer works."))
    return redirect("clinic:staff")


def _work_row(work: Membership, viewer: User) -> dict[str, object]:
    return {
        "id": work.pk,
        "who": str(work.user),
        "email": work.user.email,
        "role": STAFF[work.role],
        "is_me": work.user == viewer,
    }


def _asked_row(joining: Joining) -> dict[str, object]:
    until = _("The link works until %(when)s.") % {"when": moment(joining.expires_at)}
    return {
        "id": joining.pk,
        "who": joining.name,
        "email": joining.email,
        "role": STAFF[joining.role],
        "until": until,
    }
