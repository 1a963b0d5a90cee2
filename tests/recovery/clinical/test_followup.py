"""What changed since when, and whether it matters: the boundary values."""

from datetime import date, timedelta

import pytest

from recovery.clinical.course import Course
from recovery.clinical.followup import (
    WITHOUT_A_VISIT_DAYS,
    Moved,
    Since,
    Start,
    followed,
    moved,
    moved_since_the_first_week,
    since_when,
    weigh,
)
from recovery.clinical.levels import Level
from recovery.clinical.reading import read
from recovery.clinical.scores import Day, Scale

TODAY = date(2026, 11, 18)
ONSET = TODAY - timedelta(days=60)


def days(told: str) -> tuple[Day, ...]:
    """One score a day for leg pain and limitation, `.` for a missed one, up to today."""
    scores = told.split()
    return tuple(
        Day(TODAY - timedelta(days=len(scores) - 1 - n), leg_pain=int(score), limitation=int(score))
        for n, score in enumerate(scores)
        if score != "."
    )


def ago(back: int) -> date:
    return TODAY - timedelta(days=back)


def test_the_last_visit_counts_and_todays_does_not() -> None:
    assert since_when([ago(40), ago(14), TODAY], ago(50), TODAY) == Since(Start.LAST_VISIT, ago(14))


def test_without_a_visit_the_last_four_weeks_are_told() -> None:
    assert since_when([TODAY], ago(28), TODAY) == Since(Start.SOME_WEEKS, ago(WITHOUT_A_VISIT_DAYS))


def test_a_shorter_diary_is_told_from_its_first_day() -> None:
    assert since_when([], ago(27), TODAY) == Since(Start.FIRST_DAY, ago(27))


def test_without_a_visit_and_a_day_there_is_nothing_to_tell() -> None:
    assert since_when([], None, TODAY) is None
    assert since_when([ago(3)], None, TODAY) == Since(Start.LAST_VISIT, ago(3))


def test_a_level_on_a_date_looks_back_and_never_ahead() -> None:
    course = Course(ONSET, days("8 " * 20 + "2 " * 20))
    (leg, limitation, back) = moved(course, ago(20), TODAY)
    assert leg.then
    assert leg.now
    assert leg.then.mean == pytest.approx(8)
    assert leg.now.mean < 3
    assert leg.change
    assert leg.change.mean == pytest.approx(leg.now.mean - 8)
    assert limitation.scale is Scale.LIMITATION
    assert (back.then, back.now, back.change) == (None, None, None)


def test_a_date_of_before_the_diary_has_no_level() -> None:
    (leg, *_others) = moved(Course(ONSET, days("5 " * 10)), ONSET, TODAY)
    assert leg.then is None
    assert leg.change is None


def test_an_improvement_is_measured_from_the_first_full_week() -> None:
    (leg, *_others) = moved_since_the_first_week(Course(ONSET, days("8 " * 7 + "4 " * 21)), TODAY)
    assert leg.then
    assert leg.then.mean == pytest.approx(8)
    assert leg.now


def change(then: float, now: float, scale: Scale = Scale.LEG_PAIN) -> Moved:
    return Moved(scale, Level(then, 0.5), Level(now, 0.5))


@pytest.mark.parametrize(
    ("then", "now", "reaches"),
    [
        (6, 4, True),  # 2 points and 33%
        (6, 4.1, False),  # 1.9 points
        (8, 6, False),  # 2 points, but 25%
        (8, 5.6, True),  # 30%
        (8, 5.7, False),
        (3, 1, True),
        (3, 1.1, False),
        (4, 6, False),
        (0, 0, False),
    ],
)
def test_a_change_matters_from_two_points_and_thirty_percent_on(
    then: float, now: float, reaches: bool
) -> None:
    weight = weigh(change(then, now))
    assert weight
    assert weight.reaches is reaches
    assert weight.points == round(then - now, 1)


@pytest.mark.parametrize(("now", "acceptable"), [(2.0, True), (2.04, True), (2.1, False)])
def test_pain_of_two_is_acceptable_as_it_is_shown(now: float, acceptable: bool) -> None:
    weight = weigh(change(7, now))
    assert weight
    assert weight.acceptable is acceptable


def test_limitation_has_no_acceptable_level() -> None:
    weight = weigh(change(7, 1, Scale.LIMITATION))
    assert weight
    assert weight.acceptable is None


def test_without_a_level_nothing_is_weighed() -> None:
    assert weigh(Moved(Scale.LEG_PAIN, None, Level(3, 0.5))) is None


def test_days_after_the_first_date_are_counted() -> None:
    course = Course(ONSET, days("5 " * 10 + ". . 5 5 . 5 5"))
    told = followed(course, Since(Start.LAST_VISIT, ago(7)), read(course, ago(7)), read(course, TODAY))
    assert (told.span, told.logged) == (7, 4)


def test_what_was_said_before_an_open_flag_is_silenced() -> None:
    course = Course(ONSET, days("8 " * 10 + "3 " * 30), open_flag_on=ago(2))
    then = read(course, ago(20))
    told = followed(course, Since(Start.LAST_VISIT, ago(20)), then, read(course, TODAY))
    assert told.then_is_silenced
    quiet = Course(ONSET, course.days)
    told = followed(quiet, Since(Start.LAST_VISIT, ago(20)), read(quiet, ago(20)), read(quiet, TODAY))
    assert not told.then_is_silenced
