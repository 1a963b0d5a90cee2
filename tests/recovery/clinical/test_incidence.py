"""Aalen-Johansen by hand, against lifelines and statsmodels, with late entries, ties and almost nobody."""

import random
import warnings
from bisect import bisect_right
from math import exp, isnan, log, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lifelines import AalenJohansenFitter
from statsmodels.duration.survfunc import CumIncidenceRight

from recovery.clinical.incidence import (
    EVENTS,
    FEWEST_FOLLOWED,
    End,
    Followed,
    Incidence,
    Week,
    incidence,
)
from tests.recovery.clinical.builders import untimed

CODES = {End.LOST: 0, End.RECOVERED: 1, End.INJECTION: 2, End.OPERATION: 3}
ENDS = {"R": End.RECOVERED, "I": End.INJECTION, "O": End.OPERATION, "-": End.LOST}
LONG_AGO = -1


def group(text: str) -> list[Followed]:
    """`"3-20R 0-40-"`: who enters on day 3 and recovers on day 20; who enters on day 0 and is lost on day 40."""
    told = (token.split("-", 1) for token in text.split())
    return [Followed(int(entry), int(rest[:-1]), ENDS[rest[-1]]) for entry, rest in told]


def week(found: Incidence, number: int) -> Week:
    return next(week for week in found.weeks if week.number == number)


def everybody(days: list[int], seed: int, *, entries: list[int] | None = None) -> list[Followed]:
    chance = random.Random(seed)
    starts = entries or [LONG_AGO] * len(days)
    return [Followed(start, day, chance.choice(list(End))) for start, day in zip(starts, days, strict=True)]


# By hand.


def test_competing_events_take_from_recovery() -> None:
    """Five people: recovered in week 1, injected in 2, recovered in 3, operated in 4, lost after it."""
    found = incidence(group("0-7R 0-14I 0-21R 0-28O 0-35-"), fewest=1)
    shares = [(w.recovered, w.injection, w.operation) for w in found.weeks[:6]]
    assert shares == [
        pytest.approx(share)
        for share in ((0, 0, 0), (0.2, 0, 0), (0.2, 0.2, 0), (0.4, 0.2, 0), (0.4, 0.2, 0.2), (0.4, 0.2, 0.2))
    ]


def test_who_is_lost_on_the_day_of_a_recovery_was_still_followed_on_it() -> None:
    assert week(incidence(group("0-7R 0-7-"), fewest=1), 1).recovered == 0.5


def test_who_enters_late_counts_from_then_on_and_not_before() -> None:
    """By hand: on day 7 one of two recovers (1/2); on day 14 one of the two who came meanwhile (1/2 of 1/2)."""
    found = incidence(group("0-7R 0-21R 10-14R"), fewest=1)
    assert week(found, 1).recovered == 0.5
    assert week(found, 2).recovered == 0.75
    assert week(found, 3).recovered == 1.0


def test_who_enters_on_the_day_of_an_event_does_not_count_for_it() -> None:
    found = incidence(group("0-7R 0-21R 7-21R"), fewest=1)
    assert week(found, 1).recovered == 0.5
    assert (week(found, 1).followed, week(found, 2).followed) == (2, 2)


def test_the_variance_of_late_entries_by_hand() -> None:
    """At week 2, F = 3/4 from two independent halves: Var = (1/2)^2 (1/8) + (1/2)^2 (1/8) = 1/16."""
    found = incidence(group("0-7R 0-21R 10-14R"), fewest=1)
    low, high = week(found, 2).low, week(found, 2).high
    assert low is not None
    assert high is not None
    assert (low, high) == pytest.approx(log_log(0.75, 1 / 16))


def log_log(share: float, variance: float) -> tuple[float, float]:
    spread = exp(1.959963984540054 * sqrt(variance) / (share * -log(share)))
    return share**spread, share ** (1 / spread)


# Against others.


@pytest.mark.parametrize("people", [2, 5, 30, 150])
@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("end", EVENTS)
def test_as_lifelines_says_without_ties(people: int, seed: int, end: End) -> None:
    days = random.Random(seed).sample(range(1, 180), people)
    compare_with_lifelines(everybody(days, seed), end)


