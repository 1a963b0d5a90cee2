"""Shapes that a course can take between onset and 26 weeks, as formulas of our own: no model is asked.

A shape draws, for n people, how much of their way is still ahead of them on each day: 1 at onset, 0 on arrival
at their own floor, whether that is no pain or lasting pain. Points can be added on top: flares, waves and
relapses. Each person has a day of arrival, when a tenth or nothing of the way is left.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rng = np.random.Generator

DAYS = 183  # 26 weeks after onset and the day of onset itself
DAY: Floats = np.arange(DAYS, dtype=np.float64)
LEFT = 0.1  # of the way, on the day of arrival of a shape that never quite gets there

Shape = Callable[[Rng, Floats], Floats]
"""From the day of arrival (n, 1) to what is left of the way (n, DAYS)."""

Added = Callable[[Rng, Floats], Floats]
"""From what is left of the way (n, DAYS) to points on top of the course (n, DAYS)."""


def exponential(rng: Rng, arrival: Floats) -> Floats:
    """The same part of what is left, every day."""
    return _exp(np.log(LEFT) * DAY / arrival)


def s_shaped(rng: Rng, arrival: Floats) -> Floats:
    """A logistic curve: slow, fast, slow."""
    middle = arrival * _between(rng, arrival, 0.4, 0.8)
    width = (arrival - middle) / np.log(1 / LEFT - 1)
    left = 1 / (1 + np.exp(np.minimum((DAY - middle) / width, 500)))
    return _from_one(left)


def linear(rng: Rng, arrival: Floats) -> Floats:
    """The same number of points every day."""
    return np.clip(1 - DAY / arrival, 0, 1)


def sudden(rng: Rng, arrival: Floats) -> Floats:
    """Nothing happens, and then all of it within one to four days."""
    return np.clip((arrival - DAY) / _between(rng, arrival, 1, 4), 0, 1)


def two_phase(rng: Rng, arrival: Floats) -> Floats:
    """A third to two thirds of the way in the first week or two, and the rest slowly."""
    fast = _between(rng, arrival, 0.3, 0.65)
    in_days = np.minimum(_between(rng, arrival, 3, 9), arrival / 3)
    slowly = arrival / np.log((1 - fast) / LEFT)
    return fast * np.exp(-DAY / in_days) + (1 - fast) * np.exp(-DAY / slowly)


def power_law(rng: Rng, arrival: Floats) -> Floats:
    """Ever slower: the tail is longer than that of any exponential."""
    power = _between(rng, arrival, 0.9, 2)
    half = arrival / (LEFT ** (-1 / power) - 1)
    return (1 + DAY / half) ** -power


def staircase(rng: Rng, arrival: Floats) -> Floats:
    """Two to five drops of unequal size, on days that nobody can foresee; the last is the arrival."""
    n, most = len(arrival), 5
    drops = rng.integers(2, most + 1, (n, 1))
    sizes = rng.gamma(2, 1, (n, most)) * (np.arange(most) < drops)
    sizes /= sizes.sum(axis=1, keepdims=True)
    days = arrival * np.concatenate([np.ones((n, 1)), rng.uniform(0.05, 1, (n, most - 1))], axis=1)
    gone = np.zeros((n, DAYS))
    for drop in range(most):
        gone += sizes[:, drop, None] * (days[:, drop, None] <= DAY)
    return 1 - gone


def log_logistic(rng: Rng, arrival: Floats) -> Floats:
    """Steep or gentle around the middle, with a heavy tail."""
    power = _between(rng, arrival, 1.5, 4)
    middle = arrival / (1 / LEFT - 1) ** (1 / power)
    return 1 / (1 + (DAY / middle) ** power)


def half_wave(rng: Rng, arrival: Floats) -> Floats:
    """A half cosine down."""
    return (1 + np.cos(np.pi * np.minimum(DAY / arrival, 1))) / 2


def late(rng: Rng, arrival: Floats) -> Floats:
    """A long plateau first; the fall takes the last tenth to third of the time, at least a week."""
    fall = np.maximum(arrival * _between(rng, arrival, 0.1, 0.35), 7)
    return _exp(np.log(LEFT) * np.maximum(DAY - (arrival - fall), 0) / fall)


def gompertz(rng: Rng, arrival: Floats) -> Floats:
    """Ever faster, until it is over."""
    bend = _between(rng, arrival, 0.5, 3)
    risen = np.expm1(np.minimum(bend * DAY / arrival, 50)) / np.expm1(bend)
    return _exp(np.log(LEFT) * risen)


def random_monotone(rng: Rng, arrival: Floats) -> Floats:
    """Random daily increments up to the arrival: few and large for some people, many and small for others."""
    many = np.exp(_between(rng, arrival, np.log(0.02), np.log(0.6)))
    steps = rng.gamma(np.broadcast_to(many, (len(arrival), DAYS))) + 1e-9
    # Increments that fall after the 183 days count as well, as one sum, or late arrivals would come early.
    beyond = rng.gamma(many * np.maximum(arrival - DAYS, 0) + 1e-9)
    steps = np.where(arrival >= DAY, steps, 0)
    done = np.cumsum(steps, axis=1)
    return 1 - (done - done[:, :1]) / (done[:, -1:] - done[:, :1] + beyond + 1e-9)


def nothing(rng: Rng, left: Floats) -> Floats:
    """No points on top."""
    return np.zeros_like(left)


def flares(rng: Rng, left: Floats) -> Floats:
    """Two to six days of 1.5 to 4 points more, some once in ten days, some once a month; rarer near the end."""
    often = _between(rng, left, 0.03, 0.1) * (0.3 + 0.7 * np.clip(left, 0, 1))
    begins = rng.random(left.shape) < often
    height = begins * rng.uniform(1.5, 4, left.shape)
    lasts = rng.integers(2, 7, left.shape)
    points = height.copy()
    for later in range(1, 6):
        points[:, later:] = np.maximum(points[:, later:], (height * (lasts > later))[:, :-later])
    return points


def waves_and_relapses(rng: Rng, left: Floats) -> Floats:
    """Waves of three to seven weeks as long as there is pain; for two in five one return of 2 to 5 points."""
    size = _between(rng, left, 0.3, 1.6) * np.sqrt(np.clip(left, 0, 1))
    turn = DAY / _between(rng, left, 20, 50) + _between(rng, left, 0, 1)
    return size * np.sin(2 * np.pi * turn) + _relapse(rng, left)


def _relapse(rng: Rng, left: Floats) -> Floats:
    """Up within days, some weeks of it, and down again over two weeks: a second, shorter episode."""
    happens = rng.random((len(left), 1)) < 0.4
    begins = _between(rng, left, 28, DAYS)
    ends = begins + _between(rng, left, 10, 50)
    up = np.clip((DAY - begins) / _between(rng, left, 1, 6), 0, 1)
    down = np.clip(1 - (DAY - ends) / 14, 0, 1)
    return happens * _between(rng, left, 2, 5) * up * down


def _exp(power: Floats) -> Floats:
    value: Floats = np.exp(power)
    return value


def _between(rng: Rng, like: Floats, low: float, high: float) -> Floats:
    """One number a person: (n, 1)."""
    return rng.uniform(low, high, (len(like), 1))


def _from_one(left: Floats) -> Floats:
    return left / left[:, :1]
