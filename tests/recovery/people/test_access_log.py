"""A row a patient, in one statement."""

from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from recovery.people import access_log
from recovery.people.models import AccessRecord, Patient, User
from tests.cast import make_patient


def test_each_patient_once_in_one_statement(
    patient: Patient, neurologist: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    other = make_patient(patient.clinic, "kees@example.nl")
    with django_assert_num_queries(1):
        access_log.record_each(
            [patient, other, patient], clinic=patient.clinic, what="x", now=timezone.now(), by=neurologist
        )
    assert sorted(AccessRecord.objects.values_list("patient", flat=True)) == sorted([patient.pk, other.pk])


def test_the_latest_comes_first(patient: Patient, neurologist: User) -> None:
    for what in ("first", "second"):
        access_log.record(
            clinic=patient.clinic, what=what, now=timezone.now(), by=neurologist, patient=patient
        )
    assert [row.what for row in access_log.of_patient(patient)] == ["second", "first"]
    assert [row.what for row in access_log.of_clinic(patient.clinic)] == ["second", "first"]
