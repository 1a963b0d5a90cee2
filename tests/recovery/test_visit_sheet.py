"""The sheet that prepares a visit: what stands on it, what is left out, and to whom it goes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from recovery import handover, visit_sheet
from recovery.clinical.care import Care, Painkiller
from recovery.episodes import ladder, preparations, visits
from recovery.episodes.models import Preparation
from recovery.journal import medicines
from recovery.journal.medicines import Told
from recovery.people import details
from recovery.people.models import Patient
from recovery.visit_sheet import Sheet, read_stored
from tests.cast import OFFICE_HOURS, flagged, log, make_clinic, quiet

NOW = OFFICE_HOURS
TODAY = NOW.date()


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def diary(patient: Patient) -> None:
    """Four weeks in which leg pain goes from 8 to 2."""
    for back in range(28):
        log(patient, quiet(leg_pain=2 + back * 6 // 27), day=TODAY - timedelta(days=back))


def sheet(patient: Patient) -> Sheet:
    return visit_sheet.sheet_of(patient, ladder.current(patient), now=NOW)


def told(patient: Patient) -> None:
    """A list, allergies, a treatment, a question, and own words."""
    episode, by = ladder.current(patient), patient.user
    medicines.add(episode, Told("Naproxen", "500 mg", "", Painkiller.NSAID), by=by, now=NOW)
    details.tell_what_a_team_must_know(patient, allergies="penicilline", pregnancy="possible")
    ladder.record_treatment(episode, kind=Care.INJECTION, on=TODAY - timedelta(days=3), by=by, now=NOW)
    visits.ask(episode, text="Mag ik fietsen?", by=by, now=NOW)
    visits.plan(episode, day=TODAY + timedelta(days=2), clinic=None, by=by, now=NOW)
    preparations.save(episode, matters="werken", not_understood="stenose", by=by, now=NOW)


@pytest.mark.usefixtures("diary")
def test_everything_that_was_told_stands_on_it(patient: Patient) -> None:
    told(patient)
    made = sheet(patient)
    assert made.visit_on == "2026-11-20"
    assert [one.name for one in made.medicines] == ["Naproxen"]
    assert (made.allergies, made.pregnancy) == ("penicilline", "possible")
    assert {one.kind for one in made.done} == {"injection", "painkillers"}
    assert made.questions == ("Mag ik fietsen?",)
    assert (made.matters, made.not_understood) == ("werken", "stenose")


@pytest.mark.usefixtures("diary")
def test_what_changed_is_told_in_levels(patient: Patient) -> None:
    direction = sheet(patient).direction
    assert direction
    leg_pain, _limitation = direction.ends
    assert leg_pain.then
    assert leg_pain.now
    assert leg_pain.then - leg_pain.now > 3
    assert direction.logged == direction.span == 27


@pytest.mark.usefixtures("diary")
def test_beside_an_open_red_flag_no_direction_is_told(patient: Patient) -> None:
    assert sheet(patient).direction
    log(patient, flagged(), now=NOW)
    made = sheet(patient)
    assert made.direction is None
    assert made.has_open_flag
    assert made.flags[0].signs == ["bladder"]
    assert made.flags[0].is_open


def test_a_diary_without_days_has_no_direction(patient: Patient) -> None:
    assert sheet(patient).direction is None


@pytest.mark.usefixtures("diary")
def test_a_fault_of_the_model_takes_nothing_else_away(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    told(patient)
    monkeypatch.setattr("recovery.visit_sheet.read_all", broken)
    made = sheet(patient)
    assert made.direction is None
    assert made.questions


@pytest.mark.usefixtures("diary")
def test_it_is_read_back_as_it_was_sent(patient: Patient) -> None:
    told(patient)
    made = sheet(patient)
    episode, clinic = ladder.current(patient), patient.clinic
    assert clinic
    visit_sheet.send(patient, episode, to=clinic.pk, by=patient.user, now=NOW)
    preparations.save(episode, matters="anders", not_understood="", by=patient.user, now=NOW)
    sent = preparations.last_sent(episode, clinic)
    assert sent
    assert sent.sheet
    assert read_stored(sent.sheet) == made


def test_it_goes_only_to_the_clinic_that_was_named_and_reads(patient: Patient) -> None:
    episode, elsewhere = ladder.current(patient), make_clinic("Elders", "")
    with pytest.raises(visit_sheet.NotReading):
        visit_sheet.send(patient, episode, to=elsewhere.pk, by=patient.user, now=NOW)
    clinic = patient.clinic
    assert clinic
    handover.stop(patient, by=patient.user, now=NOW)
    with pytest.raises(visit_sheet.NotReading):
        visit_sheet.send(patient, episode, to=clinic.pk, by=patient.user, now=NOW)
    assert not Preparation.objects.exists()


@pytest.mark.usefixtures("diary")
def test_it_asks_no_more_of_the_database_as_there_is_more_to_tell(patient: Patient) -> None:
    told(patient)
    with CaptureQueriesContext(connection) as few:
        sheet(patient)
    episode = ladder.current(patient)
    for n in range(5):
        medicines.add(episode, Told(f"middel {n}"), by=patient.user, now=NOW)
        visits.ask(episode, text=f"vraag {n}", by=patient.user, now=NOW)
    with CaptureQueriesContext(connection) as many:
        sheet(patient)
    assert len(many) == len(few)
