from dataclasses import FrozenInstanceError

import pytest

from recovery.clinical.scores import (
    FEELINGS,
    NRS,
    SCALES,
    SIDES,
    SLEEPS,
    STRENGTHS,
    Day,
    Feeling,
    Scale,
    Side,
    Sleep,
    Strength,
)
from tests.recovery.clinical.builders import START


def test_the_rating_scale_is_the_whole_numbers_nought_to_ten() -> None:
    assert NRS == (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)


def test_function_is_asked_before_pain() -> None:
    assert [*Scale] == [*SCALES] == [Scale.LIMITATION, Scale.LEG_PAIN, Scale.BACK_PAIN]


@pytest.mark.parametrize("scale", Scale)
def test_every_scale_has_a_question_and_two_labelled_ends(scale: Scale) -> None:
    words = SCALES[scale]
    assert words.name
    assert words.question.endswith("?")
    assert words.low
    assert words.high
    assert words.low != words.high


def test_every_answer_has_its_words() -> None:
    assert set(FEELINGS) == set(Feeling)
    assert set(STRENGTHS) == set(Strength)
    assert set(SLEEPS) == set(Sleep)
    assert set(SIDES) == set(Side)


@pytest.mark.parametrize("words", [FEELINGS, STRENGTHS, SLEEPS, SIDES])
def test_no_two_answers_read_the_same(words: dict[str, str]) -> None:
    assert all(words.values())
    assert len(set(words.values())) == len(words)


def test_weak_for_the_first_time_is_offered_as_worse() -> None:
    assert "for the first time" in STRENGTHS[Strength.WORSE]


@pytest.mark.parametrize(
    ("scale", "score"), [(Scale.LIMITATION, 1), (Scale.LEG_PAIN, 0), (Scale.BACK_PAIN, 10)]
)
def test_a_day_gives_the_score_of_the_scale_that_is_asked(scale: Scale, score: int) -> None:
    assert Day(START, limitation=1, leg_pain=0, back_pain=10).score(scale) == score


@pytest.mark.parametrize("scale", Scale)
def test_a_score_that_was_not_answered_is_unknown_and_not_nought(scale: Scale) -> None:
    assert Day(START).score(scale) is None


def test_a_skipped_safety_question_is_unknown_and_never_no() -> None:
    assert Day(START).signs is None
    assert Day(START) != Day(START, signs=frozenset())


def test_feeling_and_strength_have_no_default_answer() -> None:
    assert Day(START).feeling is None
    assert Day(START).strength is None


def test_a_day_cannot_be_changed_once_told() -> None:
    with pytest.raises(FrozenInstanceError):
        Day(START).leg_pain = 3  # type: ignore[misc]
