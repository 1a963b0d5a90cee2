"""The strip of what was taken: a mark for a day, a table with the same, bounded however much there is."""

from datetime import date, timedelta

from django.utils import translation

from recovery.journal.medicines import DaysTaken
from tracker.taken import MOST_DRAWN, MOST_ROWS, TakenStrip, taken_strip

FIRST, TODAY = date(2026, 10, 1), date(2026, 10, 28)
SPAN = (FIRST, date(2026, 11, 25))


def days(*numbers: int) -> tuple[date, ...]:
    return tuple(FIRST + timedelta(days=n) for n in numbers)


def strip(*told: DaysTaken, said: tuple[date, ...] = ()) -> TakenStrip:
    with translation.override("en"):
        made = taken_strip(told, SPAN, today=TODAY, said=said)
    assert made
    return made


def test_nothing_told_is_no_strip() -> None:
    assert taken_strip([], SPAN, today=TODAY) is None
    outside = DaysTaken("X", is_painkiller=True, days=(FIRST - timedelta(days=1), TODAY + timedelta(days=1)))
    assert taken_strip([outside], SPAN, today=TODAY) is None


def test_days_in_a_row_are_one_mark_and_a_gap_stays_a_gap() -> None:
    made = strip(DaysTaken("X", is_painkiller=True, days=days(0, 1, 2, 9)))
    assert [drawing.rows[0].path.count("M") for drawing in made.drawings] == [2, 2]


def test_the_table_counts_what_the_marks_show() -> None:
    made = strip(DaysTaken("X", is_painkiller=True, days=days(0, 1, 6, 7, 27)))
    assert [(row.days, row.counts) for row in made.rows] == [(7, [1]), (7, [0]), (7, [1]), (7, [3])]
    assert "X: 5 days, last on 28 Oct 2026." in made.description


def test_what_the_diary_says_has_a_row_of_its_own() -> None:
    made = strip(DaysTaken("X", is_painkiller=True, days=days(0)), said=days(0, 1))
    assert made.names == ["Painkillers, by the diary", "X"]


def test_of_many_medicines_the_first_are_drawn_and_the_rest_is_told() -> None:
    many = [DaysTaken(f"M{n}", is_painkiller=True, days=days(n)) for n in range(MOST_DRAWN + 2)]
    made = strip(*many)
    assert len(made.drawings[0].rows) == MOST_DRAWN
    assert f"M{MOST_DRAWN}: 1 day" in made.more


def test_years_have_no_more_rows_or_marks_than_can_be_seen() -> None:
    first = TODAY - timedelta(days=3650)
    every_third = tuple(first + timedelta(days=n) for n in range(0, 3650, 3))
    told = DaysTaken("een middel met een heel lange naam die niet past", is_painkiller=True, days=every_third)
    made = taken_strip([told], (first, TODAY), today=TODAY)
    assert made
    assert len(made.rows) <= MOST_ROWS
    assert sum(row.counts[0] for row in made.rows) == len(every_third)
    assert all(len(drawing.rows[0].path) < 5000 for drawing in made.drawings)
    assert made.drawings[0].rows[0].name.endswith("…")
