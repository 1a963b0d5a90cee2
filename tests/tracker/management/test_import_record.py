"""`manage.py import_record`: a record from elsewhere becomes a record here, or nothing does."""

import json
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command

from recovery.exchange.formats import bundle
from recovery.exchange.records import dossier_of
from recovery.journal.models import Entry
from recovery.people.models import Patient
from tests.cast import log, quiet


@pytest.fixture
def file(patient: Patient, tmp_path: Path) -> Path:
    log(patient, quiet(6))
    told = dossier_of(patient)
    elsewhere = replace(told, person=replace(told.person, ref=uuid4(), email="nieuw@example.nl"))
    path = tmp_path / "record.json"
    path.write_text(json.dumps(bundle(elsewhere)))
    return path


def test_a_record_becomes_a_patient_whom_nobody_reads_yet(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_record", str(file))
    made = Patient.objects.get(user__email="nieuw@example.nl")
    assert Entry.objects.get(patient=made).leg_pain == 6
    assert made.reading_clinic is None
    assert "nieuw@example.nl: 1 days brought in" in capsys.readouterr().out


def test_the_same_record_again_is_refused(file: Path) -> None:
    call_command("import_record", str(file))
    with pytest.raises(CommandError, match="has a diary here already"):
        call_command("import_record", str(file))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"{", "no record of this diary"),
        (b"[" * 100_000, "no record of this diary"),
        (b"\xff\xff", "no UTF-8 text"),
        (b'{"resourceType": "Bundle"}', "“type” is missing"),
    ],
)
def test_a_file_that_is_none_says_so(db: None, tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "record.json"
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_record", str(path))


def test_a_file_that_is_not_there_says_so(db: None) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_record", "/nowhere/record.json")
