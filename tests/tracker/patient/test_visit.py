"""My visit: when it is, what the clinic wrote, and what I want to ask."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.clinical import wording
from recovery.episodes import ladder, visits
from recovery.episodes.models import Question
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS

VISIT = reverse("patient:visit")


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def me(as_patient: Client) -> Client:
    as_patient.cookies["language"] = "en"
    return as_patient


def test_an_empty_page_says_so_and_the_menu_leads_there(me: Client) -> None:
    page = me.get(VISIT).content.decode()
    assert "No visit is planned in this diary." in page
    assert "No questions yet." in page
    assert f'href="{VISIT}" aria-current="page"' in page


def test_a_question_is_added_once_and_can_be_taken_back(me: Client, patient: Patient) -> None:
    for _again in range(2):
        assert me.post(VISIT, {"text": "Mag ik fietsen?"}).status_code == 302
    question = Question.objects.get()
    assert "Mag ik fietsen?" in me.get(VISIT).content.decode()
    me.post(reverse("patient:take_back_question", args=[question.pk]))
    assert "Mag ik fietsen?" not in me.get(VISIT).content.decode()
    assert question.asked_by == patient.user


def test_a_question_without_words_is_asked_again(me: Client) -> None:
    assert "Write your question first." in me.post(VISIT, {"text": " "}).content.decode()
    assert not Question.objects.exists()


def test_a_question_of_somebody_else_stays(me: Client, stranger: Patient) -> None:
    theirs = visits.ask(ladder.current(stranger), text="van Piet", by=stranger.user, now=OFFICE_HOURS)
    me.post(reverse("patient:take_back_question", args=[theirs.pk]))
    theirs.refresh_from_db()
    assert theirs.withdrawn_at is None


def test_beside_the_question_stands_that_nobody_reads_day_and_night(me: Client) -> None:
    page = me.get(VISIT).content.decode()
    assert page.count(wording.NOBODY_READS) == 2
