"""What there is to do today: the days that can be filled in."""

from dataclasses import dataclass
from datetime import date

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from recovery.episodes.models import Episode
from recovery.journal import diary
from tracker.words import weekday_date


@dataclass(frozen=True, slots=True)
class DayToLog:
    """A day that can be filled in, and whether it was."""

    day: date
    name: str
    date: str
    filled: bool


@dataclass(frozen=True, slots=True)
class TodayPage:
    """Today, and the days before it that can still be filled in."""

    today: DayToLog
    before: list[DayToLog]


def today_page(episode: Episode, today: date) -> TodayPage:
    """The page of `today`."""
    filled = set(diary.filled_days(episode, today=today))
    first, *before = [
        DayToLog(day, _name(day, today), weekday_date(day), day in filled)
        for day in diary.days_to_log(episode, today)
    ]
    return TodayPage(first, before)


def _name(day: date, today: date) -> str:
    back = (today - day).days
    return {0: _("Today"), 1: _("Yesterday")}.get(back, capfirst(weekday_date(day)))
