from collections import Counter
from collections.abc import Collection, Container
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.contact import (
    AMBULANCE,
    AMSTERDAM,
    CLINIC_CLOSES,
    CLINIC_OPENS,
    GP_HOURS,
    GP_WEEK,
    ROLES,
    Advice,
    Hours,
    Line,
    Role,
    Week,
    Why112,
    who_to_phone,
    working_days,
)
from recovery.clinical.signs import Urgency
from tests.recovery.clinical.builders import untimed

NUMBERS = {
    Role.DESK: "+31883203900",
    Role.EMERGENCY_DEPARTMENT: "+31883203300",
    Role.GP: "+31201234567",
    Role.GP_OUT_OF_HOURS: "+31207654321",
}
MONDAY_NOON = datetime(2026, 3, 9, 12, tzinfo=AMSTERDAM)
MONDAY_NIGHT = datetime(2026, 3, 9, 23, tzinfo=AMSTERDAM)
ROUND_THE_CLOCK = working_days(Hours(time.min, time.max))


def lines(*missing: Role, broken: Collection[Role] = ()) -> tuple[Line, ...]:
    return tuple(
        Line(role, "" if role in missing else number, broken=role in broken)
        for role, number in NUMBERS.items()
    )


def phone(
    now: datetime,
    *missing: Role,
    treated: bool = True,
    urgency: Urgency = Urgency.NOW,
    hours: Week = GP_WEEK,
    closed_days: Container[date] = frozenset(),
    broken: Collection[Role] = (),
    tried: Collection[Role] = (),
    ambulance: bool = False,
) -> Advice:
    return who_to_phone(
        under_treatment=treated,
        lines=lines(*missing, broken=broken),
        clinic_hours=hours,
        closed_days=closed_days,
        now=now,
        urgency=urgency,
        tried=tried,
        ambulance=ambulance,
    )


def roles(advice: Advice) -> list[Role]:
    return [line.role for line in advice.lines]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# The leaflet's table.


@pytest.mark.parametrize(
    ("treated", "now", "role"),
    [
        (True, MONDAY_NOON, Role.DESK),
        (True, MONDAY_NIGHT, Role.EMERGENCY_DEPARTMENT),
        (False, MONDAY_NOON, Role.GP),
        (False, MONDAY_NIGHT, Role.GP_OUT_OF_HOURS),
    ],
)
def test_the_leaflet_says_whom_to_phone(treated: bool, now: datetime, role: Role) -> None:
    advice = phone(now, treated=treated)
    assert advice.first == Line(role, NUMBERS[role])
    assert advice.missing is None
    assert not advice.when_open
    assert advice.office_hours == (now is MONDAY_NOON)


@pytest.mark.parametrize("treated", [True, False])
@pytest.mark.parametrize("now", [MONDAY_NOON, MONDAY_NIGHT])
def test_a_sign_for_today_goes_where_a_sign_for_now_goes(treated: bool, now: datetime) -> None:
    assert phone(now, treated=treated, urgency=Urgency.TODAY) == phone(now, treated=treated)


def test_every_role_has_its_words() -> None:
    assert set(ROLES) == set(Role)
    assert all(ROLES.values())


def test_a_line_keeps_its_name() -> None:
    desk = Line(Role.DESK, NUMBERS[Role.DESK], "Neurology")
    advice = who_to_phone(
        under_treatment=True, lines=(desk,), clinic_hours=GP_WEEK, closed_days=(), now=MONDAY_NOON
    )
    assert advice.first is desk


# Office hours.


