"""The library: what it holds, and that it holds the same everywhere."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from recovery.clinical import library as module
from recovery.clinical.library import (
    COURSES,
    DAYS,
    NEVER,
    RECOVERED_BY,
    SHAPES,
    STARTING_SHARE,
    WINDOW_DAYS,
    Library,
    build,
    library,
)

ROOT = Path(__file__).parents[3]

RAW = [13585867101798315582, 339766831202336243, 675772661339811771]
FINGERPRINT = (2.6787, 2.744, 0.6675, 289732, 3851, 2.9427)


@pytest.fixture(scope="module")
def books() -> Library:
    return library()


def share(books: Library, chosen: np.ndarray) -> float:
    return float(books.weight[chosen].sum())


def test_there_are_five_thousand_courses_of_thirty_weeks(books: Library) -> None:
    assert (COURSES, DAYS, WINDOW_DAYS) == (5000, 210, 182)
    assert books.leg.shape == books.limitation.shape == (DAYS, COURSES)
    assert books.recovers_on.shape == books.weight.shape == books.shape.shape == (COURSES,)


def test_it_is_made_once() -> None:
    assert library() is library()


# What it holds.


def test_eighty_in_a_hundred_recover_within_twenty_six_weeks(books: Library) -> None:
    assert STARTING_SHARE == 0.80
    assert share(books, books.recovers) == pytest.approx(0.80)
    assert share(books, books.recovers_on <= 182) == pytest.approx(0.80)


@pytest.mark.parametrize("number", range(len(SHAPES)), ids=list(SHAPES))
@pytest.mark.parametrize(("day", "recovered"), RECOVERED_BY.items())
def test_every_shape_recovers_as_fast(books: Library, number: int, day: int, recovered: float) -> None:
    of_shape = books.shape == number
    found = share(books, of_shape & (books.recovers_on <= day)) / share(books, of_shape)
    assert found == pytest.approx(recovered)


def test_shares_by_week_are_those_of_the_literature() -> None:
    """Section 2: 62 to 75 in 100 at about 12 weeks by other definitions, most within four months."""
    assert RECOVERED_BY == {28: 0.07, 56: 0.32, 84: 0.56, 126: 0.72, 182: 0.80}


@pytest.mark.parametrize(("number", "name"), list(enumerate(SHAPES)))
def test_every_shape_has_its_weight_and_its_number(books: Library, number: int, name: str) -> None:
    assert share(books, books.shape == number) == pytest.approx(SHAPES[name])
    assert (books.shape == number).sum() == SHAPES[name] * COURSES


def test_weights_are_positive_add_up_to_one_and_none_outweighs_the_others(books: Library) -> None:
    assert books.weight.sum() == pytest.approx(1)
    assert books.weight.min() > 0
    assert books.weight.max() < 20 / COURSES


def test_courses_that_recover_earliest_come_first(books: Library) -> None:
    assert (np.diff(books.recovers_on) >= 0).all()
    assert books.recovers_on[0] >= 13
    assert set(books.recovers_on[books.recovers_on >= DAYS]) == {NEVER}


def test_levels_are_on_the_scale(books: Library) -> None:
    for scale in (books.leg, books.limitation):
        assert scale.min() >= 0
        assert scale.max() <= 10
        assert not np.isnan(scale).any()


def test_courses_begin_with_pain(books: Library) -> None:
    """Slow waves take a few below the two points that they begin with."""
    assert (books.leg[0] >= 2).mean() > 0.97
    assert float(books.weight @ books.leg[0]) == pytest.approx(5.8, abs=0.5)


def test_who_recovers_is_low_then_and_who_never_does_is_not(books: Library) -> None:
    """The fourteen days up to the day of recovery, and the last fourteen of the window."""
    recovers = np.flatnonzero(books.recovers)
    ends = books.recovers_on[recovers]
    fortnight = books.leg[ends[:, None] - np.arange(14), recovers[:, None]]
    assert np.quantile(fortnight.mean(axis=1), 0.95) < 3
    never = books.recovers_on == NEVER
    assert np.median(fortnight.mean(axis=1)) < 2
    assert float(books.leg[WINDOW_DAYS - 14 : WINDOW_DAYS, never].mean()) > 3


def test_limitation_follows_leg_pain(books: Library) -> None:
    middle = slice(20, 160)
    both = np.corrcoef(books.leg[middle].ravel(), books.limitation[middle].ravel())[0, 1]
    assert both > 0.8


# The same everywhere.


def test_the_raw_row_of_numbers_is_the_guaranteed_one() -> None:
    """PCG64's raw stream is part of numpy's promise; these are its first numbers for the seed."""
    assert np.random.PCG64(module.SEED).random_raw(3).tolist() == RAW
    drawn = module._Row(module.SEED).even(3)
    assert drawn == pytest.approx([((number >> 11) + 0.5) / 2**53 for number in RAW], abs=0)


def test_the_row_is_even_normal_and_within_its_bounds() -> None:
    row = module._Row(1)
    even, log_even, normal = (
        row.even(20_000, low=2, high=6),
        row.log_even(20_000, low=1, high=100),
        row.normal(20_000),
    )
    assert (even.min() > 2, even.max() < 6) == (True, True)
    assert even.mean() == pytest.approx(4, abs=0.03)
    assert (log_even.min() >= 1, log_even.max() <= 100) == (True, True)
    assert np.median(log_even) == pytest.approx(10, rel=0.05)
    assert (normal.mean(), normal.std()) == (pytest.approx(0, abs=0.03), pytest.approx(1, abs=0.03))


def test_the_library_is_this_one(books: Library) -> None:
    """A change of any constant changes these: then the model has another version."""
    assert fingerprint(books) == FINGERPRINT


def fingerprint(books: Library) -> tuple[float, ...]:
    finite = books.recovers_on[books.recovers]
    return (
        round(float(books.leg.mean()), 4),
        round(float(books.limitation.mean()), 4),
        round(float(books.leg[100, 2500]), 4),
        int(finite.sum()),
        int(books.recovers.sum()),
        round(float(books.weight @ books.leg[56]), 4),
    )


def test_another_process_makes_the_same_library(books: Library) -> None:
    code = (
        "from tests.recovery.clinical.test_library import fingerprint; "
        "from recovery.clinical.library import library; print(fingerprint(library()))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == str(fingerprint(books))


def test_a_smaller_library_of_another_seed_holds_the_same_shares() -> None:
    small = build(1500, seed=3)
    assert share(small, small.recovers) == pytest.approx(0.80)
    assert (np.diff(small.recovers_on) >= 0).all()
