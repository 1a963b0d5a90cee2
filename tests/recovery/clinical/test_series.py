from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given

from recovery.clinical.scores import Day, Scale
from recovery.clinical.series import BACK, LEG, LIMITATION, ROWS, Series, stack
from tests.recovery.clinical.builders import START, any_days, days, diary, row, untimed

SAME = np.testing.assert_array_equal


def on(day: int) -> date:
    return START + timedelta(days=day)


def test_each_scale_has_a_row_and_each_day_since_the_onset_a_column() -> None:
    told = days("7 . 6", limitation="5 . 4", back_pain="3 . -")
    scores = Series.of_days(START, told).scores
    SAME(scores[LEG], row("7 . 6"))
    SAME(scores[LIMITATION], row("5 . 4"))
    SAME(scores[BACK], row("3 . -"))


def test_the_rows_are_named_in_their_order() -> None:
    assert (ROWS[LEG], ROWS[LIMITATION], ROWS[BACK]) == (
        Scale.LEG_PAIN,
        Scale.LIMITATION,
        Scale.BACK_PAIN,
    )


def test_a_diary_that_begins_later_has_gaps_from_the_onset_to_its_first_day() -> None:
    SAME(diary("7 6", onset=on(-2)).scores[LEG], row(". . 7 6"))


def test_days_before_the_onset_are_no_part_of_the_course() -> None:
    SAME(diary("9 8 7 6", onset=on(2)).scores[LEG], row("7 6"))
    assert diary("9 8 7 6", onset=on(4)).scores.shape == (3, 0)


def test_a_diary_without_a_day_has_no_column() -> None:
    empty = Series.of_days(START, ())
    assert empty.scores.shape == (3, 0)
    assert np.flatnonzero(~np.isnan(empty.scores[0])).tolist() == []


def test_a_day_without_any_answer_is_a_gap() -> None:
    scores = Series.of_days(START, [Day(START), Day(on(1), leg_pain=4)]).scores
    assert np.isnan(scores[:, 0]).all()
    assert scores[LEG, 1] == 4


def test_zero_is_an_answer() -> None:
    assert np.flatnonzero(~np.isnan(diary("0 . 0").scores[0])).tolist() == [0, 2]


def test_the_order_in_which_days_are_given_does_not_matter() -> None:
    told = days("7 . 6 5")
    SAME(Series.of_days(START, reversed(told)).scores, Series.of_days(START, told).scores)


def test_ten_years_of_diary_fit() -> None:
    long = Series.of_days(START, [Day(START, leg_pain=7), Day(on(3652), leg_pain=1)])
    assert long.scores.shape == (3, 3653)
    assert np.flatnonzero(~np.isnan(long.scores[0])).tolist() == [0, 3652]


def test_columns_are_taken_as_they_are_told_decimals_included() -> None:
    told = Series.of_columns(START, [3, 1], [(6.5, 4, np.nan), (7, np.nan, 2)])
    SAME(told.scores[LEG], [np.nan, 7, np.nan, 6.5])
    SAME(told.scores[LIMITATION], [np.nan, np.nan, np.nan, 4])
    SAME(told.scores[BACK], [np.nan, 2, np.nan, np.nan])


@pytest.mark.parametrize(("last", "columns"), [(-1, 0), (0, 1), (1, 2), (2, 3), (3, 3), (400, 3), (-400, 0)])
def test_until_a_day_is_what_was_known_on_it(last: int, columns: int) -> None:
    told = diary("7 6 5")
    SAME(told.until(on(last)).scores, told.scores[:, :columns])


@pytest.mark.parametrize("number", [-3, 0, 1, 400])
def test_a_day_is_counted_from_the_onset_and_back(number: int) -> None:
    told = diary("7")
    assert told.day(on(number)) == number
    assert told.date(number) == on(number)


def test_a_number_of_numpy_is_a_day_too() -> None:
    assert diary("7").date(np.int64(3)) == on(3)


def test_logged_are_the_days_with_leg_pain() -> None:
    assert np.flatnonzero(~np.isnan(diary(". 7 - 6 .", limitation=". 7 4 6 .").scores[0])).tolist() == [1, 3]


def test_diaries_of_any_length_lie_beside_each_other() -> None:
    stacked = stack([diary("7"), diary("6 . 5"), Series.of_days(START, ())])
    assert stacked.shape == (3, 3, 3)
    SAME(stacked[0, LEG], row("7 . ."))
    SAME(stacked[1, LEG], row("6 . 5"))
    assert np.isnan(stacked[2]).all()


def test_diaries_without_a_day_still_have_a_column_and_none_at_all_is_no_diary() -> None:
    assert stack([Series.of_days(START, ())]).shape == (1, 3, 1)
    assert stack([]).shape == (0, 3, 1)


def test_only_the_first_rows_are_taken_when_no_more_are_asked_for() -> None:
    SAME(stack([diary("7 6")], rows=2), diary("7 6").scores[None, :2])


@untimed
@given(told=any_days)
def test_what_was_told_comes_back_and_nothing_else(told: tuple[Day, ...]) -> None:
    made = Series.of_days(START, told)
    answers = {
        (day.date, scale): score for day in told for scale in ROWS if (score := day.score(scale)) is not None
    }
    found = {
        (made.date(column), ROWS[line]): made.scores[line, column]
        for line, column in np.argwhere(~np.isnan(made.scores))
    }
    assert found == answers


def test_columns_before_the_onset_are_left_out() -> None:
    told = Series.of_columns(START, [-1, -9, 5], [(9, 9, 9), (8, 8, 8), (1, 1, 1)])
    SAME(told.scores[LEG], row(". . . . . 1"))
