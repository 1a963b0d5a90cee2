"""What a proxy may not do, or not any more: a clear sentence, nothing is saved, and the number all the same."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from recovery.clinical import body, wording
from recovery.clinical.contact import GP_HOURS
from recovery.clinical.red_flags import Finding, most_urgent, needs_ambulance
from recovery.clinical.signs import When
from recovery.people import access, phones
from recovery.people.models import Patient, Proxy
from tracker import last_known
from tracker.access import user_of
from tracker.patient.day_form import DayForm
from tracker.phones import public_phones
from tracker.urgent import PhoneNow, phone_now


def only_reads(request: HttpRequest, proxy: Proxy) -> HttpResponse:
    """For who may read and not write: with the patient's number where a sign was ticked."""
    context = {
        "sentence": _("You can read this diary. You cannot write in it."),
        "phone_now": _phone_now(proxy.patient, _found(request)),
        "is_open": True,
    }
    return render(request, "proxy/refused.html", context | _said(request), status=403)


def not_here(request: HttpRequest, ref: str, rest: str) -> HttpResponse:
    """An address in a diary that is not open to who asks. Who had it open before is told that it was ended."""
    if not access.was_proxied_by(user_of(request), _uuid(ref)):
        raise Http404
    found = _found(request)
    context = {
        "sentence": _("This diary is no longer open to you: the patient or you ended it."),
        "not_saved": _(wording.NOT_SAVED_FOR_SOMEBODY),
        "headline": _(wording.HEADLINES[most_urgent(found)]) if found else "",
        "clinics": public_phones(last_known.refresh()),
        "gp": GP_HOURS,
    }
    return render(request, "proxy/refused.html", context | _said(request), status=404)


def _uuid(ref: str) -> UUID:
    try:
        return UUID(ref)
    except ValueError:
        raise Http404 from None


def _said(request: HttpRequest) -> dict[str, object]:
    """Whether something was sent, which is not saved."""
    return {"nothing_saved": request.method == "POST"}


def _found(request: HttpRequest) -> tuple[Finding, ...]:
    """The red flags in what was sent, whatever form it was: every question and mark counts, asked or not."""
    sent = request.POST.copy() if request.method == "POST" else QueryDict()
    for sign in sorted(body.signs_in(body.marks_of(sent.getlist("marks")))):
        sent.appendlist("signs", sign.value)
    return DayForm(sent, circumstances=frozenset(When)).found()


def _phone_now(patient: Patient, found: tuple[Finding, ...]) -> PhoneNow | None:
    if not found:
        return None
    urgency, signs = most_urgent(found), [finding.sign for finding in found]
    advice = phones.advice_for(patient, now=timezone.now(), urgency=urgency, ambulance=needs_ambulance(signs))
    return phone_now(urgency, advice)
