"""Where somebody is: smoothed levels (0-10) with the interval of what they really have, and next week's mean.

A level is a weighted mean of scores. The weights are those that are best for a complete diary with the noise of
`noise` around a level that wanders; over a diary with gaps they are shared out over the days that are there, and the
interval widens accordingly.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.noise import CARRIES, SLOW_SD, WHITE_SD, Floats, share_left, variance_of_mean

# A level wanders: these two (points, days) make it almost a random walk of 0.22 points a day, without a pull back to
# where it was before. Chosen on simulated courses, where it forecast better than a level that returns [P].
LEVEL_SD = 5.0
LEVEL_DAYS = 1000

# Days that are looked back on for a level and for next week, and either way for the line [P].
WINDOW = 42
REACH = 21

# Somebody's own noise is learnt from their steps from day to day; the noise of others counts as this many steps [P].
OTHERS_STEPS = 20

# An interval holds 80%: this many standard errors either way.
Z80 = 1.2816


@dataclass(frozen=True, slots=True)
class Level:
    """An estimate in points 0-10, or a difference of two, with its standard error."""

    mean: float
    error: float

    @property
    def low(self) -> float:
        """The lower end of the 80% interval."""
        return self.mean - Z80 * self.error

    @property
    def high(self) -> float:
        """The upper end of the 80% interval."""
        return self.mean + Z80 * self.error

    def since(self, before: "Level") -> "Level":
        """The change from `before` to this one, the two taken as independent: too wide where they share days."""
        return Level(self.mean - before.mean, float(np.hypot(self.error, before.error)))


@dataclass(frozen=True, slots=True, eq=False)
class Kernel:
    """Weights for the days of a window, and what the error of the weighted mean is made of (points squared).

    `wanders` is about the level, `noise` about the diary; each is the covariance of the days (days, days), of days and
    target (days,), and of the target.
    """

    weights: Floats
    wanders: tuple[Floats, Floats, float]
    noise: tuple[Floats, Floats, float]


@lru_cache
def kernel(days: tuple[int, int], target: tuple[int, int]) -> Kernel:
    """For the mean over `target` from scores on `days`, both from and up to, counted from any day."""
    at, aim = np.arange(*days, dtype=float), np.arange(*target, dtype=float)
    wanders, noise = _parts(at, aim, _level), _parts(at, aim, _slow)
    diary = wanders[0] + noise[0] + WHITE_SD**2 * np.eye(len(at))
    bordered = np.block([[diary, np.ones((len(at), 1))], [np.ones((1, len(at))), np.zeros((1, 1))]])
    weights = np.linalg.solve(bordered, np.append(wanders[1] + noise[1], 1))[:-1]
    white = (noise[0] + WHITE_SD**2 * np.eye(len(at)), noise[1], noise[2])
    return Kernel(np.maximum(weights, 1e-4), wanders, white)


def _parts(at: Floats, aim: Floats, covariance: "_Covariance") -> tuple[Floats, Floats, float]:
    return (
        covariance(at[:, None] - at),
        covariance(at[:, None] - aim).mean(axis=1),
        float(covariance(aim[:, None] - aim).mean()),
    )


class _Covariance:
    """The covariance (points squared) of something that forgets, by days between."""

    def __init__(self, sd: float, carries: float) -> None:
        self.sd, self.carries = sd, carries

    def __call__(self, lag: Floats) -> Floats:
        return self.sd**2 * self.carries ** np.abs(lag)


_level = _Covariance(LEVEL_SD, np.exp(-1 / LEVEL_DAYS))
_slow = _Covariance(SLOW_SD, CARRIES)

BACK = (1 - WINDOW, 1)
NOW = (BACK, (1 - WEEK_DAYS, 1))
NEXT_WEEK = (BACK, (1, 1 + WEEK_DAYS))
LINE = ((-REACH, REACH + 1), (0, 1))


def weigh(scores: Floats, of: Kernel) -> tuple[Floats, Floats]:
    """The weighted mean over the last axis (the days of the kernel), and its standard error; NaN without a score."""
    answered = ~np.isnan(scores)
    shares = np.where(answered, of.weights, 0)
    total = shares.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        shares = shares / total
        mean = (shares * np.where(answered, scores, 0)).sum(axis=-1)
        error = np.sqrt(
            _variance(shares, of.wanders) + _own_noise(scores, mean) * _variance(shares, of.noise)
        )
    return mean, error


def _variance(shares: Floats, parts: tuple[Floats, Floats, float]) -> Floats:
    among, with_target, of_target = parts
    return np.maximum(((shares @ among) * shares).sum(axis=-1) - 2 * shares @ with_target + of_target, 0)


def _own_noise(scores: Floats, level: Floats) -> Floats:
    """Somebody's own noise as a multiple of that of others (variances), from the steps between days in a row."""
    steps = np.diff(scores, axis=-1)
    count = (~np.isnan(steps)).sum(axis=-1)
    expected = 2 * (WHITE_SD**2 + SLOW_SD**2 * (1 - CARRIES))
    return (OTHERS_STEPS * share_left(level) ** 2 + np.nansum(steps**2, axis=-1) / expected) / (
        OTHERS_STEPS + count
    )


def at(scores: Floats, day: int, of: tuple[tuple[int, int], tuple[int, int]] = NOW) -> Level | None:
    """The level on one scale (days,) as of `day`, from that day and the six weeks before; `None` without a score."""
    if not len(scores):
        return None
    mean, error = weigh(windows(scores[None, None], np.array([day]))[0, 0], kernel(*of))
    return None if np.isnan(mean) else Level(float(mean), float(error))


def windows(scores: Floats, day: NDArray[np.int64]) -> Floats:
    """The days that a level as of `day` (diaries,) looks back on, of scores (diaries, scales, days): NaN outside."""
    columns = day[:, None] + np.arange(1 - WINDOW, 1)
    inside = (columns >= 0) & (columns < scores.shape[2])
    told = np.take_along_axis(scores, np.where(inside, columns, 0)[:, None, :], axis=2)
    return np.where(inside[:, None, :], told, np.nan)


def over(scores: Floats) -> Level | None:
    """The plain mean over a stretch of days on one scale (days,), with its error; `None` without a score."""
    answered = scores[~np.isnan(scores)]
    if not len(answered):
        return None
    mean = answered.mean()
    variance = variance_of_mean(np.array(len(answered)), len(scores), np.asarray(mean))
    return Level(float(mean), float(np.sqrt(variance)))


def line(scores: Floats, on: NDArray[np.bool_] | None = None) -> tuple[Floats, Floats]:
    """The smoothed line over one scale (days,) and its standard error; NaN on days without a score, or not `on`."""
    padded = np.pad(scores, (REACH, REACH + 1), constant_values=np.nan)
    windows = np.lib.stride_tricks.sliding_window_view(padded, 2 * REACH + 1)[: len(scores)]
    answered = ~np.isnan(scores) if on is None else ~np.isnan(scores) & on
    mean, error = np.full(len(scores), np.nan), np.full(len(scores), np.nan)
    mean[answered], error[answered] = weigh(windows[answered], kernel(*LINE))
    return mean, error
