"""Simulated cohorts with a known truth: people, their true course, the noise and the gaps of a real diary.

Nothing here knows the model that is judged with it. Whoever tunes a constant of that model looks at
`DEVELOPMENT` only; `HELD_OUT` is for the result.

The truth is the definition of recovery (clinical.md section 3), applied to the diary that the same person would
have kept from onset on without a gap: not a label of the simulation. So a person who is heading for no pain
but not there by day 182 has not recovered, and one with a little pain that lasts may have.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from bench import shapes
from bench.shapes import DAY, DAYS, Floats, Rng

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Recovered: clinical.md section 3 [P].
WINDOW = 14
LEAST = 7
LEG_AT_MOST = 1
LIMITATION_AT_MOST = 2
NEVER = -1

START_SPREAD = 2.0  # points between people at onset; means 5.2 (ATLAS) and 6.4 (Peul), clinical.md section 2

# Noise in points: clinical.md section 3. Measured on whole numbers between 0 and 10, where rounding has added a
# little and the ends of the scale have taken a little away; what is drawn comes out at 1.3 and 0.97.
WHITE = 1.3
SLOW = 1.0
CARRIES = 0.87  # of the slow part, from one day to the next
SKEW = 0.12  # weight of the squared part: whole numbers around a smooth curve are skewed by about 0.4
SCALE_SPREAD = 0.35  # of the logarithm: the middle 80% of people from 0.7 to 1.7
CALM_UP = 0.95  # of the noise above zero pain: SD about 0.9 on days whose mean is 0 to 1
CALM_DOWN = 0.6  # of the noise below it
CALM_UNTIL = 3.0  # points, from where on the noise is whole
SHARED = 0.5  # correlation of the noise of leg pain and limitation within a day

# Gaps: clinical.md section 3 and SOURCES.md (7.4, 12.5, 13.8% in weeks 1, 2, 3, mostly single days).
MISSED_AT_FIRST = 0.06
MISSED_LATER = 0.14
DAYS_TO_GROW = 14
CARELESSNESS_SPREAD = 0.6  # between people, of the logarithm
GAP_GOES_ON = 0.15
SKIPPED_QUESTION = 0.005
STOPS = 0.0004  # a day, for no reason that the diary shows
STOPS_RECOVERED = 0.012  # a day, besides
STOPS_SEVERE = 0.004  # a day, besides
SEVERE = 7.5  # points of true leg pain
LATEST_FIRST_DAY = 21
FROM_ONSET = 0.45  # of people log from the first two days on; the others begin in the three weeks after


@dataclass(frozen=True, slots=True)
class Cohort:
    """People and their diaries by days since onset (day 0).

    `leg` and `limitation` are (n, 183), whole numbers 0 to 10 as floats, NaN where nothing was logged.
    `first_logged` is (n,), the first day of the diary. `recovered_on` is (n,), the day since onset on which
    the definition of recovery was first met in the diary without gaps, or -1 if it was not by day 182.
    """

    name: str
    leg: Floats
    limitation: Floats
    first_logged: Ints
    recovered_on: Ints

    def __len__(self) -> int:
        return len(self.leg)

    @property
    def recovers(self) -> Bools:
        """(n,): whether the definition is met within 26 weeks of onset."""
        ever: Bools = self.recovered_on != NEVER
        return ever

    def recovered_by(self, day: int) -> Bools:
        """(n,): whether the definition is met on or before that day since onset."""
        by: Bools = self.recovers & (self.recovered_on <= day)
        return by


@dataclass(frozen=True, slots=True)
class Family:
    """People whose courses have one kind of shape.

    `heading` is the share that is on the way to no pain. `median` and `spread` (of the logarithm) say when
    people arrive, in days since onset. All three are set so that the shares of recovery hold; see `shares`.
    `start` is the mean leg pain on the day of onset, in points.
    """

    name: str
    shape: shapes.Shape
    heading: float
    median: float
    spread: float
    added: shapes.Added = shapes.nothing
    rounded_to: int = 1
    start: float = 6.0


@dataclass(frozen=True, slots=True)
class Shares:
    """What a cohort holds, to be compared with clinical.md section 2."""

    by_week_12: float
    by_week_26: float
    first_leg_pain: float
    first_leg_pain_sd: float


DEVELOPMENT = (
    Family("exponential", shapes.exponential, heading=0.760, median=76, spread=0.68),
    Family("S-shaped", shapes.s_shaped, heading=0.752, median=60, spread=0.68),
    Family("slow linear", shapes.linear, heading=0.751, median=75, spread=0.6),
    Family("sudden step", shapes.sudden, heading=0.781, median=55, spread=0.7),
)
HELD_OUT = (
    Family("two phases", shapes.two_phase, heading=0.786, median=108, spread=0.7, start=6.5),
    Family("power law", shapes.power_law, heading=0.779, median=116, spread=0.7, start=6.3),
    Family("staircase", shapes.staircase, heading=0.781, median=65, spread=0.7),
    Family(
        "flares",
        shapes.log_logistic,
        heading=0.764,
        median=67,
        spread=0.7,
        start=5.8,
        added=shapes.flares,
    ),
    Family(
        "relapses",
        shapes.half_wave,
        heading=0.741,
        median=74,
        spread=0.6,
        added=shapes.waves_and_relapses,
    ),
    Family("late", shapes.late, heading=0.747, median=62, spread=0.55),
    Family("even numbers", shapes.gompertz, heading=0.752, median=61, spread=0.6, rounded_to=2),
    Family("random steps", shapes.random_monotone, heading=0.753, median=79, spread=0.6),
)


def simulate(family: Family, n: int, seed: int = 1) -> Cohort:
    """A cohort of n people of that family; the same seed gives the same cohort."""
    rng = _rng(family.name, seed)
    leg, limitation = _true_course(rng, family, n)
    return _kept(rng, family.name, leg, limitation, family.rounded_to)


def simulate_all(families: Iterable[Family], n: int, seed: int = 1) -> Iterator[Cohort]:
    """One cohort after the other."""
    return (simulate(family, n, seed) for family in families)


def steady(n: int, seed: int = 1) -> Cohort:
    """People whose pain stays as it is for 26 weeks, at 2, 3, ... 8 points in turn: for false alarms."""
    rng = _rng("steady", seed)
    level = np.repeat(2.0 + np.arange(n)[:, None] % 7, DAYS, axis=1)
    return _kept(rng, "steady", level, _limitation(rng, level, np.zeros((n, 1))))


def rising(n: int, seed: int = 1, *, on: int = 70, points: float = 2, over: int = 1) -> Cohort:
    """People at 2, 3, ... 7 points in turn, who from day `on` have more pain and keep it: for the delay.

    The rise is complete after `over` days: on day `on` itself with 1, `over - 1` days later otherwise.
    """
    rng = _rng("rising", seed)
    risen = points * np.clip((DAY - on + 1) / over, 0, 1)
    level = 2.0 + np.arange(n)[:, None] % 6 + risen
    return _kept(rng, "rising", level, _limitation(rng, level, np.zeros((n, 1))))


def recovered_on(leg: Floats, limitation: Floats) -> Ints:
    """The first day on which the definition of recovery is met, or -1: (n,) from two diaries (n, days).

    Over the 14 days up to and including it the median leg pain is at most 1, the median limitation at most
    2, and there are at least 7 entries; so day 13 at the earliest. Source: clinical.md section 3 [P].
    """
    met = _median_at_most(leg, LEG_AT_MOST) & _median_at_most(limitation, LIMITATION_AT_MOST)
    first: Ints = met.argmax(axis=1) + WINDOW - 1
    return np.where(met.any(axis=1), first, NEVER)


def shares(cohort: Cohort) -> Shares:
    """The shares that every family has to hold, and the leg pain in the week of onset, of who logged it."""
    week = cohort.leg[cohort.first_logged <= 1, :7]
    entries = np.count_nonzero(~np.isnan(week), axis=1)
    start = np.nansum(week, axis=1)[entries > 0] / entries[entries > 0]
    return Shares(
        by_week_12=float(cohort.recovered_by(84).mean()),
        by_week_26=float(cohort.recovers.mean()),
        first_leg_pain=float(start.mean()),
        first_leg_pain_sd=float(start.std()),
    )


def _rng(name: str, seed: int) -> Rng:
    """Of its own for each name: a family that is added or left out changes no other."""
    return np.random.default_rng([seed, crc32(name.encode())])


def _true_course(rng: Rng, family: Family, n: int) -> tuple[Floats, Floats]:
    """Leg pain and limitation (n, DAYS) in points, before noise and rounding."""
    start = np.clip(rng.normal(family.start, START_SPREAD, (n, 1)), 2, 9.7)
    floor, lasting = _floor(rng, start, rng.random((n, 1)) < family.heading)
    arrival = family.median * np.exp(family.spread * rng.standard_normal((n, 1)))
    left = family.shape(rng, np.maximum(arrival, 4))
    leg = np.clip(floor + (start - floor) * left + family.added(rng, left), 0, 10)
    return leg, _limitation(rng, leg, lasting)


def _floor(rng: Rng, start: Floats, heading: Bools) -> tuple[Floats, Floats]:
    """Where each course ends, and the limitation that stays besides; both (n, 1) in points.

    Kinds and shares of lasting pain are ours, in the order of Ogollah 2019 (moderate before severe); the
    kinds touch one another and those who recover, so that no line divides the two.
    """
    n = len(start)
    kinds = np.stack(
        [
            rng.uniform(1.0, 2.2, n),  # nearly recovers
            rng.uniform(2.0, 3.5, n),  # mild
            rng.uniform(3.0, 6.0, n),  # moderate
            start[:, 0] * rng.uniform(0.8, 1.0, n),  # severe: hardly a change
        ]
    )
    kind = rng.choice(5, n, p=[0.2, 0.25, 0.3, 0.15, 0.1])
    ends = np.minimum(kinds[np.minimum(kind, 3), np.arange(n)], start[:, 0])
    worse = np.minimum(start[:, 0] + rng.uniform(0.5, 3.0, n), 9.5)
    ends = np.where(kind == 4, worse, ends)
    floor = np.where(heading, np.minimum(np.abs(rng.normal(0, 0.5, (n, 1))), 1.2), ends[:, None])
    stays = rng.random((n, 1)) < np.where(heading, 0.03, 0.25)
    return floor, stays * rng.uniform(1, 3, (n, 1))


def _limitation(rng: Rng, leg: Floats, lasting: Floats) -> Floats:
    """Follows leg pain at a level and with a lag of the person's own: (n, DAYS)."""
    n = len(leg)
    share = np.exp(rng.normal(np.log(0.9), 0.25, (n, 1)))
    follows = 1 / rng.uniform(1, 10, n)
    behind = np.empty_like(leg)
    behind[:, 0] = leg[:, 0]
    for day in range(1, DAYS):
        behind[:, day] = behind[:, day - 1] + follows * (leg[:, day] - behind[:, day - 1])
    return np.clip(share * behind + lasting, 0, 10)