@pytest.mark.parametrize("seed", range(5))
def test_as_lifelines_says_of_late_entries(seed: int) -> None:
    """With all followed together before the first event, entries apart from events, as it treats those otherwise."""
    chance = random.Random(seed)
    days = [day * 2 for day in chance.sample(range(30, 90), 40)]
    entries = [-1, *(chance.randrange(0, day // 2) * 2 + 1 for day in days[1:])]
    entries[:20] = [-1] * 20
    people = [one for one in everybody(days, seed, entries=entries) if one.entry < one.until]
    compare_with_lifelines(people, End.RECOVERED)


def compare_with_lifelines(people: list[Followed], end: End) -> None:
    """Shares everywhere; intervals where it has one: it has none from the day on which the last have an event."""
    fitter = AalenJohansenFitter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of its logarithm of nothing, before the first event
        fitter.fit(
            [one.until for one in people],
            [CODES[one.end] for one in people],
            event_of_interest=CODES[end],
            entry=[one.entry for one in people],
        )
    times = list(fitter.cumulative_density_.index)
    shares = fitter.cumulative_density_.iloc[:, 0].tolist()
    bounds = [(min(pair), max(pair)) for pair in fitter.confidence_interval_.to_numpy().tolist()]
    for found in incidence(people, fewest=1).weeks:
        at = bisect_right(times, found.number * 7) - 1
        mine = {
            End.RECOVERED: found.recovered,
            End.INJECTION: found.injection,
            End.OPERATION: found.operation,
        }
        assert mine[end] == pytest.approx(shares[at], abs=1e-12)
        if end is End.RECOVERED and found.low is not None and not isnan(bounds[at][0]):
            assert (found.low, found.high) == pytest.approx(bounds[at], abs=1e-9)


@pytest.mark.parametrize("seed", range(5))
def test_as_statsmodels_says_with_many_ties(seed: int) -> None:
    chance = random.Random(seed)
    people = everybody([chance.randrange(1, 26) * 7 for _ in range(400)], seed)
    oracle = CumIncidenceRight([float(one.until) for one in people], [CODES[one.end] for one in people])
    times = list(oracle.times)
    for found in incidence(people, fewest=1).weeks[1:25]:
        at = bisect_right(times, found.number * 7) - 1
        share, error = oracle.cinc[0][at], oracle.cinc_se[0][at]
        assert found.recovered == pytest.approx(share, abs=1e-12)
        assert (found.low, found.high) == pytest.approx(log_log(share, error**2), abs=1e-9)


def test_late_entries_do_not_bend_the_curve_and_counting_them_from_the_onset_does() -> None:
    """A known truth: everybody recovers evenly over 200 days, comes after 0-80, and only if not recovered by then."""
    chance = random.Random(7)
    drawn = [(chance.randrange(80), chance.randrange(1, 201)) for _ in range(20_000)]
    came = [Followed(entry, day, End.RECOVERED) for entry, day in drawn if entry < day]
    naive = [Followed(LONG_AGO, one.until, one.end) for one in came]
    assert week(incidence(came), 20).recovered == pytest.approx(140 / 200, abs=0.015)
    assert week(incidence(naive), 20).recovered < 140 / 200 - 0.04


# Almost nobody.


def test_of_nobody_nothing_is_told() -> None:
    assert incidence([]) == Incidence(0, dict.fromkeys(End, 0))


def test_one_person_who_recovers_is_everybody_and_has_no_interval() -> None:
    found = incidence(group("0-14R"), fewest=1)
    assert [w.recovered for w in found.weeks[:3]] == [0, 0, 1]
    assert {(w.low, w.high) for w in found.weeks} == {(None, None)}


def test_with_everybody_lost_nobody_recovered_and_the_curve_ends_with_the_last() -> None:
    found = incidence(group("0-40- 0-50- 0-60-"), fewest=1)
    assert {(w.recovered, w.low, w.high) for w in found.weeks} == {(0, None, None)}
    assert found.weeks[-1].number == 60 // 7


@pytest.mark.parametrize(("people", "silent"), [(FEWEST_FOLLOWED - 1, True), (FEWEST_FOLLOWED, False)])
def test_too_few_together_say_nothing(people: int, silent: bool) -> None:
    found = incidence([Followed(20, 100, End.RECOVERED)] * people)
    assert (found.weeks == ()) is silent
    assert found.ended[End.RECOVERED] == people


def test_people_who_were_never_followed_together_say_nothing() -> None:
    assert incidence([Followed(20 * n, 20 * n + 20, End.RECOVERED) for n in range(8)]).weeks == ()


def test_the_curve_begins_where_enough_are_followed_and_leaves_out_what_came_before() -> None:
    """One who recovered alone, in the first weeks, would have been everybody."""
    found = incidence([Followed(0, 10, End.RECOVERED)] + [Followed(30, 60, End.RECOVERED)] * 6)
    assert found.weeks[0].number == 30 // 7
    assert found.weeks[0].recovered == 0
    assert week(found, 9).recovered == 1


def test_the_curve_ends_before_one_person_counts_for_more_than_one_in_five() -> None:
    """Ten, of whom eight are lost in week 8: whoever recovers among the last two would count for half."""
    found = incidence([Followed(0, 50, End.LOST)] * 8 + [Followed(0, 100, End.RECOVERED)] * 2)
    assert found.weeks[-1].number == 50 // 7
    assert found.weeks[-1].recovered == 0


def test_few_who_are_left_because_the_others_recovered_do_not_end_the_curve() -> None:
    found = incidence([Followed(0, 50, End.RECOVERED)] * 9 + [Followed(0, 182, End.LOST)])
    assert found.weeks[-1].number == 26
    assert (found.weeks[-1].recovered, found.weeks[-1].followed) == (pytest.approx(0.9), 1)


def test_what_happens_after_the_window_is_not_in_it() -> None:
    found = incidence([Followed(0, 183, End.RECOVERED)] * 5 + [Followed(190, 200, End.RECOVERED)])
    assert (found.weeks[-1].recovered, found.weeks[-1].followed) == (0, 5)


def test_somebody_who_leaves_before_they_come_is_an_error() -> None:
    with pytest.raises(ValueError, match="until before they enter"):
        incidence([Followed(20, 20, End.LOST)])


anybody = st.builds(
    lambda entry, length, end: Followed(entry, entry + length, end),
    st.integers(-10, 200),
    st.integers(1, 200),
    st.sampled_from(End),
)


@untimed
@given(st.lists(anybody, max_size=30), st.integers(1, 6))
def test_shares_stay_shares_whoever_comes(people: list[Followed], fewest: int) -> None:
    found = incidence(people, fewest=fewest)
    numbers = [w.number for w in found.weeks]
    assert numbers == list(range(numbers[0], numbers[-1] + 1)) if numbers else True
    before = 0.0
    for w in found.weeks:
        assert before - 1e-12 <= w.recovered <= w.recovered + w.injection + w.operation <= 1 + 1e-9
        before = w.recovered
        if w.low is not None and w.high is not None:
            assert 0 <= w.low <= w.recovered <= w.high <= 1
