"""Everything in one archive: all that is held, after the password, and for nobody else."""

import csv
import json
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.erasure import archive
from recovery.people.models import Clinic, Patient, User
from tests.cast import PASSWORD, accepted, log, make_user, quiet
from tests.recovery.erasure.everything import MARKER, rows_everywhere

ARCHIVE = reverse("patient:take_out_everything")


@pytest.fixture
def as_anna(patient: Patient) -> Client:
    """Signed in, and the password filled in once more a short while ago."""
    client = Client()
    client.cookies["language"] = "en"
    client.post(reverse("account_login"), {"login": patient.user.email, "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def opened(client: Client) -> ZipFile:
    answer = client.get(ARCHIVE)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/zip"
    return ZipFile(BytesIO(answer.content))


def rows(found: ZipFile, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(found.read(name).decode("utf-8-sig"))))


def test_it_holds_the_record_the_diary_a_pdf_and_a_table_of_every_kind(
    as_anna: Client, patient: Patient
) -> None:
    log(patient, quiet(note="mijn eigen woorden"))
    found = opened(as_anna)
    tables = {archive.table_name(holding) for holding in archive.going_out()}
    assert set(found.namelist()) == {"README.txt", "diary.pdf", archive.RECORD, archive.DIARY, *tables}
    assert found.read("diary.pdf").startswith(b"%PDF")
    assert json.loads(found.read(archive.RECORD))["resourceType"] == "Bundle"
    assert "mijn eigen woorden" in found.read(archive.DIARY).decode()
    assert [row["email"] for row in rows(found, "tables/user.csv")] == [patient.user.email]
    assert rows(found, "tables/sharing.csv")[0]["consent_version"] == "1"


def test_the_readme_names_every_file(as_anna: Client) -> None:
    found = opened(as_anna)
    readme = found.read("README.txt").decode("utf-8-sig")
    assert [name for name in found.namelist() if name != "README.txt" and f"{name}: " not in readme] == []
    assert "Keep these files safe" in readme


def test_who_looked_is_in_it(as_anna: Client, as_neurologist: Client, patient: Patient) -> None:
    as_neurologist.get(reverse("clinic:export_diary", args=[patient.ref]))
    found = rows(opened(as_anna), "tables/accessrecord.csv")
    assert [row["user"] for row in found] == ["dr. Haan"]


def test_what_the_clinic_wrote_for_itself_and_secrets_are_not_in_it(
    as_anna: Client, patient: Patient, clinic: Clinic, neurologist: User
) -> None:
    rows_everywhere(patient, clinic, neurologist)
    made = dict(archive.files(Patient.objects.select_related("user").get(pk=patient.pk), now=timezone.now()))
    assert len(rows_of(made["tables/note.csv"])) == 1
    assert "note" not in rows_of(made["tables/alertstep.csv"])[0]
    assert MARKER not in made["tables/alertstep.csv"]
    assert "password" not in rows_of(made["tables/user.csv"])[0]
    assert not {"endpoint", "secret", "public_key"} & rows_of(made["tables/browser.csv"])[0].keys()


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"))))


def test_no_cell_is_a_formula(patient: Patient) -> None:
    User.objects.filter(pk=patient.user_id).update(name="=1+1")
    made = dict(archive.files(Patient.objects.select_related("user").get(pk=patient.pk), now=timezone.now()))
    assert rows_of(made["tables/user.csv"])[0]["name"] == "'=1+1"


def test_the_password_is_asked_first(as_patient: Client) -> None:
    answer = as_patient.get(ARCHIVE)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_a_proxy_gets_nothing_of_it(patient: Patient, as_user: Callable[[User], Client]) -> None:
    karin = make_user("karin@example.nl")
    accepted(patient, karin)
    assert as_user(karin).get(f"/for/{patient.ref}{ARCHIVE}").status_code == 404


def test_it_asks_no_more_as_a_diary_grows(
    as_anna: Client, patient: Patient, django_assert_max_num_queries: Callable[[int], object]
) -> None:
    for days_ago in range(3):
        log(patient, quiet(), day=timezone.localdate() - timedelta(days=days_ago))
    with django_assert_max_num_queries(120):  # type: ignore[attr-defined]
        opened(as_anna)
