"""The card of questionnaires: now and then, whether the change matters, every score and answer."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from recovery.clinical.questionnaires import GLOBAL_EFFECT, ROLAND_MORRIS
from recovery.clinical.questionnaires.definition import Questionnaire
from recovery.episodes import ladder
from recovery.journal import questionnaires
from recovery.journal.models import Filled
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS
from tracker.clinic.questionnaires import SHOWN, QuestionnaireRow, QuestionnairesCard, questionnaires_card

TODAY = OFFICE_HOURS.date()


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def fill_in(
    patient: Patient,
    score: int,
    days_ago: int,
    *,
    asked: Questionnaire = ROLAND_MORRIS,
    language: str = "en",
) -> Filled:
    codes = [item.code for item in asked.items]
    answers = asked.finished(frozenset(codes[:score])) if asked.is_ticked else {codes[0]: score}
    now = OFFICE_HOURS - timedelta(days=days_ago)
    return questionnaires.fill_in(
        ladder.current(patient), asked, answers=answers, by=patient.user, now=now, language=language
    ).filled


def card(patient: Patient, since: date | None = None) -> QuestionnairesCard:
    return questionnaires_card(ladder.current(patient), since)


def row(patient: Patient, since: date | None = None) -> QuestionnaireRow:
    return card(patient, since).rows[0]


def page(patient: Patient, since: date | None = None) -> str:
    context = {"questionnaires": card(patient, since)}
    return " ".join(render_to_string("clinic/questionnaires.html", context).split())


def test_without_any_it_says_so(patient: Patient) -> None:
    assert card(patient).rows == []
    assert "No questionnaire filled in yet." in page(patient)


def test_the_first_time_there_is_nothing_to_compare_with(patient: Patient) -> None:
    fill_in(patient, 12, 0)
    only = row(patient)
    assert (only.now, only.now_on) == ("12 of 24", "18 Nov 2026")
    assert (only.before, only.change, only.verdict) == ("", "", "")


def test_without_a_date_it_is_compared_with_the_first_time(patient: Patient) -> None:
    for score, days_ago in ((15, 42), (11, 28), (6, 14)):
        fill_in(patient, score, days_ago)
    told = row(patient)
    assert (told.before, told.before_on) == ("15 of 24", "7 Oct 2026")
    assert (told.change, told.verdict) == ("−9", "Better, enough to matter")


@pytest.mark.parametrize(
    ("since_days_ago", "before"),
    [(50, "15 of 24"), (42, "15 of 24"), (29, "15 of 24"), (28, "11 of 24"), (15, "11 of 24")],
)
def test_with_a_date_it_is_compared_with_what_stood_then(
    patient: Patient, since_days_ago: int, before: str
) -> None:
    for score, days_ago in ((15, 42), (11, 28), (6, 14)):
        fill_in(patient, score, days_ago)
    assert row(patient, TODAY - timedelta(days=since_days_ago)).before == before


def test_it_says_when_nothing_was_filled_in_since_that_date(patient: Patient) -> None:
    fill_in(patient, 12, 14)
    assert row(patient, TODAY - timedelta(days=13)).notes == ["Not filled in since 5 Nov 2026."]
    assert row(patient, TODAY - timedelta(days=14)).notes == []


def test_a_change_that_is_not_enough_is_called_so(patient: Patient) -> None:
    fill_in(patient, 12, 14)
    fill_in(patient, 8, 0)
    assert (row(patient).change, row(patient).verdict) == ("−4", "Not enough to matter")


def test_worse_than_the_time_before_is_said_where_the_first_time_hides_it(patient: Patient) -> None:
    for score, days_ago in ((18, 28), (6, 14), (11, 0)):
        fill_in(patient, score, days_ago)
    told = row(patient)
    assert told.verdict == "Better, enough to matter"
    assert "Clearly worse than the time before." in told.notes


def test_what_hardly_shows_is_said(patient: Patient) -> None:
    fill_in(patient, 3, 14)
    fill_in(patient, 1, 0)
    assert "So near the good end of the scale, improvement hardly shows." in row(patient).notes


def test_a_working_translation_is_told_to_the_clinic(patient: Patient) -> None:
    fill_in(patient, 3, 14)
    note = "Filled in with a working translation, not with the validated words."
    assert note not in row(patient).notes
    fill_in(patient, 3, 0, language="nl")
    assert note in row(patient).notes


def test_the_global_effect_is_judged_by_itself(patient: Patient) -> None:
    fill_in(patient, 2, 0, asked=GLOBAL_EFFECT)
    told = row(patient)
    assert (told.now, told.change, told.verdict) == ("much improved", "", "Better, enough to matter")
    assert told.items == []


def test_a_corrected_day_counts_once_and_says_so(patient: Patient) -> None:
    fill_in(patient, 12, 0)
    fill_in(patient, 13, 0)
    assert [(score.score, score.is_corrected) for score in row(patient).scores] == [("13 of 24", True)]


def test_a_score_that_is_missing_is_not_made_up(patient: Patient) -> None:
    fill_in(patient, 12, 14)
    fill_in(patient, 13, 0)
    Filled.objects.filter(score=13).update(score=None)
    told = row(patient)
    assert (told.now, told.verdict) == ("–", "")
    assert "No score: items were left open." in told.notes


def test_scores_of_another_version_are_not_compared(patient: Patient) -> None:
    fill_in(patient, 20, 14)
    fill_in(patient, 5, 0)
    Filled.objects.filter(score=20).update(version="0")
    assert row(patient).before == ""
    assert [score.score for score in row(patient).scores] == ["5 of 24", "20 of 24"]


def test_the_answers_stand_beside_those_of_then(patient: Patient) -> None:
    fill_in(patient, 2, 14)
    fill_in(patient, 1, 0)
    first, second, third, *_rest = row(patient).items
    assert (first.before, first.now, first.is_changed) == ("✓", "✓", False)
    assert (second.before, second.now, second.is_changed) == ("✓", "–", True)
    assert (third.before, third.now, third.is_changed) == ("–", "–", False)
    assert "I change position frequently" in page(patient)


def test_the_card_stays_small_and_asks_once(
    patient: Patient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for days_ago in range(SHOWN + 3):
        fill_in(patient, days_ago % 24, days_ago)
    episode = ladder.current(patient)
    with django_assert_num_queries(1):
        made = questionnaires_card(episode, None).rows[0]
    assert len(made.scores) == SHOWN
    assert made.earlier == "3 earlier times are not shown."
    assert len(page(patient).encode()) < 12_000
