"""Own activities for a page: a mean for each week, in words that say which way is worse. No verdict."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from recovery.clinical.function import ENDS, Scores, Week, weeks_of
from recovery.episodes.models import Episode
from recovery.journal import activities, diary
from recovery.journal.models import Activity
from tracker.words import compact_date, figure, short_date
from tracker.writers import Writers

# Half a year of weeks at most, so that a page stays small.
SHOWN_WEEKS = 26

UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week from its first day, a mean for each activity."""

    start: str
    means: list[str]


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """One activity in a line: its first week and its last, and whether it is still asked about."""

    name: str
    first: str
    first_on: str
    last: str
    last_on: str
    is_retired: bool
    written: str = ""


@dataclass(frozen=True, slots=True)
class ActivitiesCard:
    """Every activity that was scored, and the latest weeks, the last one first."""

    ends: str
    lines: list[ActivityLine]
    names: list[str]
    weeks: list[WeekRow]


def activities_card(episode: Episode, *, silenced: bool = False) -> ActivitiesCard | None:
    """The card of an episode; `None` where none is asked about or scored. At most three queries, however many days.

    `silenced`, for the patient while an alert is open: nothing is compared with how it was.
    """
    told = activities.all_of(episode)
    if not told:
        return None
    days = activities.days_of(episode)
    first = diary.first_day(episode) if days else None
    made = card(told, days, first=first, writers=Writers(episode.patient))
    if not made.lines:
        return None
    return replace(made, lines=[replace(line, first="") for line in made.lines]) if silenced else made


def card(
    told: Sequence[Activity],
    days: Sequence[tuple[date, Scores]],
    *,
    first: date | None,
    writers: Writers | None = None,
) -> ActivitiesCard:
    """The card of these activities and days, the weeks counted from `first`."""
    weeks = {one: weeks_of(days, str(one.ref), first=first) if first else [] for one in told}
    scored = [one for one in told if weeks[one] or one.retired_at is None]
    return ActivitiesCard(
        ends=_(ENDS),
        lines=[_line(one, weeks[one], writers) for one in scored],
        names=[one.name for one in scored],
        weeks=_rows([weeks[one] for one in scored]),
    )


def _line(activity: Activity, weeks: list[Week], writers: Writers | None) -> ActivityLine:
    return ActivityLine(
        name=activity.name,
        first=figure(weeks[0].mean) if len(weeks) > 1 else "",
        first_on=compact_date(weeks[0].start) if weeks else "",
        last=figure(weeks[-1].mean) if weeks else UNKNOWN,
        last_on=compact_date(weeks[-1].start) if weeks else "",
        is_retired=activity.retired_at is not None,
        written=writers.written_by(activity.chosen_by_id) if writers else "",
    )


def _rows(columns: list[list[Week]]) -> list[WeekRow]:
    """A row for each week with a score of any of them."""
    means = [{week.start: week.mean for week in column} for column in columns]
    starts = sorted({start for column in means for start in column}, reverse=True)[:SHOWN_WEEKS]
    written = compact_date if len({start.year for start in starts}) > 1 else short_date
    return [
        WeekRow(written(start), [figure(column[start]) if start in column else UNKNOWN for column in means])
        for start in starts
    ]
