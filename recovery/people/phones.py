"""A patient's telephone lines, and the advice whom to phone at a moment."""

from datetime import datetime

from recovery.clinical.contact import AMSTERDAM, GP_HOURS, Advice, Line, Role, who_to_phone
from recovery.clinical.red_flags import Urgency
from recovery.people.holidays import closed_days, gp_closed_days
from recovery.people.models import Clinic, Patient


def clinic_lines(clinic: Clinic | None) -> tuple[Line, ...]:
    """The lines of a clinic; numbers that are not set are empty."""
    if clinic is None:
        return ()
    return (
        Line(Role.DESK, str(clinic.desk_phone or ""), clinic.name),
        Line(Role.EMERGENCY_DEPARTMENT, str(clinic.emergency_phone or ""), clinic.name),
    )


def lines_of(patient: Patient) -> tuple[Line, ...]:
    """Every line there is for this patient; the own out-of-hours service goes before the clinic's region's."""
    region = patient.clinic.gp_out_of_hours_phone if patient.clinic else ""
    return (
        *clinic_lines(patient.clinic),
        Line(Role.GP, str(patient.gp_phone or "")),
        Line(Role.GP_OUT_OF_HOURS, str(patient.gp_out_of_hours_phone or region or "")),
    )


def advice_for(patient: Patient, *, now: datetime, urgency: Urgency = Urgency.NOW) -> Advice:
    """Whom this patient phones at `now` (aware). Needs no query once the patient's clinic is loaded."""
    clinic, year = patient.clinic, now.astimezone(AMSTERDAM).year
    at_clinic = clinic if patient.under_treatment else None
    return who_to_phone(
        under_treatment=at_clinic is not None,
        lines=lines_of(patient),
        clinic_hours=at_clinic.hours if at_clinic else GP_HOURS,
        closed_days=closed_days(at_clinic, year) if at_clinic else gp_closed_days(year),
        now=now,
        urgency=urgency,
    )
