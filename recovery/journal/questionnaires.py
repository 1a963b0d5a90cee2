"""Filling in a questionnaire, reading what was filled in, and when each is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from recovery.clinical.questionnaires import BY_CODE, QUESTIONNAIRES
from recovery.clinical.questionnaires.definition import Answers, Questionnaire
from recovery.clinical.questionnaires.schedule import (
    LONGEST_DAYS,
    SHORTEST_DAYS,
    Due,
    Known,
    Plan,
    next_due,
    standard,
)
from recovery.episodes import visits
from recovery.episodes.models import Episode
from recovery.journal.diary import Change
from recovery.journal.models import Filled, QuestionnaireSetting
from recovery.journal.rhythm import rhythm_of
from recovery.people.models import Clinic, Patient, User


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


def settings_of(clinic: Clinic) -> dict[str, QuestionnaireSetting]:
    """The setting that holds for each questionnaire about which a clinic decided: the last row, with who made it."""
    rows = QuestionnaireSetting.objects.filter(clinic=clinic, code__in=BY_CODE).select_related("set_by")
    return {row.code: row for row in rows}


def plans_of(clinic: Clinic | None) -> dict[str, Plan]:
    """Whether and how often each is asked of the patients of a clinic; without one, or a decision, as defined."""
    decided = settings_of(clinic) if clinic else {}
    plans = {code: Plan(row.is_on, row.every_days) for code, row in decided.items()}
    return {one.code: plans.get(one.code, standard(one)) for one in QUESTIONNAIRES}


def set_plan(clinic: Clinic, questionnaire: Questionnaire, plan: Plan, *, by: User, now: datetime) -> bool:
    """Ask it, or not, and how often, from now on. False when that holds already. `ValueError` out of bounds."""
    if not SHORTEST_DAYS <= plan.every_days <= LONGEST_DAYS:
        raise ValueError(plan.every_days)
    if plans_of(clinic)[questionnaire.code] == plan:
        return False
    QuestionnaireSetting.objects.create(
        clinic=clinic,
        code=questionnaire.code,
        is_on=plan.is_on,
        every_days=plan.every_days,
        set_by=by,
        set_at=now,
    )
    return True


def planned(episode: Episode, plans: Mapping[str, Plan], *, today: date) -> list[Due]:
    """From when each is asked next, in the order of the table; what is switched off is not among them.

    Three queries, however much was filled in.
    """
    told = Filled.objects.standing().filter(episode=episode).order_by()
    last = dict(told.values_list("code").annotate(Max("day")))
    visit = visits.next_planned(episode, today=today)
    every = rhythm_of(episode.patient, today).every
    began = max(episode.onset, timezone.localdate(episode.patient.created_at))
    known = (
        Known(last=last.get(one.code), began=began, visit=visit.day if visit else None, every=every)
        for one in QUESTIONNAIRES
    )
    due = (
        next_due(one, plans[one.code], of_it, today=today)
        for one, of_it in zip(QUESTIONNAIRES, known, strict=True)
    )
    return [one for one in due if one]