def _kept(rng: Rng, name: str, leg: Floats, limitation: Floats, rounded_to: int = 1) -> Cohort:
    """From the true course to the diary: noise, whole numbers, the truth, and only then the gaps."""
    of_leg, of_limitation = _noise(rng, len(leg))
    leg_said = _said(leg + _calmer(of_leg, leg), rounded_to)
    limitation_said = _said(limitation + _calmer(of_limitation, limitation), rounded_to)
    recovered = recovered_on(leg_said, limitation_said)
    first = _first_day(rng, len(leg))
    logged = _logged(rng, leg, first, recovered)
    return Cohort(
        name=name,
        leg=np.where(logged & _answered(rng, first), leg_said, np.nan),
        limitation=np.where(logged & _answered(rng, first), limitation_said, np.nan),
        first_logged=first,
        recovered_on=recovered,
    )


def _noise(rng: Rng, n: int) -> tuple[Floats, Floats]:
    """Noise of leg pain and of limitation (n, DAYS), before it gets smaller near zero."""
    scale = np.exp(rng.normal(-(SCALE_SPREAD**2), SCALE_SPREAD, (n, 1)))  # root mean square 1
    one, other = _process(rng, n), _process(rng, n)
    return scale * one, scale * (SHARED * one + np.sqrt(1 - SHARED**2) * other)


