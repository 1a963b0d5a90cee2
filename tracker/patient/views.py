"""The patient's pages."""

import logging
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.db import Error as FaultOfTheDatabase
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from recovery import checkin
from recovery.alerts import contact
from recovery.clinical import wording
from recovery.clinical.scores import BACKFILL_DAYS
from recovery.episodes import course as afterwards
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal import diary, medicines
from recovery.people import access, phones
from recovery.people.models import Invitation, Patient, User
from recovery.trends import assess
from tracker.access import acting_for, own_record, patient_page, user_of
from tracker.activities import activities_card
from tracker.care import events_of
from tracker.course import LATEST_DAYS, CoursePage, course_page
from tracker.patient import invitation
from tracker.patient.after_course import AfterCourse, after_course, after_today
from tracker.patient.day_form import DayForm, day_form
from tracker.patient.details_forms import DetailsForm, StartForm
from tracker.patient.feedback import feedback
from tracker.patient.medicines import MOST_ON_TODAY, taken_today
from tracker.patient.notices import notices
from tracker.patient.prepare import soon
from tracker.patient.questionnaire_pages import due_line
from tracker.patient.reminders.offers import offers
from tracker.patient.today import today_page
from tracker.phones import phone_card
from tracker.taken import TakenStrip, taken_strip
from tracker.urgent import phone_now_about
from tracker.words import weekday_date
from tracker.writers import Writers

logger = logging.getLogger(__name__)

ACTIVITY_LEFT_OUT = gettext_lazy(
    "A score of an activity that is not yours was left out. The rest of the day is saved."
)

GET_AND_POST = ["GET", "HEAD", "POST"]


@require_http_methods(GET_AND_POST)
def start(request: HttpRequest) -> HttpResponse:
    """The first questions. Who has a diary already, or works at a clinic, is sent where they belong."""
    user, now = user_of(request), timezone.now()
    if own_record(request) or access.clinic_of_staff(user):
        return redirect("home")
    invited = invitation.remembered(request, now=now)
    form = StartForm(
        request.POST if request.method == "POST" else None,
        initial=_first_known(invited, user),
        today=timezone.localdate(now),
        invited_by=invited.clinic if invited else None,
    )
    over = invited is None and invitation.is_remembered(request)
    if not form.is_valid() or over:
        return _start_again(request, form, over=over, now=now)
    try:
        alert = checkin.start(form.patient(user), form.told(), invitation=invited, by=user, now=now)
    except checkin.AlreadyStarted:
        if access.own_record(user):
            return redirect("home")
        return _start_again(request, form, over=True, now=now)
    except FaultOfTheDatabase:
        logger.exception("the first questions could not be saved")
        form.add_error(None, _(wording.TRY_AGAIN))
        return _start_again(request, form, over=False, now=now)
    invitation.forget(request)
    return redirect("patient:urgent" if alert else "patient:today")


def _first_known(invited: Invitation | None, user: User) -> dict[str, object]:
    """What stands in the first questions already."""
    known = {"name": invited.name, "birth_date": invited.birth_date} if invited else {}
    return {"name": user.name, **known}


def _start_again(request: HttpRequest, form: StartForm, *, over: bool, now: datetime) -> HttpResponse:
    """The first questions as they were filled in; an invitation that is over is said once and forgotten."""
    if over:
        invitation.forget(request)
    context = {
        "form": form,
        "phone_now": phone_now_about(form.draft(user_of(request)), form.found(), now=now),
        "invitation_over": _(wording.INVITATION_OVER) if over else "",
    }
    return render(request, "patient/start.html", context)


