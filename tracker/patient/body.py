"""The patient's page of the body picture."""

import logging
from datetime import datetime

from django.contrib import messages
from django.db import Error as FaultOfTheDatabase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from recovery import checkin
from recovery.clinical import wording
from recovery.clinical.body import SENSATIONS
from recovery.clinical.red_flags import needs_ambulance
from recovery.clinical.signs import Urgency
from recovery.episodes import ladder
from recovery.journal import body_maps
from recovery.journal.diary import Change
from recovery.people import phones
from recovery.people.models import Patient
from tracker.access import patient_page, user_of
from tracker.body import letter, map_cards, picture
from tracker.patient.body_form import BodyForm
from tracker.phones import phone_card
from tracker.urgent import PhoneNow, phone_now
from tracker.writers import Writers

logger = logging.getLogger(__name__)

SHOWN = 3

SAVED = {
    Change.NEW: gettext_lazy("Your body picture is saved."),
    Change.CORRECTED: gettext_lazy("Your body picture of today is replaced; what was there before is kept."),
    Change.SAME: gettext_lazy("This was saved already."),
}


@patient_page
@require_http_methods(["GET", "HEAD", "POST"])
def body_page(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Mark where something is felt. No feeling in the saddle area rings; other marks there ask the safety question."""
    now, episode = timezone.now(), ladder.current(patient)
    latest = body_maps.latest_of(episode, SHOWN)
    today = timezone.localdate(now)
    standing = next((one for one in latest if one.day == today), None)
    form = BodyForm(
        request.POST if request.method == "POST" else None,
        initial={"marks": [mark.code for mark in body_maps.marks_in(standing)]} if standing else None,
        old=checkin.old_in_the_body(patient, episode),
        circumstances=ladder.circumstances_on(episode, today),
    )
    if form.is_valid():
        try:
            done = checkin.mark_body(
                patient,
                marks=form.told(),
                answered=form.answered(),
                by=user_of(request),
                now=now,
                episode=episode,
            )
        except FaultOfTheDatabase:
            logger.exception("a body picture could not be saved")
            form.add_error(None, _(wording.TRY_AGAIN))
        else:
            return _after(request, done)
    context = {
        "form": form,
        "regions": form.regions(),
        "picture": picture(form.told(), every=True),
        "key": [(letter(one), _(text), one.value) for one, text in SENSATIONS.items()],
        "phone_now": _phone_now(patient, form, now=now),
        "is_done": standing is not None,
        "earlier": map_cards(latest, Writers(patient)),
    }
    return render(request, "patient/body.html", context)


def _after(request: HttpRequest, done: checkin.Marked) -> HttpResponse:
    """The urgent page when a sign was found."""
    if done.alert:
        return redirect("patient:urgent")
    messages.success(request, SAVED[done.change])
    return redirect("patient:body")


def _phone_now(patient: Patient, form: BodyForm, *, now: datetime) -> PhoneNow:
    """Whom to phone: about a sign that could not be saved, or beside the safety question."""
    signs = form.new_signs()
    advice = phones.advice_for(patient, now=now, urgency=Urgency.NOW, ambulance=needs_ambulance(signs))
    if signs:
        return phone_now(Urgency.NOW, advice)
    return PhoneNow(_(wording.RULE_OF_THUMB), _(wording.ANSWER_FIRST), phone_card(advice))
