"""A patient's own lines, put before the router."""

from datetime import datetime

import pytest

from recovery.clinical.contact import Role
from recovery.people.models import Clinic, Patient
from recovery.people.phones import advice_for, lines_of
from tests.cast import DESK, EMERGENCY, GP, GP_OUT_OF_HOURS, NIGHT, OFFICE_HOURS, make_patient


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


def test_the_own_out_of_hours_service_goes_before_that_of_the_region(clinic: Clinic) -> None:
    own = make_patient(clinic, gp_out_of_hours_phone="+31301112233")
    numbers = {line.role: line.number for line in lines_of(own)}
    assert numbers[Role.GP_OUT_OF_HOURS] == "+31301112233"


@pytest.mark.parametrize(("setting", "number"), [(False, DESK), (True, EMERGENCY)])
def test_good_friday_is_as_the_clinic_says(patient: Patient, setting: bool, number: str) -> None:
    good_friday = datetime.fromisoformat("2026-04-03T10:00:00+02:00")
    assert patient.clinic
    patient.clinic.closed_on_good_friday = setting
    assert advice_for(patient, now=good_friday).first.number == number


def test_without_a_clinic_there_is_the_gp_and_otherwise_112(stranger: Patient) -> None:
    assert advice_for(stranger, now=NIGHT).first.number == GP
    stranger.gp_phone = ""
    assert advice_for(stranger, now=NIGHT).first.number == "112"


def test_the_closing_days_of_the_clinic_say_nothing_of_the_gp(patient: Patient) -> None:
    good_friday = datetime.fromisoformat("2026-04-03T10:00:00+02:00")
    assert patient.clinic
    patient.clinic.closed_on_good_friday = True
    patient.under_treatment = False
    assert advice_for(patient, now=good_friday).first.number == GP


def test_new_years_day_is_a_holiday_though_it_is_still_december_in_utc(patient: Patient) -> None:
    early = datetime.fromisoformat("2025-12-31T23:30:00+00:00")
    assert patient.clinic
    patient.clinic.opens = datetime.min.time()
    assert advice_for(patient, now=early).first.number == EMERGENCY
