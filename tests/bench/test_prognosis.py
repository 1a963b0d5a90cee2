"""The proof of the prognosis on fewer people: what was measured stands beside each bound.

A bound is a little beyond what was measured, so a change that makes the model worse fails. When a change makes
it better, measure again and draw the bound in. `make bench-prognosis` is the whole proof.
"""

import re
from importlib import import_module
from pathlib import Path
from statistics import fmean

import numpy as np
import pytest

from bench import alarms, forecasts, prognosis, ranking
from bench.cohorts import HELD_OUT
from bench.scores import calibration_error
from recovery.clinical.course import MODEL_VERSION

# The people are simulated once, so all of these run in one process.
pytestmark = pytest.mark.xdist_group("proof")

DOCUMENT = Path(__file__).parents[2] / prognosis.DOCUMENT
SEED = 5
DAYS = (28, 56, 112)


@pytest.fixture(scope="module")
def held_out() -> ranking.Result:
    return ranking.measure(400, SEED, HELD_OUT, DAYS)


@pytest.fixture(scope="module")
def steady() -> tuple[alarms.Steady, alarms.Flips]:
    rows, flips = alarms.false_alarms(140, SEED)
    return rows[-1], flips


def mean(result: ranking.Result, day: int, score: str, *, waiting: bool) -> float:
    """A score of the model, over the held-out families."""
    cells = result.of(held_out=True, waiting=waiting, day=day)
    assert len(cells) == len(HELD_OUT)
    return fmean(getattr(cell.at.model, score) for cell in cells)


@pytest.mark.parametrize(
    ("waiting", "day", "least"),
    [
        (False, 28, 0.745),  # measured 0.755
        (False, 56, 0.868),  # 0.876
        (False, 112, 0.963),  # 0.969
        (True, 28, 0.721),  # 0.731
        (True, 56, 0.788),  # 0.798
        (True, 112, 0.811),  # 0.823
    ],
)
def test_the_probability_ranks_people(
    held_out: ranking.Result, waiting: bool, day: int, least: float
) -> None:
    assert mean(held_out, day, "auc", waiting=waiting) >= least


@pytest.mark.parametrize(
    ("waiting", "day", "most"),
    [
        (False, 28, 0.149),  # measured 0.145
        (False, 56, 0.121),  # 0.117
        (False, 112, 0.060),  # 0.057
        (True, 28, 0.161),  # 0.157
        (True, 56, 0.175),  # 0.170
        (True, 112, 0.160),  # 0.155
    ],
)
def test_the_probability_is_near_the_truth(
    held_out: ranking.Result, waiting: bool, day: int, most: float
) -> None:
    assert mean(held_out, day, "brier", waiting=waiting) <= most


@pytest.mark.parametrize(("day", "most"), [(28, 0.030), (56, 0.039), (112, 0.052)])
def test_over_all_families_as_many_recover_as_were_told(
    held_out: ranking.Result, day: int, most: float
) -> None:
    """Measured 0.022, 0.031 and 0.042."""
    of_day = [one for one in held_out.answers if one.day == day]
    told = np.concatenate([one.told.probability[one.open_] for one in of_day])
    came = np.concatenate([one.recovers[one.open_] for one in of_day])
    assert calibration_error(told, came) <= most


def test_it_is_ahead_of_eighty_in_a_hundred_and_of_thirty_percent_better(held_out: ranking.Result) -> None:
    ahead = [cell.ahead for cell in held_out.of(held_out=True, waiting=False)]
    assert sum(ahead) >= 22  # of 24; measured 23


def test_few_are_given_no_probability(held_out: ranking.Result) -> None:
    silent = sum(int(one.silent.sum()) for one in held_out.answers)
    assert silent / sum(int(one.heard.sum()) for one in held_out.answers) <= 0.08  # measured 0.071


def test_who_is_told_to_have_recovered_has(held_out: ranking.Result) -> None:
    told = [one.recovers[one.heard & one.told.recovered] for one in held_out.answers]
    assert np.concatenate(told).mean() >= 0.995  # measured


def test_the_expected_weeks_hold_what_they_say(held_out: ranking.Result) -> None:
    """A tenth, half and nine tenths are meant; measured 5 to 6%, 49 to 50% and 85 to 89%."""
    for row in ranking.intervals(held_out.answers):
        early, median, late = row.below
        assert 0.03 <= early <= 0.12
        assert 0.44 <= median <= 0.56
        assert 0.82 <= late <= 0.94


def test_steady_people_are_seldom_called_worse(steady: tuple[alarms.Steady, alarms.Flips]) -> None:
    everybody, _flips = steady
    assert everybody.worse_looks <= 0.05  # measured 0.038
    assert everybody.worse <= 0.30  # 0.243


def test_steady_people_are_seldom_called_on_course(steady: tuple[alarms.Steady, alarms.Flips]) -> None:
    everybody, _flips = steady
    assert everybody.on_course_early <= 0.05  # measured 0.043
    assert everybody.on_course <= 0.08  # 0.050


def test_standings_do_not_flip(steady: tuple[alarms.Steady, alarms.Flips]) -> None:
    _everybody, flips = steady
    assert flips.each <= 0.25  # a person in twelve weeks; measured 0.16


def test_a_rise_of_two_points_is_called_within_weeks() -> None:
    delay = alarms.delay("2 points", 96, SEED, points=2, over=1)
    assert delay.median <= 16  # measured 14 days
    assert delay.within[-1] >= 0.65  # within 28 days; 0.70


def test_the_forecast_is_no_worse_than_the_exponentially_weighted_mean() -> None:
    """On held-out families and steady people; measured 0.013 to 0.031 points better."""
    for one in forecasts.on_cohorts(240, SEED):
        assert one.of(forecasts.MODEL).rmse <= one.of(forecasts.YARDSTICK).rmse, one.name


def test_the_same_seed_gives_the_same_result() -> None:
    one, again = (ranking.measure(40, SEED, HELD_OUT[:1], (28,)) for _time in range(2))
    assert one.cells == again.cells


def test_the_table_in_the_document_is_of_this_model() -> None:
    assert f"Model `{MODEL_VERSION}`" in DOCUMENT.read_text(), "run: make bench-prognosis"


def test_every_constant_that_the_card_names_exists() -> None:
    named = re.findall(r"`([a-z_]+)\.([A-Z_]+)`", DOCUMENT.read_text())
    assert len(named) > 30
    for module, name in named:
        assert hasattr(import_module(f"recovery.clinical.{module}"), name), f"{module}.{name}"
