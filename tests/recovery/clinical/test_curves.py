"""What is drawn of a course: the smoothed line, the weeks to come, and the courses of who recovers."""

from datetime import date, timedelta

import pytest

from recovery.clinical.course import Case, Course
from recovery.clinical.curves import ahead, of_those_who_recover, smoothed
from recovery.clinical.library import WINDOW_DAYS
from recovery.clinical.prognosis import WEEKS_AHEAD
from recovery.clinical.reading import case_of, read_all
from recovery.clinical.scores import Scale
from tests.recovery.clinical.builders import START, days, last_of

FALLING = "8 8 7 8 7 7 7 6 6 6 5 6 5 5 4 5 4 4 3 4 3 3"


def case(told: str, *, until: date | None = None) -> Case:
    return case_of(Course(START, days(told)), until or last_of(told))


def test_the_line_has_a_point_on_every_logged_day_and_none_in_a_gap() -> None:
    line = smoothed(case("5 . 6 . . 7"), Scale.LEG_PAIN)
    assert [(point.date - START).days for point in line] == [0, 2, 5]


def test_a_steady_diary_is_a_flat_line_within_its_band() -> None:
    for point in smoothed(case("5*30"), Scale.LEG_PAIN):
        assert point.level == pytest.approx(5)
        assert point.low < 5 < point.high


def test_one_outlier_hardly_moves_the_line() -> None:
    told = "5*10 10 5*10"
    line = {point.date: point.level for point in smoothed(case(told), Scale.LEG_PAIN)}
    assert 5 < line[START + timedelta(days=10)] < 6.5
    assert line[START + timedelta(days=3)] == pytest.approx(5, abs=0.1)


def test_days_after_the_day_of_reading_are_not_drawn() -> None:
    known = smoothed(case("5 5 5 9 9 9", until=START + timedelta(days=2)), Scale.LEG_PAIN)
    assert [point.level for point in known] == pytest.approx([5, 5, 5])


def test_without_a_day_there_is_no_line() -> None:
    assert smoothed(case_of(Course(START, ()), START), Scale.LEG_PAIN) == []
    assert ahead(case_of(Course(START, ()), START), Scale.LEG_PAIN, None) == []


@pytest.mark.parametrize(("told", "expected"), [("5 5", False), ("5 5 5", True)])
def test_three_days_of_the_last_fourteen_are_needed_to_look_ahead(told: str, expected: bool) -> None:
    assert bool(ahead(case(told), Scale.LEG_PAIN, None)) is expected


def test_what_is_expected_begins_now_and_grows_more_uncertain_each_week() -> None:
    points = ahead(case("5*30"), Scale.LEG_PAIN, None)
    assert [(point.date - last_of("5*30")).days for point in points] == [0, 7, 14, 21, 28]
    widths = [point.high - point.low for point in points]
    assert widths == sorted(widths)
    assert len(points) == WEEKS_AHEAD + 1


def test_an_outlook_lowers_what_is_expected_of_a_falling_course() -> None:
    (reading,) = read_all([case(FALLING)])
    assert reading.outlook
    alone = ahead(case(FALLING), Scale.LEG_PAIN, None)
    with_outlook = ahead(case(FALLING), Scale.LEG_PAIN, reading.outlook)
    assert all(after.level < before.level for before, after in zip(alone[1:], with_outlook[1:], strict=True))
    assert with_outlook[1].level < 4


def test_nothing_leaves_the_scale() -> None:
    for told in ("0*30", "10*30"):
        points = smoothed(case(told), Scale.LEG_PAIN)
        points += ahead(case(told), Scale.LEG_PAIN, None)
        assert all(0 <= point.low <= point.level <= point.high <= 10 for point in points)


@pytest.mark.parametrize("scale", [Scale.LEG_PAIN, Scale.LIMITATION])
def test_the_courses_of_who_recovers_cover_the_window_and_end_low(scale: Scale) -> None:
    points = of_those_who_recover(START, scale)
    assert points[0].date == START
    assert (points[-1].date - START).days == WINDOW_DAYS
    assert all(point.low <= point.level <= point.high for point in points)
    assert points[0].level > 4
    assert points[-1].level < 2


def test_there_is_no_such_range_for_back_pain() -> None:
    assert of_those_who_recover(START, Scale.BACK_PAIN) == []
