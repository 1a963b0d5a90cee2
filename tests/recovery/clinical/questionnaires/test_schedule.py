"""When a questionnaire is due: its rhythm, the visit, the weekly diary, and one at a time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from recovery.clinical.questionnaires import GLOBAL_EFFECT, ROLAND_MORRIS
from recovery.clinical.questionnaires.schedule import Due, Known, Plan, first_due, next_due, standard
from recovery.clinical.rhythm import Every

TODAY = date(2026, 11, 18)
BEGAN = TODAY - timedelta(days=100)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def due(last: date | None = None, **known: object) -> Due:
    found = next_due(
        ROLAND_MORRIS,
        standard(ROLAND_MORRIS),
        replace(Known(last=last, began=BEGAN), **known),  # type: ignore[arg-type]
        today=TODAY,
    )
    assert found is not None
    return found


@pytest.mark.parametrize(("days", "is_due"), [(13, False), (14, True), (15, True)])
def test_roland_morris_is_due_a_fortnight_after_the_last_time(days: int, is_due: bool) -> None:
    assert (due(ago(days)).on <= TODAY) is is_due


def test_the_first_time_is_at_once_but_for_what_asks_about_the_change() -> None:
    began = Known(last=None, began=TODAY)
    assert due(began=TODAY).on == TODAY
    first = next_due(GLOBAL_EFFECT, standard(GLOBAL_EFFECT), began, today=TODAY)
    assert first == Due(GLOBAL_EFFECT, TODAY + timedelta(days=28))


@pytest.mark.parametrize(("in_days", "is_due"), [(8, False), (7, True), (0, True)])
def test_it_is_due_in_the_week_before_a_visit(in_days: int, is_due: bool) -> None:
    found = due(ago(10), visit=TODAY + timedelta(days=in_days))
    assert (found.on <= TODAY) is is_due
    assert found.for_visit or not is_due


@pytest.mark.parametrize(("days", "is_due"), [(6, False), (7, True)])
def test_what_was_filled_in_lately_is_not_asked_again_for_the_visit(days: int, is_due: bool) -> None:
    assert (due(ago(days), visit=TODAY + timedelta(days=2)).on <= TODAY) is is_due


def test_a_visit_that_is_over_asks_nothing() -> None:
    assert due(ago(10), visit=ago(1)).for_visit is False


@pytest.mark.parametrize(("days", "is_due"), [(14, False), (27, False), (28, True)])
def test_with_a_weekly_diary_it_is_monthly_at_most(days: int, is_due: bool) -> None:
    assert (due(ago(days), every=Every.WEEK).on <= TODAY) is is_due


def test_what_is_switched_off_is_never_due() -> None:
    known = Known(last=None, began=BEGAN, visit=TODAY)
    assert next_due(ROLAND_MORRIS, Plan(is_on=False, every_days=14), known, today=TODAY) is None


def test_a_clinic_decides_the_rhythm() -> None:
    known = Known(last=ago(10), began=BEGAN)
    found = next_due(ROLAND_MORRIS, Plan(is_on=True, every_days=10), known, today=TODAY)
    assert found == Due(ROLAND_MORRIS, TODAY)


def test_one_at_a_time_the_longest_due() -> None:
    later, longest = Due(ROLAND_MORRIS, ago(1)), Due(GLOBAL_EFFECT, ago(3))
    assert first_due([later, longest, None], today=TODAY) is longest
    assert first_due([Due(ROLAND_MORRIS, TODAY + timedelta(days=1))], today=TODAY) is None
