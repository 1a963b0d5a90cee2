"""The patient's pages for after the hernia: closing the course, the weekly question, leg pain that is back."""

import logging
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import Error as FaultOfTheDatabase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from recovery import aftermath, checkin
from recovery.alerts import contact, decisions
from recovery.clinical import wording
from recovery.clinical.aftercare import Weekly
from recovery.episodes import course, ladder
from recovery.episodes.models import Episode
from recovery.people import phones
from recovery.people.models import Patient
from tracker.access import patient_page, user_of
from tracker.patient.after_forms import EffectForm, ReturnedForm, SafetyFirst, WeeklyForm
from tracker.patient.after_pages import what_the_diary_says
from tracker.phones import phone_card
from tracker.urgent import phone_now_about

logger = logging.getLogger(__name__)

GET_AND_POST = ["GET", "HEAD", "POST"]


@patient_page
@require_http_methods(GET_AND_POST)
def recovered(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Closing the course: the patient's word, and beside it what the diary says. Not while an alert is open."""
    episode, now = ladder.current(patient), timezone.now()
    if course.is_recovered(episode):
        return redirect("patient:aftercare")
    form = EffectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            closed = aftermath.say_how_it_is(
                episode,
                effect=form.cleaned_data["effect"],
                by=user_of(request),
                now=now,
                language=get_language() or "",
            )
        except aftermath.OpenAlertError:
            return redirect("patient:recovered")
        messages.success(request, _closed() if closed else _stays_open())
        return redirect("patient:aftercare" if closed else "patient:course")
    is_open = bool(contact.open_for(patient))
    context = {
        "form": form,
        "says": None if is_open else what_the_diary_says(episode, today=timezone.localdate(now)),
        "still_open": _(wording.AFTER_WITH_AN_ALERT) if is_open else "",
    }
    return render(request, "patient/after/recovered.html", context)


def _closed() -> str:
    return _("Your course is closed: you said so yourself. Everything you wrote down is kept.")


def _stays_open() -> str:
    return _("Noted. Your course stays open, because you do not feel recovered.")


@patient_page
@require_http_methods(GET_AND_POST)
def weekly(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The one question a week, below the safety question. A sign that is ticked rings as ever."""
    episode, now = ladder.current(patient), timezone.now()
    if request.method != "POST" and not course.is_recovered(episode):
        return redirect("patient:today")
    form = WeeklyForm(request.POST if request.method == "POST" else None, **_safety(patient, episode, now))
    if form.ticked() and not _is_reported(request, patient, form, now):
        return _again(request, "patient/after/weekly.html", patient, form, now)
    if form.is_valid():
        if form.told() is Weekly.SAME and not course.is_recovered(episode):
            return _overtaken(request, form)
        aftermath.answer_the_week(episode, answer=form.told(), by=user_of(request), now=now)
    elif not form.ticked():
        return _again(request, "patient/after/weekly.html", patient, form, now)
    return redirect("patient:urgent" if form.ticked() else _after_the_week(request, form.told()))


def _overtaken(request: HttpRequest, form: SafetyFirst) -> HttpResponse:
    """A page that was left open: the course is open again since, and nothing is as it was. What was ticked rings."""
    messages.info(request, _("Your course is open again. Fill in your day here."))
    return redirect("patient:urgent" if form.ticked() else "patient:today")


def _after_the_week(request: HttpRequest, told: Weekly) -> str:
    """Where an answer leads, with what is said about it."""
    if told is Weekly.LEG_PAIN:
        return "patient:returned"
    if told is Weekly.WORSE:
        messages.warning(request, _(wording.WEEKLY_WORSE))
    else:
        messages.info(request, _("Noted. In a week we ask you again."))
    return "patient:today"


@patient_page
@require_http_methods(GET_AND_POST)
def returned(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Leg pain is back: the safety question first, then a flare of the same episode or a new one."""
    episode, now = ladder.current(patient), timezone.now()
    form = ReturnedForm(
        request.POST if request.method == "POST" else None,
        episode=episode,
        today=timezone.localdate(now),
        **_safety(patient, episode, now),
    )
    if form.ticked() and not _is_reported(request, patient, form, now):
        return _again(request, "patient/after/returned.html", patient, form, now)
    if form.is_bound and form.is_overtaken:
        messages.info(request, _("You said this already: it is in your diary."))
        return redirect("patient:urgent" if form.ticked() else "patient:today")
    if not form.is_valid():
        if form.ticked():
            messages.warning(request, _(wording.RETURN_NOT_SAVED))
            return redirect("patient:urgent")
        return _again(request, "patient/after/returned.html", patient, form, now)
    came = aftermath.come_back(episode, form.told(), by=user_of(request), now=now)
    if form.ticked() or came.alert:
        return redirect("patient:urgent")
    messages.warning(request, _(wording.RETURNED_DAILY))
    return redirect("patient:today")


def _safety(patient: Patient, episode: Episode, now: datetime) -> dict[str, Any]:
    """What the safety question is asked with: as in the form of today."""
    return {
        "old_complaints": patient.old_complaints,
        "circumstances": ladder.circumstances_on(episode, timezone.localdate(now)),
        "policy": decisions.policy_of(patient.clinic),
    }


def _is_reported(request: HttpRequest, patient: Patient, form: SafetyFirst, now: datetime) -> bool:
    """Whether the signs were reported; when that fails the page shows the number."""
    try:
        checkin.report(patient, signs=form.ticked(), by=user_of(request), now=now)
    except FaultOfTheDatabase:
        logger.exception("signs could not be saved")
        form.add_error(None, _(wording.TRY_AGAIN))
        return False
    return True


def _again(
    request: HttpRequest, template: str, patient: Patient, form: SafetyFirst, now: datetime
) -> HttpResponse:
    context = {
        "form": form,
        "phone_now": phone_now_about(patient, form.found(), now=now),
        "phones": phone_card(phones.advice_for(patient, now=now)),
    }
    return render(request, template, context)