@pytest.mark.parametrize(
    ("clock", "is_open"),
    [
        ("00:00", False),
        ("07:59", False),
        ("07:59:59.999999", False),
        ("08:00", True),
        ("12:00", True),
        ("16:59", True),
        ("16:59:59.999999", True),
        ("17:00", False),
        ("23:59:59.999999", False),
    ],
)
@pytest.mark.parametrize("treated", [True, False])
def test_the_office_opens_at_eight_and_is_closed_from_five(clock: str, is_open: bool, treated: bool) -> None:
    assert phone(local(f"2026-03-09 {clock}"), treated=treated).office_hours is is_open


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        ("2026-03-09", True),
        ("2026-03-10", True),
        ("2026-03-11", True),
        ("2026-03-12", True),
        ("2026-03-13", True),
        ("2026-03-14", False),
        ("2026-03-15", False),
    ],
)
@pytest.mark.parametrize("treated", [True, False])
def test_the_office_is_open_monday_to_friday(day: str, is_open: bool, treated: bool) -> None:
    assert phone(local(f"{day} 12:00"), treated=treated).office_hours is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-13 23:59:59", True),
        ("2026-03-14 00:00", False),
        ("2026-03-15 23:59:59", False),
        ("2026-03-16 00:00", True),
    ],
)
def test_a_weekend_runs_from_midnight_to_midnight(moment: str, is_open: bool) -> None:
    assert ROUND_THE_CLOCK.hold(local(moment), ()) is is_open


@pytest.mark.parametrize(
    ("day", "is_open"), [("2026-04-03", True), ("2026-04-06", False), ("2026-04-07", True)]
)
@pytest.mark.parametrize("treated", [True, False])
def test_a_holiday_is_outside_office_hours(day: str, is_open: bool, treated: bool) -> None:
    easter_monday = frozenset({date(2026, 4, 6)})
    advice = phone(local(f"{day} 12:00"), treated=treated, closed_days=easter_monday)
    assert advice.office_hours is is_open


def test_a_holiday_sends_the_treated_patient_to_the_emergency_department() -> None:
    assert phone(MONDAY_NOON, closed_days={MONDAY_NOON.date()}).first.role is Role.EMERGENCY_DEPARTMENT


def test_a_holiday_sends_the_untreated_patient_to_the_out_of_hours_service() -> None:
    advice = phone(MONDAY_NOON, treated=False, closed_days={MONDAY_NOON.date()})
    assert advice.first.role is Role.GP_OUT_OF_HOURS


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-04-26T21:59", False),  # Sunday 23:59
        ("2026-04-26T22:00", False),  # King's Day 00:00
        ("2026-04-27T21:59", False),  # King's Day 23:59
        ("2026-04-27T22:00", True),  # Tuesday 00:00
    ],
)
def test_a_holiday_is_a_day_in_amsterdam_and_not_in_greenwich(moment: str, is_open: bool) -> None:
    assert ROUND_THE_CLOCK.hold(utc(moment), {date(2026, 4, 27)}) is is_open


# Summer and winter time.


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-07-06T05:59", False),
        ("2026-07-06T06:00", True),  # 08:00 in summer
        ("2026-07-06T14:59", True),
        ("2026-07-06T15:00", False),  # 17:00 in summer
        ("2026-01-05T06:00", False),  # 07:00 in winter
        ("2026-01-05T06:59", False),
        ("2026-01-05T07:00", True),
        ("2026-01-05T15:59", True),
        ("2026-01-05T16:00", False),
    ],
)
def test_office_hours_are_dutch_hours_in_summer_and_in_winter(moment: str, is_open: bool) -> None:
    assert phone(utc(moment)).office_hours is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-27T06:59", False),  # Friday before: winter time
        ("2026-03-27T07:00", True),
        ("2026-03-27T16:00", False),
        ("2026-03-29T06:00", False),  # the change, a Sunday
        ("2026-03-29T07:00", False),
        ("2026-03-30T05:59", False),  # Monday after: summer time
        ("2026-03-30T06:00", True),
        ("2026-03-30T15:00", False),
        ("2026-10-23T05:59", False),  # Friday before: summer time
        ("2026-10-23T06:00", True),
        ("2026-10-23T15:00", False),
        ("2026-10-25T07:00", False),  # the change, a Sunday
        ("2026-10-26T06:59", False),  # Monday after: winter time
        ("2026-10-26T07:00", True),
        ("2026-10-26T15:59", True),
        ("2026-10-26T16:00", False),
    ],
)
def test_the_hours_follow_the_clock_across_both_changes(moment: str, is_open: bool) -> None:
    assert phone(utc(moment)).office_hours is is_open


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-27T22:59", True),  # Friday 23:59
        ("2026-03-27T23:00", False),  # Saturday 00:00
        ("2026-03-29T21:59", False),  # Sunday 23:59, a day of 23 hours
        ("2026-03-29T22:00", True),  # Monday 00:00
        ("2026-10-23T21:59", True),  # Friday 23:59
        ("2026-10-23T22:00", False),  # Saturday 00:00
        ("2026-10-25T22:59", False),  # Sunday 23:59, a day of 25 hours
        ("2026-10-25T23:00", True),  # Monday 00:00
    ],
)
def test_the_weekend_of_a_change_ends_at_dutch_midnight(moment: str, is_open: bool) -> None:
    assert ROUND_THE_CLOCK.hold(utc(moment), ()) is is_open


