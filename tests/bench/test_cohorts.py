"""Cohorts: the definition of recovery by hand, and that each family holds what it says."""

from itertools import islice

import numpy as np
import pytest

from bench import shapes
from bench.cohorts import (
    DEVELOPMENT,
    HELD_OUT,
    NEVER,
    Cohort,
    Family,
    recovered_on,
    rising,
    shares,
    simulate,
    simulate_all,
    steady,
)
from bench.diaries import compare, of_cohort
from bench.scores import auc, level

FAMILIES = DEVELOPMENT + HELD_OUT
PEOPLE = 2000


def diary(numbers: str) -> np.ndarray:
    """One person's days, a score or a dash each."""
    return np.array([[np.nan if said == "-" else float(said) for said in numbers.split()]])


def first(leg: str, limitation: str | None = None) -> int:
    """The day of recovery of one person."""
    return int(recovered_on(diary(leg), diary(limitation or leg.replace("1", "0")))[0])


# The people are simulated once, so all of these run in one process.
pytestmark = pytest.mark.xdist_group("cohorts")


@pytest.fixture(scope="module")
def cohorts() -> dict[str, Cohort]:
    return {cohort.name: cohort for cohort in simulate_all(FAMILIES, PEOPLE, seed=3)}


@pytest.fixture(scope="module")
def still() -> Cohort:
    return steady(7000, seed=3)


@pytest.fixture(scope="module")
def middling(still: Cohort) -> np.ndarray:
    """The diaries at 5 points, where neither end of the scale is near."""
    return still.leg[3::7]


def test_fourteen_quiet_days_are_recovery_on_the_fourteenth() -> None:
    assert first("1 " * 14) == 13


def test_leg_pain_of_one_and_a_half_is_not_recovery() -> None:
    assert first("1 " * 7 + "2 " * 7) == NEVER
    assert first("1 " * 8 + "2 " * 6) == 13


def test_a_median_between_nought_and_two_is_one() -> None:
    assert first("0 " * 7 + "2 " * 7, "0 " * 14) == 13


def test_limitation_of_two_is_recovery_and_more_is_not() -> None:
    assert first("0 " * 14, "2 " * 14) == 13
    assert first("0 " * 14, "2 " * 7 + "3 " * 7) == NEVER
    assert first("0 " * 14, "1 " * 7 + "3 " * 7) == 13


def test_single_bad_days_do_not_count() -> None:
    assert first("1 " * 8 + "9 " * 6, "0 " * 14) == 13


def test_seven_entries_are_enough_and_six_are_not() -> None:
    assert first("1 - " * 7) == 13
    assert first("1 - " * 6 + "- - ") == NEVER
    assert first("1 " * 14, "1 " * 6 + "- " * 8) == NEVER


def test_an_odd_number_of_entries_has_its_middle_one() -> None:
    assert first("1 1 1 1 5 5 5 - - - - - - -", "0 " * 14) == 13
    assert first("1 1 1 5 5 5 5 - - - - - - -", "0 " * 14) == NEVER


def test_recovery_counts_from_the_first_time_on() -> None:
    """With the eighth quiet day of fourteen, and whatever comes after."""
    assert first("8 " * 10 + "1 " * 14 + "8 " * 20, "0 " * 44) == 10 + 8 - 1


def test_a_cohort_knows_who_recovered_by_when() -> None:
    nothing = np.full((3, 183), np.nan)
    cohort = Cohort("by hand", nothing, nothing, np.zeros(3, dtype=np.int64), np.array([13, 84, NEVER]))
    assert cohort.recovers.tolist() == [True, True, False]
    assert cohort.recovered_by(83).tolist() == [True, False, False]
    assert cohort.recovered_by(84).tolist() == [True, True, False]


@pytest.mark.parametrize("name", [family.name for family in FAMILIES])
def test_a_family_holds_its_shares(cohorts: dict[str, Cohort], name: str) -> None:
    held = shares(cohorts[name])
    assert 0.77 <= held.by_week_26 <= 0.83
    assert 0.50 <= held.by_week_12 <= 0.67
    assert 5.0 <= held.first_leg_pain <= 6.5
    assert 1.7 <= held.first_leg_pain_sd <= 2.3


