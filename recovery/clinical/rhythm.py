"""How often a diary is kept: every day while it matters, lighter once recovered (section 3)."""

from datetime import date, timedelta
from enum import StrEnum

from recovery.clinical.diary import WEEK_DAYS

# After so many days without an answer one kind question; asked no later than the seventh, and only where a diary was
# going: so many days in the two weeks up to the last one [P].
ASKED_AFTER_SILENT_DAYS = 3
ASKED_UP_TO_SILENT_DAYS = 7
GOING_ENTRIES = 3
GOING_WITHIN_DAYS = 2 * WEEK_DAYS

# Kept every week, a diary is silent after more than two weeks [P].
WEEKLY_SILENT_AFTER_DAYS = 2 * WEEK_DAYS

# A weekly question is not sent to who answered on its day or so many days before; further back it was last week's [P].
ANSWERED_DAYS_BEFORE = 3

# After "no", or after a return to every day, the lighter rhythm is not proposed for so long [P].
PROPOSED_AGAIN_AFTER_DAYS = 4 * WEEK_DAYS


class Every(StrEnum):
    """Codes are stored: never rename one."""

    DAY = "day"
    WEEK = "week"


class Because(StrEnum):
    """Why the rhythm changed: the patient's choice, a weekly answer that was worse, or a new or returned episode."""

    CHOSEN = "chosen"
    WORSE = "worse"
    RETURNED = "returned"


def next_question(since: date, today: date) -> date:
    """The first day from `today` on that falls on the weekday of `since`; that day itself is not asked again."""
    first = max(today, since + timedelta(days=1))
    return first + timedelta(days=(since - first).days % WEEK_DAYS)
