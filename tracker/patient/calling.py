"""The urgent page, and what a patient answers: reached, reached nobody, not what I meant."""

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recovery.alerts import contact
from recovery.clinical import wording
from recovery.clinical.contact import Role
from recovery.people.models import Patient
from tracker.access import patient_page, user_of
from tracker.medicines import to_read_aloud
from tracker.urgent import advice_about, call_about, urgent


@patient_page
@require_safe
def urgent_page(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Whom to phone about what was reported. Waits for nothing: no mail, no trend."""
    now = timezone.now()
    call, clinic = call_about(contact.open_for(patient), now=now), patient.reading_clinic
    if call is None:
        return redirect("phone")
    page = urgent(call, advice_about(call, patient, now=now), clinic, now=now)
    context = {
        "urgent": page,
        "clinic": clinic,
        "aloud": to_read_aloud(patient),
        "tell_this": _(wording.TELL_THIS),
    }
    return render(request, "patient/urgent.html", context)


@patient_page
def contacted(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The patient says that contact was made about the alerts that the page showed."""
    if request.method == "POST":
        contact.say_contacted(patient, alerts=_shown(request), by=user_of(request), now=timezone.now())
    return _onward(request, patient, _("Noted: you have had contact. Do what was agreed on the phone."))


@patient_page
def not_reached(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The patient reached nobody on the number that the page showed: the next number."""
    if request.method == "POST":
        tried = request.POST.get("tried", "")
        contact.say_not_reached(
            patient,
            alerts=_shown(request),
            tried=tried if tried in set(Role) else "",
            by=user_of(request),
            now=timezone.now(),
        )
    return redirect("patient:urgent")


@patient_page
def not_meant(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The patient says that it is not what they meant: noted, and the end of what can wait."""
    if request.method == "POST":
        contact.say_not_meant(patient, alerts=_shown(request), by=user_of(request), now=timezone.now())
    return _onward(request, patient, _("Noted: it is not what you meant. You can correct your day."))


def _onward(request: HttpRequest, patient: Patient, said: str) -> HttpResponse:
    """To the number while anything rings; else back to the diary, with what was noted."""
    if request.method != "POST" or contact.ringing_for(patient):
        return redirect("patient:urgent")
    messages.info(request, said)
    return redirect("patient:today")


def _shown(request: HttpRequest) -> list[UUID]:
    """The alerts that the page showed: those of the posted values that are ids."""
    found = []
    for value in request.POST.getlist("alert"):
        with suppress(ValueError):
            found.append(UUID(value))
    return found