def test_nothing_to_tune_on_is_held_out() -> None:
    assert len(DEVELOPMENT) == 4
    assert len({family.name for family in FAMILIES}) == len(FAMILIES) == 12
    assert not {family.shape for family in DEVELOPMENT} & {family.shape for family in HELD_OUT}


def test_a_diary_holds_whole_numbers_on_the_scale(cohorts: dict[str, Cohort]) -> None:
    for cohort in cohorts.values():
        for said in (cohort.leg, cohort.limitation):
            assert said.shape == (PEOPLE, 183)
            assert set(np.unique(said[~np.isnan(said)])) <= set(range(11))


def test_even_people_say_even_numbers(cohorts: dict[str, Cohort]) -> None:
    said = cohorts["even numbers"].leg
    assert set(np.unique(said[~np.isnan(said)])) == {0, 2, 4, 6, 8, 10}


def test_a_diary_begins_on_its_first_day(cohorts: dict[str, Cohort]) -> None:
    cohort = cohorts["staircase"]
    begins = (~np.isnan(cohort.leg)).argmax(axis=1)
    assert (begins == cohort.first_logged).all()
    assert begins.min() == 0
    assert begins.max() == 21


def test_the_same_seed_gives_the_same_people_and_another_one_others() -> None:
    family = HELD_OUT[0]
    one, again, other = simulate(family, 50, 1), simulate(family, 50, 1), simulate(family, 50, 2)
    assert np.array_equal(one.leg, again.leg, equal_nan=True)
    assert not np.array_equal(one.leg, other.leg, equal_nan=True)


def test_no_level_of_pain_tells_who_is_going_to_recover(cohorts: dict[str, Cohort]) -> None:
    """Of those still waiting on day 84: otherwise it would be a game, not a test."""
    for cohort in cohorts.values():
        week = level(cohort.leg, 84)
        waiting = ~np.isnan(week) & ~cohort.recovered_by(84)
        assert 0.5 < auc(-week[waiting], cohort.recovers[waiting]) < 0.92, cohort.name


def test_some_of_those_who_do_not_recover_get_worse(cohorts: dict[str, Cohort]) -> None:
    cohort = cohorts["late"]
    worse = (level(cohort.leg, 182) - level(cohort.leg, 27))[~cohort.recovers]
    assert 0.05 < np.mean(worse[~np.isnan(worse)] >= 1.5) < 0.4


@pytest.mark.parametrize(("lag", "measured"), [(1, 1.78), (3, 1.94), (7, 2.34), (14, 2.30)])
def test_the_noise_is_that_of_real_diaries(middling: np.ndarray, lag: int, measured: float) -> None:
    """Semivariance at so many days: SOURCES.md of the data."""
    half = np.nanmean((middling[:, lag:] - middling[:, :-lag]) ** 2) / 2
    assert half == pytest.approx(measured, abs=0.2)  # the fit itself is 0.2 off at 14 days


def test_white_and_slow_noise_have_the_sizes_of_the_source(middling: np.ndarray) -> None:
    """SD 1.3 and 0.97 with 0.87 a day, told apart by the covariance one and five days apart."""
    around = middling - np.nanmean(middling)
    one, five = (float(np.nanmean(around[:, lag:] * around[:, :-lag])) for lag in (1, 5))
    slow = one / 0.87
    assert slow**0.5 == pytest.approx(0.97, abs=0.06)
    assert five / one == pytest.approx(0.87**4, abs=0.06)
    assert (np.nanvar(around) - slow) ** 0.5 == pytest.approx(1.30, abs=0.06)


def test_people_differ_in_their_noise_as_real_ones_do(middling: np.ndarray) -> None:
    """The middle 80% from 0.7 to 1.7 points, day against day."""
    own = (np.nanmean((middling[:, 1:] - middling[:, :-1]) ** 2, axis=1) / 2) ** 0.5
    assert np.quantile(own, [0.1, 0.9]) == pytest.approx([0.75, 1.8], abs=0.12)


def test_steps_of_two_points_are_a_third_of_days(middling: np.ndarray) -> None:
    steps = np.abs(np.diff(middling, axis=1))
    assert np.mean(steps[~np.isnan(steps)] >= 2) == pytest.approx(0.33, abs=0.05)


