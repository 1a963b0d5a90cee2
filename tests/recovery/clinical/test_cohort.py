"""Who counts, from when to when: the boundaries of every reason not to."""

from datetime import date, timedelta

import pytest

from recovery.clinical.cohort import LeftOut, Told, follow
from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.clinical.incidence import End, Followed

ONSET = date(2026, 3, 2)


def on(day: int) -> date:
    return ONSET + timedelta(days=day)


def told(
    first: int,
    last: int,
    *,
    recovered: int | None = None,
    injected: int | None = None,
    operated: int | None = None,
) -> Told:
    """Somebody's dates, in days since onset."""
    kind, day = (
        (TreatmentKind.OPERATION, operated) if injected is None else (TreatmentKind.INJECTION, injected)
    )
    return Told(
        onset=ONSET,
        first_day=on(first),
        last_day=on(last),
        recovered_on=None if recovered is None else on(recovered),
        treated=None if day is None else TreatedOn(kind, on(day)),
    )


def test_they_count_from_the_day_on_which_two_weeks_of_diary_are_full_to_the_last_day() -> None:
    assert follow(told(20, 90)) == Followed(33, 90, End.LOST)


def test_a_recovery_ends_it_on_the_day_on_which_it_was_met() -> None:
    assert follow(told(20, 90, recovered=60)) == Followed(33, 60, End.RECOVERED)


@pytest.mark.parametrize(
    ("given", "end"),
    [(told(20, 90, injected=70), End.INJECTION), (told(20, 90, operated=70), End.OPERATION)],
)
def test_an_injection_or_operation_ends_it(given: Told, end: End) -> None:
    assert follow(given) == Followed(33, 70, end)


def test_a_treatment_after_recovery_changes_nothing() -> None:
    assert follow(told(20, 120, recovered=60, operated=100)) == Followed(33, 60, End.RECOVERED)


@pytest.mark.parametrize(
    ("operated", "followed"),
    [(97, Followed(33, 97, End.OPERATION)), (98, Followed(33, 90, End.LOST))],
)
def test_a_treatment_counts_until_the_diary_is_silent(operated: int, followed: Followed) -> None:
    """Up to a week after the last day; later nobody else was being followed either."""
    assert follow(told(20, 90, operated=operated)) == followed


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Told(ONSET, None, None), LeftOut.TOO_SHORT),
        (told(20, 33), LeftOut.TOO_SHORT),
        (told(20, 90, recovered=33), LeftOut.RECOVERED_BEFORE),
        (told(20, 90, injected=33), LeftOut.TREATED_BEFORE),
        (told(20, 90, operated=3), LeftOut.TREATED_BEFORE),
        (told(169, 300), LeftOut.TOO_LATE),
        (told(-1, 90), LeftOut.WRONG_DATES),
        (told(20, 90, operated=-1), LeftOut.WRONG_DATES),
    ],
)
def test_who_does_not_count_is_told_why(given: Told, why: LeftOut) -> None:
    assert follow(given) is why


@pytest.mark.parametrize(
    "given",
    [told(20, 34), told(20, 90, recovered=34), told(20, 90, injected=34), told(168, 300), told(0, 90)],
)
def test_a_day_more_and_they_count(given: Told) -> None:
    assert isinstance(follow(given), Followed)


@pytest.mark.parametrize(
    ("given", "followed"),
    [
        (told(20, 300, recovered=182), Followed(33, 182, End.RECOVERED)),
        (told(20, 300, recovered=183), Followed(33, 182, End.LOST)),
        (told(20, 300), Followed(33, 182, End.LOST)),
    ],
)
def test_the_window_is_26_weeks(given: Told, followed: Followed) -> None:
    assert follow(given) == followed
