"""Writing down who read or took out what is a patient's. Rows are only ever added."""

from datetime import datetime

from recovery.people.models import AccessRecord, ApiToken, Clinic, Patient, User


def record(
    *,
    clinic: Clinic | None,
    what: str,
    now: datetime,
    by: User | None = None,
    token: ApiToken | None = None,
    patient: Patient | None = None,
) -> AccessRecord:
    """Write down that somebody (`by`) or a system (`token`) read `what`; without `patient`, of many at once."""
    return AccessRecord.objects.create(
        clinic=clinic, what=what, at=now, user=by, token=token, patient=patient
    )
