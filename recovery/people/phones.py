"""A patient's telephone lines, and the advice whom to phone at a moment."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

import phonenumbers

from recovery.clinical.contact import AMSTERDAM, GP_WEEK, Advice, Line, Role, Week, who_to_phone
from recovery.clinical.signs import Urgency
from recovery.people.holidays import closed_days, gp_closed_days
from recovery.people.models import Clinic, Patient

REGION = "NL"


@dataclass(frozen=True, slots=True)
class PublicLines:
    """What a clinic tells everybody: its name, its hours and its lines that have a number."""

    clinic: str
    week: Week
    lines: tuple[Line, ...]


def line(role: Role, number: object, name: str = "", called: str = "") -> Line:
    """A line as it was filled in, with whether its number can be a telephone number at all."""
    text = str(number or "").strip()
    return Line(role, text, name, called, broken=bool(text) and not _is_possible(text))


def _is_possible(number: str) -> bool:
    try:
        return bool(phonenumbers.is_possible_number(phonenumbers.parse(number, REGION)))
    except phonenumbers.NumberParseException:
        return False


def clinic_lines(clinic: Clinic | None) -> tuple[Line, ...]:
    """The lines of a clinic; numbers that are not set are empty."""
    if clinic is None:
        return ()
    return (
        line(Role.DESK, clinic.desk_phone, clinic.name, clinic.desk_name),
        line(Role.EMERGENCY_DEPARTMENT, clinic.emergency_phone, clinic.name, clinic.emergency_name),
    )


def public_lines(clinic: Clinic) -> PublicLines:
    """A clinic's lines and hours, which are for everybody."""
    return PublicLines(
        clinic.name, clinic.week, tuple(found for found in clinic_lines(clinic) if found.number)
    )


def lines_of(patient: Patient) -> tuple[Line, ...]:
    """Every line there is for this patient; the own out-of-hours service goes before the clinic's region's."""
    return (
        *clinic_lines(patient.clinic),
        line(Role.GP, patient.gp_phone, patient.gp_name),
        _out_of_hours(patient),
    )


def _out_of_hours(patient: Patient) -> Line:
    if patient.gp_out_of_hours_phone or patient.clinic is None:
        return line(Role.GP_OUT_OF_HOURS, patient.gp_out_of_hours_phone)
    clinic = patient.clinic
    return line(Role.GP_OUT_OF_HOURS, clinic.gp_out_of_hours_phone, called=clinic.gp_out_of_hours_name)


def advice_for(
    patient: Patient,
    *,
    now: datetime,
    urgency: Urgency = Urgency.NOW,
    tried: Collection[Role] = (),
    ambulance: bool = False,
) -> Advice:
    """Whom this patient phones at `now` (aware), with what the clinic tells outside its hours.

    Needs no query once the patient's clinic and its closed days are loaded.
    """
    clinic, year = patient.clinic, now.astimezone(AMSTERDAM).year
    at_clinic = clinic if patient.under_treatment else None
    advice = who_to_phone(
        under_treatment=at_clinic is not None,
        lines=lines_of(patient),
        clinic_hours=at_clinic.week if at_clinic else GP_WEEK,
        closed_days=closed_days(at_clinic, year) if at_clinic else gp_closed_days(year),
        now=now,
        urgency=urgency,
        tried=tried,
        ambulance=ambulance,
    )
    return replace(advice, told=at_clinic.told) if at_clinic and not advice.office_hours else advice


def office_is_open(clinic: Clinic, *, now: datetime) -> bool:
    """Whether the clinic's desk is open at `now` (aware)."""
    return clinic.week.hold(now, closed_days(clinic, now.astimezone(AMSTERDAM).year))
