"""The outlook: what has to hold whatever the library says, and that courses are ranked as anybody would rank them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.definition import recoveries
from recovery.clinical.library import RECOVERED_BY, WINDOW_DAYS
from recovery.clinical.prognosis import SUREST, Outlooks, outlooks
from recovery.clinical.series import stack
from tests.recovery.clinical.builders import diaries, diary, last_of, series, untimed

LINES = ("7*30", "7*10 . 5*9 4*10", "8*10 3*20", "2 7 4 . 9*20 5 . 5 6 7 1", ".*20 6*10", "- 5*29")

TINY = 1e-9


def outlook(
    leg_pain: str, *, limitation: str | None = None, day: int | None = None, starting_share: float = 0.80
) -> Outlooks:
    """On the last day of the line, or on another."""
    scores = stack([diary(leg_pain, limitation=limitation)])
    return outlooks(scores, len(series(leg_pain)) - 1 if day is None else day, starting_share)


def likely(leg_pain: str, *, limitation: str | None = None, day: int | None = None) -> float:
    return float(outlook(leg_pain, limitation=limitation, day=day).probability[0])


def odds(probability: float) -> float:
    return probability / (1 - probability)


# Without a diary it is the starting share, of those who have not recovered yet.


@pytest.mark.parametrize(
    ("day", "recovered"), [(day, share) for day, share in RECOVERED_BY.items() if day < 182]
)
def test_a_diary_without_answers_says_what_is_said_of_anybody(day: int, recovered: float) -> None:
    expected = (0.80 - recovered) / (1 - recovered)
    assert likely(".*10", day=day) == pytest.approx(expected, abs=1e-5)


def test_before_anybody_can_have_recovered_it_is_eighty_in_a_hundred() -> None:
    assert likely(".", day=0) == pytest.approx(0.80, abs=1e-5)
    assert likely(".", day=12) == pytest.approx(0.80, abs=1e-5)


def test_without_a_diary_half_of_those_who_recover_have_done_so_within_ten_weeks() -> None:
    """40 in 100 lies between 32 by week 8 and 56 by week 12."""
    early, median, late = outlook(".", day=0).weeks[0]
    assert 4 < early < 8 < median < 12 < late < 26


@pytest.mark.parametrize("starting_share", [0.40, 0.56, 0.80, 0.87, 0.95])
@pytest.mark.parametrize("line", ["7*20", "7*10 4*10", "5*60", "7*28 4*28"])
def test_another_starting_share_multiplies_the_odds_and_nothing_else(
    line: str, starting_share: float
) -> None:
    ours, other = outlook(line), outlook(line, starting_share=starting_share)
    expected = odds(starting_share) / odds(0.80)
    assert 0.02 < other.probability[0] < 0.98
    assert odds(other.probability[0]) / odds(ours.probability[0]) == pytest.approx(expected, rel=1e-4)
    assert other.weeks == pytest.approx(ours.weeks, rel=1e-3)


@pytest.mark.parametrize("starting_share", [0.01, 0.99])
def test_a_starting_share_at_the_end_is_still_a_probability(starting_share: float) -> None:
    for line in LINES:
        found = outlook(line, starting_share=starting_share)
        assert 1 - SUREST <= found.probability[0] <= SUREST
        assert 0.02 - TINY <= found.low[0] <= found.probability[0] <= found.high[0] <= 0.98 + TINY


# Bounds. Sums of shares are not exact to the last digit.

answers = st.none() | st.integers(0, 10)


@untimed
@given(
    told=st.lists(st.tuples(answers, answers), min_size=1, max_size=60)
    | st.lists(
        st.tuples(st.tuples(st.integers(0, 10), answers), st.integers(1, 60)), min_size=1, max_size=5
    ).map(lambda stretches: [day for day, times in stretches for _time in range(times)][:WINDOW_DAYS]),
    later=st.integers(0, 21),
)
def test_any_diary_has_an_outlook_that_is_a_probability_with_its_interval(
    told: list[tuple[int | None, int | None]], later: int
) -> None:
    columns = [(*(np.nan if score is None else score for score in pair), np.nan) for pair in told]
    scores = np.array(columns, dtype=float).T[None]
    found = outlooks(scores, min(len(told) - 1 + later, WINDOW_DAYS - 1))
    assert 0.02 <= found.probability[0] <= 0.98
    assert 0.02 - TINY <= found.low[0] <= found.probability[0] <= found.high[0] <= 0.98 + TINY
    early, median, late = found.weeks[0]
    assert early <= median <= late <= 26


def test_nobody_is_told_that_it_is_as_good_as_certain() -> None:
    assert likely("8*7 0*13") == SUREST == 0.98
    assert likely("8*175") == pytest.approx(0.02)


@pytest.mark.parametrize("line", LINES)
def test_the_interval_is_never_narrower_than_the_starting_share_is_uncertain(line: str) -> None:
    """0.4 on the logarithm of the odds, 1.28 times either way."""
    found = outlook(line)
    reach = np.log(odds(found.high[0]) / odds(found.low[0]))
    assert reach >= 2 * 1.2816 * 0.4 - 1e-6


# What is looked at, and what is not.


@pytest.mark.parametrize("day", [0, 3, 4, 13, 27, 28, 55, 56, 100, 181])
def test_days_after_the_day_are_not_looked_at(day: int) -> None:
    known = stack([diary("7 6 . 5 8 3 4 " * 26)])[..., : day + 1]
    later = np.concatenate([known, np.full((1, 3, 30), 10.0)], axis=2)
    for part in ("probability", "low", "high", "weeks"):
        np.testing.assert_array_equal(
            getattr(outlooks(known, day), part), getattr(outlooks(later, day), part)
        )


def test_the_back_is_not_looked_at() -> None:
    scores = diaries("7*10 5*20")
    without = scores.copy()
    without[:, 2] = 0
    np.testing.assert_array_equal(outlooks(scores, 29).probability, outlooks(without, 29).probability)
    np.testing.assert_array_equal(outlooks(scores, 29).probability, outlooks(scores[:, :2], 29).probability)


def test_diaries_looked_at_together_are_told_what_each_is_told_alone() -> None:
    together = outlooks(diaries(*LINES), 29)
    for n, line in enumerate(LINES):
        alone = outlook(line, day=29)
        assert together.probability[n] == pytest.approx(alone.probability[0], abs=1e-5)
        assert together.low[n] == pytest.approx(alone.low[0], abs=1e-5)
        assert together.high[n] == pytest.approx(alone.high[0], abs=1e-5)
        assert together.weeks[n] == pytest.approx(alone.weeks[0], rel=1e-3)


def test_the_same_diary_is_told_the_same_every_time() -> None:
    first, second = outlook("7*10 5*20"), outlook("7*10 5*20")
    np.testing.assert_array_equal(first.probability, second.probability)
    np.testing.assert_array_equal(first.weeks, second.weeks)


def test_decimals_are_taken_as_they_are() -> None:
    scores = diaries("7*14 4*14")
    between = outlooks(scores + 0.5, 27).probability[0]
    assert likely("8*14 5*14") < between < likely("7*14 4*14")


def test_a_limitation_that_is_not_answered_is_not_looked_at() -> None:
    assert likely("7*14 3*14", limitation="-*28") > likely("7*28", limitation="-*28") + 0.2


# How courses are ranked.


@pytest.mark.parametrize("days", [14, 28, 42, 56])
def test_who_fell_further_is_never_told_less(days: int) -> None:
    """Straight lines from 7 down by 0, 0.5, ... 7 points."""
    fallen = np.stack([np.linspace(7, 7 - 0.5 * n, days) for n in range(15)])
    found = outlooks(np.repeat(fallen[:, None], 2, axis=1), days - 1).probability
    assert (np.diff(found) >= -1e-6).all()
    assert found[-1] > found[0] + 0.2


@pytest.mark.parametrize("start", [5, 7])
@pytest.mark.parametrize("days", [7, 14, 28])
def test_who_came_further_in_one_step_is_never_told_less(start: int, days: int) -> None:
    levels = np.arange(start, 1, -0.5)
    scores = np.repeat(np.repeat(levels[:, None], 14 + days, axis=1)[:, None], 2, axis=1)
    scores[..., :14] = start
    assert not any(recoveries(np.pad(scores, ((0, 0), (0, 1), (0, 0)))))
    found = outlooks(scores, 13 + days).probability
    assert (np.diff(found) >= -1e-6).all()


@pytest.mark.parametrize("level", [3, 5, 7, 9])
def test_the_longer_nothing_changes_the_less_likely_it_is(level: int) -> None:
    found = [likely(f"{level}*{days}") for days in (14, 28, 42, 56, 84, 112, 140, 168)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.6
    assert found[-1] < 0.3


def test_who_hardly_has_pain_is_told_more_than_who_has_much() -> None:
    found = [likely(f"{level}*28") for level in (2, 3, 4, 5, 6, 7)]
    assert found == sorted(found, reverse=True)


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("8 8 7 7 7 6 6 6 6 5 5 5 4 4 4 3 3 3 2 2 2", "8*21"),
        ("8*10 3*11", "8*21"),
        ("8*10 3*11", "8*18 3*3"),  # the same step, longer ago
        ("7*28 4*28", "7*28 6*28"),
        ("5*21", "5*14 8*7"),
        ("6*10 5*10 4*10 3*10", "3*10 4*10 5*10 6*10"),
        ("6*30 3*10", "6*40"),
    ],
)
def test_the_better_course_is_told_more(better: str, worse: str) -> None:
    assert likely(better) > likely(worse) + 0.05


def test_less_limitation_is_better_than_more() -> None:
    found = [likely("3*28", limitation=f"{limitation}*28") for limitation in (2, 3, 5, 7)]
    assert found == sorted(found, reverse=True)


def test_a_flare_of_three_days_that_has_passed_changes_little() -> None:
    without, flare = likely("7*14 4*14 3*14"), likely("7*14 4*14 9*3 3*11")
    assert without > flare - 0.05
    assert flare == pytest.approx(without, abs=0.1)


def test_who_rounds_to_even_numbers_is_told_about_the_same() -> None:
    exact = "8 7 7 8 7 6 7 6 6 5 6 5 5 4 5 4 4 5 3 4 3 3 4 3 2 3 2 3"
    even = "8 8 6 8 8 6 6 6 6 4 6 6 4 4 6 4 4 4 4 4 2 4 4 2 2 4 2 2"
    assert likely(even) == pytest.approx(likely(exact), abs=0.05)


def test_a_diary_that_begins_late_is_read_at_its_place_since_the_onset() -> None:
    assert likely(".*70 6*14") < likely("6*14") - 0.2


def test_a_gap_of_weeks_says_less_than_the_same_weeks_filled_in() -> None:
    nothing = likely(".", day=55)
    assert likely("7*14 7*28 7*14") < likely("7*14 .*28 7*14") < nothing


def test_who_gets_better_is_expected_sooner_than_who_does_not() -> None:
    soon, late = outlook("8*7 5*7 2*7").weeks[0], outlook("8*21").weeks[0]
    assert (soon < late).all()


@pytest.mark.parametrize("line", ["7*14", "8*7 4*14", "6*60", "5*100", "8*30 3*30 4*30"])
def test_nobody_is_expected_to_have_recovered_a_week_ago(line: str) -> None:
    week = (last_of(line) - last_of("0")).days / 7
    early, _median, late = outlook(line).weeks[0]
    assert week - 1 < early
    assert late <= 26


# One day.


@pytest.mark.parametrize("text", ["7*140", "7*56", "6*84", "5*112", "9*28", "7*14 4*42"])
def test_one_day_without_pain_does_not_turn_the_outlook(text: str) -> None:
    """The last day is the first of its bin of four: there is nothing else in it. At most 0.04, and 0.09 from 4."""
    before = text.rsplit(maxsplit=1)[-1][0]
    assert likely(f"{text} 0") == pytest.approx(likely(f"{text} {before}"), abs=0.11)


@pytest.mark.parametrize("score", [0, 1, 2, 5, 10])
def test_a_last_day_says_about_as_much_wherever_its_bin_begins(score: int) -> None:
    """At most 0.016 apart."""
    moved = [likely(f"7*{days} {score}") - likely(f"7*{days} 7") for days in (56, 57, 58, 59)]
    assert max(moved) - min(moved) < 0.03


@pytest.mark.parametrize("score", [0, 2, 4])
def test_a_day_far_from_its_neighbours_is_brought_to_where_it_is_believed(score: int) -> None:
    """How far it lies beyond that does not matter."""
    assert likely(f"7*28 {score} 7*6") == likely("7*28 0 7*6")
    assert likely("7*28 5 7*6") != likely("7*28 0 7*6")


def test_a_change_that_lasts_is_believed_within_days() -> None:
    one, two, three, four = (likely(f"8*28 2*{days}") - likely("8*32") for days in (1, 2, 3, 4))
    assert one < 0.1
    assert one < two < three < four
    assert four > 0.25


def test_the_only_day_there_is_is_taken_as_it_is() -> None:
    assert likely("0 .*20") > likely("4 .*20") > likely("9 .*20")


@pytest.mark.parametrize("line", ["7*28", "7*92", "0 . . . . . . . " * 9, "6*179", "10*180", "3*150"])
def test_nobody_is_expected_to_have_recovered_before_today(line: str) -> None:
    day = len(series(line)) - 1
    found = outlook(line)
    assert (found.weeks[0] >= day / 7).all()
    assert (np.diff(found.weeks[0]) >= 0).all()


@pytest.mark.parametrize("start", [5, 6, 7, 8])
@pytest.mark.parametrize("days", [14, 28, 42, 56, 84, 112, 140])
def test_who_fell_further_is_hardly_told_less_wherever_it_began(start: int, days: int) -> None:
    """The library is finite: over months there are few courses like a straight line. At most 0.076 less (from 8 over
    112 days), 0.048 from 7."""
    fallen = np.stack([np.linspace(start, start - 0.5 * n, days) for n in range(2 * start + 1)])
    found = outlooks(np.repeat(fallen[:, None], 2, axis=1), days - 1).probability
    assert (np.maximum.accumulate(found) - found <= 0.08).all()
    assert found[-1] > found[0] + 0.15


@pytest.mark.parametrize("days", [84, 112])
def test_nor_is_who_fell_further_from_nine(days: int) -> None:
    """Up to 0.13 less, for four points less pain after twelve weeks, and 0.09 after sixteen."""
    fallen = np.stack([np.linspace(9, 9 - 0.5 * n, days) for n in range(19)])
    found = outlooks(np.repeat(fallen[:, None], 2, axis=1), days - 1).probability
    assert (np.maximum.accumulate(found) - found <= 0.14).all()


@pytest.mark.parametrize("days", [7, 14, 28])
def test_who_came_further_from_nine_is_hardly_told_less(days: int) -> None:
    """The library is finite: 0.055 less for 3 than for 4 after four weeks, nothing less otherwise."""
    assert likely(f"9*14 3*{days}") >= likely(f"9*14 4*{days}") - 0.06
    assert likely(f"9*14 4*{days}") >= likely(f"9*14 5*{days}")