@pytest.mark.parametrize("midnight", ["2026-03-28T23:00", "2026-10-24T22:00"])
def test_the_day_of_a_change_is_a_sunday_from_its_first_hour_to_its_last(midnight: str) -> None:
    hours = [utc(midnight) + timedelta(hours=n) for n in range(23)]
    assert {moment.astimezone(AMSTERDAM).date() for moment in hours} <= {
        date(2026, 3, 29),
        date(2026, 10, 25),
    }
    assert not any(ROUND_THE_CLOCK.hold(moment, ()) for moment in hours)


@pytest.mark.parametrize(
    ("zone", "clock", "role"),
    [
        ("America/New_York", "2026-01-05 01:59", Role.EMERGENCY_DEPARTMENT),  # 07:59 in Amsterdam
        ("America/New_York", "2026-01-05 02:00", Role.DESK),
        ("America/New_York", "2026-01-05 12:00", Role.EMERGENCY_DEPARTMENT),  # 18:00
        ("America/New_York", "2026-01-04 23:00", Role.EMERGENCY_DEPARTMENT),  # Monday 05:00
        ("Asia/Tokyo", "2026-01-05 15:59", Role.EMERGENCY_DEPARTMENT),  # 07:59
        ("Asia/Tokyo", "2026-01-05 16:00", Role.DESK),
        ("Asia/Tokyo", "2026-01-06 00:59", Role.DESK),  # Monday 16:59
        ("Asia/Tokyo", "2026-01-06 01:00", Role.EMERGENCY_DEPARTMENT),
        ("Asia/Tokyo", "2026-01-10 00:30", Role.DESK),  # Friday 16:30, a Saturday there
    ],
)
def test_a_patient_abroad_is_judged_by_dutch_time(zone: str, clock: str, role: Role) -> None:
    there = datetime.fromisoformat(clock).replace(tzinfo=ZoneInfo(zone))
    assert phone(there).first.role is role


# A clinic's own hours.


def test_a_clinic_keeps_the_gps_hours_until_it_sets_its_own() -> None:
    assert Hours(CLINIC_OPENS, CLINIC_CLOSES) == GP_HOURS == Hours(time(8), time(17))


LATE_AND_SHORT = working_days(Hours(time(9, 30), time(16, 15)))


@pytest.mark.parametrize(
    ("clock", "role"),
    [
        ("09:29:59", Role.EMERGENCY_DEPARTMENT),
        ("09:30", Role.DESK),
        ("16:14:59", Role.DESK),
        ("16:15", Role.EMERGENCY_DEPARTMENT),
    ],
)
def test_a_treated_patient_is_sent_by_the_clinics_hours(clock: str, role: Role) -> None:
    assert phone(local(f"2026-03-09 {clock}"), hours=LATE_AND_SHORT).first.role is role


@pytest.mark.parametrize(
    ("clock", "role"),
    [
        ("07:59:59", Role.GP_OUT_OF_HOURS),
        ("08:00", Role.GP),
        ("16:59:59", Role.GP),
        ("17:00", Role.GP_OUT_OF_HOURS),
    ],
)
def test_an_untreated_patient_is_sent_by_the_gps_hours(clock: str, role: Role) -> None:
    advice = phone(local(f"2026-03-09 {clock}"), treated=False, hours=LATE_AND_SHORT)
    assert advice.first.role is role


