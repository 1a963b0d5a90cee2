from datetime import date, timedelta

import pytest
from hypothesis import given

from recovery.clinical.diary import Diary, Medians
from recovery.clinical.scores import Day, Scale
from tests.recovery.clinical.builders import START, any_days, days, last_of, untimed

NOTHING = Medians(entries=0)


def day(number: int) -> date:
    """Day 1 is the first of the diary."""
    return START + timedelta(days=number - 1)


def dates_of(told: tuple[Day, ...]) -> list[date]:
    return [entry.date for entry in told]


# Windows.


def test_days_are_put_in_order_of_date() -> None:
    told = days("3 2 1")
    assert Diary(reversed(told)).days == told


def test_a_missed_day_is_not_there() -> None:
    assert Diary(days("3 . 1")).dates == [day(1), day(3)]


def test_a_window_includes_both_its_ends() -> None:
    assert dates_of(Diary(days("1*10")).window(day(3), day(5))) == [day(3), day(4), day(5)]


def test_a_window_that_ends_in_gaps_holds_what_lies_between() -> None:
    assert dates_of(Diary(days("1 . 2 3 . 4")).window(day(2), day(5))) == [day(3), day(4)]


@pytest.mark.parametrize(("first", "last"), [(-3, 0), (11, 20), (5, 4)])
def test_a_window_beside_the_diary_is_empty(first: int, last: int) -> None:
    assert Diary(days("1*10")).window(day(first), day(last)) == ()


def test_the_scored_diary_leaves_out_days_without_leg_pain() -> None:
    assert Diary(days("7 - 0", limitation="5 5 5")).scored().dates == [day(1), day(3)]


# Medians.


def test_medians_are_taken_scale_by_scale() -> None:
    told = Diary(days("7 1 2", limitation="9 8 7", back_pain="0 0 10"))
    assert told.medians(day(3), 7) == Medians(entries=3, limitation=8, leg_pain=2, back_pain=0)


def test_a_median_of_an_even_number_of_answers_can_be_a_half() -> None:
    assert Diary(days("1 2 3 8")).medians(day(4), 7).leg_pain == 2.5


def test_missing_answers_are_left_out_of_a_median() -> None:
    told = Diary(days("7 5 3", limitation="- 4 -", back_pain="- - -"))
    assert told.medians(day(3), 7) == Medians(entries=3, limitation=4, leg_pain=5, back_pain=None)


def test_entries_are_the_days_with_leg_pain() -> None:
    assert Diary(days("7 - -", limitation="1 2 3")).medians(day(3), 7) == Medians(
        entries=1, limitation=2, leg_pain=7, back_pain=7
    )


def test_a_median_never_counts_a_missed_day_as_nought() -> None:
    assert Diary(days("6 . . . . . 6")).medians(day(7), 7).leg_pain == 6


def test_a_window_without_days_has_no_medians() -> None:
    assert Diary(()).medians(day(1), 7) == NOTHING


@pytest.mark.parametrize(("last", "entries"), [(6, 6), (7, 7), (8, 6), (13, 1), (14, 0)])
def test_seven_days_of_medians_end_on_the_last_and_begin_six_before(last: int, entries: int) -> None:
    assert Diary(days("5*7")).medians(day(last), 7).entries == entries


@pytest.mark.parametrize("scale", Scale)
def test_the_median_of_a_scale_is_found_by_its_name(scale: Scale) -> None:
    of = {Scale.LIMITATION: 1.0, Scale.LEG_PAIN: 2.5, Scale.BACK_PAIN: None}
    assert Medians(entries=4, limitation=1.0, leg_pain=2.5).of(scale) == of[scale]


# Weeks.


@pytest.mark.parametrize(("text", "count"), [("5", 1), ("5*7", 1), ("5*8", 2), ("5*14", 2), ("5*15", 3)])
def test_a_week_is_seven_days_from_the_first_entry(text: str, count: int) -> None:
    weeks = Diary(days(text)).weeks()
    assert [week.number for week in weeks] == [*range(1, count + 1)]
    assert [week.start for week in weeks] == [day(1 + 7 * n) for n in range(count)]


def test_weeks_begin_on_the_weekday_of_the_first_entry() -> None:
    wednesday = START + timedelta(days=2)
    assert Diary(days("5*8", start=wednesday)).weeks()[1].start.weekday() == wednesday.weekday()


def test_a_diary_without_days_has_no_weeks() -> None:
    assert Diary(()).weeks() == ()


def test_a_week_that_was_missed_stays_empty_and_keeps_its_number() -> None:
    first, second, third = Diary(days("5*7 .*7 3")).weeks()
    assert second.medians == NOTHING
    assert (first.medians.leg_pain, third.number, third.medians.leg_pain) == (5, 3, 3)


def test_each_week_has_its_own_medians() -> None:
    assert [week.medians.leg_pain for week in Diary(days("8*7 5*7 2 4")).weeks()] == [8, 5, 3]


@untimed
@given(told=any_days)
def test_every_entry_is_in_exactly_one_week(told: tuple[Day, ...]) -> None:
    scored = Diary(told).scored()
    assert sum(week.medians.entries for week in scored.weeks()) == len(scored.days)


def test_the_builder_knows_its_last_day() -> None:
    assert last_of("7*6 . .") == day(8)