def test_forecasts_of_steady_people_are_as_far_off_as_those_of_real_ones(still: Cohort) -> None:
    """The table of clinical.md section 3, which no constant of the noise was set to."""
    rows = {row.name: row.rmse for row in compare(islice(of_cohort(still), 350))}
    assert rows["exponentially weighted mean"] == pytest.approx(0.94, abs=0.06)
    assert rows["14-day mean"] == pytest.approx(0.98, abs=0.06)
    assert rows["7-day mean"] == pytest.approx(1.01, abs=0.06)
    assert rows["straight line"] == pytest.approx(1.49, abs=0.1)
    assert rows["last value"] == pytest.approx(1.55, abs=0.12)


def test_noise_is_smaller_near_zero(cohorts: dict[str, Cohort]) -> None:
    cohort = cohorts["sudden step"]
    quiet = cohort.leg[cohort.recovered_by(100), 140:161]
    quiet = quiet[np.count_nonzero(~np.isnan(quiet), axis=1) >= 7]
    mean, spread = np.nanmean(quiet, axis=1), np.nanstd(quiet, axis=1, ddof=1)
    assert np.mean(spread[(mean > 0.1) & (mean < 1)] ** 2) ** 0.5 == pytest.approx(0.9, abs=0.12)


def test_gaps_grow_from_week_to_week_and_are_mostly_single_days(still: Cohort) -> None:
    gone = np.isnan(
        np.stack([leg[day : day + 21] for leg, day in zip(still.leg, still.first_logged, strict=True)])
    )
    weeks = gone.reshape(len(still), 3, 7).mean(axis=(0, 2))
    assert weeks == pytest.approx([0.074, 0.125, 0.138], abs=0.03)
    begins = gone[:, 1:-1] & ~gone[:, :-2]
    alone = begins & ~gone[:, 2:]
    assert alone.sum() > 0.65 * begins.sum()


def test_the_recovered_and_the_worst_fall_silent(still: Cohort, cohorts: dict[str, Cohort]) -> None:
    middling = np.isnan(still.leg[3::7, 60:]).mean()
    worst = np.isnan(still.leg[6::7, 60:]).mean()
    cohort = cohorts["exponential"]
    recovered = np.isnan(cohort.leg[cohort.recovered_by(60)][:, 90:]).mean()
    assert worst > middling + 0.05
    assert recovered > middling + 0.1


def test_limitation_goes_with_leg_pain_and_is_not_the_same(cohorts: dict[str, Cohort]) -> None:
    leg, limitation = cohorts["exponential"].leg[:, 30], cohorts["exponential"].limitation[:, 30]
    both = ~np.isnan(leg) & ~np.isnan(limitation)
    assert 0.5 < np.corrcoef(leg[both], limitation[both])[0, 1] < 0.9


def test_steady_people_stay_where_they_are(still: Cohort) -> None:
    for points in range(3, 8):
        early, late = still.leg[points - 2 :: 7, 22:60], still.leg[points - 2 :: 7, 140:]
        assert np.nanmean(early) == pytest.approx(points, abs=0.15)
        assert np.nanmean(late) == pytest.approx(points, abs=0.15)


def test_rising_people_rise_by_two_points_on_the_day() -> None:
    cohort = rising(3000, seed=3, on=70)
    before, after = np.nanmean(cohort.leg[:, 40:70]), np.nanmean(cohort.leg[:, 70:100])
    assert after - before == pytest.approx(2, abs=0.12)


def test_a_rise_can_take_its_time() -> None:
    cohort = rising(3000, seed=3, on=70, points=2, over=14)
    halfway, done = np.nanmean(cohort.leg[:, 74:79]), np.nanmean(cohort.leg[:, 84:100])
    assert done - np.nanmean(cohort.leg[:, 40:70]) == pytest.approx(2, abs=0.15)
    assert halfway == pytest.approx(done - 1, abs=0.15)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_way_of_a_shape_begins_whole_and_is_nearly_over_on_arrival(family: Family) -> None:
    arrival = np.array([[10.0], [60.0], [150.0]])
    left = family.shape(np.random.default_rng(1), arrival)
    assert left.shape == (3, 183)
    assert left[:, 0] == pytest.approx(1, abs=1e-6)
    assert (np.diff(left, axis=1) <= 1e-9).all()
    for person, day in enumerate(arrival[:, 0].astype(int)):
        assert left[person, day] <= shapes.LEFT * 1.3
