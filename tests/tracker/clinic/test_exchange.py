"""Staff take out a record or a clinic's diaries, and each time it is written down."""

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.test import Client
from django.urls import reverse

from recovery.exchange.models import Export
from recovery.people.models import AccessRecord, Patient, User
from tests.cast import log, quiet


@pytest.mark.parametrize(
    ("name", "what"),
    [("clinic:export_diary", "record exported, csv"), ("clinic:export_record", "record exported, fhir")],
)
def test_a_record_that_is_taken_out_is_written_down(
    as_neurologist: Client, neurologist: User, patient: Patient, name: str, what: str
) -> None:
    log(patient, quiet(5))
    answer = as_neurologist.get(reverse(name, args=[patient.ref]))
    assert answer.status_code == 200
    assert "Anna" not in answer["Content-Disposition"]
    kept = AccessRecord.objects.get()
    assert (kept.user, kept.patient, kept.clinic, kept.what) == (neurologist, patient, patient.clinic, what)


def test_the_review_page_leads_there(as_neurologist: Client, patient: Patient) -> None:
    page = as_neurologist.get(reverse("clinic:review", args=[patient.ref])).content.decode()
    assert reverse("clinic:export_diary", args=[patient.ref]) in page


def test_a_manager_takes_out_the_diaries_without_names(
    as_user: Callable[[User], Client], manager: User, patient: Patient
) -> None:
    log(patient, quiet(5, note="geheim van Anna"))
    client = as_user(manager)
    answer = client.post(reverse("clinic:export"), {"form": "csv"})
    assert answer.streaming
    text = b"".join(answer).decode("utf-8-sig")
    (row,) = csv.DictReader(StringIO(text, newline=""))
    assert row["leg_pain"] == "5"
    assert "Anna" not in text
    page = client.get(reverse("clinic:export")).content.decode()
    assert '<progress max="1" value="1"' in page
    assert AccessRecord.objects.get().user == manager


def test_an_export_of_nothing_that_exists_is_no_page(
    as_user: Callable[[User], Client], manager: User
) -> None:
    assert as_user(manager).post(reverse("clinic:export"), {"form": "exe"}).status_code == 404
    assert not Export.objects.exists()


def test_who_does_not_manage_takes_nothing_out(as_neurologist: Client, as_patient: Client) -> None:
    for client in (as_neurologist, as_patient):
        assert client.post(reverse("clinic:export"), {"form": "csv"}).status_code == 404
    assert not Export.objects.exists()
