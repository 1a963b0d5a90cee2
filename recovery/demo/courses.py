"""Courses of many invented people at once, as arrays: what `crowd` draws one by one, for thousands.

All arrays have a row a person; those of days a column for each day of the diary, the last one the latest.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.scores import NRS_HIGH, NRS_LOW
from recovery.demo.crowd import (
    DAILY_AFTER_RECOVERY,
    EVER_RECOVERS,
    LATEST_REGISTRATION_DAYS,
    RECOVERY_DAYS,
    RECOVERY_SPREAD,
    SELDOM,
)
from recovery.demo.days import MISSED, NEAR_ZERO, SCATTER, SCATTER_NEAR_ZERO

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

NEVER = 10_000

# Of all: who stopped some days ago, and within how many days; who ticked a sign on the last day.
STOPPED, STOPPED_WITHIN_DAYS = 0.15, 40
FLAGGED = 0.01

# Who never recovers keeps so much of the pain; it fades as slowly as this (days).
STAYS, FADES_DAYS = 0.6, 50


class Scores(NamedTuple):
    """Whole numbers 0 to 10 (people, days)."""

    leg_pain: Ints
    limitation: Ints
    back_pain: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Courses:
    """`since` are the days from the onset to the first of the diary, `level` the true leg pain, `written` the entries.

    `flagged` are those who ticked a sign on the last day they wrote.
    """

    since: Ints
    level: Floats
    scores: Scores
    written: Bools
    flagged: Bools


def draw(rng: np.random.Generator, people: int, days: int) -> Courses:
    """So many people with a diary of so many days, of which some are missed."""
    since = np.rint(LATEST_REGISTRATION_DAYS * np.sqrt(rng.random(people)) * rng.random(people)).astype(
        np.int64
    )
    recovers = np.rint(RECOVERY_DAYS * np.exp(rng.normal(0, RECOVERY_SPREAD, people)))
    recovers = np.where(rng.random(people) < EVER_RECOVERS, np.maximum(24, recovers), NEVER)
    at = since[:, None] + np.arange(days)
    start = np.clip(rng.normal(6.8, 1.4, people), 3.5, 9.5)
    level = start[:, None] * _left(rng, at, recovers[:, None])
    return Courses(
        since=since,
        level=level,
        scores=_scores(rng, level),
        written=_written(rng, at, recovers),
        flagged=rng.random(people) < FLAGGED,
    )


def _left(rng: np.random.Generator, at: Ints, recovers: Floats) -> Floats:
    """The share of the pain that is left on each day: fading, sudden or S-shaped, or hardly less."""
    done = at / recovers
    with np.errstate(over="ignore"):
        shapes = [np.exp(-2.1 * done), np.where(done < 0.95, 1, 0.06), 1 / (1 + np.exp(12 * (done - 0.84)))]
    shape = rng.integers(len(shapes), size=(len(at), 1))
    stays = STAYS + (1 - STAYS) * np.exp(-at / FADES_DAYS)
    return np.where(recovers == NEVER, stays, np.choose(shape, shapes))


def _scores(rng: np.random.Generator, level: Floats) -> Scores:
    scatter = np.where(level <= NEAR_ZERO, SCATTER_NEAR_ZERO, SCATTER)
    return Scores(
        leg_pain=_whole(level + scatter * rng.standard_normal(level.shape)),
        limitation=_whole(level * 0.9 + scatter * rng.standard_normal(level.shape)),
        back_pain=_whole(level * 0.4 + 0.6 + 0.8 * scatter * rng.standard_normal(level.shape)),
    )


def _whole(values: Floats) -> Ints:
    return np.clip(np.rint(values), NRS_LOW, NRS_HIGH).astype(np.int64)


def _written(rng: np.random.Generator, at: Ints, recovers: Floats) -> Bools:
    """Which days were written down: fewer after recovery, none after stopping, and always the first."""
    people, days = at.shape
    chance = np.where(at > recovers[:, None] + DAILY_AFTER_RECOVERY, SELDOM, 1 - MISSED)
    stopped = np.where(rng.random(people) < STOPPED, rng.integers(1, STOPPED_WITHIN_DAYS, people), 0)
    written: Bools = (rng.random(at.shape) < chance) & (np.arange(days) < days - stopped[:, None])
    written[:, 0] = True
    return written