def _process(rng: Rng, n: int) -> Floats:
    """A white part, a little skewed, and a slow part that carries over from day to day: (n, DAYS)."""
    normal = rng.standard_normal((n, DAYS))
    white = (normal + SKEW * (normal**2 - 1)) / np.sqrt(1 + 2 * SKEW**2)
    slow = rng.standard_normal((n, DAYS))
    for day in range(1, DAYS):
        slow[:, day] = CARRIES * slow[:, day - 1] + np.sqrt(1 - CARRIES**2) * slow[:, day]
    both: Floats = WHITE * white + SLOW * slow
    return both


def _calmer(noise: Floats, level: Floats) -> Floats:
    """The noise near zero: smaller, and more often up than down."""
    least = np.where(noise > 0, CALM_UP, CALM_DOWN)
    calmer: Floats = noise * (least + (1 - least) * np.clip(level / CALM_UNTIL, 0, 1))
    return calmer


def _said(score: Floats, rounded_to: int) -> Floats:
    """A whole number from 0 to 10, as a person says it."""
    return np.clip(np.round(score / rounded_to) * rounded_to, 0, 10)


def _first_day(rng: Rng, n: int) -> Ints:
    early = rng.integers(0, 2, n)
    return np.where(rng.random(n) < FROM_ONSET, early, rng.integers(2, LATEST_FIRST_DAY + 1, n))


