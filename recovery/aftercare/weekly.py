"""The one question a week that watches for a return of the leg pain."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from recovery.aftercare.models import WeeklyAnswer
from recovery.clinical.aftercare import Weekly, is_weekly_due
from recovery.clinical.rhythm import Every
from recovery.episodes import course
from recovery.episodes.models import Episode
from recovery.journal import rhythm
from recovery.people.models import Patient, User


@transaction.atomic
def answer(episode: Episode, *, answer: Weekly, by: User, now: datetime) -> WeeklyAnswer:
    """Write the answer down for today. Another one that day replaces it, and what was said before is kept."""
    Patient.objects.select_for_update().get(pk=episode.patient_id)
    day = timezone.localdate(now)
    standing = WeeklyAnswer.objects.filter(episode=episode, day=day, replaced_by=None).last()
    if standing and standing.answer == answer:
        return standing
    return WeeklyAnswer.objects.create(
        episode=episode, day=day, answer=answer, written_by=by, written_at=now, replaces=standing
    )


def latest(episode: Episode) -> WeeklyAnswer | None:
    """The last answer of an episode."""
    return WeeklyAnswer.objects.filter(episode=episode, replaced_by=None).last()


def is_due(episode: Episode, *, today: date) -> bool:
    """Whether the question is due: the course is closed, the diary kept once a week, and a week has gone."""
    recovery = course.recovery_of(episode)
    if recovery is None or rhythm.rhythm_of(episode.patient, today).every is not Every.WEEK:
        return False
    last = latest(episode)
    return is_weekly_due(recovery.day, last.day if last else None, today)
