"""Writing down who read or took out what is a patient's. Only ever added to (NEN 7513)."""

from datetime import datetime

from recovery.people.models import AccessRecord, ApiToken, Clinic, Patient, User


def record(
    *,
    by: User | None = None,
    token: ApiToken | None = None,
    clinic: Clinic | None,
    patient: Patient | None = None,
    what: str,
    now: datetime,
) -> AccessRecord:
    """Write down that a user or a system read `what`, of one patient or, without one, of many."""
    return AccessRecord.objects.create(
        at=now, clinic=clinic, user=by, token=token, patient=patient, what=what
    )
