"""Who read or took out what is a patient's: written before they have it, and never changed (NEN 7513)."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

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
    """Write down one reading, by a user or with a token. Without `patient`, of nobody in particular."""
    return AccessRecord.objects.create(
        clinic=clinic, what=what, at=now, user=by, token=token, patient=patient
    )


def record_each(
    patients: Iterable[Patient],
    *,
    clinic: Clinic | None,
    what: str,
    now: datetime,
    by: User | None = None,
    token: ApiToken | None = None,
) -> None:
    """Write down one reading of several patients: a row for each, once, in one statement.

    Of nobody it is one row all the same: that there was nothing has been read as well.
    """
    everybody = {patient.pk: patient for patient in patients}
    AccessRecord.objects.bulk_create(
        AccessRecord(clinic=clinic, what=what, at=now, user=by, token=token, patient=patient)
        for patient in (everybody.values() or (None,))
    )


def of_clinic(clinic: Clinic) -> QuerySet[AccessRecord]:
    """Every reading by this clinic, the latest first."""
    return _told(AccessRecord.objects.filter(clinic=clinic))


def of_patient(patient: Patient) -> QuerySet[AccessRecord]:
    """Every reading of this patient's record, by whatever clinic, the latest first."""
    return _told(AccessRecord.objects.filter(patient=patient))


def _told(records: QuerySet[AccessRecord]) -> QuerySet[AccessRecord]:
    with_names = records.select_related("user", "token", "clinic", "patient__user")
    return with_names.order_by("-at", "-pk")
