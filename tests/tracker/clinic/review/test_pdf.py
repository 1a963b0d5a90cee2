"""The review as a PDF: read back as text, in both languages."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from pypdf import PdfReader

from recovery.clinical.care import Care, DiscLevel
from recovery.clinical.questionnaires import GLOBAL_EFFECT
from recovery.clinical.scores import Side
from recovery.episodes import course, ladder, notes
from recovery.journal import medicines, questionnaires
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, quiet
from tests.tracker.clinic.review.conftest import TODAY, url
from tests.tracker.clinic.review.test_review import many_days


def sheets(client: Client, patient: Patient) -> list[str]:
    """The text of each sheet."""
    answer = client.get(url("review_pdf", patient))
    assert answer["Content-Type"] == "application/pdf"
    return [" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(answer.content)).pages]


@pytest.mark.usefixtures("diary")
@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Leg pain", "Anna Bos", "Not clear yet")),
        ("nl", ("Beenpijn", "Anna Bos", "Nog niet duidelijk")),
    ],
)
def test_one_sheet_for_the_doctor_and_one_for_the_days(
    doctor: Client, patient: Patient, language: str, words: tuple[str, ...]
) -> None:
    doctor.cookies["language"] = language
    first, second = sheets(doctor, patient)
    assert all(word in first for word in words)
    assert "2026" in second


def test_half_a_year_of_days_fits_on_two_sheets(doctor: Client, patient: Patient) -> None:
    many_days(patient, 180)
    _first, second = sheets(doctor, patient)
    assert "The latest 60 of 180 days." in second


@pytest.mark.usefixtures("diary")
def test_private_notes_are_left_out_of_the_file_and_it_says_so(
    doctor: Client, neurologist: User, patient: Patient
) -> None:
    for text, shared in (("twijfel aan operatie", False), ("Blijf bewegen.", True)):
        notes.write(
            ladder.current(patient),
            clinic=patient.clinic,
            text=text,
            shared=shared,
            by=neurologist,
            now=OFFICE_HOURS,
        )
    whole = " ".join(sheets(doctor, patient))
    assert "Blijf bewegen." in whole
    assert "twijfel" not in whole
    assert "are left out: 1." in whole


@pytest.mark.usefixtures("diary")
def test_an_open_alert_stands_above_everything(doctor: Client, patient: Patient) -> None:
    log(patient, flagged("fever", leg_pain=3, note="koorts 😷"), now=OFFICE_HOURS + timedelta(minutes=1))
    first, *_others = sheets(doctor, patient)
    assert first.index("Open alert: Fever") < first.index("What changed since")
    assert "On course" not in first


def test_much_text_stays_on_one_sheet_and_says_that_there_is_more(
    doctor: Client, neurologist: User, patient: Patient
) -> None:
    many_days(patient, 180)
    for n in range(12):
        notes.write(
            ladder.current(patient),
            clinic=patient.clinic,
            text=f"{n} " + "lang verhaal " * 40,
            shared=True,
            by=neurologist,
            now=OFFICE_HOURS + timedelta(minutes=n),
        )
    first, _second = sheets(doctor, patient)
    assert "and 7 more" in first or "The rest stands on the patient's page." in first


def test_a_diary_without_days_is_one_sheet(doctor: Client, patient: Patient) -> None:
    assert len(sheets(doctor, patient)) == 1


@pytest.mark.usefixtures("diary")
def test_what_was_done_is_a_number_on_the_charts_and_is_told_once_below_them(
    doctor: Client, neurologist: User, patient: Patient
) -> None:
    episode = ladder.current(patient)
    for care, ago in ((Care.PHYSIOTHERAPY, 6), (Care.PAINKILLERS, 5)):
        day = TODAY - timedelta(days=ago)
        ladder.record_treatment(episode, kind=care, on=day, by=neurologist, now=OFFICE_HOURS)
    first, *_others = sheets(doctor, patient)
    charts = first.split("Leg pain (10 = ", 1)[1].split("Strength in the leg", 1)[0]
    assert charts.count("Physiotherapy") == 1
    assert "1 12 Nov 2026: Physiotherapy · 2 13 Nov 2026: Painkillers" in charts


@pytest.mark.usefixtures("diary")
def test_the_file_tells_of_the_questionnaires_the_episode_and_the_treatments(
    doctor: Client, neurologist: User, patient: Patient
) -> None:
    episode = ladder.current(patient)
    ladder.place(episode, level=DiscLevel.L5_S1, side=Side.LEFT, by=neurologist, now=OFFICE_HOURS)
    ladder.record_treatment(episode, kind=Care.PHYSIOTHERAPY, on=TODAY, by=neurologist, now=OFFICE_HOURS)
    questionnaires.fill_in(
        episode,
        GLOBAL_EFFECT,
        answers={GLOBAL_EFFECT.items[0].code: 2},
        by=patient.user,
        now=OFFICE_HOURS,
        language="en",
    )
    first, *_others = sheets(doctor, patient)
    for told in ("Questionnaires", "L5-S1", "Physiotherapy"):
        assert told in first
    assert "No questionnaire filled in yet." not in first


@pytest.mark.usefixtures("diary")
def test_the_file_tells_what_a_patient_uses_and_how_an_earlier_episode_ended(
    doctor: Client, patient: Patient
) -> None:
    episode = ladder.current(patient)
    told = medicines.Told("Acenocoumarol", "1 mg")
    medicines.add(episode, told, by=patient.user, now=OFFICE_HOURS)
    course.close(episode, effect=1, standing=None, by=patient.user, now=OFFICE_HOURS - timedelta(days=9))
    back = TODAY - timedelta(days=8)
    course.follow(episode, onset=back, side=Side.RIGHT, level=None, by=patient.user, now=OFFICE_HOURS)
    first, *_others = sheets(doctor, patient)
    for words in ("Acenocoumarol 1 mg", "episode 2", "Earlier episodes", "Own word: completely recovered"):
        assert words in first


def test_days_with_long_notes_stay_on_one_sheet_and_it_says_how_many_are_shown(
    doctor: Client, patient: Patient
) -> None:
    for back in range(60):
        log(patient, quiet(leg_pain=3, note="veel te vertellen " * 12), day=TODAY - timedelta(days=back))
    _first, second = sheets(doctor, patient)
    assert " of 60 days." in second
    assert "The latest 60" not in second
