"""Days into drawings: fixed axes, dots kept, gaps left as gaps, text with a point whatever the language."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import translation

from recovery.clinical.course import Course
from recovery.clinical.reading import case_of
from recovery.clinical.scores import Day, Scale
from tracker.charts import NARROW, WIDE, Drawing, Event, Size, draw, plot

START = date(2026, 9, 1)
NUMBER = re.compile(r"-?[\d.]+")


def drawing(
    told: str,
    *,
    size: Size = WIDE,
    events: tuple[Event, ...] = (),
    until: int | None = None,
    beside: bool = False,
) -> Drawing:
    """A chart of leg pain, one score a day, `.` for a missed one; `beside` with other people and what is expected."""
    days = tuple(
        Day(START + timedelta(days=n), leg_pain=int(score))
        for n, score in enumerate(told.split())
        if score != "."
    )
    last = START + timedelta(days=len(told.split()) - 1 if until is None else until)
    course = Course(START, days)
    drawn = plot(case_of(course, last), Scale.LEG_PAIN, None, quiet=not beside)
    return draw(drawn, size, until=last, events=events, date_label=date.isoformat)


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
    made = drawing("5 5 5 5 . . . . . . . 5 5 5 5")
    assert (len(made.lines), len(made.bands)) == (2, 2)


def test_a_few_missed_days_do_not_break_it() -> None:
    assert len(drawing("5 5 5 . . . 5 5 5").lines) == 1


def test_one_day_has_a_dot_and_no_line() -> None:
    made = drawing("5")
    assert (made.dots.count("M"), made.lines, made.bands) == (1, [], [])


def test_the_band_lies_around_the_line() -> None:
    made = drawing("5 6 4 5 5 6")
    line = [float(n) for n in NUMBER.findall(made.lines[0])][1::2]
    band = [float(n) for n in NUMBER.findall(made.bands[0])][1::2]
    above, below = band[: len(line)], band[len(line) :][::-1]
    assert all(high < level < low for high, level, low in zip(above, line, below, strict=True))


def test_the_courses_of_others_are_cut_off_at_the_edges_of_the_drawing() -> None:
    made = drawing("5 " * 10, beside=True)
    x = [float(n) for n in NUMBER.findall(made.usual)][::2]
    assert min(x) == WIDE.left
    assert max(x) == WIDE.width - WIDE.right


def test_what_is_expected_begins_today_and_takes_four_weeks() -> None:
    made = drawing("5 " * 15, beside=True)
    x = [float(n) for n in NUMBER.findall(made.ahead)][::2]
    assert made.today
    assert x[0] == float(made.today)
    assert x[-1] == WIDE.width - WIDE.right
    assert x[0] == pytest.approx(WIDE.left + (WIDE.width - WIDE.left - WIDE.right) * 14 / (14 + 28), abs=0.1)


def test_without_enough_days_nothing_is_expected() -> None:
    made = drawing("5 5", beside=True)
    assert (made.ahead, made.ahead_band, made.today) == ("", "", None)


@pytest.mark.parametrize("size", [NARROW, WIDE])
def test_everything_lies_inside_the_drawing(size: Size) -> None:
    made = drawing("0 10 " * 200, size=size, until=402, beside=True)
    drawn = (made.dots.replace("h0", ""), *made.lines, *made.bands, made.usual, made.ahead, made.ahead_band)
    numbers = [float(n) for path in drawn for n in NUMBER.findall(path)]
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


def test_red_flags_are_drawn_together_and_apart_from_other_events() -> None:
    flags = tuple(Event(START + timedelta(days=day), "flag", is_flag=True) for day in (0, 14))
    other = Event(START + timedelta(days=7), "treatment", is_flag=False)
    made = drawing("5 " * 15, events=(*flags, other))
    assert made.flags == [str(WIDE.left), str(WIDE.width - WIDE.right)]
    assert [mark.label for mark in made.events] == ["treatment"]


def test_of_many_dots_those_that_cover_each_other_are_drawn_once() -> None:
    assert drawing("5 " * 100, size=NARROW).dots.count("M") == 100
    places = drawing("5 " * 366, size=NARROW).dots.split("M")[1:]
    assert len(places) == len(set(places)) == NARROW.width - NARROW.left - NARROW.right + 1


def test_a_band_with_many_bends_is_drawn_in_whole_units_and_its_line_is_not() -> None:
    (band,), (line,) = (made := drawing("5 6 7 4 " * 20)).bands, made.lines
    assert ("." in band, "." in line) == (False, True)


def numbered(*days: int) -> tuple[Event, ...]:
    """A numbered event on each of these days after the start."""
    return tuple(
        Event(START + timedelta(days=day), f"event {n}", is_flag=False, number=str(n))
        for n, day in enumerate(days, start=1)
    )


def test_numbers_stand_above_the_plot_where_things_happened() -> None:
    plain, made = drawing("5 " * 60), drawing("5 " * 60, events=numbered(10, 50))
    assert [label.text for label in made.labels] == ["1", "2"]
    assert [label.x for label in made.labels] == [mark.x for mark in made.marks]
    assert made.size.height > plain.size.height
    assert made.label_y + 14 < made.size.top
    assert plain.labels == []


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("apart", [0, 1, 2, 5, 9])
def test_no_number_lies_over_another_or_outside_however_close(size: Size, apart: int) -> None:
    made = drawing("5 " * 400, size=size, events=numbered(*range(0, 40 * apart + 1, apart or 1)))
    ends = [(float(label.left), float(label.left) + float(label.width)) for label in made.labels]
    assert all(after[0] >= before[1] for before, after in pairwise(ends))
    assert all(left >= 0 and right <= size.width for left, right in ends)


def test_what_has_no_room_shares_a_place_by_first_and_last_number() -> None:
    made = drawing("5 " * 200, size=NARROW, events=numbered(0, 1, 2, 150))
    assert [label.text for label in made.labels] == ["1–3", "4"]
    assert len(made.marks) == 4


def test_events_of_one_day_share_their_number() -> None:
    event = numbered(5)[0]
    assert [label.text for label in drawing("5 " * 20, events=(event, event)).labels] == ["1"]


def test_no_decimal_comma_in_dutch() -> None:
    with translation.override("nl"):
        made = drawing("5 6 7 4 3", beside=True)
    assert made.ahead
    assert "," not in "".join(
        (made.dots, *made.lines, *made.bands, made.usual, made.ahead, made.acceptable or "")
    )


def test_without_any_day_it_is_empty_and_whole() -> None:
    made = drawing("", until=0)
    assert (made.dots, made.lines) == ("", [])
    assert made.levels
