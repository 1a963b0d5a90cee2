"""The story of what comes after a hernia: the course closed, the weekly question, leg pain that is back.

Each is one transaction over the rooms. A sign that is ticked on the way goes in first, as `checkin.report` does it:
nothing of the rest can keep it from ringing.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from recovery.aftercare import weekly
from recovery.aftercare.models import WeeklyAnswer
from recovery.alerts import contact, decisions
from recovery.alerts.models import Alert
from recovery.clinical import red_flags
from recovery.clinical.aftercare import Return, Weekly, closes
from recovery.clinical.care import DiscLevel
from recovery.clinical.course import Reading
from recovery.clinical.questionnaires import GLOBAL_EFFECT
from recovery.clinical.reading import read
from recovery.clinical.red_flags import Baseline
from recovery.clinical.rhythm import Because, Every
from recovery.clinical.scores import Side
from recovery.episodes import course
from recovery.episodes.models import Episode, Recovered, Returned
from recovery.journal import body_maps, diary, questionnaires, rhythm
from recovery.people.models import Patient, User
from recovery.trends import assess

logger = logging.getLogger(__name__)


class OpenAlertError(ValueError):
    """A sign was reported that a doctor has to look at first."""


def reading_of(episode: Episode, *, today: date) -> Reading | None:
    """What the model says today; `None` when it is at fault."""
    try:
        return read(assess.course_now(episode), today, episode.patient.starting_share)
    except Exception:
        logger.exception("no reading for episode %s", episode.pk)
        return None


def say_how_it_is(
    episode: Episode, *, effect: int, by: User, now: datetime, language: str = ""
) -> Recovered | None:
    """The patient says how they are, 1 to 7: it is kept as a questionnaire, and closes the course when it says so.

    `None` when it does not. `OpenAlertError` while an alert is open; then nothing is written.
    """
    reading = reading_of(episode, today=timezone.localdate(now))
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=episode.patient_id)
        if contact.open_for(episode.patient):
            raise OpenAlertError
        questionnaires.fill_in(
            episode, GLOBAL_EFFECT, answers={"effect": effect}, by=by, now=now, language=language
        )
        if not closes(effect):
            return None
        kept = rhythm.rhythm_of(episode.patient, timezone.localdate(now))
        standing = reading.standing if reading and not kept.explains(reading) else None
        return course.close(episode, effect=effect, standing=standing, by=by, now=now)


@transaction.atomic
def answer_the_week(episode: Episode, *, answer: Weekly, by: User, now: datetime) -> WeeklyAnswer:
    """The one question a week. Worse, or leg pain, and the diary is kept every day again."""
    told = weekly.answer(episode, answer=answer, by=by, now=now)
    if answer is not Weekly.SAME:
        _daily(episode.patient, Because.WORSE, by=by, now=now)
    return told


def _daily(patient: Patient, because: Because, *, by: User, now: datetime) -> None:
    if rhythm.rhythm_of(patient, timezone.localdate(now)).every is not Every.DAY:
        rhythm.choose(patient, every=Every.DAY, because=because, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Back:
    """What the patient says of leg pain that is back: since when, and as what. Side and level are of a new episode."""

    kind: Return
    since: date
    side: Side
    level: DiscLevel | None = None


@dataclass(frozen=True, slots=True)
class CameBack:
    """The row of it, and the alert that pain in both legs raised."""

    returned: Returned
    alert: Alert | None


class NotThisDate(ValueError):
    """The day has yet to come, or does not lie after the onset of the episode before it."""


def come_back(episode: Episode, told: Back, *, by: User, now: datetime) -> CameBack:
    """Leg pain is back: a flare of `episode`, or a new one. In two tabs at once it is said once.

    `NotThisDate` for a day to come, one before the onset, and for a new episode the onset itself. The trend comes last
    and may fail.
    """
    with transaction.atomic():
        patient = Patient.objects.select_for_update().get(pk=episode.patient_id)
        episode.refresh_from_db(fields=("ended_on", "onset"))
        if followed := Returned.objects.filter(episode=episode, kind=Return.NEW).first():
            return CameBack(followed, None)
        _check(episode, told, today=timezone.localdate(now))
        came = _flare(episode, told, by, now) if told.kind is Return.FLARE else _new(episode, told, by, now)
        _daily(patient, Because.RETURNED, by=by, now=now)
    _assess(came, now)
    return came


def _check(episode: Episode, told: Back, *, today: date) -> None:
    first = episode.onset + timedelta(days=1 if told.kind is Return.NEW else 0)
    if not first <= told.since <= today:
        raise NotThisDate(told.since.isoformat())


def _flare(episode: Episode, told: Back, by: User, now: datetime) -> CameBack:
    return CameBack(course.flare(episode, since=told.since, by=by, now=now), None)


def _new(episode: Episode, told: Back, by: User, now: datetime) -> CameBack:
    """Complaints older than the hernia stay what they were; pain in both legs is a sign, as at the start."""
    returned = course.follow(episode, onset=told.since, side=told.side, level=told.level, by=by, now=now)
    new = _the_new_one(returned)
    diary.hand_over(episode, new)
    body_maps.hand_over(episode, new)
    patient = new.patient
    nothing_new = dict.fromkeys(patient.baselines, Baseline.NONE)
    policy = decisions.policy_of(patient.clinic)
    findings = red_flags.find_in_baseline(nothing_new, told.side, policy=policy)
    if not findings:
        return CameBack(returned, None)
    answers = {"baseline": dict(patient.baselines), "side": told.side, "onset": told.since.isoformat()}
    alert = contact.raise_alert(patient, findings=findings, answers=answers, day=None, by=by, now=now)
    return CameBack(returned, alert)


def _the_new_one(returned: Returned) -> Episode:
    """The episode that followed, which a row of the kind `NEW` names."""
    if returned.new_episode is None:
        raise ValueError(returned.kind)
    return returned.new_episode


def _assess(came: CameBack, now: datetime) -> None:
    """The earlier episode as it ended, then the one that the patient is in: the latest is that of now."""
    old, new = came.returned.episode, came.returned.new_episode
    try:
        if new:
            assess.assess(old, as_of=old.ended_on or timezone.localdate(now), now=now)
        assess.assess(new or old, as_of=timezone.localdate(now), now=now)
    except Exception:
        logger.exception("no assessment after %s", came.returned.pk)
