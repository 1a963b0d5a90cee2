"""Days as a series: windows, weekly medians, the smoothed line. Gaps are never filled in.

Missing days carry information (recovered and worst patients both stop logging, section 3 [F]), so a
median is of the answers there are, with their number beside it.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import fmean, median

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


@dataclass(frozen=True, slots=True)
class SmoothPoint:
    """One point (0-10) of the smoothed line, on a day that was logged."""

    date: date
    value: float


class Diary:
    """Days in order of date, one a date, in which a window is found by bisection."""

    __slots__ = ("dates", "days")

    def __init__(self, days: Iterable[Day]) -> None:
        self.days = tuple(sorted(days, key=lambda day: day.date))
        self.dates = [day.date for day in self.days]

    def until(self, last: date) -> "Diary":
        """The diary as it was known on `last`."""
        return Diary(self.days[: bisect_right(self.dates, last)])

    def scored(self) -> "Diary":
        """The days on which leg pain was answered."""
        return Diary(day for day in self.days if day.leg_pain is not None)

    def window(self, first: date, last: date) -> tuple[Day, ...]:
        """The days from `first` to `last`, both included."""
        return self.days[bisect_left(self.dates, first) : bisect_right(self.dates, last)]

    def medians(self, last: date, days: int) -> Medians:
        """The medians of the `days` days that end on `last`."""
        return _medians(self.window(last - timedelta(days=days - 1), last))

    def weeks(self) -> tuple[Week, ...]:
        """Week by week from the first day, weeks without entries included."""
        if not self.dates:
            return ()
        count = (self.dates[-1] - self.dates[0]).days // WEEK_DAYS + 1
        starts = [self.dates[0] + timedelta(days=WEEK_DAYS * n) for n in range(count)]
        return tuple(
            Week(number, start, self.medians(start + timedelta(days=WEEK_DAYS - 1), WEEK_DAYS))
            for number, start in enumerate(starts, start=1)
        )

    def first_full_week(self) -> Week | None:
        """The first week with enough entries to compare with, or `None`."""
        return next((week for week in self.weeks() if week.medians.entries >= FULL_WEEK_ENTRIES), None)

    def smooth(self, scale: Scale) -> tuple[SmoothPoint, ...]:
        """A centred seven-day mean on each answered day with enough answers around it.

        For the eye, not a forecast: the last days have only earlier ones to lean on.
        """
        scored = [(day.date, score) for day in self.days if (score := day.score(scale)) is not None]
        dates = [on for on, _score in scored]
        reach = timedelta(days=WEEK_DAYS // 2)
        points = []
        for on in dates:
            around = scored[bisect_left(dates, on - reach) : bisect_right(dates, on + reach)]
            if len(around) >= FEWEST_ENTRIES:
                points.append(SmoothPoint(on, fmean(score for _on, score in around)))
        return tuple(points)


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