# Numbers that are missing.


@pytest.mark.parametrize(
    ("treated", "now", "missing", "first"),
    [
        (True, MONDAY_NOON, Role.DESK, Role.EMERGENCY_DEPARTMENT),
        (True, MONDAY_NIGHT, Role.EMERGENCY_DEPARTMENT, Role.GP_OUT_OF_HOURS),
        (False, MONDAY_NOON, Role.GP, Role.GP_OUT_OF_HOURS),
        (False, MONDAY_NIGHT, Role.GP_OUT_OF_HOURS, Role.GP),
    ],
)
def test_a_missing_number_is_named_and_the_next_is_first(
    treated: bool, now: datetime, missing: Role, first: Role
) -> None:
    advice = phone(now, missing, treated=treated)
    assert advice.missing is missing
    assert advice.first.role is first
    assert {line.role for line in advice.others} == set(NUMBERS) - {missing, first}


@pytest.mark.parametrize("missing", [Role.EMERGENCY_DEPARTMENT, Role.GP, Role.GP_OUT_OF_HOURS])
def test_a_number_that_would_not_be_first_is_not_missed(missing: Role) -> None:
    advice = phone(MONDAY_NOON, missing)
    assert advice.first.role is Role.DESK
    assert advice.missing is None
    assert missing not in {line.role for line in advice.others}


def test_a_line_that_is_not_there_is_missing_like_an_empty_one() -> None:
    gp = Line(Role.GP, NUMBERS[Role.GP])
    advice = who_to_phone(
        under_treatment=True, lines=(gp,), clinic_hours=GP_WEEK, closed_days=(), now=MONDAY_NIGHT
    )
    assert advice == Advice(first=gp, others=(), office_hours=False, missing=Role.EMERGENCY_DEPARTMENT)


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("treated", [True, False])
@pytest.mark.parametrize("now", [MONDAY_NOON, MONDAY_NIGHT])
def test_without_any_number_it_is_112(urgency: Urgency, treated: bool, now: datetime) -> None:
    advice = phone(now, *NUMBERS, treated=treated, urgency=urgency)
    assert advice.first == AMBULANCE
    assert advice.first.number == "112"
    assert advice.others == ()
    assert advice.missing in NUMBERS
    assert not advice.when_open


# A sign that can wait some days.


@pytest.mark.parametrize(("treated", "office"), [(True, Role.DESK), (False, Role.GP)])
@pytest.mark.parametrize("now", [MONDAY_NIGHT, local("2026-03-14 12:00")])
def test_a_sign_for_some_days_waits_for_the_office_to_open(
    treated: bool, office: Role, now: datetime
) -> None:
    advice = phone(now, treated=treated, urgency=Urgency.DAYS)
    assert advice.first.role is office
    assert advice.when_open
    assert not advice.office_hours
    assert len(advice.others) == 3


@pytest.mark.parametrize("treated", [True, False])
def test_a_sign_for_some_days_waits_on_a_holiday(treated: bool) -> None:
    closed = {MONDAY_NOON.date()}
    assert phone(MONDAY_NOON, treated=treated, urgency=Urgency.DAYS, closed_days=closed).when_open


@pytest.mark.parametrize("treated", [True, False])
def test_a_sign_for_some_days_does_not_wait_while_the_office_is_open(treated: bool) -> None:
    assert phone(MONDAY_NOON, treated=treated, urgency=Urgency.DAYS) == phone(MONDAY_NOON, treated=treated)


@pytest.mark.parametrize("urgency", [Urgency.NOW, Urgency.TODAY])
@pytest.mark.parametrize("treated", [True, False])
def test_a_sign_that_cannot_wait_never_waits_for_the_office(urgency: Urgency, treated: bool) -> None:
    assert not phone(MONDAY_NIGHT, treated=treated, urgency=urgency).when_open


