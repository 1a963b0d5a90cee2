from datetime import UTC, date, datetime, timedelta

import pytest

from recovery.clinical.contact import AMSTERDAM, GP_HOURS
from recovery.people.holidays import closed_days, gp_closed_days
from recovery.people.models import Clinic

# Easter Sunday and Monday, King's Day, Ascension, Whit Sunday and Monday: section 5 of the clinical facts.
MOVING = {
    2026: ("04-05", "04-06", "04-27", "05-14", "05-24", "05-25"),
    2027: ("03-28", "03-29", "04-27", "05-06", "05-16", "05-17"),
    2028: ("04-16", "04-17", "04-27", "05-25", "06-04", "06-05"),
    2029: ("04-01", "04-02", "04-27", "05-10", "05-20", "05-21"),
    2030: ("04-21", "04-22", "04-27", "05-30", "06-09", "06-10"),
}
FIXED = ("01-01", "12-25", "12-26")
GOOD_FRIDAYS = [date(2026, 4, 3), date(2027, 3, 26), date(2028, 4, 14), date(2029, 3, 30), date(2030, 4, 19)]


def of_year(days: frozenset[date], year: int) -> set[date]:
    return {day for day in days if day.year == year}


@pytest.mark.parametrize("year", MOVING)
def test_offices_are_closed_on_the_dutch_holidays_and_no_other_day(year: int) -> None:
    expected = {date.fromisoformat(f"{year}-{day}") for day in (*MOVING[year], *FIXED)}
    assert of_year(closed_days(Clinic(), year), year) == expected


def test_a_clinic_keeps_the_same_holidays_until_it_says_otherwise() -> None:
    assert closed_days(Clinic(name="Neurology"), 2026) == closed_days(Clinic(), 2026)


@pytest.mark.parametrize(
    ("kept_on", "worked_on"),
    [
        (date(2025, 4, 26), date(2025, 4, 27)),
        (date(2026, 4, 27), date(2026, 4, 26)),
        (date(2031, 4, 26), date(2031, 4, 27)),
    ],
)
def test_kings_day_is_the_twenty_sixth_when_the_twenty_seventh_is_a_sunday(
    kept_on: date, worked_on: date
) -> None:
    days = closed_days(Clinic(), kept_on.year)
    assert kept_on in days
    assert worked_on not in days


@pytest.mark.parametrize("friday", GOOD_FRIDAYS)
def test_good_friday_is_closed_only_where_the_clinic_says_so(friday: date) -> None:
    closed = closed_days(Clinic(closed_on_good_friday=True), friday.year)
    assert of_year(closed - closed_days(Clinic(), friday.year), friday.year) == {friday}


# In 2025 and 2030 it is an official day off; still each organisation decides.
@pytest.mark.parametrize("year", [2025, 2026, 2027, 2028, 2029, 2030])
def test_liberation_day_is_closed_only_where_the_clinic_says_so(year: int) -> None:
    closed = closed_days(Clinic(closed_on_liberation_day=True), year)
    assert of_year(closed - closed_days(Clinic(), year), year) == {date(year, 5, 5)}


def test_a_clinics_settings_do_not_leak_into_another() -> None:
    both = closed_days(Clinic(closed_on_good_friday=True, closed_on_liberation_day=True), 2026)
    assert {date(2026, 4, 3), date(2026, 5, 5)} <= both
    assert not {date(2026, 4, 3), date(2026, 5, 5)} & closed_days(Clinic(), 2026)
    assert not {date(2026, 4, 3), date(2026, 5, 5)} & closed_days(Clinic(), 2026)


def test_new_year_in_amsterdam_is_closed_while_greenwich_is_still_in_december() -> None:
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert moment.astimezone(AMSTERDAM).date() == date(2027, 1, 1)
    assert date(2027, 1, 1) in closed_days(Clinic(), moment.astimezone(AMSTERDAM).year)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (datetime(2026, 12, 31, 15, 59, tzinfo=UTC), True),  # Thursday 16:59
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), False),  # New Year 00:00
        (datetime(2027, 1, 1, 7, 0, tzinfo=UTC), False),  # Friday 08:00
        (datetime(2027, 1, 1, 15, 59, tzinfo=UTC), False),
        (datetime(2027, 1, 4, 7, 0, tzinfo=UTC), True),  # Monday 08:00
    ],
)
def test_the_gp_is_closed_on_new_years_day(moment: datetime, is_open: bool) -> None:
    assert GP_HOURS.hold(moment, gp_closed_days(moment.astimezone(AMSTERDAM).year)) is is_open


def test_the_days_are_those_of_the_year() -> None:
    assert {day.year for day in closed_days(Clinic(), 2026)} == {2026}


@pytest.mark.parametrize("friday", [date(2026, 4, 3), date(2027, 3, 26)])
def test_gps_work_on_good_friday_and_5_may_is_in_doubt(friday: date) -> None:
    days = gp_closed_days(friday.year)
    assert friday not in days
    assert date(friday.year, 5, 5) in days
    assert days - closed_days(Clinic(), friday.year) == {date(friday.year, 5, 5)}


@pytest.mark.parametrize(
    "day", [date(2026, 12, 24), date(2026, 12, 31), date(2026, 4, 26) + timedelta(days=2)]
)
def test_the_day_beside_a_holiday_is_a_working_day(day: date) -> None:
    assert day not in closed_days(Clinic(), day.year)
