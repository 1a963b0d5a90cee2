"""Questionnaires by the manager: on or off, how often, and what that does for the patients."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.clinical.questionnaires import GLOBAL_EFFECT, ROLAND_MORRIS
from recovery.clinical.questionnaires.schedule import Plan, standard
from recovery.clinical.rhythm import Because, Every
from recovery.episodes import ladder, visits
from recovery.journal import questionnaires
from recovery.journal.models import Filled, QuestionnaireSetting, Rhythm
from recovery.people.models import Clinic, Patient, User
from tests.cast import flagged, log

PAGE = reverse("clinic:questionnaires")
LIST = reverse("patient:questionnaires")
TODAY = reverse("patient:today")
RMDQ = reverse("patient:questionnaire", args=[ROLAND_MORRIS.code])
TITLE = "What your back keeps you from"


@pytest.fixture
def as_manager(manager: User, as_user: Callable[[User], Client]) -> Client:
    client = as_user(manager)
    client.cookies["language"] = "en"
    return client


@pytest.fixture
def anna(as_patient: Client) -> Client:
    as_patient.cookies["language"] = "en"
    return as_patient


def decide(client: Client, *, every_days: object = 14, is_on: bool = True) -> object:
    code = ROLAND_MORRIS.code
    sent = {"code": code, f"{code}-every_days": every_days} | ({f"{code}-is_on": "on"} if is_on else {})
    return client.post(PAGE, sent)


def text(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def fill_in(patient: Patient, days_ago: int) -> Filled:
    answers = ROLAND_MORRIS.finished(frozenset({"1"}))
    now = timezone.now() - timedelta(days=days_ago)
    return questionnaires.fill_in(
        ladder.current(patient), ROLAND_MORRIS, answers=answers, by=patient.user, now=now
    ).filled


def test_licence_citation_and_whose_words_are_said(as_manager: Client) -> None:
    page = text(as_manager, PAGE)
    for one in (ROLAND_MORRIS, GLOBAL_EFFECT):
        assert one.rights.citation in page
        assert one.rights.licence in page
    assert "Nederlands: a working translation, to be replaced by the validated words" in page


def test_the_last_decision_holds_and_says_who(as_manager: Client, clinic: Clinic) -> None:
    decide(as_manager, every_days=7)
    decide(as_manager, every_days=182)
    decide(as_manager, every_days=182)
    assert QuestionnaireSetting.objects.count() == 2
    assert questionnaires.plans_of(clinic)[ROLAND_MORRIS.code] == Plan(is_on=True, every_days=182)
    assert "Set by M. Post" in text(as_manager, PAGE)


@pytest.mark.parametrize("days", [6, 183, "", "x"])
def test_out_of_bounds_is_refused_with_a_sentence(as_manager: Client, days: object) -> None:
    answer = decide(as_manager, every_days=days)
    assert "whole number of days from 7 to 182" in answer.content.decode()  # type: ignore[attr-defined]
    assert not QuestionnaireSetting.objects.exists()


def test_it_is_for_managers(as_neurologist: Client, anna: Client) -> None:
    assert as_neurologist.get(PAGE).status_code == 404
    assert anna.get(PAGE).status_code == 404


def test_what_is_off_is_not_offered_and_stays_readable(
    anna: Client, as_manager: Client, patient: Patient
) -> None:
    fill_in(patient, 20)
    decide(as_manager, is_on=False)
    page = text(anna, LIST)
    assert "Your score: 1 of 24." in page
    assert RMDQ not in page
    assert TITLE not in text(anna, TODAY)
    assert anna.get(RMDQ).url == LIST  # type: ignore[attr-defined]


def test_what_was_sent_from_an_open_page_is_not_lost(
    anna: Client, as_manager: Client, patient: Patient
) -> None:
    decide(as_manager, is_on=False)
    anna.post(RMDQ, {"ticked": ["1"]})
    assert Filled.objects.count() == 1


def test_today_asks_one_and_stops_when_it_is_filled_in(anna: Client, patient: Patient) -> None:
    assert f"If you like: {TITLE}" in text(anna, TODAY)
    fill_in(patient, 0)
    assert "If you like" not in text(anna, TODAY)
    assert "Asked again from" in text(anna, LIST)


def test_before_a_visit_it_says_so(anna: Client, patient: Patient) -> None:
    fill_in(patient, 9)
    assert "If you like" not in text(anna, TODAY)
    day = timezone.localdate() + timedelta(days=3)
    visits.plan(ladder.current(patient), day=day, clinic=patient.clinic, by=patient.user, now=timezone.now())
    assert f"Before your visit, if you like: {TITLE}" in text(anna, TODAY)


def test_beside_an_open_red_flag_today_asks_nothing(anna: Client, patient: Patient) -> None:
    log(patient, flagged(), day=timezone.localdate(), now=timezone.now())
    assert TITLE not in text(anna, TODAY)


def test_with_a_weekly_diary_it_comes_monthly(anna: Client, patient: Patient) -> None:
    fill_in(patient, 20)
    assert "If you like" in text(anna, TODAY)
    Rhythm.objects.create(
        patient=patient,
        every=Every.WEEK,
        since=timezone.localdate(),
        because=Because.CHOSEN,
        set_by=patient.user,
    )
    assert "If you like" not in text(anna, TODAY)


def test_without_a_clinic_it_is_as_defined(db: None) -> None:
    assert questionnaires.plans_of(None) == {
        one.code: standard(one) for one in (ROLAND_MORRIS, GLOBAL_EFFECT)
    }


def test_another_clinic_decides_nothing_here(as_manager: Client, other_neurologist: User) -> None:
    decide(as_manager, is_on=False)
    elsewhere = Clinic.objects.get(name="Neurologie Zuid")
    assert questionnaires.plans_of(elsewhere)[ROLAND_MORRIS.code] == standard(ROLAND_MORRIS)


def test_out_of_bounds_is_no_plan(clinic: Clinic, manager: User) -> None:
    with pytest.raises(ValueError, match="6"):
        questionnaires.set_plan(
            clinic, ROLAND_MORRIS, Plan(is_on=True, every_days=6), by=manager, now=timezone.now()
        )
