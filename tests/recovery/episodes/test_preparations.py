"""What was written for a visit: a row for each save, and what went to a clinic."""

from datetime import timedelta

from recovery.episodes import ladder, preparations
from recovery.episodes.models import Preparation
from recovery.people.models import Clinic, Patient
from tests.cast import OFFICE_HOURS, make_clinic


def save(patient: Patient, matters: str = "fietsen", not_understood: str = "") -> Preparation | None:
    return preparations.save(
        ladder.current(patient),
        matters=matters,
        not_understood=not_understood,
        by=patient.user,
        now=OFFICE_HOURS,
    )


def test_each_save_is_a_row_and_the_last_one_holds(patient: Patient) -> None:
    save(patient)
    save(patient, "werken")
    assert [row.matters for row in Preparation.objects.all()] == ["fietsen", "werken"]
    latest = preparations.latest(ladder.current(patient))
    assert latest
    assert latest.matters == "werken"


def test_the_same_words_are_one_row_and_nothing_is_no_row(patient: Patient) -> None:
    assert save(patient, "") is None
    assert save(patient) == save(patient)
    assert Preparation.objects.count() == 1


def test_words_that_were_taken_out_are_no_longer_the_latest(patient: Patient) -> None:
    save(patient)
    emptied = save(patient, "")
    assert emptied == preparations.latest(ladder.current(patient))


def test_a_clinic_finds_the_last_that_was_sent_to_it(patient: Patient, clinic: Clinic) -> None:
    episode = ladder.current(patient)
    for days, words in ((2, "eerst"), (1, "later")):
        preparations.send(
            episode,
            clinic=clinic,
            sheet={"version": 1},
            matters=words,
            not_understood="",
            by=patient.user,
            now=OFFICE_HOURS - timedelta(days=days),
        )
    save(patient, "nog niet verstuurd")
    sent = preparations.last_sent(episode, clinic)
    assert sent
    assert sent.matters == "later"
    assert preparations.last_sent(episode, make_clinic("Elders", "")) is None
