"""The forecast of next week's mean leg pain, as a reading tells it, on simulated people.

Measured on the evenings of `EVENINGS`, as a share of the error (RMSE) of the exponentially weighted mean: 0.995, 1.001
and 0.990 on 1,000 steady people (seeds 1, 2 and 3), where the level alone has 0.986, 0.992 and 0.984; on 300 people of
each development family (seed 1, in brackets seed 2) 0.951 (0.951) exponential, 0.967 (0.948) S-shaped, 0.959 (0.970)
slow linear, 0.955 (0.951) sudden step, where the level alone has 0.98 to 1.01. The 80% interval holds the mean of what
is written down in 81 to 83% on steady people and in 79 to 82% on the development families, sudden steps 75 to 78%.
"""

from dataclasses import dataclass

import numpy as np
import pytest

from bench.cohorts import DEVELOPMENT, Cohort, Family, simulate, steady
from recovery.clinical import levels
from recovery.clinical.course import Case, Reading, TreatedOn, TreatmentKind
from recovery.clinical.levels import NEXT_WEEK
from recovery.clinical.noise import Floats
from recovery.clinical.reading import read_all
from recovery.clinical.scores import Scale
from recovery.clinical.series import Series
from tests.recovery.clinical.builders import START, last_of, reading, row

EVENINGS = (13, 20, 27, 41, 55, 69, 83, 111, 139)
NEWEST = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Forecasts:
    """What was forecast, what a simple forecast says, and what came (all: evenings of people)."""

    ours: Floats
    low: Floats
    high: Floats
    simple: Floats
    came: Floats

    def against_the_simple_one(self) -> float:
        """Our error (RMSE) as a share of its."""
        ours, simple = (np.sqrt(((said - self.came) ** 2).mean()) for said in (self.ours, self.simple))
        return float(ours / simple)

    def covered(self) -> float:
        return float(((self.low <= self.came) & (self.came <= self.high)).mean())


def weighted_mean(scores: Floats) -> Floats:
    """What a forecast has to beat (section 3)."""
    mean = scores[:, 0].copy()
    for score in scores[:, 1:].T:
        moved = np.where(np.isnan(mean), score, (1 - NEWEST) * mean + NEWEST * score)
        mean = np.where(np.isnan(score), mean, moved)
    return mean


def forecasts(cohort: Cohort) -> Forecasts:
    """Where there are seven entries in the last two weeks, and three in the week to come."""
    parts = []
    for evening in EVENINGS:
        told, ahead = cohort.leg[:, : evening + 1], cohort.leg[:, evening + 1 : evening + 8]
        entries = (~np.isnan(ahead)).sum(axis=1)
        people = np.flatnonzero((entries >= 3) & ((~np.isnan(told[:, -14:])).sum(axis=1) >= 7))
        ahead_of = [found.next_week for found in readings(cohort, people, evening)]
        ours = np.array([(one.mean, one.low, one.high) for one in ahead_of if one]).T
        assert ours.shape[1] == len(people)
        came = np.nansum(ahead[people], axis=1) / entries[people]
        parts.append(np.stack([*ours, weighted_mean(told[people]), came]))
    return Forecasts(*np.concatenate(parts, axis=1))


def readings(cohort: Cohort, people: np.ndarray, evening: int) -> list[Reading]:
    unasked = np.full(evening + 1, np.nan)
    both = zip(cohort.leg[people, : evening + 1], cohort.limitation[people, : evening + 1], strict=True)
    series = [Series(START, np.stack([leg, limitation, unasked])) for leg, limitation in both]
    return read_all([Case(one, one.date(evening)) for one in series])


def test_on_steady_people_it_is_about_as_good_as_the_weighted_mean() -> None:
    found = forecasts(steady(1000, seed=2))
    assert found.against_the_simple_one() <= 1.005
    assert 0.78 <= found.covered() <= 0.86


@pytest.mark.parametrize("family", DEVELOPMENT, ids=lambda family: family.name)
def test_on_courses_that_change_it_is_better_than_the_weighted_mean(family: Family) -> None:
    found = forecasts(simulate(family, 300))
    assert found.against_the_simple_one() <= 0.98
    assert 0.73 <= found.covered() <= 0.87


# What it is made of: the level, and part of the drift of courses like this one.


def level_alone(text: str) -> float:
    found = levels.at(row(text), len(row(text)) - 1, NEXT_WEEK)
    assert found
    return found.mean


@pytest.mark.parametrize("text", ["7*28", "4*28 7*14", "6*100", "7 6 . 5 8 3 4 " * 4])
def test_it_is_the_level_and_the_drift_that_the_outlook_tells(text: str) -> None:
    found = reading(text)
    assert found.next_week
    assert found.outlook
    drift = found.outlook.drift[Scale.LEG_PAIN][0]
    assert drift != 0
    assert found.next_week.mean == pytest.approx(level_alone(text) + drift)


@pytest.mark.parametrize("text", ["6*7 1*21", "7*200", "6*7 1*14 6*7"])
def test_without_an_outlook_it_is_the_level_alone(text: str) -> None:
    found = reading(text)
    assert found.next_week
    assert found.next_week.mean == pytest.approx(level_alone(text))


@pytest.mark.parametrize("text", ["7*28", "8*14 5*14"])
def test_after_a_treatment_or_a_red_flag_it_is_the_level_alone(text: str) -> None:
    treated = reading(text, treatments=(TreatedOn(TreatmentKind.INJECTION, START),))
    flagged = reading(text, flagged_on=last_of(text))
    for found in (treated, flagged):
        assert found.next_week
        assert found.next_week.mean == pytest.approx(level_alone(text))


def test_who_falls_is_expected_to_fall_on_and_who_stays_to_stay() -> None:
    falling, lasting = reading("8*7 7*7 6*7 5*7"), reading("6*120")
    assert falling.outlook
    assert lasting.outlook
    assert falling.outlook.drift[Scale.LEG_PAIN][0] < -0.1
    assert abs(lasting.outlook.drift[Scale.LEG_PAIN][0]) < 0.1


@pytest.mark.parametrize("text", ["7*28", "8*7 7*7 6*7 5*7"])
def test_the_drift_is_told_for_both_scales_four_weeks_ahead(text: str) -> None:
    found = reading(text).outlook
    assert found
    assert found.drift.keys() == {Scale.LEG_PAIN, Scale.LIMITATION}
    for weeks in found.drift.values():
        assert len(weeks) == 4
        assert np.isfinite(weeks).all()
        assert list(weeks) == sorted(weeks, reverse=True)


@pytest.mark.parametrize("text", ["0*60", "10*60", "0 10 " * 40, "9*14 0*8"])
def test_it_stays_on_the_scale(text: str) -> None:
    found = reading(text, limitation=" ".join(["9*14", "9*8"]) if text == "9*14 0*8" else None)
    assert found.next_week
    assert 0 <= found.next_week.mean <= 10
