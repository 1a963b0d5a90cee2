"""The library: five thousand courses that leg pain and limitation may take after the onset of a hernia.

Plausible courses of no particular shape, made from a fixed row of numbers, so that it is the same library on every
machine. Each is one person: what leg pain and limitation really are from day to day, and the day on which the
definition of recovery is met in a diary with the noise of real ones. Weighted so that 80 in 100 recover within 26
weeks [L], about as fast as in the studies of section 2. How well a diary fits each of them is `prognosis`.

All scores are 0 to 10; day 0 is the onset.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.definition import RECOVERED_DAYS, RECOVERED_LEG_PAIN, RECOVERED_LIMITATION
from recovery.clinical.noise import CARRIES, SLOW_SD, WHITE_SD, Floats, share_left

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

COURSES = 5_000
SEED = 80

# The window of the 80 in 100, "weeks to months" [P], and the days that are simulated.
WINDOW_DAYS = 26 * 7
DAYS = WINDOW_DAYS + 28
NEVER = 10_000

# The 80 in 100 [L], and how many of 100 have recovered by a day after the onset. Studies count differently (75 free of
# symptoms within 3 months, 62-70 recovered at 12 weeks, 87 improved: section 2), most of it within four months; the
# curve through them is ours [P].
STARTING_SHARE = 0.80
RECOVERED_BY = {28: 0.07, 56: 0.32, 84: 0.56, 126: 0.72, WINDOW_DAYS: STARTING_SHARE}

# Of the days of the definition, so many at most at a score make the median so.
MOST_DAYS = RECOVERED_DAYS // 2 + 1

# Leg pain at onset: between ATLAS' 5.2 (SD 2.4) and Peul's 6.4 (section 2); at least 2, or there is nothing to lose.
START_MEAN, START_SD = 5.8, 2.0
START_LOW, START_HIGH = 2.0, 10.0

# Where a course is heading [P], from ATLAS' persistent moderate 26% and persistent severe 13% (section 2): gone or
# nearly so (points), partly better or hardly (shares of the start), and how many go where before the weighting.
GONE, GONE_POINTS = 0.74, 0.9
PARTLY, PARTLY_FROM, PARTLY_TO = 0.18, 0.15, 0.75
HARDLY_FROM, HARDLY_TO = 0.6, 1.2

# When it gets there, in days (median and the SD of the logarithm) [P].
ARRIVES, ARRIVES_SD = 70.0, 0.75

# How it goes there, and how many so [P]: no study says. Sudden courses have so much weight because a diary that has not
# changed yet says less about them than about the others, and somebody who waits must not be told the worst too soon.
SHAPES = {"decay": 0.25, "line": 0.12, "curve": 0.18, "step": 0.30, "pieces": 0.15}
PIECES = 4

# Slow ups and downs (points, days), and relapses (share of courses, points, days) [P]; leg pain comes back in
# 25% within a year of having gone (section 2).
WAVES, WAVE_HIGH, WAVE_FROM, WAVE_TO = 3, 1.0, 18, 120
RELAPSES, RELAPSE_HIGH, RELAPSE_FROM, RELAPSE_TO = 0.15, 4.0, 5, 35

# Limitation follows leg pain: by which factor, how many days later, and what is left for some for another reason [P].
FOLLOWS_FROM, FOLLOWS_TO, LAG_DAYS = 0.65, 1.15, 28
OWN_WAVE_HIGH, OWN_WAVE_FROM, OWN_WAVE_TO = 0.8, 25, 160
OTHER_REASON, OTHER_REASON_HIGH = 0.12, 3.0

# Between people the noise differs by this much either way: the middle 80% of people 0.7 to 1.7 (section 3).
NOISE_FROM, NOISE_TO = 0.6, 1.4


@dataclass(frozen=True, slots=True, eq=False)
class Library:
    """Courses, those that recover earliest first.

    `leg`, `limitation`: (days, courses), what a diary would say on average. `recovers_on`: (courses,), the day, or
    `NEVER`. `weight`: (courses,), together 1. `shape`: (courses,), number of the shape in `SHAPES`.
    """

    leg: Floats
    limitation: Floats
    recovers_on: Ints
    weight: Floats
    shape: Ints

    @property
    def recovers(self) -> Bools:
        """Which of them recover within the window."""
        return self.recovers_on <= WINDOW_DAYS


@lru_cache(maxsize=1)
def library() -> Library:
    """The one library; made when it is first asked for."""
    return build(COURSES, SEED)


def build(courses: int, seed: int) -> Library:
    """A library of so many courses from the numbers of a seed."""
    row = _Row(seed)
    days = np.arange(DAYS, dtype=float)
    shape = np.repeat(np.arange(len(SHAPES)), _counts(courses))
    leg = _leg_pain(row, days, shape)
    limitation = _limitation(row, days, leg)
    recovers_on = _recovers_on(_diary(row, leg), _diary(row, limitation))
    order = np.argsort(recovers_on, kind="stable")
    return Library(
        leg=_on_average(leg[order]).T,
        limitation=_on_average(limitation[order]).T,
        recovers_on=recovers_on[order],
        weight=_weights(recovers_on[order], shape[order]),
        shape=shape[order],
    )


class _Row:
    """A row of numbers that look random and are the same everywhere: the raw stream of PCG64 is guaranteed."""

    def __init__(self, seed: int) -> None:
        self.bits = np.random.PCG64(seed)

    def even(self, *shape: int, low: float = 0.0, high: float = 1.0) -> Floats:
        """Evenly between `low` and `high`, neither included."""
        raw = np.asarray(self.bits.random_raw(int(np.prod(shape)))) >> np.uint64(11)
        drawn = (raw.astype(np.float64) + 0.5) * 2.0**-53
        return low + (high - low) * drawn.reshape(shape)

    def log_even(self, *shape: int, low: float, high: float) -> Floats:
        """Evenly on a logarithmic scale."""
        return np.asarray(np.exp(self.even(*shape, low=float(np.log(low)), high=float(np.log(high)))))

    def normal(self, *shape: int) -> Floats:
        """Normal, mean 0 and SD 1, by Box and Muller."""
        radius = np.sqrt(-2 * np.log(self.even(*shape)))
        return radius * np.cos(2 * np.pi * self.even(*shape))


def _counts(courses: int) -> list[int]:
    """How many courses of each shape."""
    ends = np.round(np.cumsum(list(SHAPES.values())) * courses).astype(int)
    return [int(count) for count in np.diff(ends, prepend=0)]


def _leg_pain(row: _Row, days: Floats, shape: Ints) -> Floats:
    """(courses, days)"""
    n = len(shape)
    start = np.clip(START_MEAN + START_SD * row.normal(n), START_LOW, START_HIGH)[:, None]
    end = _end(row, start[:, 0])[:, None]
    arrives = np.exp(np.log(ARRIVES) + ARRIVES_SD * row.normal(n))
    done = np.concatenate(
        [_SHAPES[name](row, days, arrives[shape == k][:, None]) for k, name in enumerate(SHAPES)]
    )
    level = start + (end - start) * done
    relapse = (row.even(n) < RELAPSES) * row.even(n, high=RELAPSE_HIGH)
    since = (days - row.even(n, low=20, high=160)[:, None]) / row.even(n, low=RELAPSE_FROM, high=RELAPSE_TO)[
        :, None
    ]
    level = level + relapse[:, None] * np.where(since >= 0, np.exp(-np.maximum(since, 0)), 0)
    return np.clip(level + _waves(row, days, level, WAVES, WAVE_HIGH, (WAVE_FROM, WAVE_TO)), 0, 10)


def _end(row: _Row, start: Floats) -> Floats:
    """Where each course is heading, 0-10 (courses,)."""
    which, gone = row.even(len(start)), row.even(len(start), high=GONE_POINTS)
    partly = row.even(len(start), low=PARTLY_FROM, high=PARTLY_TO) * start
    hardly = row.even(len(start), low=HARDLY_FROM, high=HARDLY_TO) * start
    return np.where(which < GONE, gone, np.where(which < GONE + PARTLY, partly, hardly))


def _waves(
    row: _Row, days: Floats, level: Floats, waves: int, highest: float, period: tuple[float, float]
) -> Floats:
    """Slow ups and downs, small near zero (courses, days)."""
    n = len(level)
    high = row.even(n) ** 2 * highest if waves > 1 else row.even(n, high=highest)
    total = np.zeros_like(level)
    for _wave in range(waves):
        length, phase = row.log_even(n, low=period[0], high=period[1]), row.even(n, high=2 * np.pi)
        total += np.cos(2 * np.pi * days / length[:, None] + phase[:, None])
    return high[:, None] / np.sqrt(max(waves / 2, 1)) * total * np.clip(level / 2.5, 0.15, 1)


def _limitation(row: _Row, days: Floats, leg: Floats) -> Floats:
    """(courses, days)"""
    n = len(leg)
    factor = row.even(n, low=FOLLOWS_FROM, high=FOLLOWS_TO)[:, None]
    lag = (row.even(n) ** 2 * LAG_DAYS).astype(int)
    earlier = np.maximum(np.arange(len(days)) - lag[:, None], 0)
    follows = factor * np.take_along_axis(leg, earlier, axis=1)
    follows = follows + _waves(row, days, follows, 1, OWN_WAVE_HIGH, (OWN_WAVE_FROM, OWN_WAVE_TO))
    other = np.where(row.even(n) < OTHER_REASON, row.even(n, high=OTHER_REASON_HIGH), 0)
    return np.clip(follows + other[:, None], 0, 10)


def _decay(row: _Row, days: Floats, arrives: Floats) -> Floats:
    return 1 - np.exp(-days * row.even(len(arrives), 1, low=1.6, high=2.8) / arrives)


def _line(row: _Row, days: Floats, arrives: Floats) -> Floats:
    late = row.even(len(arrives), 1) < 0.4
    begins = late * row.even(len(arrives), 1, high=0.5) * arrives
    return np.clip((days - begins) / (1.1 * arrives - begins), 0, 1)


def _curve(row: _Row, days: Floats, arrives: Floats) -> Floats:
    middle = 0.8 * arrives
    width = middle * row.even(len(arrives), 1, low=0.05, high=0.30)
    at_onset = 1 / (1 + np.exp(middle / width))
    return (1 / (1 + np.exp(-(days - middle) / width)) - at_onset) / (1 - at_onset)


def _step(row: _Row, days: Floats, arrives: Floats) -> Floats:
    takes = 1 + 6 * row.even(len(arrives), 1) ** 2
    return np.clip((days - 0.92 * arrives) / takes, 0, 1)


def _pieces(row: _Row, days: Floats, arrives: Floats) -> Floats:
    n = len(arrives)
    begins = np.sort(row.even(n, PIECES), axis=1) * arrives
    begins[:, -1:] = 0.9 * arrives
    size = -np.log(row.even(n, PIECES))
    size /= size.sum(axis=1, keepdims=True)
    done = np.zeros((n, len(days)))
    for piece in range(PIECES):
        takes = 1 + 30 * row.even(n, 1) ** 2
        done += size[:, piece : piece + 1] * np.clip((days - begins[:, piece : piece + 1]) / takes, 0, 1)
    return done


# From 0 at the onset to 1, (courses, days), for the days on which they arrive (courses, 1).
_SHAPES = {"decay": _decay, "line": _line, "curve": _curve, "step": _step, "pieces": _pieces}


def _diary(row: _Row, level: Floats) -> Floats:
    """What would be written down, whole numbers (courses, days)."""
    n, days = level.shape
    white, fresh = row.normal(n, days) * WHITE_SD, row.normal(n, days) * SLOW_SD
    slow = np.empty_like(level)
    slow[:, 0] = fresh[:, 0]
    for day in range(1, days):
        slow[:, day] = CARRIES * slow[:, day - 1] + np.sqrt(1 - CARRIES**2) * fresh[:, day]
    person = row.even(n, 1, low=NOISE_FROM, high=NOISE_TO)
    return np.clip(np.rint(level + (white + slow) * share_left(level) * person), 0, 10)


def _recovers_on(leg: Floats, limitation: Floats) -> Ints:
    """The first day on which fourteen days meet the definition, or `NEVER` (courses,)."""
    met = (_days_of_fourteen(leg <= RECOVERED_LEG_PAIN) >= MOST_DAYS) & (
        _days_of_fourteen(limitation <= RECOVERED_LIMITATION) >= MOST_DAYS
    )
    return np.where(met.any(axis=1), met.argmax(axis=1) + RECOVERED_DAYS - 1, NEVER)


def _days_of_fourteen(low: Bools) -> Ints:
    """How many of the fourteen days that end on each day (courses, days - 13)."""
    total = np.cumsum(np.pad(low, ((0, 0), (1, 0))), axis=1)
    return total[:, RECOVERED_DAYS:] - total[:, :-RECOVERED_DAYS]


def _on_average(level: Floats) -> Floats:
    """The mean of whole numbers 0-10 with noise around a level: above it near zero, where nobody goes below."""
    sd = np.sqrt(WHITE_SD**2 + SLOW_SD**2) * share_left(level)
    z = level / sd
    above = 1 / (1 + np.exp(-1.702 * z))
    return np.clip(level * above + sd * np.exp(-z * z / 2) / np.sqrt(2 * np.pi), 0, 10)


def _weights(recovers_on: Ints, shape: Ints) -> Floats:
    """So that every shape recovers as `RECOVERED_BY` says (courses,)."""
    by = np.array(list(RECOVERED_BY.values()))
    target = np.diff(by, prepend=0, append=1)
    group = np.searchsorted(list(RECOVERED_BY), recovers_on)
    count = np.zeros((len(SHAPES), len(target)))
    np.add.at(count, (shape, group), 1)
    of_shape = np.array(list(SHAPES.values()))[shape]
    weight = of_shape * target[group] / count[shape, group]
    return weight / weight.sum()
