"""Filling in a questionnaire, and reading what was filled in."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from recovery.clinical.questionnaires.definition import Answers, Questionnaire
from recovery.episodes.models import Episode
from recovery.journal.diary import Change
from recovery.journal.models import Filled
from recovery.people.models import Patient, User


@dataclass(frozen=True, slots=True)
class Written:
    """A questionnaire as it stands now, and what writing it did."""

    filled: Filled
    change: Change


@transaction.atomic
def fill_in(
    episode: Episode,
    questionnaire: Questionnaire,
    *,
    answers: Answers,
    by: User,
    now: datetime,
    language: str = "",
) -> Written:
    """Write down a questionnaire for today; there already, it is replaced and what it said before is kept.

    The patient's row is locked first, so that the same thing sent twice at once is one row. `ValueError` for answers
    that are not of this questionnaire.
    """
    score = questionnaire.score(answers)
    Patient.objects.select_for_update().get(pk=episode.patient_id)
    day, told = timezone.localdate(now), [[item.code, answers[item.code]] for item in questionnaire.items]
    standing = filled_on(episode, questionnaire, day)
    if standing and (standing.version, standing.answers) == (questionnaire.version, told):
        return Written(standing, Change.SAME)
    filled = Filled.objects.create(
        patient_id=episode.patient_id,
        episode=episode,
        code=questionnaire.code,
        version=questionnaire.version,
        day=day,
        answers=told,
        score=score,
        language=language,
        written_by=by,
        written_at=now,
        replaces=standing,
    )
    return Written(filled, Change.CORRECTED if standing else Change.NEW)


def filled_of(episode: Episode) -> list[Filled]:
    """Every questionnaire of an episode as it stands, the oldest first, with who wrote it."""
    return list(Filled.objects.standing().filter(episode=episode).select_related("written_by"))


def filled_on(episode: Episode, questionnaire: Questionnaire, day: date) -> Filled | None:
    """What stands for a day, if it was filled in."""
    of_the_day = Filled.objects.standing().filter(patient_id=episode.patient_id, day=day)
    return of_the_day.filter(code=questionnaire.code).first()


def versions_of(filled: Filled) -> list[Filled]:
    """What a questionnaire of a day said before it was replaced, the latest first."""
    same_day = Filled.objects.filter(patient_id=filled.patient_id, code=filled.code, day=filled.day)
    return list(same_day.exclude(replaced_by=None).order_by("-pk"))
