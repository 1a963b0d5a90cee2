"""Recovered: median leg pain at most 1, limitation at most 2, over fourteen days with seven entries (section 3 [P])."""

from itertools import pairwise
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.definition import Recovery, recoveries, rolling_median
from recovery.clinical.series import stack
from tests.recovery.clinical.builders import diaries, diary, level, row, untimed


def recovery(leg_pain: str, *, limitation: str | None = None) -> Recovery | None:
    return recoveries(stack([diary(leg_pain, limitation=limitation)]))[0]


def first(leg_pain: str, *, limitation: str | None = None) -> int | None:
    found = recovery(leg_pain, limitation=limitation)
    return found.first if found else None


# The rolling median.


def test_a_median_is_of_the_answers_in_the_days_that_end_on_each_day() -> None:
    medians, entries = rolling_median(row("4 . 2 9 -")[None], 3)
    np.testing.assert_array_equal(medians, [[4, 4, 3, 5.5, 5.5]])
    assert entries.tolist() == [[1, 1, 2, 2, 2]]


def test_days_without_an_answer_have_no_median() -> None:
    medians, entries = rolling_median(row(". . 4 . . .")[None], 2)
    np.testing.assert_array_equal(medians, [[np.nan, np.nan, 4, 4, np.nan, np.nan]])
    assert entries.tolist() == [[0, 0, 1, 1, 0, 0]]


scores = st.none() | st.integers(0, 10) | st.floats(0, 10)
lines = st.lists(scores, min_size=1, max_size=50)


def of(line: list[float | None]) -> np.ndarray:
    return np.array([np.nan if score is None else float(score) for score in line])


@untimed
@given(line=lines, days=st.integers(1, 20))
def test_the_rolling_median_is_the_plain_one(line: list[float | None], days: int) -> None:
    medians, entries = rolling_median(of(line)[None], days)
    for day in range(len(line)):
        answers = [score for score in line[max(day + 1 - days, 0) : day + 1] if score is not None]
        assert entries[0, day] == len(answers)
        assert medians[0, day] == pytest.approx(median(answers) if answers else np.nan, nan_ok=True)


# The figures of the definition.


@pytest.mark.parametrize(
    ("leg_pain", "recovers"),
    [
        ("1*14", True),
        ("2*14", False),
        ("1*7 2*7", False),  # 1.5
        ("0*7 2*7", True),  # 1, of an even number of answers
        ("1*8 2*6", True),
        ("1*6 2*8", False),
        ("1*7 . 2*6", True),  # thirteen answers, the seventh is 1
        ("1*6 . 2*7", False),
        ("10*6 1*8", True),
        ("10*7 1*7", False),
        ("0*14", True),
    ],
)
def test_the_median_leg_pain_is_at_most_one(leg_pain: str, recovers: bool) -> None:
    assert (first(leg_pain, limitation=level(0, over=leg_pain)) is not None) is recovers


@pytest.mark.parametrize(
    ("limitation", "recovers"),
    [
        ("2*14", True),
        ("3*14", False),
        ("2*7 3*7", False),  # 2.5
        ("1*7 3*7", True),  # 2
        ("2*8 3*6", True),
        ("10*6 2*8", True),
        ("10*7 2*7", False),
    ],
)
def test_the_median_limitation_is_at_most_two(limitation: str, recovers: bool) -> None:
    assert (first("1*14", limitation=limitation) is not None) is recovers


@pytest.mark.parametrize(
    ("leg", "limitation", "recovers"), [(1.0, 2.0, True), (1.01, 2.0, False), (1.0, 2.01, False)]
)
def test_decimals_are_judged_exactly(leg: float, limitation: float, recovers: bool) -> None:
    one = np.stack([np.full(14, leg), np.full(14, limitation), np.full(14, np.nan)])
    assert (recoveries(one[None])[0] is not None) is recovers


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("0*13", None),
        ("0*14", 13),
        ("0*20", 13),
        (". . 0*13", None),
        (". . 0*14", 15),
        ("0 .*11 0", None),
        ("0*6 .*7 0", 13),
        ("0*6 .*8 0", None),  # the seventh entry comes on the fifteenth day
    ],
)
def test_it_takes_fourteen_days_of_diary(text: str, on: int | None) -> None:
    assert first(text) == on


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("0*5 .*8 0", None),
        ("0*6 .*7 0", 13),
        ("0*7 .*7", None),
        ("0*7 .*6 0", 13),
        ("0 . " * 7, None),
        ("0 . " * 8, 14),
    ],
)
def test_it_takes_seven_entries_and_is_met_on_a_logged_day(text: str, on: int | None) -> None:
    """Every other day is seven in fourteen, from the second fortnight's first entry on."""
    assert first(text) == on


@pytest.mark.parametrize(("limitation", "on"), [("-*8 0*6", None), ("-*7 0*7", 13), ("-*14", None)])
def test_an_entry_is_a_day_with_both_answers(limitation: str, on: int | None) -> None:
    assert first("0*14", limitation=limitation) == on


def test_the_back_does_not_count() -> None:
    one = diary("0*14").scores.copy()
    for back in (10, np.nan):
        one[2] = back
        assert recoveries(one[None])[0] == Recovery(13, 13, came_back=False)


def test_it_is_met_on_the_first_day_on_which_more_than_half_of_the_days_are_low() -> None:
    assert recovery("6*7 1*21") == Recovery(14, 14, came_back=False)


