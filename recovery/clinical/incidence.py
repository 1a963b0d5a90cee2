"""How many of a group recover by themselves, week by week: Aalen-Johansen, with competing events.

An injection or operation ends the spontaneous course: it is neither recovery nor failure (section 2), so it
is an event of its own and not a loss from sight. Leaving it out, as Kaplan-Meier would, tells too many
recoveries.

People come to the diary weeks after onset. Each counts from their own `entry` on (left truncation): whoever
recovered sooner never came, so nobody may count for the weeks before they did.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.natural_course import WINDOW_WEEKS

# The width of the interval: what doctors read in the literature. Two-sided, of the normal distribution.
INTERVAL = 0.95
INTERVAL_Z = 1.959963984540054

# No patient counts for more than one in this many, at no point of the curve: it begins when this many are
# followed together, and ends when too few are followed to say more [P].
FEWEST_FOLLOWED = 5

# For comparing shares that come out of a product.
ROUNDING = 1e-9

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


class End(StrEnum):
    """How the time in which somebody was followed ended. `LOST` is the last day of the diary."""

    RECOVERED = "recovered"
    INJECTION = "injection"
    OPERATION = "operation"
    LOST = "lost"


EVENTS = (End.RECOVERED, End.INJECTION, End.OPERATION)


@dataclass(frozen=True, slots=True)
class Followed:
    """Somebody as they count: after day `entry`, up to and including day `until`; days since onset."""

    entry: int
    until: int
    end: End


@dataclass(frozen=True, slots=True)
class Week:
    """Shares (0-1) that had recovered, been injected or been operated by the end of a week after onset.

    `low` and `high` are the interval of `recovered`, `None` where none can be told: nobody or everybody.
    `followed` is how many were being followed at that moment.
    """

    number: int
    recovered: float
    low: float | None
    high: float | None
    injection: float
    operation: float
    followed: int


@dataclass(frozen=True, slots=True)
class Incidence:
    """A cumulative incidence by week. Without weeks there are too few people to say anything.

    The first week is the last one before enough people were followed: what happened before does not count.
    `ended` says how many of `patients` had which end.
    """

    patients: int
    ended: dict[End, int]
    weeks: tuple[Week, ...] = ()


def incidence(
    group: Sequence[Followed], *, weeks: int = WINDOW_WEEKS, fewest: int = FEWEST_FOLLOWED
) -> Incidence:
    """The share of `group` with each end, by week after onset up to `weeks`, as far as it is known.

    At equal days somebody who enters does not count yet and somebody who is lost still does. `ValueError`
    when somebody is not followed for at least a day.
    """
    if any(one.until <= one.entry for one in group):
        raise ValueError("somebody is followed until before they enter")
    table = _Table(group, weeks * WEEK_DAYS)
    ended = {end: sum(one.end is end for one in group) for end in End}
    first = _first_day(table.followed, fewest)
    if first is None:
        return Incidence(len(group), ended)
    curve = _Curve(table, first)
    last = _last_day(table.followed, curve.before, first, fewest)
    known = range(max(0, first - 1) // WEEK_DAYS, last // WEEK_DAYS + 1)
    return Incidence(len(group), ended, tuple(curve.at(week) for week in known))


class _Table:
    """For each day after onset, from 0: how many were followed, and how many events of each kind."""

    def __init__(self, group: Sequence[Followed], days: int) -> None:
        size = days + 1
        entries = np.array([one.entry for one in group], dtype=np.int64)
        untils = np.array([one.until for one in group], dtype=np.int64)
        # Followed on day t: entry < t <= until.
        came = np.bincount(np.clip(entries + 1, 0, size), minlength=size + 1)
        left = np.bincount(np.clip(untils + 1, 0, size), minlength=size + 1)
        self.followed: Counts = np.cumsum(came - left)[:size]
        self.events: dict[End, Counts] = {
            end: np.bincount(
                [one.until for one in group if one.end is end and 0 <= one.until <= days], minlength=size
            )[:size]
            for end in EVENTS
        }


def _first_day(followed: Counts, fewest: int) -> int | None:
    """The day from which the number followed stays large enough until it is at its largest."""
    peak = int(np.argmax(followed))
    if followed[peak] < fewest:
        return None
    thin = np.flatnonzero(followed[:peak] < fewest)
    return int(thin[-1]) + 1 if thin.size else 0


def _last_day(followed: Counts, before: Floats, first: int, fewest: int) -> int:
    """The last day before one on which a single patient would count for more than one in `fewest`."""
    thin = np.flatnonzero(followed[first:] < fewest * before[first:] - ROUNDING)
    return first + int(thin[0]) - 1 if thin.size else len(followed) - 1


class _Curve:
    """The estimate and its variance for every day, from `first` on."""

    def __init__(self, table: _Table, first: int) -> None:
        days = np.arange(len(table.followed))
        self.followed = table.followed
        counts = {end: np.where(days >= first, events, 0) for end, events in table.events.items()}
        at_risk = np.maximum(table.followed, 1).astype(np.float64)
        ended = np.sum(list(counts.values()), axis=0)
        left = np.cumprod(1 - ended / at_risk)
        # The share without any event just before each day.
        self.before: Floats = np.concatenate(([1.0], left[:-1]))
        self.shares = {end: np.cumsum(self.before * events / at_risk) for end, events in counts.items()}
        self.variance = _variance(
            self.shares[End.RECOVERED], self.before, counts[End.RECOVERED], ended, at_risk
        )

    def at(self, week: int) -> Week:
        day = week * WEEK_DAYS
        recovered = float(self.shares[End.RECOVERED][day])
        low, high = _interval(recovered, float(self.variance[day]))
        return Week(
            number=week,
            recovered=recovered,
            low=low,
            high=high,
            injection=float(self.shares[End.INJECTION][day]),
            operation=float(self.shares[End.OPERATION][day]),
            followed=int(self.followed[day]),
        )


def _variance(share: Floats, before: Floats, events: Counts, ended: Counts, at_risk: Floats) -> Floats:
    """The variance of a cumulative incidence, of Greenwood's type: exact for the multinomial, also with ties.

    The sum over the days i up to t of (F(t) - F(i))^2 d / (n (n - d)) + S^2 d1 (n - d1) / n^3
    - 2 (F(t) - F(i)) S d1 / n^2, with d all events and d1 recoveries among n followed, S the share without an
    event before. Collett, Modelling Survival Data in Medical Research, 3rd edition, p. 411 [F2]; recommended
    where people enter late: Allignol, Biom J 2010;52:126 [M].
    """
    # With everybody gone at once nothing comes after: F(t) = F(i), and the term is nothing.
    gone = ended >= at_risk
    a = np.where(gone, 0.0, ended / (at_risk * np.where(gone, 1.0, at_risk - ended)))
    b = before * events / at_risk**2
    c = before**2 * events * (at_risk - events) / at_risk**3
    squared = share**2 * np.cumsum(a) - 2 * share * np.cumsum(a * share) + np.cumsum(a * share**2)
    crossed = share * np.cumsum(b) - np.cumsum(b * share)
    found: Floats = np.maximum(squared + np.cumsum(c) - 2 * crossed, 0.0)
    return found


def _interval(share: float, variance: float) -> tuple[float | None, float | None]:
    """The interval on the scale of log(-log), so that it stays within 0 and 1. Collett, p. 411 [F2]."""
    if not 0 < share < 1 or variance <= 0:
        return None, None
    spread = np.exp(INTERVAL_Z * np.sqrt(variance) / (share * abs(np.log(share))))
    return float(share**spread), float(share ** (1 / spread))
