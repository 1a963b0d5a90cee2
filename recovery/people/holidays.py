"""The days on which Dutch offices are closed."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from functools import lru_cache

from holidays import OPTIONAL, PUBLIC, country_holidays

from recovery.clinical.text import _
from recovery.people.models import Clinic


class Holiday(StrEnum):
    """The holidays of the Netherlands (section 5). A clinic has a field `closed_on_...` for each."""

    NEW_YEAR = "new_year"
    GOOD_FRIDAY = "good_friday"
    EASTER_SUNDAY = "easter_sunday"
    EASTER_MONDAY = "easter_monday"
    KINGS_DAY = "kings_day"
    LIBERATION_DAY = "liberation_day"
    ASCENSION_DAY = "ascension_day"
    WHIT_SUNDAY = "whit_sunday"
    WHIT_MONDAY = "whit_monday"
    CHRISTMAS_DAY = "christmas_day"
    SECOND_CHRISTMAS_DAY = "second_christmas_day"


HOLIDAYS: dict[Holiday, str] = {
    Holiday.NEW_YEAR: _("New Year's Day"),
    Holiday.GOOD_FRIDAY: _("Good Friday"),
    Holiday.EASTER_SUNDAY: _("Easter Sunday"),
    Holiday.EASTER_MONDAY: _("Easter Monday"),
    Holiday.KINGS_DAY: _("King's Day"),
    Holiday.LIBERATION_DAY: _("Liberation Day (5 May)"),
    Holiday.ASCENSION_DAY: _("Ascension Day"),
    Holiday.WHIT_SUNDAY: _("Whit Sunday"),
    Holiday.WHIT_MONDAY: _("Whit Monday"),
    Holiday.CHRISTMAS_DAY: _("Christmas Day"),
    Holiday.SECOND_CHRISTMAS_DAY: _("Second Christmas Day"),
}

# What the library of holidays calls them in American English.
IN_THE_LIBRARY: dict[str, Holiday] = {
    "New Year's Day": Holiday.NEW_YEAR,
    "Good Friday": Holiday.GOOD_FRIDAY,
    "Easter Sunday": Holiday.EASTER_SUNDAY,
    "Easter Monday": Holiday.EASTER_MONDAY,
    "King's Day": Holiday.KINGS_DAY,
    "Liberation Day": Holiday.LIBERATION_DAY,
    "Ascension Day": Holiday.ASCENSION_DAY,
    "Pentecost": Holiday.WHIT_SUNDAY,
    "Pentecost Monday": Holiday.WHIT_MONDAY,
    "Christmas Day": Holiday.CHRISTMAS_DAY,
    "Second Day of Christmas": Holiday.SECOND_CHRISTMAS_DAY,
}

# Of a clinic until it chooses: both differ per organisation (section 5).
CLINICS_CLOSE_ON = frozenset(Holiday) - {Holiday.GOOD_FRIDAY, Holiday.LIBERATION_DAY}

# Good Friday is mostly a working day; 5 May is in doubt, so closed (section 5).
GPS_CLOSE_ON = frozenset(Holiday) - {Holiday.GOOD_FRIDAY}


def closed_days(clinic: Clinic, year: int) -> frozenset[date]:
    """The days of a year on which a clinic is closed: the holidays that it keeps, and further days of its own."""
    own = {closed.day for closed in clinic.closed_days.all() if closed.day.year == year}
    return _days_of(frozenset(kept_by(clinic)), year) | own


def gp_closed_days(year: int) -> frozenset[date]:
    """The holidays of GPs."""
    return _days_of(GPS_CLOSE_ON, year)


def kept_by(clinic: Clinic) -> list[Holiday]:
    """The holidays on which a clinic is closed."""
    return [holiday for holiday in Holiday if getattr(clinic, f"closed_on_{holiday.value}")]


def keep(clinic: Clinic, kept: Collection[str]) -> None:
    """Set on which holidays a clinic is closed; does not save."""
    for holiday in Holiday:
        setattr(clinic, f"closed_on_{holiday.value}", holiday in kept)


@lru_cache(maxsize=64)
def _days_of(kept: frozenset[Holiday], year: int) -> frozenset[date]:
    return frozenset(day for day, holidays in _holidays_of(year).items() if kept & holidays)


@lru_cache(maxsize=16)
def _holidays_of(year: int) -> dict[date, frozenset[Holiday]]:
    """The holidays of a year. Two may fall on one day, as in 2016: Ascension Day on 5 May."""
    dates = country_holidays("NL", years=year, language="en_US", categories=(PUBLIC, OPTIONAL))
    return {
        day: frozenset(IN_THE_LIBRARY[name] for name in dates.get_list(day) if name in IN_THE_LIBRARY)
        for day in dates
    }