def test_nobody_recovers_in_a_week_above_the_acceptable_level() -> None:
    """Eight of the fourteen days are low, and the last week is not."""
    assert first("1*8 6*6") is None


# Coming back.


@pytest.mark.parametrize(
    ("week", "came_back"),
    [
        ("2*7", False),
        ("2*4 3*3", False),
        ("2*3 3*4", True),
        ("3*7", True),
        ("2*3 . 3*3", True),
        ("2*7 9*3", False),
    ],
)
def test_leg_pain_comes_back_in_a_week_with_a_median_above_two(week: str, came_back: bool) -> None:
    """Of six answers, three of 2 and three of 3, the median is 2.5."""
    found = recovery(f"6*7 1*14 {week}")
    assert found
    assert found.came_back is came_back


@pytest.mark.parametrize(("text", "came_back"), [(".*5 6*2", False), (".*4 6*3", True), (".*5 6*2 -", False)])
def test_it_takes_three_entries_in_a_week_to_come_back(text: str, came_back: bool) -> None:
    found = recovery(f"6*7 1*14 {text}")
    assert found
    assert found.came_back is came_back


def test_limitation_alone_does_not_come_back() -> None:
    assert recovery("1*28", limitation="1*14 9*14") == Recovery(13, 13, came_back=False)


def test_one_acceptable_week_does_not_make_up_for_a_relapse() -> None:
    found = recovery("6*7 1*14 6*14 2*7")
    assert found
    assert found.came_back


@pytest.mark.parametrize(("low_days", "came_back"), [(10, True), (11, False), (12, False)])
def test_after_a_relapse_the_fourteen_days_begin_anew(low_days: int, came_back: bool) -> None:
    """The week is above the level from the fourth bad day on; fourteen days later is the eleventh low one."""
    text = f"6*7 1*14 6*7 1*{low_days}"
    since = 14 if came_back else 38
    assert recovery(text) == Recovery(14, since, came_back)


def test_a_second_relapse_counts_as_the_first_did() -> None:
    twice = "6*7 1*14 6*7 1*14 6*7"
    assert recovery(twice) == Recovery(14, 38, came_back=True)
    assert recovery(f"{twice} 1*14") == Recovery(14, 59, came_back=False)


def test_the_first_recovery_stays_the_first() -> None:
    assert {first(f"6*7 1*14 {later}") for later in ("", "6*30", "6*30 1*30", ".*200 1")} == {14}


# Many at once.


@pytest.mark.parametrize("text", ["", ".", ".*30", "0", "-*20"])
def test_a_diary_with_hardly_anything_in_it_is_no_recovery(text: str) -> None:
    assert recoveries(stack([diary(text, limitation=text.replace("-", "0"))])) == [None]


def test_no_diaries_have_no_recoveries() -> None:
    assert recoveries(stack([])) == []


def test_diaries_beside_each_other_are_judged_as_alone() -> None:
    lines = ("6*7 1*21", "", "7*90", "1*14", "6*7 1*14 6*7 1*14", "0*7 .*60 0*14", "2*3")
    assert recoveries(diaries(*lines)) == [recovery(line) for line in lines]


# Against the same definition, told slowly.

answers = st.none() | st.integers(0, 5)
two_scales = st.lists(st.tuples(answers, answers), min_size=1, max_size=70) | st.lists(
    st.tuples(st.tuples(st.integers(0, 4), st.integers(0, 4)), st.integers(1, 16)), min_size=1, max_size=8
).map(lambda stretches: [day for day, times in stretches for _time in range(times)])


def slowly(told: list[tuple[int | None, int | None]]) -> Recovery | None:
    """The definition in words: met, come back, met anew."""
    legs = [leg for leg, _limitation in told]
    logged = [day for day, leg in enumerate(legs) if leg is not None]
    above = {day for day in logged if len(week := _answers(legs, day, 7)) >= 3 and median(week) > 2}
    met = [day for day in logged if day - logged[0] >= 13 and _low(told, day) and day not in above]
    if not met:
        return None
    moments = [met[0]]
    while (back := next((day for day in sorted(above) if day > moments[-1]), None)) is not None:
        anew = next((day for day in met if day >= back + 14), None)
        if anew is None:
            return Recovery(met[0], moments[-1], came_back=True)
        moments.append(anew)
    assert all(before < after for before, after in pairwise(moments))
    return Recovery(met[0], moments[-1], came_back=False)


def _low(told: list[tuple[int | None, int | None]], day: int) -> bool:
    both = [pair for pair in told[max(day - 13, 0) : day + 1] if None not in pair]
    legs, limitations = [pair[0] or 0 for pair in both], [pair[1] or 0 for pair in both]
    return len(both) >= 7 and median(legs) <= 1 and median(limitations) <= 2


def _answers(line: list[int | None], day: int, days: int) -> list[int]:
    return [score for score in line[max(day + 1 - days, 0) : day + 1] if score is not None]


@untimed
@given(told=two_scales)
def test_recoveries_are_those_of_the_definition_told_slowly(
    told: list[tuple[int | None, int | None]],
) -> None:
    columns = [(*(np.nan if score is None else score for score in pair), np.nan) for pair in told]
    assert recoveries(np.array(columns, dtype=float).T[None])[0] == slowly(told)