def _answered(rng: Rng, first: Ints) -> Bools:
    """Days on which this question is not skipped (n, DAYS); never on the first."""
    answered: Bools = (rng.random((len(first), DAYS)) >= SKIPPED_QUESTION) | (first[:, None] == DAY)
    return answered


def _logged(rng: Rng, leg: Floats, first: Ints, recovered: Ints) -> Bools:
    """Days with an entry (n, DAYS): mostly single days missing, and longer silence of the best and the worst."""
    since = DAY - first[:, None]
    done = (recovered[:, None] != NEVER) & (recovered[:, None] <= DAY)
    stops = STOPS + STOPS_RECOVERED * done + STOPS_SEVERE * (leg >= SEVERE)
    careless = np.exp(rng.normal(-(CARELESSNESS_SPREAD**2) / 2, CARELESSNESS_SPREAD, (len(leg), 1)))
    grown = np.clip(since / DAYS_TO_GROW, 0, 1)
    missed = careless * (MISSED_AT_FIRST + (MISSED_LATER - MISSED_AT_FIRST) * grown)
    silent = _short_gaps(rng, missed) | _silences(rng, np.where(since >= 0, stops, 0))
    logged: Bools = (since == 0) | ((since > 0) & ~silent)
    return logged


def _short_gaps(rng: Rng, missed: Floats) -> Bools:
    """Gaps that go on with a fixed chance a day and begin so often that `missed` is the share of days."""
    begins = rng.random(missed.shape) < missed * (1 - GAP_GOES_ON)
    goes_on = rng.random(missed.shape) < GAP_GOES_ON
    gap = begins
    for day in range(1, DAYS):
        gap[:, day] |= gap[:, day - 1] & goes_on[:, day]
    return gap


def _silences(rng: Rng, stops: Floats) -> Bools:
    """One to eight weeks without an entry, beginning with the given chance a day."""
    begins = rng.random(stops.shape) < stops
    ends = np.where(begins, DAY + rng.integers(7, 57, stops.shape), 0)
    return np.maximum.accumulate(ends, axis=1) > DAY


def _median_at_most(diary: Floats, most: float) -> Bools:
    """For each day from the 14th on: (n, days - 13)."""
    windows = np.sort(sliding_window_view(diary, WINDOW, axis=1), axis=2)  # NaN goes to the end
    entries = np.count_nonzero(~np.isnan(windows), axis=2, keepdims=True)
    below = np.take_along_axis(windows, np.maximum(entries - 1, 0) // 2, axis=2)
    above = np.take_along_axis(windows, np.minimum(entries // 2, WINDOW - 1), axis=2)
    met: Bools = ((entries >= LEAST) & ((below + above) / 2 <= most))[:, :, 0]
    return met
