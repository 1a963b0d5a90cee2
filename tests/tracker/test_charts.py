"""Days into drawings: fixed axes, dots kept, gaps left as gaps, text with a point whatever the language."""

import re
from datetime import date, timedelta

import pytest
from django.utils import translation

from recovery.clinical.course import Course
from recovery.clinical.diary import Diary
from recovery.clinical.scores import Day, Scale
from tracker.charts import NARROW, WIDE, Drawing, Event, Size, draw

START = date(2026, 9, 1)
NUMBER = re.compile(r"-?[\d.]+")


def drawing(
    told: str, *, size: Size = WIDE, events: tuple[Event, ...] = (), until: int | None = None
) -> Drawing:
    """A chart of leg pain, one score a day, `.` for a missed one."""
    days = tuple(
        Day(START + timedelta(days=n), leg_pain=int(score))
        for n, score in enumerate(told.split())
        if score != "."
    )
    last = START + timedelta(days=len(told.split()) - 1 if until is None else until)
    smoothed = Diary(days).smooth(Scale.LEG_PAIN)
    return draw(
        Course(START, days),
        Scale.LEG_PAIN,
        smoothed,
        size,
        until=last,
        events=events,
        date_label=date.isoformat,
    )


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_the_axis_runs_from_0_to_10_whatever_the_scores(size: Size) -> None:
    for told in ("3 3 3", "0 10 5"):
        levels = {tick.label: float(tick.at) for tick in drawing(told, size=size).levels}
        assert list(levels) == ["0", "2", "4", "6", "8", "10"]
        assert levels["10"] == size.top
        assert levels["0"] == size.height - size.bottom


def test_every_answered_day_is_a_dot_and_a_missed_day_is_none() -> None:
    assert drawing("5 . 6 . . 7").dots.count("M") == 3


def test_more_is_higher() -> None:
    low, high = (drawing(told).dots for told in ("1", "9"))
    assert float(NUMBER.findall(low)[1]) > float(NUMBER.findall(high)[1])


def test_a_gap_breaks_the_line() -> None:
    assert len(drawing("5 5 5 5 5 5").lines) == 1
    assert len(drawing("5 5 5 5 . . . . . . . 5 5 5 5").lines) == 2


def test_a_few_missed_days_do_not_break_it() -> None:
    assert len(drawing("5 5 5 . . . 5 5 5").lines) == 1


def test_two_days_have_dots_and_no_line() -> None:
    assert drawing("5 6").lines == []


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_everything_lies_inside_the_drawing(size: Size) -> None:
    made = drawing("0 10 " * 200, size=size, until=420)
    numbers = [float(n) for path in (made.dots.replace("h0", ""), *made.lines) for n in NUMBER.findall(path)]
    assert all(size.left <= x <= size.width - size.right for x in numbers[::2])
    assert all(size.top <= y <= size.height - size.bottom for y in numbers[1::2])
    assert len(made.dates) <= size.dates + 1


def test_flags_and_treatments_are_marked_where_they_happened_and_not_outside() -> None:
    events = (
        Event(START + timedelta(days=7), "flag", is_flag=True),
        Event(START - timedelta(days=1), "before", is_flag=False),
    )
    (mark,) = drawing("5 " * 15, events=events).marks
    assert (mark.label, mark.is_flag) == ("flag", True)
    assert float(mark.x) == pytest.approx((WIDE.left + WIDE.width - WIDE.right) / 2, abs=0.1)


def test_no_decimal_comma_in_dutch() -> None:
    with translation.override("nl"):
        made = drawing("5 6 7 4 3")
    assert "," not in made.dots + "".join(made.lines) + made.acceptable


def test_without_any_day_it_is_empty_and_whole() -> None:
    made = drawing("", until=0)
    assert (made.dots, made.lines) == ("", [])
    assert made.levels
