"""The rules of after the hernia: a step back is proposed, more load never."""

from datetime import date, timedelta

import pytest

from recovery.clinical.aftercare import Advice, Reaction, advise, closes, is_weekly_due

LEG, BACK, NOTHING = Reaction.LEG, Reaction.BACK, Reaction.NOTHING


@pytest.mark.parametrize(
    ("reactions", "advice"),
    [
        ([], Advice.NOTHING),
        ([NOTHING], Advice.NOTHING),
        ([NOTHING] * 30, Advice.NOTHING),
        ([BACK], Advice.STAY),
        ([LEG], Advice.STEP_BACK),
        ([BACK, LEG], Advice.STEP_BACK),
        ([LEG, LEG], Advice.STEP_BACK_AND_PHONE),
        ([LEG, NOTHING, LEG], Advice.STEP_BACK),
        ([LEG, LEG, NOTHING], Advice.NOTHING),
    ],
)
def test_what_is_proposed_after_the_last_answers(reactions: list[Reaction], advice: Advice) -> None:
    assert advise(reactions) is advice


def test_nothing_that_can_be_proposed_is_more_load() -> None:
    assert set(Advice) == {
        Advice.NOTHING,
        Advice.STAY,
        Advice.STEP_BACK,
        Advice.STEP_BACK_AND_PHONE,
    }


@pytest.mark.parametrize(("effect", "closed"), [(1, True), (2, True), (3, False), (4, False), (7, False)])
def test_only_recovered_or_much_improved_closes(effect: int, closed: bool) -> None:
    assert closes(effect) is closed


def test_the_weekly_question_is_due_a_week_after_the_recovery_or_the_last_answer() -> None:
    closed = date(2026, 11, 1)
    assert not is_weekly_due(closed, None, closed + timedelta(days=6))
    assert is_weekly_due(closed, None, closed + timedelta(days=7))
    assert not is_weekly_due(closed, date(2026, 11, 10), date(2026, 11, 16))
    assert is_weekly_due(closed, date(2026, 11, 10), date(2026, 11, 17))
    assert not is_weekly_due(closed, date(2026, 10, 1), date(2026, 11, 5)), (
        "an answer of before does not count"
    )