def test_a_line_that_stands_in_for_the_office_is_not_said_to_open_later() -> None:
    advice = phone(MONDAY_NIGHT, Role.GP, treated=False, urgency=Urgency.DAYS)
    assert advice.missing is Role.GP
    assert advice.first.role is Role.GP_OUT_OF_HOURS
    assert not advice.when_open


def test_a_sign_for_some_days_is_not_sent_to_the_emergency_department_at_night() -> None:
    advice = phone(MONDAY_NIGHT, Role.DESK, urgency=Urgency.DAYS)
    assert advice.first.role is not Role.EMERGENCY_DEPARTMENT


@pytest.mark.parametrize("treated", [True, False])
def test_for_a_sign_of_some_days_the_emergency_department_comes_last_at_night(treated: bool) -> None:
    advice = phone(MONDAY_NIGHT, treated=treated, urgency=Urgency.DAYS)
    assert advice.others[-1].role is Role.EMERGENCY_DEPARTMENT


# Hours by weekday.

# Tuesday long, Wednesday closed, Friday short, Saturday morning.
ODD_WEEK = Week(
    (
        GP_HOURS,
        Hours(time(7, 30), time(20)),
        None,
        GP_HOURS,
        Hours(time(8), time(12)),
        Hours(time(9), time(12)),
        None,
    )
)


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-03-09 07:59", False),
        ("2026-03-09 08:00", True),
        ("2026-03-10 07:29", False),
        ("2026-03-10 07:30", True),
        ("2026-03-10 19:59", True),
        ("2026-03-10 20:00", False),
        ("2026-03-11 10:00", False),
        ("2026-03-13 11:59", True),
        ("2026-03-13 12:00", False),
        ("2026-03-14 08:59", False),
        ("2026-03-14 09:00", True),
        ("2026-03-15 10:00", False),
    ],
)
def test_each_weekday_has_hours_of_its_own(moment: str, is_open: bool) -> None:
    advice = phone(local(moment), hours=ODD_WEEK)
    assert advice.office_hours is is_open
    assert advice.first.role is (Role.DESK if is_open else Role.EMERGENCY_DEPARTMENT)


def test_a_clinic_that_is_open_on_saturday_says_nothing_of_the_gp() -> None:
    advice = phone(local("2026-03-14 10:00"), hours=ODD_WEEK, treated=False)
    assert advice.first.role is Role.GP_OUT_OF_HOURS


def test_a_week_without_hours_is_never_open() -> None:
    never = Week((None,) * 7)
    assert phone(MONDAY_NOON, hours=never).first.role is Role.EMERGENCY_DEPARTMENT


# Numbers that cannot be right.


@pytest.mark.parametrize(
    ("treated", "now", "broken", "first"),
    [
        (True, MONDAY_NOON, Role.DESK, Role.EMERGENCY_DEPARTMENT),
        (True, MONDAY_NIGHT, Role.EMERGENCY_DEPARTMENT, Role.GP_OUT_OF_HOURS),
        (False, MONDAY_NOON, Role.GP, Role.GP_OUT_OF_HOURS),
        (False, MONDAY_NIGHT, Role.GP_OUT_OF_HOURS, Role.GP),
    ],
)
def test_a_broken_number_is_named_and_stands_last_as_it_stands(
    treated: bool, now: datetime, broken: Role, first: Role
) -> None:
    advice = phone(now, treated=treated, broken=[broken])
    assert (advice.missing, advice.first.role, roles(advice)[-1]) == (broken, first, broken)
    assert advice.others[-1].number == NUMBERS[broken]
    assert set(roles(advice)) == set(NUMBERS)


def test_a_broken_number_that_would_not_be_first_is_not_missed_and_stands_last() -> None:
    advice = phone(MONDAY_NOON, broken=[Role.EMERGENCY_DEPARTMENT])
    assert advice.missing is None
    assert roles(advice)[-1] is Role.EMERGENCY_DEPARTMENT


