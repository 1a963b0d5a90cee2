"""Who is phoned now: treatment status, times office hours, times holidays.

The rule is the leaflet's [L]: under treatment for the hernia at this hospital, phone the treating doctor
through the neurology desk in office hours and the emergency department outside them; otherwise the own
GP, and outside office hours the regional out-of-hours GP service. The leaflet does not define office
hours and does not mention 112; both are ours.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from recovery.clinical.red_flags import Urgency
from recovery.clinical.text import _

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

# Dutch GPs: working days 08:00-17:00, the out-of-hours service for the rest, national holidays
# included (section 5 [F]).
GP_OPENS = time(8)
GP_CLOSES = time(17)

# A clinic's own hours until it sets them [P].
CLINIC_OPENS = time(8)
CLINIC_CLOSES = time(17)

EMERGENCY_NUMBER = "112"

SATURDAY = 5


class Role(StrEnum):
    """Whose telephone it is. Codes are used by the presenters."""

    DESK = "desk"
    EMERGENCY_DEPARTMENT = "emergency_department"
    GP = "gp"
    GP_OUT_OF_HOURS = "gp_out_of_hours"
    AMBULANCE = "ambulance"


ROLES: dict[Role, str] = {
    Role.DESK: _("Neurology outpatient desk"),
    Role.EMERGENCY_DEPARTMENT: _("Emergency department"),
    Role.GP: _("Your GP"),
    Role.GP_OUT_OF_HOURS: _("Out-of-hours GP service"),
    Role.AMBULANCE: _("Emergency number"),
}


@dataclass(frozen=True, slots=True)
class Hours:
    """Office hours on working days: open from `opens`, no longer at `closes`. Local Dutch time."""

    opens: time
    closes: time

    def hold(self, moment: datetime, closed_days: Container[date]) -> bool:
        """Whether the office is open at `moment`, an aware datetime. Any doubt counts as closed."""
        local = moment.astimezone(AMSTERDAM)
        if local.weekday() >= SATURDAY or local.date() in closed_days:
            return False
        return self.opens <= local.time() < self.closes


GP_HOURS = Hours(GP_OPENS, GP_CLOSES)


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone line: whose it is and its number as it is dialled, or empty where it is not known."""

    role: Role
    number: str
    name: str = ""


AMBULANCE = Line(Role.AMBULANCE, EMERGENCY_NUMBER)


@dataclass(frozen=True, slots=True)
class Advice:
    """Whom to phone: `first` the one big number, then `others`, every further number there is.

    `missing` names the line that should have been first but has no number; `first` is then the next
    best. `office_hours` says whether the office that matters is open. `when_open` is true when the call
    can wait for the office to open (urgency "days" outside office hours).
    """

    first: Line
    others: tuple[Line, ...]
    office_hours: bool
    missing: Role | None = None
    when_open: bool = False


# Lines that answer in office hours only.
OFFICES = frozenset({Role.DESK, Role.GP})

# The order in which lines are tried, for (under treatment, office open). The first of each row is the
# leaflet's; the rest is what remains when that number is missing [P].
ORDER: dict[tuple[bool, bool], tuple[Role, ...]] = {
    (True, True): (Role.DESK, Role.EMERGENCY_DEPARTMENT, Role.GP, Role.GP_OUT_OF_HOURS),
    (True, False): (Role.EMERGENCY_DEPARTMENT, Role.GP_OUT_OF_HOURS, Role.DESK, Role.GP),
    (False, True): (Role.GP, Role.GP_OUT_OF_HOURS, Role.DESK, Role.EMERGENCY_DEPARTMENT),
    (False, False): (Role.GP_OUT_OF_HOURS, Role.GP, Role.EMERGENCY_DEPARTMENT, Role.DESK),
}


def who_to_phone(
    *,
    under_treatment: bool,
    lines: tuple[Line, ...],
    clinic_hours: Hours,
    closed_days: Container[date],
    now: datetime,
    urgency: Urgency = Urgency.NOW,
) -> Advice:
    """The one number to phone at `now` (aware), then every other number there is.

    A sign that can wait some days is not sent to an emergency line at night: its number is that of the
    office, with `when_open` set. An empty number is skipped and named in `missing`; when there is no
    number at all, 112 comes first.
    """
    hours = clinic_hours if under_treatment else GP_HOURS
    office_open = hours.hold(now, closed_days)
    when_open = urgency is Urgency.DAYS and not office_open
    order = _for_later(under_treatment) if when_open else ORDER[under_treatment, office_open]
    known = {line.role: line for line in lines if line.number}
    usable = [known[role] for role in order if role in known]
    first, *others = usable or [AMBULANCE]
    return Advice(
        first=first,
        others=tuple(others),
        office_hours=office_open,
        missing=order[0] if first.role is not order[0] else None,
        when_open=when_open and first.role in OFFICES,
    )


def _for_later(under_treatment: bool) -> tuple[Role, ...]:
    """The lines of an open office, the emergency department last: nobody goes there for what can wait."""
    roles = ORDER[under_treatment, True]
    return (*(role for role in roles if role is not Role.EMERGENCY_DEPARTMENT), Role.EMERGENCY_DEPARTMENT)
