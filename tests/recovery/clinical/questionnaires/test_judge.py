"""Whether a change matters, at the boundary of every number."""

from dataclasses import replace

import pytest

from recovery.clinical.questionnaires import GLOBAL_EFFECT, ROLAND_MORRIS
from recovery.clinical.questionnaires.definition import Worse
from recovery.clinical.questionnaires.judge import Hidden, Judged, Verdict, judge


@pytest.mark.parametrize(
    ("before", "now", "verdict"),
    [
        (15, 10, Verdict.BETTER),
        (15, 11, Verdict.LESS),
        (5, 0, Verdict.BETTER),
        (20, 14, Verdict.BETTER),  # 30% of 20 is 6
        (20, 15, Verdict.LESS),
        (24, 16, Verdict.BETTER),  # 30% of 24 is 7.2
        (24, 17, Verdict.LESS),
        (10, 10, Verdict.LESS),
        (10, 13, Verdict.LESS),
        (10, 14, Verdict.WORSE),
        (20, 24, Verdict.WORSE),
    ],
)
def test_better_takes_five_points_and_30_percent_and_worse_takes_four(
    before: int, now: int, verdict: Verdict
) -> None:
    judged = judge(ROLAND_MORRIS, before, now)
    assert judged
    assert judged.verdict is verdict
    assert judged.change == now - before


@pytest.mark.parametrize(
    ("before", "hidden"),
    [
        (0, Hidden.BETTER),
        (3, Hidden.BETTER),
        (4, Hidden.BETTER),  # four points are left, and it takes five
        (5, None),
        (20, None),
        (21, Hidden.WORSE),
        (24, Hidden.WORSE),
    ],
)
def test_near_an_end_of_the_scale_it_is_said_what_hardly_shows(before: int, hidden: Hidden | None) -> None:
    judged = judge(ROLAND_MORRIS, before, 12)
    assert judged
    assert judged.hidden is hidden


def test_on_a_scale_that_runs_the_other_way_more_is_better() -> None:
    turned = replace(ROLAND_MORRIS, worse=Worse.LOWER)
    assert judge(turned, 10, 15) == Judged(Verdict.BETTER, 5)
    assert judge(turned, 10, 6) == Judged(Verdict.WORSE, -4)
    assert judge(turned, 3, 10) == Judged(Verdict.BETTER, 7, Hidden.WORSE)
    assert judge(turned, 22, 20) == Judged(Verdict.LESS, -2, Hidden.BETTER)


@pytest.mark.parametrize(
    ("answer", "verdict"),
    [
        (1, Verdict.BETTER),
        (2, Verdict.BETTER),
        (3, Verdict.LESS),
        (5, Verdict.LESS),
        (6, Verdict.WORSE),
        (7, Verdict.WORSE),
    ],
)
def test_a_question_about_the_change_is_judged_by_its_answer(answer: int, verdict: Verdict) -> None:
    assert judge(GLOBAL_EFFECT, None, answer) == Judged(verdict)


def test_without_a_score_nothing_is_judged() -> None:
    assert judge(ROLAND_MORRIS, None, 4) is None
    assert judge(ROLAND_MORRIS, 4, None) is None
    assert judge(GLOBAL_EFFECT, 2, None) is None
