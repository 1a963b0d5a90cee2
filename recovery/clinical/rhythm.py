"""How often a diary is kept: every day while it matters, lighter once recovered (section 3)."""

from enum import StrEnum


class Every(StrEnum):
    """Codes are stored: never rename one."""

    DAY = "day"
    WEEK = "week"


class Because(StrEnum):
    """Why the rhythm changed: the patient's choice, a weekly answer that was worse, or a new or returned episode."""

    CHOSEN = "chosen"
    WORSE = "worse"
    RETURNED = "returned"
