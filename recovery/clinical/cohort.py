"""Who counts in the curve of a clinic, from which day to which, and why somebody does not.

Recovery is by our own definition (section 3): two weeks at a low level, on the day on which those two weeks
are full. The diary cannot see it sooner, and nobody is judged on days that they did not log.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.clinical.definition import RECOVERED_DAYS
from recovery.clinical.diary import SILENT_AFTER_DAYS, WEEK_DAYS
from recovery.clinical.incidence import End, Followed
from recovery.clinical.library import WINDOW_DAYS

# A manager reads no records, and with fewer people than this a curve is about persons [P].
FEWEST_FOR_MANAGERS = 10

# After this long without a day written down nobody is waiting for one any more [P].
STOPPED_AFTER_DAYS = 8 * WEEK_DAYS

END_OF = {TreatmentKind.INJECTION: End.INJECTION, TreatmentKind.OPERATION: End.OPERATION}


class LeftOut(StrEnum):
    """Why somebody does not count."""

    WRONG_DATES = "wrong_dates"
    TOO_LATE = "too_late"
    TOO_SHORT = "too_short"
    TREATED_BEFORE = "treated_before"
    RECOVERED_BEFORE = "recovered_before"


@dataclass(frozen=True, slots=True)
class Told:
    """What is known of one episode: its onset, its diary, when recovery was first met, and its first treatment.

    `first_day` and `last_day` are the first and the last day with a leg pain score, `None` without any.
    """

    onset: date
    first_day: date | None
    last_day: date | None
    recovered_on: date | None = None
    treated: TreatedOn | None = None


def follow(told: Told) -> Followed | LeftOut:
    """From when to when somebody is followed, and how that ended; or why they do not count.

    They enter on the first day on which their diary could tell a recovery, when two weeks of it are full:
    whoever had recovered by then may have come recovered. An injection or operation counts while the diary is
    not silent yet: people stop writing on the eve of an operation. What comes after the window is not looked at.
    """
    if told.first_day is None or told.last_day is None:
        return LeftOut.TOO_SHORT
    entry = told.first_day + timedelta(days=RECOVERED_DAYS - 1)
    on, end = _end(told, told.last_day)
    if told.first_day < told.onset or (told.treated and told.treated.date < told.onset):
        return LeftOut.WRONG_DATES
    if _days(told, entry) >= WINDOW_DAYS:
        return LeftOut.TOO_LATE
    if on <= entry:
        return _ended_before(end)
    until = _days(told, on)
    return Followed(_days(told, entry), min(until, WINDOW_DAYS), end if until <= WINDOW_DAYS else End.LOST)


def _end(told: Told, last_day: date) -> tuple[date, End]:
    """The first thing that ended the time in which somebody was followed, and its day."""
    if told.treated and told.treated.date <= (told.recovered_on or told.treated.date):
        if told.treated.date <= last_day + timedelta(days=SILENT_AFTER_DAYS):
            return told.treated.date, END_OF[told.treated.kind]
    elif told.recovered_on:
        return told.recovered_on, End.RECOVERED
    return last_day, End.LOST


def _ended_before(end: End) -> LeftOut:
    """Why somebody was never followed."""
    match end:
        case End.RECOVERED:
            return LeftOut.RECOVERED_BEFORE
        case End.INJECTION | End.OPERATION:
            return LeftOut.TREATED_BEFORE
        case _:
            return LeftOut.TOO_SHORT


def _days(told: Told, day: date) -> int:
    """Days since onset."""
    return (day - told.onset).days
