"""What a change between two scores means: whether it reaches what matters, and what could not have shown."""

from dataclasses import dataclass
from enum import StrEnum

from recovery.clinical.questionnaires.definition import ByAnswer, ByChange, Questionnaire, Worse

# Points are whole, shares of them are not: 30% of 10 is 3.
TOLERANCE = 1e-9


class Verdict(StrEnum):
    """Whether a change reaches what matters. `LESS` is any change that does not, none included."""

    BETTER = "better"
    WORSE = "worse"
    LESS = "less"


class Hidden(StrEnum):
    """What hardly shows from the earlier score, because the scale ends there."""

    BETTER = "better"
    WORSE = "worse"


@dataclass(frozen=True, slots=True)
class Judged:
    """The change in points (negative: a lower score), what it comes to, and what it could not show.

    A questionnaire that asks about the change itself has no `change`.
    """

    verdict: Verdict
    change: float | None = None
    hidden: Hidden | None = None


def judge(questionnaire: Questionnaire, before: float | None, now: float | None) -> Judged | None:
    """What came of it since `before`; `None` where a score is missing that this takes."""
    matters = questionnaire.matters
    if now is None:
        return None
    if isinstance(matters, ByAnswer):
        return Judged(_by_answer(matters, now))
    if before is None:
        return None
    gain = before - now if questionnaire.worse is Worse.HIGHER else now - before
    return Judged(_by_change(matters, before, gain), now - before, _hidden(questionnaire, matters, before))


def _by_answer(matters: ByAnswer, now: float) -> Verdict:
    if now in matters.better:
        return Verdict.BETTER
    return Verdict.WORSE if now in matters.worse else Verdict.LESS


def _by_change(matters: ByChange, before: float, gain: float) -> Verdict:
    enough = max(matters.better_points, matters.better_share * abs(before))
    if gain >= enough - TOLERANCE:
        return Verdict.BETTER
    return Verdict.WORSE if -gain >= matters.worse_points else Verdict.LESS


def _hidden(questionnaire: Questionnaire, matters: ByChange, before: float) -> Hidden | None:
    """Near an end of the scale there is no room for a change that matters."""
    low, high = before - questionnaire.lowest, questionnaire.highest - before
    to_better, to_worse = (low, high) if questionnaire.worse is Worse.HIGHER else (high, low)
    near_an_end = before < matters.insensitive_below or before > matters.insensitive_above
    if to_better < matters.better_points or (near_an_end and to_better < to_worse):
        return Hidden.BETTER
    return Hidden.WORSE if to_worse < matters.worse_points or near_an_end else None