@patient_page
@require_safe
def today(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """What there is to do today, and whom to phone."""
    now, episode = timezone.now(), ladder.current(patient)
    day = timezone.localdate(now)
    context = {
        "page": today_page(episode, day),
        "medicines": taken_today(medicines.of(patient), day, writers=Writers(patient), most=MOST_ON_TODAY),
        "soon": soon(episode, day),
        "notices": notices(patient, episode),
        "due": due_line(patient, episode, today=timezone.localdate(now)),
        "after": after_today(episode, today=timezone.localdate(now)),
        "reminding": offers(patient, episode, timezone.localdate(now)),
        "asked_again": "" if patient.cancer_history else _(wording.CANCER_ASKED_AGAIN),
        "partly_filled": _(wording.PARTLY_FILLED),
        "phones": phone_card(phones.advice_for(patient, now=now)),
    }
    return render(request, "patient/today.html", context)


@patient_page
@require_http_methods(GET_AND_POST)
def log_day(request: HttpRequest, *, patient: Patient, day: date) -> HttpResponse:
    """Log a day, or correct it. A sign that was ticked shows the number, even when nothing can be saved."""
    now, episode = timezone.now(), ladder.on_day(patient, day)
    episode.patient, entry = patient, diary.entry_on(episode, day)
    form = day_form(episode, day, data=request.POST if request.method == "POST" else None, entry=entry)
    status = 200
    if form.is_valid():
        try:
            done = checkin.check_in(
                patient,
                day=day,
                answers=form.answers(),
                by=user_of(request),
                now=now,
                episode=episode,
                phone_id=_phone_id(request),
            )
        except diary.NotThisDay:
            form.add_error(None, _not_this_day())
        except FaultOfTheDatabase:
            logger.exception("a day could not be saved")
            form.add_error(None, _(wording.TRY_AGAIN))
            status = 503  # the phone keeps the day, and sends it again by itself
        else:
            if form.left_out:
                messages.info(request, ACTIVITY_LEFT_OUT)
            return _after(request, patient, done)
    elif not form.is_bound and not diary.may_write(episode, day, timezone.localdate(now)):
        return render(request, "patient/not_this_day.html", {"sentence": _not_this_day()}, status=404)
    if form.found() and status == 200 and not _rings(form, episode, day, by=user_of(request), now=now):
        status = 503
    context = {
        "form": form,
        "day": day,
        "date": weekday_date(day),
        "entry": entry,
        "phone_now": phone_now_about(patient, form.found(), now=now),
    }
    return render(request, "patient/day.html", context, status=status)


def _rings(form: DayForm, episode: Episode, day: date, *, by: User, now: datetime) -> bool:
    """Whether the sign in a form that cannot be saved went out: it waits for no other answer."""
    try:
        checkin.ring(episode, day=day, answers=form.danger(), by=by, now=now)
    except FaultOfTheDatabase:
        logger.exception("a sign could not be passed on")
        form.add_error(None, _(wording.TRY_AGAIN))
        return False
    return True


def _phone_id(request: HttpRequest) -> UUID | None:
    """The id that a phone gave to these answers, if it did. A phone keeps days of the own record, and of no other."""
    if acting_for(request):
        return None
    with suppress(ValueError):
        return UUID(request.POST.get("phone_id", ""))
    return None


def _not_this_day() -> str:
    return _(wording.NOT_THIS_DAY) % {"days": BACKFILL_DAYS}


def _after(request: HttpRequest, patient: Patient, done: checkin.CheckIn) -> HttpResponse:
    """The urgent page when a sign was found, else how the patient is doing."""
    if done.alert:
        return redirect("patient:urgent")
    flag_is_open = bool(contact.open_for(patient))
    messages.success(request, feedback(done, flag_is_open=flag_is_open))
    return redirect("patient:course")


@patient_page
@require_http_methods(GET_AND_POST)
def remove_day(request: HttpRequest, *, patient: Patient, day: date) -> HttpResponse:
    """Take a day back, after asking."""
    entry = diary.entry_on(ladder.on_day(patient, day), day)
    if entry is None:
        return redirect("patient:course")
    if request.method == "POST":
        checkin.take_back(entry, by=user_of(request), now=timezone.now())
        messages.info(
            request, _("%(day)s is no longer in your diary.") % {"day": capfirst(weekday_date(day))}
        )
        return redirect("patient:course")
    is_old = day not in diary.days_to_log(entry.episode, timezone.localdate())
    context = {"day": day, "date": weekday_date(day), "is_old": is_old}
    return render(request, "patient/remove_day.html", context)


@patient_page
@require_safe
def course(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """How it is going: the standing, the charts, the same numbers in a table."""
    episode = ladder.current(patient)
    page = _course_or_none(patient, episode)
    context = {
        "page": page,
        "activities": activities_card(episode, silenced=page is None or bool(page.still_open)),
        "taken": _taken_or_none(episode, page),
        "after": _after_course(episode, page),
    }
    return render(request, "patient/course.html", context)


def _taken_or_none(episode: Episode, page: CoursePage | None) -> TakenStrip | None:
    """The days on which medicines were taken, on the axis of the charts; a fault here hides no chart."""
    if page is None or not page.has_days:
        return None
    span = page.charts[0].span
    try:
        return taken_strip(
            medicines.days_taken(episode.patient, since=span[0]),
            span,
            today=timezone.localdate(),
            said=diary.painkiller_days(episode),
        )
    except Exception:
        logger.exception("no medicines beside the course of episode %s", episode.pk)
        return None


def _after_course(episode: Episode, page: CoursePage | None) -> AfterCourse:
    """What can be said of the end of the episode; of a course that cannot be shown nothing that reassures."""
    shown = page.standing if page else None
    return after_course(episode, standing=shown.code if shown else "", quiet=page is None or page.is_quiet)


def _course_or_none(patient: Patient, episode: Episode) -> CoursePage | None:
    """The page, or nothing when the model is at fault: the days are saved, and the numbers to phone stay in reach."""
    try:
        alerts = contact.alerts_of(patient)
        return course_page(
            assess.course_now(episode),
            diary.latest_of(episode, LATEST_DAYS),
            alerts,
            patient=patient,
            today=timezone.localdate(),
            silenced=any(alert.is_open for alert in alerts),
            happened=events_of(episode),
            back=afterwards.back_of_late(episode, today=timezone.localdate()),
        )
    except Exception:
        logger.exception("no course for episode %s", episode.pk)
        return None


@patient_page
@require_http_methods(GET_AND_POST)
def change_details(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Change what decides whom to phone and who reads along."""
    episode, now = ladder.current(patient), timezone.now()
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initial=DetailsForm.initial_from(patient, episode.onset),
        today=timezone.localdate(now),
        latest_onset=min(
            filter(None, (diary.first_day(episode), ladder.earliest_told(episode))), default=None
        ),
    )
    form.earlier_until = afterwards.latest_end(patient)
    if form.is_bound and form.is_overtaken:
        form = form.anew()
    if not form.is_valid():
        return render(request, "patient/details.html", {"form": form})
    checkin.change_details(form.fill(patient), onset=form.cleaned_data["onset"], now=now)
    messages.success(request, _("Your details are changed."))
    return redirect("patient:today")
