"""What is kept on a patient's own phone, the patient's choice about that, and a day that was filled in twice."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from recovery import arrivals
from recovery.alerts import contact
from recovery.clinical.scores import Scale
from recovery.episodes import course as afterwards
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal import activities, diary
from recovery.journal.models import Entry
from recovery.people import phones
from recovery.people.models import Patient
from recovery.trends import assess
from tracker.access import patient_page
from tracker.answers import Line, told
from tracker.app.access import patient_json
from tracker.app.own import own_tables
from tracker.care import events_of
from tracker.charts import NARROW
from tracker.course import CoursePage, course_page
from tracker.patient.day_form import DayForm
from tracker.phones import phone
from tracker.words import moment, weekday_date

# A phone knows the names of so many days from now on, so that it writes a date as the site does.
DAYS_AHEAD = 30


@patient_json
@require_safe
def snapshot(request: HttpRequest, *, patient: Patient) -> JsonResponse:
    """What a phone that is the patient's alone keeps, so that the diary works without a connection."""
    now, episode = timezone.now(), ladder.current(patient)
    entries = diary.recent_entries(episode, today=timezone.localdate(now))
    page = _course(patient, episode, timezone.localdate(now))
    advice = phones.advice_for(patient, now=now)
    return JsonResponse(
        {
            "record": str(patient.ref),
            "csrf": get_token(request),
            "language": get_language(),
            "made": moment(now),
            "own": own_tables(patient, episode, now),
            "lines": [
                {"whose": found.whose, "number": found.number, "href": found.href}
                for found in map(phone, advice.lines)
            ],
            "course": _course_as_told(page),
            "days": {entry.day.isoformat(): DayForm.initial_from(entry) for entry in entries},
            "activities": _activities(episode, entries),
            "dates": dict(_dates(episode, now)),
        }
    )


def _activities(episode: Episode, entries: Iterable[Entry]) -> list[dict[str, Any]]:
    """The own activities that the form asks about: those that stand, and those that one of these days told of."""
    told = {ref for entry in entries for ref in entry.activities}
    return [
        {"ref": str(one.ref), "name": one.name, "stands": one.retired_at is None}
        for one in activities.asked(episode, told)
    ]


def _course(patient: Patient, episode: Episode, today: date) -> CoursePage:
    alerts = contact.alerts_of(patient)
    return course_page(
        assess.course_now(episode),
        diary.latest_of(episode, 1),
        alerts,
        patient=patient,
        today=today,
        silenced=any(alert.is_open for alert in alerts),
        happened=events_of(episode),
        back=afterwards.back_of_late(episode, today=today),
        sizes=(NARROW,),
    )


def _course_as_told(page: CoursePage) -> dict[str, Any]:
    """The chart of the leg pain as the site draws it; where it stands, unless a red flag is open."""
    chart = next((chart for chart in page.charts if chart.code == Scale.LEG_PAIN), None)
    standing = page.standing
    return {
        "chart": render_to_string("components/chart.html", {"chart": chart})
        if chart and page.has_days
        else "",
        "standing": [standing.title, standing.reason, standing.advice] if standing else [],
        "still_open": page.still_open,
    }


def _dates(episode: Episode, now: datetime) -> Iterator[tuple[str, str]]:
    """The names of the days that can be written now and in the time to come."""
    today = timezone.localdate(now)
    first = diary.days_to_log(episode, today)[-1] if episode.onset <= today else today
    for ahead in range((today - first).days + DAYS_AHEAD + 1):
        day = first + timedelta(days=ahead)
        yield day.isoformat(), capfirst(weekday_date(day))


@patient_page
@require_safe
def this_phone(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Whether this phone is the patient's alone, and what it keeps: answered on the phone, known to the phone."""
    return render(request, "app/this_phone.html")


@patient_page
@require_safe
def versions(request: HttpRequest, *, patient: Patient, day: date) -> HttpResponse:
    """What a day says, and what was told of it before or elsewhere: nothing merges in silence."""
    episode = ladder.current(patient)
    entry = diary.entry_on(episode, day)
    context = {
        "day": day,
        "date": weekday_date(day),
        "stands": told(diary.stored(entry)) if entry else [],
        "stands_at": moment(entry.answered_at or entry.told_at) if entry else "",
        "others": [
            _version(version.answers, version.written_at) for version in diary.versions_on(episode, day)
        ],
        "two_devices": arrivals.from_two_devices(patient, day),
    }
    return render(request, "app/versions.html", context)


def _version(answers: dict[str, Any], at: datetime) -> dict[str, str | list[Line]]:
    return {"at": moment(at), "lines": told(answers)}
