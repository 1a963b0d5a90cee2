"""What changed since the last visit, and whether a change is one that matters. Values only: the site says them.

Levels are smoothed (0-10) with their 80% interval, as everywhere: single days are never compared (section 3).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from recovery.clinical.course import Course, Reading
from recovery.clinical.judgement import level_on
from recovery.clinical.levels import Level
from recovery.clinical.reading import first_week
from recovery.clinical.scores import ACCEPTABLE_LEVEL, PAINS, Scale
from recovery.clinical.series import ROWS, Series
from recovery.clinical.standing import BETTER_POINTS, BETTER_SHARE

# Without a visit the last so many days are told [P].
WITHOUT_A_VISIT_DAYS = 28


class Start(StrEnum):
    """What a change is counted from."""

    LAST_VISIT = "last_visit"
    SOME_WEEKS = "some_weeks"
    FIRST_DAY = "first_day"


@dataclass(frozen=True, slots=True)
class Since:
    """From when on changes are told, and what that date is."""

    start: Start
    date: date


def since_when(held: Iterable[date], first_day: date | None, today: date) -> Since | None:
    """The last visit before today; without one some weeks ago, or the first day of the diary where that is later.

    `None` without a visit and without a day.
    """
    if before := [day for day in held if day < today]:
        return Since(Start.LAST_VISIT, max(before))
    if first_day is None:
        return None
    weeks_ago = today - timedelta(days=WITHOUT_A_VISIT_DAYS)
    if first_day > weeks_ago:
        return Since(Start.FIRST_DAY, first_day)
    return Since(Start.SOME_WEEKS, weeks_ago)


@dataclass(frozen=True, slots=True)
class Moved:
    """The level of a scale on two dates; `None` where too little was answered in the two weeks before one."""

    scale: Scale
    then: Level | None
    now: Level | None

    @property
    def change(self) -> Level | None:
        """How far it rose; `None` where either level is missing."""
        return self.now.since(self.then) if self.now and self.then else None


def moved(course: Course, then: date, now: date) -> tuple[Moved, ...]:
    """Each scale on two dates, leg pain first."""
    series = Series.of_days(course.onset, course.days)
    return tuple(
        Moved(scale, level_on(scores, series.day(then)), level_on(scores, series.day(now)))
        for scale, scores in zip(ROWS, series.scores, strict=True)
    )


def moved_since_the_first_week(course: Course, now: date) -> tuple[Moved, ...]:
    """Each scale from the first full week, which is what an improvement is measured against, to a date."""
    series = Series.of_days(course.onset, (day for day in course.days if day.date <= now))
    return tuple(
        Moved(scale, first_week(series, scale), level_on(scores, series.day(now)))
        for scale, scores in zip(ROWS, series.scores, strict=True)
    )


@dataclass(frozen=True, slots=True)
class Weight:
    """A change against what matters: `points` lower than before (below 0: higher), and as a `share` (0-1) of before.

    `reaches`: at least 30% and 2 points lower (Ostelo 2008 [F]). `acceptable`: pain of at most 2 (Haugen 2011 [F]);
    `None` for what is not a pain.
    """

    points: float
    share: float | None
    reaches: bool
    acceptable: bool | None


def weigh(change: Moved) -> Weight | None:
    """What a change is worth, on the figures as they are shown, to one decimal; `None` where there is none."""
    if change.then is None or change.now is None:
        return None
    then, now = round(change.then.mean, 1), round(change.now.mean, 1)
    points = round(then - now, 1)
    return Weight(
        points=points,
        share=points / then if then > 0 else None,
        reaches=points >= max(BETTER_POINTS, BETTER_SHARE * then),
        acceptable=now <= ACCEPTABLE_LEVEL if change.scale in PAINS else None,
    )


@dataclass(frozen=True, slots=True)
class Followed:
    """What changed between two readings: leg pain and limitation, the standing, and how much was filled in.

    `span` days lie after the first date, up to and including the last; on `logged` of them leg pain was answered.
    """

    since: Since
    leg_pain: Moved
    limitation: Moved
    then: Reading
    now: Reading
    span: int
    logged: int

    @property
    def then_is_silenced(self) -> bool:
        """Whether an open red flag of later takes back what would have been said then."""
        return self.then.flagged_on is not None and self.then.flagged_on > self.then.as_of


def followed(course: Course, since: Since, then: Reading, now: Reading) -> Followed:
    """What changed since a date, from the readings as of that date and as of today.

    There is no level on the first day of a diary: then the levels are those of its first full week.
    """
    if since.start is Start.FIRST_DAY:
        leg_pain, limitation, _back_pain = moved_since_the_first_week(course, now.as_of)
    else:
        leg_pain, limitation, _back_pain = moved(course, since.date, now.as_of)
    logged = sum(since.date < day.date <= now.as_of and day.leg_pain is not None for day in course.days)
    return Followed(since, leg_pain, limitation, then, now, (now.as_of - since.date).days, logged)
