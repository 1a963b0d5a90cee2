"""What is drawn of a course: the smoothed line with its band, the weeks to come, and the courses of who recovers.

All points are dates with levels 0 to 10 and an 80% interval.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from recovery.clinical import levels
from recovery.clinical.course import Case, Outlook
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.judgement import is_recent
from recovery.clinical.levels import BACK, Z80, Level
from recovery.clinical.library import WINDOW_DAYS, library
from recovery.clinical.noise import Floats
from recovery.clinical.prognosis import COMING_WEEKS, WEEKS_AHEAD
from recovery.clinical.scores import NRS_HIGH, NRS_LOW, Scale
from recovery.clinical.series import ROWS

NO_DRIFT = (0.0,) * WEEKS_AHEAD

# The range that is drawn holds the middle 80% of those courses, a point a week.
RANGE = (0.1, 0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Point:
    """A level on a day, with the ends of its interval."""

    date: date
    level: float
    low: float
    high: float


def smoothed(case: Case, scale: Scale, every: int = 1) -> list[Point]:
    """The smoothed line, a point on every day with a score; or on the last one of `every` so many days."""
    series = case.series.until(case.as_of)
    scores = series.scores[ROWS.index(scale)]
    on = _last_of(scores, every)
    mean, error = (found[on] for found in levels.line(scores, on))
    ends = (mean, mean - Z80 * error, mean + Z80 * error)
    points = zip(*(np.clip(end, NRS_LOW, NRS_HIGH).tolist() for end in ends), strict=True)
    start = series.onset.toordinal()
    dates = (date.fromordinal(start + day) for day in np.flatnonzero(on).tolist())
    return [Point(on, *levels_) for on, levels_ in zip(dates, points, strict=True)]


def _last_of(scores: Floats, every: int) -> NDArray[np.bool_]:
    """Which days (days,) are the last with a score of each stretch of `every` days, counted from the onset."""
    answered = ~np.isnan(scores)
    if every == 1:
        return answered
    days = np.flatnonzero(answered)
    stretch = days // every
    last = np.append(stretch[1:] != stretch[:-1], True) if len(days) else np.zeros(0, dtype=bool)
    on = np.zeros(len(scores), dtype=bool)
    on[days[last]] = True
    return on


def ahead(case: Case, scale: Scale, outlook: Outlook | None) -> list[Point]:
    """Where the level is expected in the coming weeks, beginning now; nothing on thin data.

    Where there is an outlook, moved as it says; without one as if nothing changed. After an injection or operation from
    the days since.
    """
    series = case.series.until(case.as_of)
    scores, today = series.scores[ROWS.index(scale)].copy(), series.day(case.as_of)
    treated = min((series.day(done.date) for done in case.treatments), default=0)
    scores[: max(treated, 0)] = np.nan
    if not is_recent(scores, today):
        return []
    targets = [(0, 1), *COMING_WEEKS]
    drift = (0.0, *(outlook.drift.get(scale, NO_DRIFT) if outlook else NO_DRIFT))
    found = [
        (last - 1, levels.at(scores, today, (BACK, (first, last))), moves)
        for (first, last), moves in zip(targets, drift, strict=True)
    ]
    return [
        _point(series.date(today + day), Level(level.mean + moves, level.error))
        for day, level, moves in found
        if level
    ]


def of_those_who_recover(onset: date, scale: Scale) -> list[Point]:
    """The middle 80% of the courses of the library that recover in time, week by week; none for back pain."""
    return [
        Point(date.fromordinal(onset.toordinal() + WEEK_DAYS * week), *_on_scale(middle, low, high))
        for week, (low, middle, high) in enumerate(_range(scale))
    ]


@lru_cache
def _range(scale: Scale) -> tuple[tuple[float, float, float], ...]:
    books = library()
    all_courses = {Scale.LEG_PAIN: books.leg, Scale.LIMITATION: books.limitation}.get(scale)
    if all_courses is None:
        return ()
    courses = all_courses[: WINDOW_DAYS + 1 : WEEK_DAYS, books.recovers]
    weight = books.weight[books.recovers]
    return tuple(_quantiles(week, weight) for week in courses)


def _quantiles(levels_: Floats, weight: Floats) -> tuple[float, float, float]:
    order = np.argsort(levels_)
    total = np.cumsum(weight[order])
    low, middle, high = (float(levels_[order][np.searchsorted(total, share * total[-1])]) for share in RANGE)
    return low, middle, high


def _point(on: date, level: Level) -> Point:
    return Point(on, *_on_scale(level.mean, level.low, level.high))


def _on_scale(*values: float) -> list[float]:
    return [float(min(max(value, NRS_LOW), NRS_HIGH)) for value in values]
