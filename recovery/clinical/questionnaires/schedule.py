"""When a questionnaire is due: one pure rule for all of them. Asked, never demanded; a day late is no lapse."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from recovery.clinical.questionnaires.definition import ByAnswer, Questionnaire
from recovery.clinical.rhythm import Every

# A manager sets a rhythm within these: more often than weekly shows noise, less than half-yearly nothing [P].
SHORTEST_DAYS, LONGEST_DAYS = 7, 182

# Before a visit that is planned within so many days it is asked, unless it was filled in within as many; but for what
# asks about the change since the beginning [P].
BEFORE_A_VISIT_DAYS = 7

# Who keeps the diary once a week is asked no questionnaire more often than this: lighter once recovered [P].
WEEKLY_AT_LEAST_DAYS = 28


@dataclass(frozen=True, slots=True)
class Plan:
    """Whether a questionnaire is asked, and every how many days."""

    is_on: bool
    every_days: int


@dataclass(frozen=True, slots=True)
class Known:
    """What decides when one is due: when it was `last` filled in, when the diary `began`, the next planned `visit`,
    and how often the diary is kept."""

    last: date | None
    began: date
    visit: date | None = None
    every: Every = Every.DAY


@dataclass(frozen=True, slots=True)
class Due:
    """A questionnaire and the day from which it is asked; `for_visit` where that is because a visit comes."""

    questionnaire: Questionnaire
    on: date
    for_visit: bool = False


def standard(questionnaire: Questionnaire) -> Plan:
    """As defined: what holds without a clinic, and at a clinic that decided nothing."""
    return Plan(is_on=True, every_days=questionnaire.every_days)


def next_due(questionnaire: Questionnaire, plan: Plan, known: Known, *, today: date) -> Due | None:
    """From when it is asked next, which may be over; `None` where it is switched off."""
    if not plan.is_on:
        return None
    by_rhythm = Due(questionnaire, _by_rhythm(questionnaire, plan, known))
    for_visit = _before_the_visit(questionnaire, known, today)
    return for_visit if for_visit and for_visit.on < by_rhythm.on else by_rhythm


def _by_rhythm(questionnaire: Questionnaire, plan: Plan, known: Known) -> date:
    """A rhythm after the last time. The first time at once, but for what asks about the change since the beginning."""
    days = max(plan.every_days, WEEKLY_AT_LEAST_DAYS) if known.every is Every.WEEK else plan.every_days
    if known.last is not None:
        return known.last + timedelta(days=days)
    return known.began + timedelta(days=days) if isinstance(questionnaire.matters, ByAnswer) else known.began


def _before_the_visit(questionnaire: Questionnaire, known: Known, today: date) -> Due | None:
    """From some days before the visit on, unless it was filled in within as many days."""
    if known.visit is None or known.visit < today or isinstance(questionnaire.matters, ByAnswer):
        return None
    lately = timedelta(days=BEFORE_A_VISIT_DAYS)
    on = max(known.visit - lately, known.last + lately if known.last else known.began)
    return Due(questionnaire, on, for_visit=True) if on <= known.visit else None


def first_due(planned: Iterable[Due | None], *, today: date) -> Due | None:
    """The one that is asked today: the longest due. Never more than one at a time."""
    return min((due for due in planned if due and due.on <= today), key=lambda due: due.on, default=None)
