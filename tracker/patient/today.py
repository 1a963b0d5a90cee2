"""What there is to do today: the days that can be filled in."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from recovery.episodes.models import Episode
from recovery.journal import diary
from recovery.journal.models import Entry
from tracker.words import weekday_date


@dataclass(frozen=True, slots=True)
class DayToLog:
    """A day that can be filled in, and whether it was, wholly or in part."""

    day: date
    name: str
    date: str
    filled: bool
    in_part: bool


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Today, and the days before it that can still be filled in."""

    today: DayToLog
    before: list[DayToLog]


def today_page(episode: Episode, today: date) -> TodayPage:
    """The page of `today`."""
    filled = {entry.day: entry for entry in diary.recent_entries(episode, today=today)}
    first, *before = [_day(day, filled.get(day), today=today) for day in diary.days_to_log(episode, today)]
    return TodayPage(first, before)


def _day(day: date, entry: Entry | None, *, today: date) -> DayToLog:
    in_part = entry is not None and entry.is_partly_filled
    return DayToLog(day, _name(day, today), weekday_date(day), entry is not None, in_part)


def _name(day: date, today: date) -> str:
    back = (today - day).days
    return {0: _("Today"), 1: _("Yesterday")}.get(back, capfirst(weekday_date(day)))
