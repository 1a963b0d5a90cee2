"""Days in order: windows and weekly medians, as the tables show them. Gaps are never filled in.

Missing days carry information (recovered and worst patients both stop logging, section 3 [F]), so a
median is of the answers there are, with their number beside it.
"""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

from recovery.clinical.scores import Day, Scale

WEEK_DAYS = 7

# A week counts as full from this many entries; fewer than the second number say nothing at all [P].
# Missing days are mostly single (11% of days in a motivated study, section 3 [F]).
FULL_WEEK_ENTRIES = 4
FEWEST_ENTRIES = 3

# Silent, and higher on the clinic's list: no entry for more than this many days [P].
SILENT_AFTER_DAYS = 7

# The smoothed line is broken where two entries lie further apart than this many days [P].
LONGEST_BRIDGE_DAYS = 4


@dataclass(frozen=True, slots=True)
class Medians:
    """Medians (0-10, halves possible) over a window, `None` where a scale has no answers in it.

    `entries` is the number of days with a leg pain score.
    """

    entries: int
    limitation: float | None = None
    leg_pain: float | None = None
    back_pain: float | None = None

    def of(self, scale: Scale) -> float | None:
        """The median on one scale."""
        value: float | None = getattr(self, scale.value)
        return value


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days of diary, counted from the first entry: `number` from 1, `start` its first date."""

    number: int
    start: date
    medians: Medians


class Diary:
    """Days in order of date, one a date, in which a window is found by bisection."""

    __slots__ = ("dates", "days")

    def __init__(self, days: Iterable[Day]) -> None:
        self.days = tuple(sorted(days, key=lambda day: day.date))
        self.dates = [day.date for day in self.days]

    def scored(self) -> "Diary":
        """The days on which leg pain was answered."""
        return Diary(day for day in self.days if day.leg_pain is not None)

    def window(self, first: date, last: date) -> tuple[Day, ...]:
        """The days from `first` to `last`, both included."""
        return self.days[bisect_left(self.dates, first) : bisect_right(self.dates, last)]

    def medians(self, last: date, days: int) -> Medians:
        """The medians of the `days` days that end on `last`."""
        return _medians(self.window(last - timedelta(days=days - 1), last))

    def number_of_weeks(self) -> int:
        """From the first day to the last, weeks without entries included."""
        return (self.dates[-1] - self.dates[0]).days // WEEK_DAYS + 1 if self.dates else 0

    def weeks(self, latest: int | None = None) -> tuple[Week, ...]:
        """Week by week from the first day, weeks without entries included; or only so many of the `latest`."""
        count = self.number_of_weeks()
        numbers = range(max(1, count - latest + 1) if latest else 1, count + 1)
        return tuple(self._week(number) for number in numbers)

    def _week(self, number: int) -> Week:
        start = self.dates[0] + timedelta(days=WEEK_DAYS * (number - 1))
        return Week(number, start, self.medians(start + timedelta(days=WEEK_DAYS - 1), WEEK_DAYS))


def weekly_means(scores: Iterable[tuple[date, int | None]], weeks: int) -> tuple[float | None, ...]:
    """Means (0-10) of at most `weeks` weeks of seven days, the last of which ends on the last day with a score.

    The last week last; `None` for a week with fewer than `FEWEST_ENTRIES` scores; empty without any score.
    """
    answered = [(day, score) for day, score in scores if score is not None]
    last = max((day for day, _score in answered), default=date.min)
    found: defaultdict[int, list[int]] = defaultdict(list)
    for day, score in answered:
        found[(last - day).days // WEEK_DAYS].append(score)
    back = min(max(found, default=-1), weeks - 1)
    return tuple(_mean(found[n]) for n in range(back, -1, -1))


def _mean(scores: list[int]) -> float | None:
    return sum(scores) / len(scores) if len(scores) >= FEWEST_ENTRIES else None


def _medians(days: tuple[Day, ...]) -> Medians:
    return Medians(
        entries=sum(day.leg_pain is not None for day in days),
        limitation=_median(day.limitation for day in days),
        leg_pain=_median(day.leg_pain for day in days),
        back_pain=_median(day.back_pain for day in days),
    )


def _median(scores: Iterable[int | None]) -> float | None:
    answered = [score for score in scores if score is not None]
    return float(median(answered)) if answered else None
