"""A clinic's diaries leave without names, dates or words, a batch at a time."""

import csv
import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given, settings

from recovery.episodes import ladder
from recovery.episodes.models import Treatment
from recovery.exchange import cohort, pseudonyms
from recovery.exchange.dossier import Dossier
from recovery.exchange.formats import bundle
from recovery.exchange.kinds import Form
from recovery.exchange.models import Export
from recovery.exchange.pseudonyms import DAY_ZERO, age_band, hidden
from recovery.people.models import AccessRecord, Clinic, Patient, User
from tests.cast import OFFICE_HOURS, log, make_patient, quiet
from tests.recovery.exchange import dossiers as arbitrary

TODAY = OFFICE_HOURS.date()


def file_of(clinic: Clinic, by: User, form: Form = Form.CSV, size: int = 50) -> str:
    export = cohort.begin(clinic, form=form, by=by, now=OFFICE_HOURS)
    return "".join(cohort.stream(export, size=size))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.fixture
def anna(clinic: Clinic) -> Patient:
    patient = make_patient(
        clinic, now=OFFICE_HOURS, birth_date=date(1979, 3, 1), phone="+31612345678", gp_name="Huisarts Groen"
    )
    log(patient, quiet(5, note="Bel tante Truus"), day=TODAY, now=OFFICE_HOURS)
    return patient


def test_a_row_says_how_long_after_the_onset_and_never_when(anna: Patient, manager: User) -> None:
    Treatment.objects.create(
        episode=ladder.current(anna), kind="injection", date=TODAY - timedelta(days=9), recorded_by=anna.user
    )
    injected, logged = rows_of(file_of(anna.clinic, manager))  # type: ignore[arg-type]
    assert (injected["days_since_onset"], injected["began"], injected["leg_pain"]) == ("51", "injection", "")
    assert (logged["days_since_onset"], logged["leg_pain"], logged["signs"]) == ("60", "5", "none")
    assert (logged["age_band"], logged["side"], logged["episode"]) == ("45-49", "left", "1")


@pytest.mark.parametrize("form", list(Form))
def test_nothing_in_a_file_names_anybody(anna: Patient, manager: User, form: Form) -> None:
    text = file_of(anna.clinic, manager, form)  # type: ignore[arg-type]
    secrets = ["Anna", "example.nl", "612345678", "Groen", "Truus", "1979", str(anna.ref), anna.ref.hex]
    assert not [secret for secret in [*secrets, "2026"] if secret in text.replace("2026.", "")]


@settings(max_examples=40, deadline=None)
@given(arbitrary.dossiers())
def test_no_date_and_no_word_of_a_dossier_is_left(told: Dossier) -> None:
    plain = hidden(told, b"key")
    words = _words(told) - {""}
    assert plain.person.ref != told.person.ref
    assert min(episode.onset for episode in plain.episodes) == DAY_ZERO
    assert not _words(plain) & words
    assert bundle(plain)["type"] == "document"


def _words(told: Dossier) -> set[str]:
    """What somebody typed."""
    person = told.person
    found = {person.name, person.gp_name, person.email, person.phone}
    for episode in told.episodes:
        found |= {entry.note for entry in episode.entries} | {one.finding for one in episode.imaging}
        found |= {note.text for note in episode.notes} | {question.text for question in episode.questions}
    for alert in told.alerts:
        found |= {step.note for step in alert.steps} | {alert.answers["note"]}
    return found | {version.answers["note"] for version in told.versions}


def test_two_exports_cannot_be_laid_side_by_side(anna: Patient, manager: User) -> None:
    first, second = (rows_of(file_of(anna.clinic, manager))[0]["patient"] for _ in range(2))  # type: ignore[arg-type]
    assert first != second


def test_a_diary_that_is_not_shared_does_not_leave(clinic: Clinic, manager: User) -> None:
    log(make_patient(clinic, shares_diary=False, now=OFFICE_HOURS), quiet(), day=TODAY, now=OFFICE_HOURS)
    assert rows_of(file_of(clinic, manager)) == []


def test_every_batch_costs_the_same_queries_and_is_handed_out_at_once(clinic: Clinic, manager: User) -> None:
    for number in range(9):
        log(
            make_patient(clinic, f"p{number}@example.nl", now=OFFICE_HOURS),
            quiet(),
            day=TODAY,
            now=OFFICE_HOURS,
        )
    export = cohort.begin(clinic, form=Form.CSV, by=manager, now=OFFICE_HOURS)
    parts, asked = cohort.stream(export, size=3), []
    next(parts)  # the header
    for _batch in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert next(parts).count("\r\n") == 3
        asked.append(len(queries))
    assert asked[1] == asked[2]
    assert list(parts) == []


def test_how_far_it_is_is_told_and_a_broken_one_is_named(clinic: Clinic, manager: User) -> None:
    for number in range(4):
        make_patient(clinic, f"p{number}@example.nl", now=OFFICE_HOURS)
    export = cohort.begin(clinic, form=Form.CSV, by=manager, now=OFFICE_HOURS)
    parts = cohort.stream(export, size=2, clock=lambda: OFFICE_HOURS)
    for _part in range(3):  # the header, a batch, and the next, before which the first is counted
        next(parts)
    export.refresh_from_db()
    assert (export.written, export.patients, export.finished_at) == (2, 4, None)
    (soon,) = cohort.latest(clinic, now=OFFICE_HOURS)
    (later,) = cohort.latest(clinic, now=OFFICE_HOURS + timedelta(minutes=5))
    assert (soon.is_broken_off, later.is_broken_off) == (False, True)


def test_who_took_it_out_is_written_down_before_it_leaves(clinic: Clinic, manager: User) -> None:
    cohort.begin(clinic, form=Form.NDJSON, by=manager, now=OFFICE_HOURS)
    kept = AccessRecord.objects.get()
    assert (kept.user, kept.clinic, kept.what) == (manager, clinic, "cohort export, ndjson, 0 patients")


def test_a_whole_line_is_a_bundle(anna: Patient, manager: User) -> None:
    (line,) = file_of(anna.clinic, manager, Form.NDJSON).splitlines()  # type: ignore[arg-type]
    assert json.loads(line)["resourceType"] == "Bundle"
    assert Export.objects.get().finished_at


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (None, ""),
        (date(2006, 11, 18), "20-24"),
        (date(2006, 11, 19), "15-19"),
        (date(1936, 11, 18), "90+"),
        (date(1910, 1, 1), "90+"),
    ],
)
def test_an_age_is_a_band(born: date | None, band: str) -> None:
    assert age_band(born, TODAY) == band


def test_a_pseudonym_needs_its_key(anna: Patient) -> None:
    assert pseudonyms.pseudonym(anna.ref, b"one") == pseudonyms.pseudonym(anna.ref, b"one")
    assert pseudonyms.pseudonym(anna.ref, b"one") != pseudonyms.pseudonym(anna.ref, b"two")
