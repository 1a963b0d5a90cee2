"""What the ladder gives to consider: every number at its edge, never an order, each with its basis."""

from datetime import date, timedelta

import pytest

from recovery.clinical.care import Care
from recovery.clinical.course import Course, TreatedOn, TreatmentKind
from recovery.clinical.prompts import (
    BASES,
    TITLES,
    Known,
    Prompt,
    PromptCode,
    Step,
    clearly_better,
    known_of,
    last_fall,
    prompts,
)
from recovery.clinical.reading import read
from recovery.clinical.scores import Day, Strength
from recovery.clinical.signs import Sign
from recovery.clinical.standing import Standing
from tests.recovery.clinical.builders import START, days, last_of, with_strength

TODAY = date(2026, 11, 18)


def ago(number: int) -> date:
    return TODAY - timedelta(days=number)


def known(
    onset_days: int = 50,
    *,
    before: float | None = 7,
    now: float | None = 6,
    standing: Standing = Standing.NOT_CLEAR,
    steps: tuple[Step, ...] = (),
    told: tuple[Day, ...] = (),
) -> Known:
    return Known(ago(onset_days), TODAY, standing, before, now, steps, told)


def codes(of: Known) -> list[PromptCode]:
    return [prompt.code for prompt in prompts(of)]


def only(of: Known) -> Prompt:
    (prompt,) = prompts(of)
    return prompt


@pytest.mark.parametrize(
    ("since_onset", "expected"),
    [
        (41, []),
        (42, [PromptCode.NO_IMPROVEMENT]),
        (56, [PromptCode.NO_IMPROVEMENT]),
        (83, [PromptCode.NO_IMPROVEMENT]),
        (84, [PromptCode.DISCUSS_REFERRAL]),
        (400, [PromptCode.DISCUSS_REFERRAL]),
    ],
)
def test_no_improvement_is_raised_from_six_weeks_and_a_referral_from_twelve(
    since_onset: int, expected: list[PromptCode]
) -> None:
    assert codes(known(since_onset)) == expected


@pytest.mark.parametrize(
    ("before", "now", "better"),
    [(5, 3, True), (5, 3.1, False), (8, 5.6, True), (8, 5.7, False), (10, 7, True), (10, 7.1, False)],
)
def test_clearly_better_is_two_points_and_thirty_in_a_hundred(
    before: float, now: float, better: bool
) -> None:
    assert clearly_better(before, now) is better
    for since_onset in (50, 90):
        assert bool(codes(known(since_onset, before=before, now=now))) is not better


@pytest.mark.parametrize(("now", "acceptable"), [(2.0, True), (2.1, False)])
def test_an_acceptable_level_is_no_lack_of_improvement(now: float, acceptable: bool) -> None:
    assert (codes(known(before=3, now=now)) == []) is acceptable


def test_who_is_off_course_improves_too_little_though_clearly_better() -> None:
    assert codes(known(90, before=8, now=5)) == []
    assert codes(known(90, before=8, now=5, standing=Standing.OFF_COURSE)) == [PromptCode.DISCUSS_REFERRAL]


@pytest.mark.parametrize("unknown", [{"before": None}, {"now": None}])
def test_what_is_not_known_prompts_nothing(unknown: dict[str, None]) -> None:
    assert codes(known(50, **unknown)) == codes(known(90, **unknown)) == []


@pytest.mark.parametrize("care", [Care.REFERRAL, Care.OPERATION])
def test_who_is_referred_or_operated_on_needs_no_prompt_for_it(care: Care) -> None:
    for since_onset in (50, 90):
        assert codes(known(since_onset, steps=(Step(care, ago(3)),))) == []


@pytest.mark.parametrize("care", [Care.PAINKILLERS, Care.PHYSIOTHERAPY])
def test_painkillers_and_physiotherapy_silence_nothing(care: Care) -> None:
    assert codes(known(90, steps=(Step(care, ago(3)),))) == [PromptCode.DISCUSS_REFERRAL]


@pytest.mark.parametrize(
    ("since_injection", "expected"),
    [(0, []), (55, []), (56, [PromptCode.DISCUSS_REFERRAL, PromptCode.JUDGE_INJECTION])],
)
def test_an_injection_is_judged_after_eight_weeks_and_a_referral_waits_for_that(
    since_injection: int, expected: list[PromptCode]
) -> None:
    assert codes(known(120, steps=(Step(Care.INJECTION, ago(since_injection)),))) == expected


def test_the_last_injection_is_judged_and_nothing_after_the_next_step() -> None:
    both = (Step(Care.INJECTION, ago(100)), Step(Care.INJECTION, ago(60)))
    assert only(known(110, now=1, steps=both)).about == ago(60).isoformat()
    assert codes(known(110, now=1, steps=(*both, Step(Care.INJECTION, ago(55))))) == []
    assert codes(known(110, steps=(*both, Step(Care.REFERRAL, ago(60))))) == []
    earlier = known(110, now=1, steps=(*both, Step(Care.REFERRAL, ago(61))))
    assert codes(earlier) == [PromptCode.JUDGE_INJECTION]


