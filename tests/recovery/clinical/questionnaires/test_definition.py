"""What questionnaires are made of, and the score at its bounds."""

import pytest

from recovery.clinical.questionnaires import BY_CODE, GLOBAL_EFFECT, QUESTIONNAIRES, ROLAND_MORRIS
from recovery.clinical.questionnaires.definition import Questionnaire, Wording
from recovery.journal.models.filled import CODE_LENGTH, VERSION_LENGTH

each = pytest.mark.parametrize("questionnaire", QUESTIONNAIRES, ids=lambda one: one.code)


@each
def test_every_code_is_its_own_and_fits_where_it_is_stored(questionnaire: Questionnaire) -> None:
    assert BY_CODE[questionnaire.code] is questionnaire
    assert len(BY_CODE) == len(QUESTIONNAIRES)
    assert len(questionnaire.code) <= CODE_LENGTH
    assert len(questionnaire.version) <= VERSION_LENGTH
    assert len({item.code for item in questionnaire.items}) == len(questionnaire.items)


@each
def test_the_bounds_are_the_lowest_and_highest_score_there_can_be(questionnaire: Questionnaire) -> None:
    lowest = {item.code: min(item.values) for item in questionnaire.items}
    highest = {item.code: max(item.values) for item in questionnaire.items}
    assert questionnaire.score(lowest) == questionnaire.lowest
    assert questionnaire.score(highest) == questionnaire.highest


@each
def test_an_open_item_leaves_no_score(questionnaire: Questionnaire) -> None:
    answers: dict[str, int | None] = {item.code: max(item.values) for item in questionnaire.items}
    answers[questionnaire.items[-1].code] = None
    assert questionnaire.score(answers) is None


@each
@pytest.mark.parametrize("wrong", [{"nothing": 1}, {}])
def test_answers_of_something_else_are_refused(questionnaire: Questionnaire, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=questionnaire.code):
        questionnaire.score(wrong)


@each
def test_an_answer_that_cannot_be_given_is_refused(questionnaire: Questionnaire) -> None:
    answers = {item.code: max(item.values) + 1 for item in questionnaire.items}
    with pytest.raises(ValueError, match=questionnaire.code):
        questionnaire.score(answers)


@each
def test_a_language_that_nobody_named_is_a_working_translation(questionnaire: Questionnaire) -> None:
    assert questionnaire.wording("tr") is Wording.WORKING


@pytest.mark.parametrize("ticked", [0, 1, 23, 24])
def test_a_list_that_is_finished_scores_what_was_ticked(ticked: int) -> None:
    codes = [item.code for item in ROLAND_MORRIS.items][:ticked]
    assert ROLAND_MORRIS.score(ROLAND_MORRIS.finished(frozenset(codes))) == ticked


def test_a_question_has_no_sentences_to_tick() -> None:
    with pytest.raises(ValueError, match="gpe-7"):
        GLOBAL_EFFECT.finished(frozenset({"effect"}))


def test_the_dutch_of_roland_and_morris_is_not_passed_off_as_validated() -> None:
    assert ROLAND_MORRIS.wording("nl") is Wording.WORKING
    assert ROLAND_MORRIS.wording("en") is Wording.ORIGINAL