@pytest.mark.parametrize("treated", [True, False])
@pytest.mark.parametrize("now", [MONDAY_NOON, MONDAY_NIGHT])
def test_without_a_number_that_works_112_comes_before_the_broken_ones(treated: bool, now: datetime) -> None:
    advice = phone(now, treated=treated, broken=NUMBERS)
    assert (advice.first, advice.why_112) == (AMBULANCE, Why112.NO_NUMBER)
    assert set(roles(advice)[1:]) == set(NUMBERS)
    assert advice.missing in NUMBERS


def test_one_number_for_two_lines_is_shown_once() -> None:
    """Who has no GP was asked to fill in the out-of-hours service twice."""
    same = (Line(Role.GP, "+31301234567"), Line(Role.GP_OUT_OF_HOURS, "+31301234567"))
    for now, role in ((MONDAY_NOON, Role.GP), (MONDAY_NIGHT, Role.GP_OUT_OF_HOURS)):
        advice = who_to_phone(
            under_treatment=False, lines=same, clinic_hours=GP_WEEK, closed_days=(), now=now
        )
        assert roles(advice) == [role]
        assert advice.missing is None


# Lines on which nobody could be reached.


@pytest.mark.parametrize(
    ("tried", "first"),
    [
        ([Role.DESK], Role.EMERGENCY_DEPARTMENT),
        ([Role.EMERGENCY_DEPARTMENT], Role.DESK),
        ([Role.DESK, Role.EMERGENCY_DEPARTMENT], Role.GP),
        ([Role.DESK, Role.EMERGENCY_DEPARTMENT, Role.GP], Role.GP_OUT_OF_HOURS),
    ],
)
def test_after_a_line_that_nobody_answered_comes_the_next(tried: list[Role], first: Role) -> None:
    advice = phone(MONDAY_NOON, tried=tried)
    assert advice.first.role is first
    assert advice.missing is None
    assert roles(advice)[-len(tried) :] == tried


@pytest.mark.parametrize("treated", [True, False])
@pytest.mark.parametrize("now", [MONDAY_NOON, MONDAY_NIGHT])
def test_when_nobody_answers_anywhere_and_it_cannot_wait_it_is_112(treated: bool, now: datetime) -> None:
    advice = phone(now, treated=treated, tried=NUMBERS)
    assert (advice.first, advice.why_112) == (AMBULANCE, Why112.NOBODY_ANSWERED)
    assert roles(advice)[1:] == roles(phone(now, treated=treated))


@pytest.mark.parametrize("urgency", [Urgency.TODAY, Urgency.DAYS])
@pytest.mark.parametrize("treated", [True, False])
@pytest.mark.parametrize("now", [MONDAY_NOON, MONDAY_NIGHT])
def test_when_nobody_answers_and_it_can_wait_the_order_starts_again(
    urgency: Urgency, treated: bool, now: datetime
) -> None:
    fresh = phone(now, treated=treated, urgency=urgency)
    assert phone(now, treated=treated, urgency=urgency, tried=NUMBERS) == fresh


def test_a_number_that_does_not_exist_is_not_waited_for() -> None:
    tried = [Role.EMERGENCY_DEPARTMENT, Role.GP, Role.GP_OUT_OF_HOURS]
    assert phone(MONDAY_NOON, tried=tried, broken=[Role.DESK]).why_112 is Why112.NOBODY_ANSWERED
    assert phone(MONDAY_NOON, Role.DESK, tried=tried).why_112 is Why112.NOBODY_ANSWERED


def test_a_number_tried_under_one_name_is_tried_under_another() -> None:
    """At 16:55 it is the GP's, at 17:05 the out-of-hours service's: nobody answered it either way."""
    same = (Line(Role.GP, "+31301234567"), Line(Role.GP_OUT_OF_HOURS, "+31301234567"))
    desk = Line(Role.DESK, NUMBERS[Role.DESK])
    advice = who_to_phone(
        under_treatment=False,
        lines=(*same, desk),
        clinic_hours=GP_WEEK,
        closed_days=(),
        now=MONDAY_NIGHT,
        tried=[Role.GP],
    )
    assert roles(advice) == [Role.DESK, Role.GP_OUT_OF_HOURS]


# Danger of life.