def test_an_injection_is_judged_without_a_level_as_well() -> None:
    prompt = only(known(110, now=None, steps=(Step(Care.INJECTION, ago(56)),)))
    assert prompt.sentence.values == {"injected_on": ago(56).isoformat(), "weeks": 8}


# Weakness that grows while pain falls


def fading(before: int = 6, now: int = 5) -> tuple[Day, ...]:
    """Three weeks at one level and a last week at another, strength normal every day."""
    return tuple(
        Day(ago(back), leg_pain=now if back < 7 else before, strength=Strength.NORMAL)
        for back in range(27, -1, -1)
    )


def weaker(told: tuple[Day, ...], back: int, strength: Strength = Strength.WORSE) -> tuple[Day, ...]:
    return with_strength(told, ago(back), strength)


def test_weakness_that_grows_while_pain_falls_is_prompted_with_its_figures() -> None:
    prompt = only(known(30, told=weaker(fading(), 2)))
    assert prompt.code is PromptCode.WEAKER
    assert prompt.sentence.values == {"fell_on": ago(2).isoformat(), "before": 6, "now": 5}


def test_a_point_less_pain_is_falling_and_anything_less_is_not() -> None:
    assert codes(known(30, told=weaker(fading(6, 6), 2))) == []
    almost = tuple(
        Day(day.date, leg_pain=6, strength=day.strength) if day.date == ago(3) else day
        for day in weaker(fading(), 2)
    )
    assert codes(known(30, told=almost)) == []


@pytest.mark.parametrize(("back", "is_late"), [(27, True), (28, False)])
def test_a_fall_in_strength_is_of_late_for_four_weeks(back: int, is_late: bool) -> None:
    fell = (Day(ago(back), strength=Strength.WORSE),)
    assert last_fall(fell, TODAY) == (ago(back) if is_late else None)


@pytest.mark.parametrize("sign", [Sign.WEAKNESS, Sign.SEVERE_WEAKNESS, Sign.INJECTION_WEAKNESS])
def test_a_sign_of_weakness_is_a_fall_whatever_was_answered(sign: Sign) -> None:
    assert last_fall((Day(ago(1), signs=frozenset({sign})),), TODAY) == ago(1)


def test_less_after_normal_is_a_fall_and_less_that_stays_is_none() -> None:
    less = Day(ago(3), strength=Strength.LESS)
    assert last_fall((Day(ago(5), strength=Strength.NORMAL), less), TODAY) == ago(3)
    assert last_fall((Day(ago(5), strength=Strength.LESS), less), TODAY) is None
    assert last_fall((less,), TODAY) is None
    skipped = (Day(ago(5), strength=Strength.NORMAL), Day(ago(4)), less)
    assert last_fall(skipped, TODAY) == ago(3)


def test_a_later_fall_is_another_prompt() -> None:
    first = weaker(fading(), 5)
    assert only(known(30, told=first)).about != only(known(30, told=weaker(first, 1))).about


def test_too_few_days_say_nothing_about_falling_pain() -> None:
    few = tuple(day for day in weaker(fading(), 1) if day.date <= ago(7) or day.date >= ago(1))
    assert codes(known(30, told=few)) == []


def test_weakness_comes_first() -> None:
    assert codes(known(90, told=weaker(fading(), 1))) == [PromptCode.WEAKER, PromptCode.DISCUSS_REFERRAL]


# From a diary


def test_what_is_known_comes_from_the_diary() -> None:
    told = "7*50"
    course = Course(START, days(told))
    found = known_of(course, read(course, last_of(told)), ())
    assert found.before == pytest.approx(7)
    assert found.now == pytest.approx(7)
    assert only(found).code is PromptCode.NO_IMPROVEMENT


def test_without_a_diary_only_an_injection_can_be_judged() -> None:
    on = START + timedelta(days=60)
    course = Course(START, (), treatments=(TreatedOn(TreatmentKind.INJECTION, START),))
    found = known_of(course, read(course, on), [Step(Care.INJECTION, START)])
    assert codes(found) == [PromptCode.JUDGE_INJECTION]


def test_a_step_to_come_is_no_step_yet() -> None:
    assert codes(known(90, steps=(Step(Care.OPERATION, TODAY + timedelta(days=1)),))) == [
        PromptCode.DISCUSS_REFERRAL
    ]


def test_every_prompt_has_a_title_and_a_basis_with_its_tag() -> None:
    assert set(TITLES) == set(BASES) == set(PromptCode)
    for basis in BASES.values():
        assert "[F]" in basis


def test_no_prompt_is_an_order() -> None:
    found = [
        *prompts(known(90, told=weaker(fading(), 1))),
        *prompts(known()),
        *prompts(known(70, steps=(Step(Care.INJECTION, ago(60)),))),
        *prompts(known(70, now=None, steps=(Step(Care.INJECTION, ago(60)),))),
    ]
    assert {prompt.code for prompt in found} == set(PromptCode)
    for prompt in found:
        assert "Consider" in prompt.sentence.text or "To discuss" in prompt.sentence.text
        assert "must" not in prompt.sentence.text
