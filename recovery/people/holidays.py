"""The days on which Dutch offices are closed."""

from datetime import date, timedelta
from functools import lru_cache

from dateutil.easter import easter
from holidays import country_holidays

from recovery.people.models import Clinic

LIBERATION_DAY = (5, 5)
GOOD_FRIDAY_BEFORE_EASTER = timedelta(days=2)


def closed_days(clinic: Clinic, year: int) -> frozenset[date]:
    """The holidays of a clinic. Good Friday and 5 May differ per organisation: settings (section 5)."""
    return _closed(year, friday=clinic.closed_on_good_friday, liberation=clinic.closed_on_liberation_day)


def gp_closed_days(year: int) -> frozenset[date]:
    """The holidays of GPs: Good Friday is mostly a working day; 5 May is in doubt, so closed (section 5)."""
    return _closed(year, friday=False, liberation=True)


@lru_cache(maxsize=64)
def _closed(year: int, *, friday: bool, liberation: bool) -> frozenset[date]:
    days = set(country_holidays("NL", years=year))
    for day, closed in (
        (easter(year) - GOOD_FRIDAY_BEFORE_EASTER, friday),
        (date(year, *LIBERATION_DAY), liberation),
    ):
        if closed:
            days.add(day)
        else:
            days.discard(day)
    return frozenset(days)
