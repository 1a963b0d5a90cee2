"""What the clinic wrote before there was anything to confirm is confirmed by who wrote it; the patient's word waits."""

import importlib

import pytest
from django.apps import apps

from recovery.clinical.care import Care
from recovery.episodes import ladder
from recovery.episodes.models import Treatment
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS

migration = importlib.import_module("recovery.episodes.migrations.0004_what_the_clinic_wrote_is_confirmed")


@pytest.mark.django_db
def test_what_the_clinic_wrote_is_confirmed(patient: Patient, neurologist: User) -> None:
    for by, kind in ((neurologist, Care.INJECTION), (patient.user, Care.OPERATION)):
        ladder.record_treatment(
            ladder.current(patient), kind=kind, on=OFFICE_HOURS.date(), by=by, now=OFFICE_HOURS
        )
    Treatment.objects.update(confirmed_by=None, confirmed_at=None)
    migration.confirm(apps, None)
    rows = Treatment.objects.order_by("kind").values_list("kind", "confirmed_by", "confirmed_at")
    assert list(rows) == [("injection", neurologist.pk, OFFICE_HOURS), ("operation", None, None)]
