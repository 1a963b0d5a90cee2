"""Who is phoned now: treatment status, times office hours, times holidays.

The rule is the leaflet's [L]: under treatment for the hernia at this hospital, phone the treating doctor
through the neurology desk in office hours and the emergency department outside them; otherwise the own
GP, and outside office hours the regional out-of-hours GP service. The leaflet does not define office
hours and does not mention 112; both are ours.
"""

from collections.abc import Collection, Container, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from recovery.clinical.signs import Urgency
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

WORKING_DAYS = 5
DAYS_A_WEEK = 7


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
    """Office hours of one day: open from `opens`, no longer at `closes`. Local Dutch time."""

    opens: time
    closes: time

    def hold(self, clock: time) -> bool:
        """Whether the office is open at `clock`, local Dutch time."""
        return self.opens <= clock < self.closes


@dataclass(frozen=True, slots=True)
class Week:
    """Office hours by weekday: seven days, Monday first; `None` is a day on which the office is closed."""

    days: tuple[Hours | None, ...]

    def hold(self, moment: datetime, closed_days: Container[date]) -> bool:
        """Whether the office is open at `moment`, an aware datetime. Any doubt counts as closed."""
        local = moment.astimezone(AMSTERDAM)
        hours = self.days[local.weekday()]
        return hours is not None and local.date() not in closed_days and hours.hold(local.time())


def working_days(hours: Hours) -> Week:
    """The same hours from Monday to Friday, closed at weekends."""
    return Week((hours,) * WORKING_DAYS + (None,) * (DAYS_A_WEEK - WORKING_DAYS))


GP_HOURS = Hours(GP_OPENS, GP_CLOSES)
GP_WEEK = working_days(GP_HOURS)


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone line: whose it is and its number as it is dialled, or empty where it is not known.

    `name` is whose line it is (a clinic, a practice), `called` what its owner calls it instead of the
    standard words for the role. `broken`: the number cannot be a telephone number; it is shown as it stands.
    """

    role: Role
    number: str
    name: str = ""
    called: str = ""
    broken: bool = False


AMBULANCE = Line(Role.AMBULANCE, EMERGENCY_NUMBER)


class Why112(StrEnum):
    """Why 112 is the first number. Codes are used by the presenters."""

    DANGER_OF_LIFE = "danger_of_life"
    NO_NUMBER = "no_number"
    NOBODY_ANSWERED = "nobody_answered"


@dataclass(frozen=True, slots=True)
class Advice:
    """Whom to phone: `first` the one big number, then `others`, every further number there is.

    `missing` names the line that should have been first but has no number, or one that cannot be right;
    `first` is then the next best. `office_hours` says whether the office that matters is open. `when_open`
    is true when the call can wait for the office to open (urgency "days" outside office hours). `why_112`
    is set when 112 is first. `told` is what the clinic tells outside its hours, by language.
    """

    first: Line
    others: tuple[Line, ...]
    office_hours: bool
    missing: Role | None = None
    when_open: bool = False
    why_112: Why112 | None = None
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every number, in order."""
        return self.first, *self.others


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
    lines: Collection[Line],
    clinic_hours: Week,
    closed_days: Container[date],
    now: datetime,
    urgency: Urgency = Urgency.NOW,
    tried: Collection[Role] = (),
    ambulance: bool = False,
) -> Advice:
    """The one number to phone at `now` (aware), then every other number there is.

    A sign that can wait some days is not sent to an emergency line at night: its number is that of the
    office, with `when_open` set. A number that is missing or broken is named in `missing` and passed over;
    the broken ones come last. On the lines in `tried` nobody could be reached: they go behind the others.
    112 comes first with `ambulance`, when there is no number that works, and when every one of them was
    tried and it cannot wait [P].
    """
    office_open = (clinic_hours if under_treatment else GP_WEEK).hold(now, closed_days)
    when_open = urgency is Urgency.DAYS and not office_open
    order = _for_later(under_treatment) if when_open else ORDER[under_treatment, office_open]
    known = _in_order(lines, order)
    usable = [line for line in known if not line.broken]
    spent = {line.number for line in lines if line.role in tried}
    left = [line for line in usable if line.number not in spent]
    why_112 = _why_112(usable, left, urgency, ambulance=ambulance)
    ranked = [*left, *(line for line in usable if line not in left), *(line for line in known if line.broken)]
    first, *others = [AMBULANCE, *ranked] if why_112 else ranked
    return Advice(
        first=first,
        others=tuple(others),
        office_hours=office_open,
        missing=None if order[0] in {line.role for line in usable} else order[0],
        when_open=when_open and first.role in OFFICES,
        why_112=why_112,
    )


def _in_order(lines: Collection[Line], order: tuple[Role, ...]) -> list[Line]:
    """The lines that have a number, in order, each number once: a GP's may be that of the out-of-hours service."""
    known: dict[str, Line] = {}
    for line in sorted((line for line in lines if line.number), key=lambda line: order.index(line.role)):
        known.setdefault(line.number, line)
    return list(known.values())


def _why_112(usable: list[Line], left: list[Line], urgency: Urgency, *, ambulance: bool) -> Why112 | None:
    """Why 112 comes first, if it does."""
    if ambulance:
        return Why112.DANGER_OF_LIFE
    if not usable:
        return Why112.NO_NUMBER
    return Why112.NOBODY_ANSWERED if urgency is Urgency.NOW and not left else None


def _for_later(under_treatment: bool) -> tuple[Role, ...]:
    """The lines of an open office, the emergency department last: nobody goes there for what can wait."""
    roles = ORDER[under_treatment, True]
    return (*(role for role in roles if role is not Role.EMERGENCY_DEPARTMENT), Role.EMERGENCY_DEPARTMENT)
