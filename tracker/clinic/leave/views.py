"""Discharging a patient, and offering to hand them over. Looked at, the addresses of the buttons lead to the page."""

from collections.abc import Callable
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recovery import handover
from recovery.alerts import contact
from recovery.clinical import wording
from recovery.episodes import ladder
from recovery.people import sharing
from recovery.people.models import Clinic, Patient
from tracker.access import record_page, user_of
from tracker.clinic.leave.forms import TransferForm
from tracker.words import long_date


@record_page
@require_safe
def leave(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """How a patient leaves the clinic: by discharge, or to another clinic."""
    return _page(request, patient, TransferForm(of=_clinic(patient)))


def _page(request: HttpRequest, patient: Patient, form: TransferForm) -> HttpResponse:
    episode = ladder.current(patient)
    context = {
        "patient": patient,
        "clinic": patient.clinic,
        "days": _clinic(patient).reads_after_discharge_days,
        "alert_is_open": bool(contact.open_for(patient)),
        "discharged_on": long_date(episode.discharged_on) if episode.discharged_on else "",
        "discharged_by": episode.discharged_by,
        "reads_until": long_date(patient.reads_until) if patient.reads_until else "",
        "offer": sharing.open_transfer(patient),
        "form": form,
    }
    return render(request, "clinic/leave/leave.html", context)


def _clinic(patient: Patient) -> Clinic:
    """The clinic that reads along: `record_page` has seen to it that there is one."""
    return cast("Clinic", patient.clinic)


@record_page
def discharge(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """End the treatment here; refused while an alert is open."""
    if request.method == "POST":
        try:
            handover.discharge(patient, by=user_of(request), now=timezone.now())
        except handover.OpenAlertError:
            messages.warning(request, _(wording.NO_DISCHARGE_WITH_AN_ALERT))
        except handover.NotDischargedError:
            messages.warning(request, _("This patient was discharged already."))
        else:
            messages.success(request, _("The patient is discharged, and gets a mail that says so."))
    return _back(patient)


@record_page
def readmit(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Undo a discharge, while the clinic still reads."""
    done = _("The discharge is undone. The patient phones this clinic again.")
    return _try(request, patient, lambda: handover.readmit(patient, now=timezone.now()), done)


@record_page
def offer_transfer(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Offer to hand the patient over; the patient says whether that may be."""
    if request.method != "POST":
        return _back(patient)
    form = TransferForm(request.POST, of=_clinic(patient))
    if not form.is_valid():
        return _page(request, patient, form)
    by, now = user_of(request), timezone.now()
    done = _("The patient is asked, and gets a mail that says so. Until they say yes, you read on.")
    offer = form.cleaned_data["to"]
    return _try(request, patient, lambda: handover.offer_transfer(patient, to=offer, by=by, now=now), done)


@record_page
def take_back_transfer(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Take an offer back that the patient has not answered."""
    by, now = user_of(request), timezone.now()
    done = _("The offer is taken back.")
    return _try(request, patient, lambda: handover.take_back_transfer(patient, by=by, now=now), done)


def _try(request: HttpRequest, patient: Patient, do: Callable[[], object], done: str) -> HttpResponse:
    """Do what a button says, and tell what came of it."""
    if request.method == "POST":
        try:
            do()
        except ValueError:
            messages.warning(request, _("This changed meanwhile. Look at what stands here now."))
        else:
            messages.success(request, done)
    return _back(patient)


def _back(patient: Patient) -> HttpResponse:
    return redirect("clinic:leave", ref=patient.ref)