@pytest.mark.parametrize("urgency", Urgency)
@pytest.mark.parametrize("treated", [True, False])
@pytest.mark.parametrize("now", [MONDAY_NOON, MONDAY_NIGHT])
def test_in_danger_of_life_112_comes_first_and_the_others_below(
    urgency: Urgency, treated: bool, now: datetime
) -> None:
    advice = phone(now, treated=treated, urgency=urgency, ambulance=True)
    assert (advice.first, advice.why_112) == (AMBULANCE, Why112.DANGER_OF_LIFE)
    assert roles(advice)[1:] == roles(phone(now, treated=treated, urgency=urgency))
    assert not advice.when_open


def test_112_comes_first_for_no_other_reason() -> None:
    for now in (MONDAY_NOON, MONDAY_NIGHT):
        for tried in ([], [Role.DESK], list(NUMBERS)[:3]):
            advice = phone(now, tried=tried)
            assert advice.why_112 is None
            assert AMBULANCE not in advice.lines


# Whatever is missing and whatever the moment.


@untimed
@given(
    missing=st.sets(st.sampled_from([*NUMBERS])),
    treated=st.booleans(),
    urgency=st.sampled_from(Urgency),
    now=st.datetimes(datetime(2024, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)),
    holiday=st.booleans(),
    hours=st.sampled_from([GP_WEEK, LATE_AND_SHORT, ROUND_THE_CLOCK]),
)
def test_there_is_always_a_number_and_every_known_number_is_there_once(
    missing: set[Role], treated: bool, urgency: Urgency, now: datetime, holiday: bool, hours: Week
) -> None:
    closed = {now.astimezone(AMSTERDAM).date()} if holiday else set()
    advice = phone(now, *missing, treated=treated, urgency=urgency, hours=hours, closed_days=closed)
    known = {NUMBERS[role] for role in NUMBERS if role not in missing}
    assert advice.first.number
    assert Counter(line.number for line in (advice.first, *advice.others)) == Counter(known or {"112"})
    assert advice.missing is None or advice.missing in missing
    assert not (holiday and advice.office_hours)


times = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
hours_of_a_day = st.tuples(times, times).map(sorted).filter(lambda both: both[0] < both[1])
weeks = st.lists(
    st.one_of(st.none(), hours_of_a_day.map(lambda both: Hours(*both))), min_size=7, max_size=7
).map(lambda days: Week(tuple(days)))
any_line = st.builds(
    Line,
    role=st.sampled_from([*NUMBERS]),
    number=st.sampled_from(["", "112112", "abc", *NUMBERS.values()]),
    broken=st.booleans(),
)


@untimed
@given(
    every=st.lists(any_line, max_size=8),
    treated=st.booleans(),
    week=weeks,
    now=st.datetimes(
        datetime(2024, 1, 1),
        datetime(2031, 1, 1),
        timezones=st.sampled_from([UTC, AMSTERDAM, ZoneInfo("America/New_York"), ZoneInfo("Asia/Tokyo")]),
    ),
    holiday=st.booleans(),
    urgency=st.sampled_from(Urgency),
    tried=st.sets(st.sampled_from([*NUMBERS])),
    ambulance=st.booleans(),
)
def test_whatever_the_lines_there_is_a_first_number_none_is_lost_and_none_shown_twice(
    every: list[Line],
    treated: bool,
    week: Week,
    now: datetime,
    holiday: bool,
    urgency: Urgency,
    tried: set[Role],
    ambulance: bool,
) -> None:
    closed = {now.astimezone(AMSTERDAM).date()} if holiday else set()
    advice = who_to_phone(
        under_treatment=treated,
        lines=every,
        clinic_hours=week,
        closed_days=closed,
        now=now,
        urgency=urgency,
        tried=tried,
        ambulance=ambulance,
    )
    shown = Counter(line.number for line in advice.lines)
    known = {line.number for line in every if line.number}
    assert advice.first.number
    assert set(shown) - {"112"} == known
    assert set(shown.values()) == {1}
    assert (advice.first == AMBULANCE) == (advice.why_112 is not None)
    assert not advice.first.broken
    assert not ambulance or advice.first == AMBULANCE
