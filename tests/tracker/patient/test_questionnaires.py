"""Questionnaires by the patient: filled in once, corrected without loss, told without praise, quiet beside a flag."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from recovery.alerts import contact
from recovery.alerts.models import Outcome
from recovery.clinical import wording
from recovery.clinical.questionnaires import BY_CODE, GLOBAL_EFFECT, QUESTIONNAIRES, ROLAND_MORRIS
from recovery.episodes import ladder
from recovery.journal import questionnaires
from recovery.journal.models import Filled
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS, flagged, log
from tests.tracker.test_errors import full_disk
from tracker.questionnaires import WORKING_TRANSLATION

LIST = reverse("patient:questionnaires")
RMDQ = reverse("patient:questionnaire", args=[ROLAND_MORRIS.code])
GPE = reverse("patient:questionnaire", args=[GLOBAL_EFFECT.code])
COUNTS = "large enough to count"


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def anna(as_patient: Client) -> Client:
    """Anna, who reads English."""
    as_patient.cookies["language"] = "en"
    return as_patient


def fill_in(patient: Patient, code: str, score: int, *, days_ago: int) -> Filled:
    asked = BY_CODE[code]
    codes = [item.code for item in asked.items]
    answers = asked.finished(frozenset(codes[:score])) if asked.is_ticked else {codes[0]: score}
    now = OFFICE_HOURS - timedelta(days=days_ago)
    episode = ladder.current(patient)
    return questionnaires.fill_in(episode, asked, answers=answers, by=patient.user, now=now).filled


def text(client: Client, url: str = LIST) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def sent(client: Client, url: str, **fields: object) -> str:
    return " ".join(client.post(url, fields, follow=True).content.decode().split())


def test_the_course_leads_to_the_questionnaires(anna: Client) -> None:
    assert f'href="{LIST}"' in text(anna, reverse("patient:course"))


def test_each_is_there_with_its_rhythm_and_was_not_filled_in_yet(anna: Client) -> None:
    page = text(anna)
    assert page.count("Not filled in yet.") == len(QUESTIONNAIRES)
    for words in ("Every two weeks, and before a visit.", "Once a month."):
        assert words in page


def test_ticked_sentences_are_saved_and_told_as_a_score(anna: Client) -> None:
    page = sent(anna, RMDQ, ticked=["1", "5", "24"])
    assert "Your answers are saved." in page
    assert "Your score: 3 of 24. 0 is not limited, 24 is limited most." in page
    assert "Filled in today." in page
    filled = Filled.objects.get()
    assert (filled.score, filled.language) == (3, "en")


def test_an_answer_about_everything_is_saved_and_told(anna: Client) -> None:
    assert "Your answer: slightly improved." in sent(anna, GPE, effect="3")
    assert Filled.objects.get().score == 3


def test_the_same_thing_sent_twice_is_one_row_and_says_so_kindly(anna: Client) -> None:
    sent(anna, RMDQ, ticked=["1"])
    assert "This was saved already, with these answers." in sent(anna, RMDQ, ticked=["1"])
    assert Filled.objects.count() == 1


def test_a_correction_starts_from_what_was_filled_in_and_keeps_it(anna: Client) -> None:
    sent(anna, RMDQ, ticked=["7"])
    assert 'value="7" checked' in text(anna, RMDQ)
    assert "what was there before is kept" in sent(anna, RMDQ, ticked=["7", "8"])
    assert Filled.objects.standing().get().score == 2
    assert Filled.objects.count() == 2


def test_an_empty_list_says_nothing_until_it_is_said_that_none_applies(anna: Client) -> None:
    page = sent(anna, RMDQ)
    assert "Tick the sentences that describe you today" in page
    assert "Not saved yet" in page
    assert not Filled.objects.exists()
    assert "Your score: 0 of 24." in sent(anna, RMDQ, none="on")
    assert 'name="none" checked' in text(anna, RMDQ)


def test_sentences_and_none_of_them_cannot_both_be_and_nothing_ticked_is_lost(anna: Client) -> None:
    page = sent(anna, RMDQ, ticked=["2"], none="on")
    assert "You ticked sentences and also" in page
    assert 'value="2" checked' in page
    assert 'name="none" checked' in page
    assert not Filled.objects.exists()


@pytest.mark.parametrize("answer", [{}, {"effect": "8"}, {"effect": "much"}])
def test_an_answer_that_is_missing_or_is_none_asks_again(anna: Client, answer: dict[str, str]) -> None:
    assert "Not saved yet" in sent(anna, GPE, **answer)
    assert not Filled.objects.exists()


def test_a_fault_of_the_database_is_said_and_loses_no_answer(anna: Client) -> None:
    with connection.execute_wrapper(full_disk):
        page = sent(anna, RMDQ, ticked=["3"])
    assert wording.TRY_AGAIN in page
    assert 'value="3" checked' in page
    assert not Filled.objects.exists()


def test_what_is_no_questionnaire_is_not_there(anna: Client) -> None:
    assert anna.get(reverse("patient:questionnaire", args=["odi"])).status_code == 404


def test_a_change_that_matters_is_told_as_a_fact(anna: Client, patient: Patient) -> None:
    fill_in(patient, "rmdq-24", 15, days_ago=28)
    fill_in(patient, "rmdq-24", 10, days_ago=0)
    page = text(anna)
    assert "On 21 October 2026 it was 15. That difference is large enough to count" in page
    for praise in ("well done", "great", "good job", "!</p>"):
        assert praise not in page.lower()


def test_a_small_change_may_be_chance(anna: Client, patient: Patient) -> None:
    fill_in(patient, "rmdq-24", 15, days_ago=28)
    fill_in(patient, "rmdq-24", 11, days_ago=0)
    assert "A difference this small may be chance." in text(anna)


def test_worse_than_the_time_before_leads_to_the_doctor_even_if_better_than_the_first(
    anna: Client, patient: Patient
) -> None:
    for score, days_ago in ((18, 28), (4, 14), (9, 0)):
        fill_in(patient, "rmdq-24", score, days_ago=days_ago)
    page = text(anna)
    assert page.index(wording.QUESTIONNAIRE_WORSE) < page.index("On 4 November 2026 it was 4.")
    assert COUNTS not in page


def test_much_worse_than_the_beginning_leads_to_the_doctor(anna: Client, patient: Patient) -> None:
    fill_in(patient, "gpe-7", 6, days_ago=0)
    page = text(anna)
    assert page.index(wording.QUESTIONNAIRE_WORSE) < page.index("Your answer: much worse.")


@pytest.mark.parametrize(("days_ago", "is_said"), [(14, True), (15, False)])
def test_what_was_worse_long_ago_is_no_reason_to_phone_now(
    anna: Client, patient: Patient, days_ago: int, is_said: bool
) -> None:
    fill_in(patient, "rmdq-24", 4, days_ago=days_ago + 14)
    fill_in(patient, "rmdq-24", 9, days_ago=days_ago)
    page = text(anna)
    assert (wording.QUESTIONNAIRE_WORSE in page) is is_said
    assert "it was 4." in page


def test_beside_a_red_flag_nothing_is_compared_until_two_weeks_after(
    anna: Client, patient: Patient, neurologist: User
) -> None:
    fill_in(patient, "rmdq-24", 15, days_ago=28)
    fill_in(patient, "rmdq-24", 5, days_ago=0)
    assert COUNTS in text(anna)
    alert = log(patient, flagged("fever"), now=OFFICE_HOURS).alert
    assert alert
    page = text(anna)
    assert "Your score: 5 of 24." in page
    assert wording.STILL_OPEN in page
    assert COUNTS not in page
    contact.close(alert, outcome=Outcome.SEEN_TODAY, needed=True, note="", by=neurologist, now=OFFICE_HOURS)
    page = text(anna)
    assert wording.STILL_OPEN not in page
    assert COUNTS not in page
    with time_machine.travel(OFFICE_HOURS + timedelta(days=13), tick=False):
        assert COUNTS not in text(anna)
    with time_machine.travel(OFFICE_HOURS + timedelta(days=14), tick=False):
        assert COUNTS in text(anna)


@pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda one: one.code)
def test_licence_and_citation_stand_under_the_form(anna: Client, questionnaire: object) -> None:
    asked = BY_CODE[getattr(questionnaire, "code", "")]
    page = text(anna, reverse("patient:questionnaire", args=[asked.code]))
    assert escape(asked.rights.citation) in page
    assert asked.rights.licence in page


def test_a_working_translation_says_so_and_the_original_does_not(as_patient: Client) -> None:
    with override("nl"):
        note = str(WORKING_TRANSLATION)
    assert note in text(as_patient, RMDQ)
    assert note not in text(as_patient, GPE)
    as_patient.cookies["language"] = "en"
    with override("en"):
        assert str(WORKING_TRANSLATION) not in text(as_patient, RMDQ)


def test_queries_do_not_grow_with_what_was_filled_in(
    anna: Client, patient: Patient, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for week in range(30):
        fill_in(patient, "rmdq-24", week % 24, days_ago=week)
    text(anna)
    with django_assert_max_num_queries(15):
        text(anna)
