"""A patient's own lines, put before the router."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from recovery.clinical.contact import AMSTERDAM, Role, Why112
from recovery.clinical.signs import Urgency
from recovery.people import access, details
from recovery.people.models import Clinic, Patient
from recovery.people.phones import advice_for, line, lines_of, public_lines
from tests.cast import DESK, EMERGENCY, GP, GP_OUT_OF_HOURS, NIGHT, OFFICE_HOURS, make_patient
from tests.recovery.people.test_holidays import GOOD_FRIDAYS, MOVING, on_the_calendar

HOLIDAYS = sorted(day for year in MOVING for day in on_the_calendar(year))


def at(day: date, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=AMSTERDAM)


@pytest.mark.parametrize(
    ("treated", "now", "number"),
    [
        (True, OFFICE_HOURS, DESK),
        (True, NIGHT, EMERGENCY),
        (False, OFFICE_HOURS, GP),
        (False, NIGHT, GP_OUT_OF_HOURS),
    ],
)
def test_the_leaflets_four_numbers(patient: Patient, treated: bool, now: datetime, number: str) -> None:
    patient.under_treatment = treated
    assert advice_for(patient, now=now).first.number == number


@pytest.mark.parametrize(
    ("clock", "is_open"), [("07:59", False), ("08:00", True), ("16:59", True), ("17:00", False)]
)
@pytest.mark.parametrize(
    ("treated", "office", "closed"), [(True, DESK, EMERGENCY), (False, GP, GP_OUT_OF_HOURS)]
)
def test_the_number_changes_at_eight_and_at_five(
    patient: Patient, clock: str, is_open: bool, treated: bool, office: str, closed: str
) -> None:
    patient.under_treatment = treated
    now = at(OFFICE_HOURS.date(), clock)
    assert advice_for(patient, now=now).first.number == (office if is_open else closed)


@pytest.mark.parametrize("day", HOLIDAYS, ids=str)
def test_every_dutch_holiday_from_2026_to_2030_is_outside_office_hours(patient: Patient, day: date) -> None:
    for clock in ("00:00", "08:00", "12:00", "16:59", "23:59"):
        patient.under_treatment = True
        assert advice_for(patient, now=at(day, clock)).first.number == EMERGENCY
        patient.under_treatment = False
        assert advice_for(patient, now=at(day, clock)).first.number == GP_OUT_OF_HOURS


def test_a_number_answers_again_on_the_working_day_after_every_holiday(patient: Patient) -> None:
    for day in HOLIDAYS:
        after = next(
            later
            for later in (day + timedelta(days=n) for n in range(1, 8))
            if later.weekday() < 5 and later not in HOLIDAYS and (later.month, later.day) != (5, 5)
        )
        assert advice_for(patient, now=at(after, "08:00")).first.number == DESK


@pytest.mark.parametrize("friday", GOOD_FRIDAYS, ids=str)
@pytest.mark.parametrize(("setting", "number"), [(False, DESK), (True, EMERGENCY)])
def test_good_friday_is_as_the_clinic_says(
    patient: Patient, friday: date, setting: bool, number: str
) -> None:
    assert patient.clinic
    patient.clinic.closed_on_good_friday = setting
    assert advice_for(patient, now=at(friday, "10:00")).first.number == number
    patient.under_treatment = False
    assert advice_for(patient, now=at(friday, "10:00")).first.number == GP


@pytest.mark.parametrize(("setting", "number"), [(False, DESK), (True, EMERGENCY)])
def test_5_may_is_as_the_clinic_says_and_in_doubt_for_the_gp(
    patient: Patient, setting: bool, number: str
) -> None:
    tuesday = at(date(2026, 5, 5), "10:00")
    assert patient.clinic
    patient.clinic.closed_on_liberation_day = setting
    assert advice_for(patient, now=tuesday).first.number == number
    patient.under_treatment = False
    assert advice_for(patient, now=tuesday).first.number == GP_OUT_OF_HOURS


def test_a_further_day_of_the_clinic_is_closed_for_its_patients_and_not_for_the_gps(patient: Patient) -> None:
    assert patient.clinic
    details.save_numbers(patient.clinic, closed_days={OFFICE_HOURS.date(): "Moving house"})
    assert advice_for(patient, now=OFFICE_HOURS).first.number == EMERGENCY
    patient.under_treatment = False
    assert advice_for(patient, now=OFFICE_HOURS).first.number == GP


def test_the_clinics_own_hours_of_the_weekday_count(patient: Patient) -> None:
    assert patient.clinic
    patient.clinic.wednesday_opens = patient.clinic.wednesday_closes = None
    assert advice_for(patient, now=OFFICE_HOURS).first.number == EMERGENCY
    assert advice_for(patient, now=OFFICE_HOURS + timedelta(days=1)).first.number == DESK


def test_the_own_out_of_hours_service_goes_before_that_of_the_region(clinic: Clinic) -> None:
    clinic.gp_out_of_hours_name = "Huisartsenpost Noord"
    own = make_patient(clinic, gp_out_of_hours_phone="+31301112233")
    found = {line.role: line for line in lines_of(own)}[Role.GP_OUT_OF_HOURS]
    assert (found.number, found.called) == ("+31301112233", "")
    own.gp_out_of_hours_phone = ""
    found = {line.role: line for line in lines_of(own)}[Role.GP_OUT_OF_HOURS]
    assert (found.number, found.called) == (GP_OUT_OF_HOURS, "Huisartsenpost Noord")


def test_lines_go_by_the_names_that_their_owners_gave_them(patient: Patient) -> None:
    assert patient.clinic
    patient.clinic.desk_name = "Polikliniek Oost"
    patient.gp_name = "Praktijk De Linde"
    found = {line.role: (line.called, line.name) for line in lines_of(patient)}
    assert found[Role.DESK] == ("Polikliniek Oost", "Neurologie Noord")
    assert found[Role.GP] == ("", "Praktijk De Linde")


def test_without_a_clinic_there_is_the_gp_and_otherwise_112(stranger: Patient) -> None:
    assert advice_for(stranger, now=NIGHT).first.number == GP
    stranger.gp_phone = ""
    assert advice_for(stranger, now=NIGHT).first.number == "112"


def test_new_years_day_is_a_holiday_though_it_is_still_december_in_utc(patient: Patient) -> None:
    early = datetime.fromisoformat("2026-12-31T23:30:00+00:00")  # a Friday in Amsterdam
    assert patient.clinic
    patient.clinic.friday_opens = datetime.min.time()
    assert advice_for(patient, now=early).first.number == EMERGENCY


@pytest.mark.parametrize("number", ["", None])
def test_a_number_that_is_not_filled_in_is_missing_and_not_broken(number: str | None) -> None:
    assert not line(Role.GP, number).broken


@pytest.mark.parametrize("number", ["abc", "+3188", "0", "+31883203900123456", "?"])
def test_what_cannot_be_a_telephone_number_is_broken(number: str) -> None:
    assert line(Role.GP, number).broken


@pytest.mark.parametrize("number", [DESK, "088 320 39 00", "+319001515", "14020", "+4930123456"])
def test_what_can_be_dialled_is_not_broken(number: str) -> None:
    assert not line(Role.GP, number).broken


def test_a_broken_number_in_the_database_is_named_and_stands_last(patient: Patient) -> None:
    Clinic.objects.update(desk_phone="88 abc")
    found = access.own_record(patient.user)
    assert found
    advice = advice_for(found, now=OFFICE_HOURS)
    assert (advice.missing, advice.first.number) == (Role.DESK, EMERGENCY)
    assert advice.others[-1].number == "88 abc"


def test_what_was_tried_and_danger_of_life_are_passed_on(patient: Patient) -> None:
    assert advice_for(patient, now=OFFICE_HOURS, tried=[Role.DESK]).first.number == EMERGENCY
    assert advice_for(patient, now=OFFICE_HOURS, tried=list(Role)).why_112 is Why112.NOBODY_ANSWERED
    assert advice_for(patient, now=OFFICE_HOURS, ambulance=True).why_112 is Why112.DANGER_OF_LIFE


def test_what_the_clinic_tells_is_for_its_own_patients_outside_its_hours(patient: Patient) -> None:
    assert patient.clinic
    patient.clinic.told_nl = "Noem uw patiëntnummer."
    assert advice_for(patient, now=NIGHT).told == {"nl": "Noem uw patiëntnummer."}
    assert advice_for(patient, now=NIGHT, urgency=Urgency.DAYS).told
    assert not advice_for(patient, now=OFFICE_HOURS).told
    patient.under_treatment = False
    assert not advice_for(patient, now=NIGHT).told


def test_the_public_lines_are_those_with_a_number(clinic: Clinic) -> None:
    clinic.emergency_phone = ""
    assert [line.number for line in public_lines(clinic).lines] == [DESK]


def test_the_advice_needs_no_query_once_the_record_is_there(
    patient: Patient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        found = access.own_record(patient.user)
    assert found
    with django_assert_num_queries(0):
        advice_for(found, now=NIGHT)
