from datetime import UTC, date, datetime

import pytest

from recovery.clinical.contact import AMSTERDAM, GP_WEEK
from recovery.people import details, holidays
from recovery.people.holidays import (
    CLINICS_CLOSE_ON,
    HOLIDAYS,
    IN_THE_LIBRARY,
    Holiday,
    closed_days,
    gp_closed_days,
)
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
LIBERATION_DAYS = [date(year, 5, 5) for year in (2025, 2026, 2027, 2028, 2029, 2030)]

# The holidays of 2026 by name.
OF_2026 = {
    Holiday.NEW_YEAR: date(2026, 1, 1),
    Holiday.GOOD_FRIDAY: date(2026, 4, 3),
    Holiday.EASTER_SUNDAY: date(2026, 4, 5),
    Holiday.EASTER_MONDAY: date(2026, 4, 6),
    Holiday.KINGS_DAY: date(2026, 4, 27),
    Holiday.LIBERATION_DAY: date(2026, 5, 5),
    Holiday.ASCENSION_DAY: date(2026, 5, 14),
    Holiday.WHIT_SUNDAY: date(2026, 5, 24),
    Holiday.WHIT_MONDAY: date(2026, 5, 25),
    Holiday.CHRISTMAS_DAY: date(2026, 12, 25),
    Holiday.SECOND_CHRISTMAS_DAY: date(2026, 12, 26),
}


def on_the_calendar(year: int) -> set[date]:
    return {date.fromisoformat(f"{year}-{day}") for day in (*MOVING[year], *FIXED)}


def keep(clinic: Clinic, *kept: Holiday) -> Clinic:
    holidays.keep(clinic, kept)
    return clinic


@pytest.mark.parametrize("year", MOVING)
def test_a_clinic_is_closed_on_the_dutch_holidays_and_no_other_day(clinic: Clinic, year: int) -> None:
    assert closed_days(clinic, year) == on_the_calendar(year)


@pytest.mark.parametrize("year", MOVING)
def test_gps_are_closed_on_the_dutch_holidays_and_on_5_may_and_no_other_day(year: int) -> None:
    assert gp_closed_days(year) == on_the_calendar(year) | {date(year, 5, 5)}


@pytest.mark.parametrize(
    ("kept_on", "worked_on"),
    [
        (date(2025, 4, 26), date(2025, 4, 27)),
        (date(2026, 4, 27), date(2026, 4, 26)),
        (date(2031, 4, 26), date(2031, 4, 27)),
    ],
)
def test_kings_day_is_the_twenty_sixth_when_the_twenty_seventh_is_a_sunday(
    clinic: Clinic, kept_on: date, worked_on: date
) -> None:
    days = closed_days(clinic, kept_on.year)
    assert kept_on in days
    assert worked_on not in days


@pytest.mark.parametrize("friday", GOOD_FRIDAYS)
def test_good_friday_is_closed_only_where_the_clinic_says_so(clinic: Clinic, friday: date) -> None:
    usual = closed_days(clinic, friday.year)
    assert closed_days(keep(clinic, *CLINICS_CLOSE_ON, Holiday.GOOD_FRIDAY), friday.year) - usual == {friday}
    assert friday not in gp_closed_days(friday.year)


# In 2025 and 2030 it is an official day off; still each organisation decides.
@pytest.mark.parametrize("day", LIBERATION_DAYS)
def test_liberation_day_is_closed_only_where_the_clinic_says_so(clinic: Clinic, day: date) -> None:
    usual = closed_days(clinic, day.year)
    assert closed_days(keep(clinic, *CLINICS_CLOSE_ON, Holiday.LIBERATION_DAY), day.year) - usual == {day}


@pytest.mark.parametrize("holiday", Holiday)
def test_every_holiday_can_be_kept_by_itself(clinic: Clinic, holiday: Holiday) -> None:
    assert closed_days(keep(clinic, holiday), 2026) == {OF_2026[holiday]}
    assert holidays.kept_by(clinic) == [holiday]


def test_every_holiday_has_words_and_is_known_to_the_library() -> None:
    assert set(HOLIDAYS) == set(IN_THE_LIBRARY.values()) == set(Holiday)


def test_a_clinic_keeps_the_usual_holidays_until_it_chooses() -> None:
    assert set(holidays.kept_by(Clinic())) == CLINICS_CLOSE_ON


def test_two_holidays_on_one_day_are_both_kept(clinic: Clinic) -> None:
    """In 2016 Ascension Day was on 5 May."""
    assert date(2016, 5, 5) in closed_days(keep(clinic, Holiday.ASCENSION_DAY), 2016)
    assert date(2016, 5, 5) in closed_days(keep(clinic, Holiday.LIBERATION_DAY), 2016)


def test_a_clinic_is_closed_on_further_days_of_its_own(clinic: Clinic) -> None:
    details.save_numbers(clinic, closed_days={date(2026, 12, 24): "Christmas Eve", date(2027, 1, 4): ""})
    assert closed_days(clinic, 2026) - on_the_calendar(2026) == {date(2026, 12, 24)}
    assert closed_days(clinic, 2027) - on_the_calendar(2027) == {date(2027, 1, 4)}


def test_the_days_of_the_last_to_save_are_the_days(clinic: Clinic) -> None:
    details.save_numbers(clinic, closed_days={date(2026, 12, 24): "first", date(2026, 12, 31): ""})
    details.save_numbers(clinic, closed_days={date(2026, 12, 24): "second"})
    assert [(closed.day, closed.reason) for closed in clinic.closed_days.all()] == [
        (date(2026, 12, 24), "second")
    ]


def test_new_year_in_amsterdam_is_closed_while_greenwich_is_still_in_december(clinic: Clinic) -> None:
    moment = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert moment.astimezone(AMSTERDAM).date() == date(2027, 1, 1)
    assert date(2027, 1, 1) in closed_days(clinic, moment.astimezone(AMSTERDAM).year)


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
    assert GP_WEEK.hold(moment, gp_closed_days(moment.astimezone(AMSTERDAM).year)) is is_open


@pytest.mark.parametrize("day", [date(2026, 12, 24), date(2026, 12, 31), date(2026, 4, 28)])
def test_the_day_beside_a_holiday_is_a_working_day(clinic: Clinic, day: date) -> None:
    assert day not in closed_days(clinic, day.year)
