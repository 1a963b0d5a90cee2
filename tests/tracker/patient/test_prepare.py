"""Prepare my visit: one page to fill in, show, print, or send to the clinic that reads along."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery import handover
from recovery.clinical import wording
from recovery.episodes import ladder, visits
from recovery.episodes.models import Preparation, Question
from recovery.people.models import Clinic, Patient, Sharing, User
from tests.cast import OFFICE_HOURS, flagged, log, make_staff, quiet

TODAY = OFFICE_HOURS.date()
PREPARE = reverse("patient:prepare")
TODAY_PAGE = reverse("patient:today")
WORDS = {"question": "Mag ik fietsen?", "matters": "weer werken", "not_understood": "stenose"}


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def me(as_patient: Client) -> Client:
    as_patient.cookies["language"] = "en"
    return as_patient


def read(client: Client, url: str = PREPARE) -> str:
    return " ".join(client.get(url).content.decode().split())


def send(client: Client, clinic: Clinic | None, **words: str) -> str:
    given = WORDS | {"send": "yes", "to": str(clinic.pk) if clinic else ""} | words
    return " ".join(client.post(PREPARE, given, follow=True).content.decode().split())


def review(client: Client, patient: Patient, name: str = "review") -> str:
    client.cookies["language"] = "en"
    return read(client, reverse(f"clinic:{name}", args=[patient.ref]))


def test_what_is_saved_stands_on_the_page_and_nobody_else_sees_it(
    me: Client, patient: Patient, as_neurologist: Client
) -> None:
    me.post(PREPARE, WORDS)
    page = read(me)
    for words in WORDS.values():
        assert words in page
    told = review(as_neurologist, patient)
    assert "weer werken" not in told
    assert "Mag ik fietsen?" in told  # a question is the clinic's to read as soon as it is asked
    assert as_neurologist.get(reverse("clinic:prepared", args=[patient.ref])).status_code == 404


def test_the_question_is_asked_once_and_taken_back_from_here(me: Client) -> None:
    for _again in range(2):
        me.post(PREPARE, WORDS)
    question = Question.objects.get()
    url = reverse("patient:take_back_question", args=[question.pk])
    assert me.post(url, {"back": "prepare"})["Location"] == PREPARE
    assert "Mag ik fietsen?" not in read(me)


def test_what_is_sent_is_read_by_the_clinic_as_it_was(
    me: Client, patient: Patient, clinic: Clinic, as_neurologist: Client
) -> None:
    page = send(me, clinic)
    assert f"Sent. {clinic} can read the sheet before your visit." in page
    me.post(PREPARE, WORDS | {"matters": "later bedacht"})
    told = review(as_neurologist, patient)
    assert "Prepared by the patient on 18 November 2026, 10:00" in told
    sheet = review(as_neurologist, patient, "prepared")
    assert "weer werken" in sheet
    assert "later bedacht" not in sheet + told


def test_a_newer_one_takes_its_place(
    me: Client, patient: Patient, clinic: Clinic, as_neurologist: Client
) -> None:
    send(me, clinic)
    send(me, clinic, matters="fietsen")
    assert Preparation.objects.exclude(sent_at=None).count() == 2
    sheet = review(as_neurologist, patient, "prepared")
    assert "fietsen" in sheet
    assert "weer werken" not in sheet


def test_the_standing_of_a_sheet_that_was_sent_comforts_nobody_beside_an_alert_of_later(
    me: Client, patient: Patient, clinic: Clinic, as_neurologist: Client
) -> None:
    for back in range(28):
        log(patient, quiet(leg_pain=1 + back // 4), day=OFFICE_HOURS.date() - timedelta(days=back))
    send(me, clinic)
    assert "On course for recovery" in review(as_neurologist, patient, "prepared")
    log(patient, flagged(), now=OFFICE_HOURS)
    sheet = review(as_neurologist, patient, "prepared")
    assert "On course for recovery" not in sheet
    assert sheet.index("An alert of this patient is open.") < sheet.index("visit-sheet")
    assert "weer werken" in sheet


def test_words_that_are_too_long_are_not_lost(me: Client, patient: Patient, clinic: Clinic) -> None:
    long = "Mag ik fietsen? " * 200
    page = send(me, clinic, question=long)
    assert "error-summary" in page
    assert long.strip() in page
    assert not Preparation.objects.exists()


def test_a_clinic_that_reads_no_more_gets_nothing_and_sees_nothing(
    me: Client, patient: Patient, clinic: Clinic, as_neurologist: Client
) -> None:
    send(me, clinic)
    handover.stop(patient, by=patient.user, now=OFFICE_HOURS)
    assert as_neurologist.get(reverse("clinic:prepared", args=[patient.ref])).status_code == 404
    page = send(me, clinic, matters="nog iets")
    assert "Not sent:" in page
    assert "No clinic reads your diary, so this cannot be sent." in page
    assert "nog iets" in page
    assert Preparation.objects.exclude(sent_at=None).count() == 1


def test_the_next_clinic_does_not_get_what_went_to_the_one_before(
    me: Client, patient: Patient, clinic: Clinic, other_neurologist: User, as_user: Callable[[User], Client]
) -> None:
    send(me, clinic)
    other = other_neurologist.memberships.get().clinic
    handover.share(
        patient,
        other,
        under_treatment=True,
        how=Sharing.How.DETAILS,
        by=patient.user,
        now=OFFICE_HOURS + timedelta(hours=1),
    )
    doctor = as_user(other_neurologist)
    assert "Prepared by the patient" not in review(doctor, patient)
    assert doctor.get(reverse("clinic:prepared", args=[patient.ref])).status_code == 404


def test_nothing_is_mailed(me: Client, clinic: Clinic, mailoutbox: list[object]) -> None:
    send(me, clinic)
    assert mailoutbox == []


def test_it_says_that_nobody_reads_day_and_night_and_shows_the_number(me: Client, clinic: Clinic) -> None:
    page = read(me)
    assert wording.NOBODY_READS in page
    assert wording.SENDING_AHEAD % {"clinic": clinic} in page
    assert "tel:+31883203900" in page


@pytest.mark.parametrize("name", ["prepare", "show_sheet"])
def test_beside_an_open_red_flag_nothing_reassures(me: Client, patient: Patient, name: str) -> None:
    for back in range(28):
        log(patient, quiet(leg_pain=2 + back // 5), day=TODAY - timedelta(days=back))
    url = reverse(f"patient:{name}")
    assert "Leg pain, 0 to 10:" in read(me, url)
    log(patient, flagged(), now=OFFICE_HOURS)
    page = read(me, url)
    assert "Leg pain, 0 to 10:" not in page
    assert "On course" not in page
    assert wording.STILL_OPEN in page
    assert "Still open." in page


@pytest.mark.parametrize(("days", "is_soon"), [(0, True), (7, True), (8, False)])
def test_today_leads_here_when_a_visit_is_near(
    me: Client, patient: Patient, days: int, is_soon: bool
) -> None:
    day = TODAY + timedelta(days=days)
    visits.plan(ladder.current(patient), day=day, clinic=None, by=patient.user, now=OFFICE_HOURS)
    assert ("Prepare the visit of" in read(me, TODAY_PAGE)) is is_soon


@pytest.mark.parametrize("name", ["visit", "care"])
def test_my_visit_and_my_treatment_lead_here(me: Client, name: str) -> None:
    assert f'href="{PREPARE}">Prepare my visit</a>' in read(me, reverse(f"patient:{name}")).split("<main")[1]


def test_too_long_is_said_and_nothing_is_lost(me: Client) -> None:
    page = me.post(PREPARE, WORDS | {"matters": "x" * 2001}).content.decode()
    assert "at most 2000" in page
    assert "stenose" in page
    assert not Preparation.objects.exists()


def test_a_clinic_that_is_no_number_is_no_clinic(me: Client) -> None:
    me.post(PREPARE, WORDS | {"send": "yes", "to": "x"})
    assert not Preparation.objects.exclude(sent_at=None).exists()


def test_the_managers_of_the_clinic_do_not_read_it(
    me: Client, patient: Patient, clinic: Clinic, as_user: Callable[[User], Client]
) -> None:
    send(me, clinic)
    manager = make_staff(clinic, "beheer@noord.example", "manager", "M. Beheer")
    assert as_user(manager).get(reverse("clinic:prepared", args=[patient.ref])).status_code == 404
