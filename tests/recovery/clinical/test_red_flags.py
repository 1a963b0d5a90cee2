from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.policy import Policy
from recovery.clinical.red_flags import (
    BASELINE_SIGNS,
    BASELINES,
    Baseline,
    Because,
    Finding,
    find,
    find_in_baseline,
    most_urgent,
    needs_ambulance,
    together,
)
from recovery.clinical.scores import Day, Feeling, Side, Strength
from recovery.clinical.signs import MOST_URGENT_FIRST, Sign, Urgency, When
from tests.recovery.clinical.builders import START, untimed
from tests.recovery.clinical.test_signs import LEAFLET, URGENCY_ALONE

NOW_SIGNS = [sign for sign, urgency in URGENCY_ALONE.items() if urgency is Urgency.NOW]
NONE_OLD = dict.fromkeys(BASELINE_SIGNS, Baseline.NONE)

signs_of_a_day = st.frozensets(st.sampled_from(Sign))
strengths = st.none() | st.sampled_from(Strength)


def day(*signs: str, strength: Strength | None = None) -> Day:
    return Day(START, signs=frozenset(signs), strength=strength)


# One sign.


@pytest.mark.parametrize("sign", Sign)
def test_every_sign_alone_is_found_with_its_urgency(sign: Sign) -> None:
    assert find(day(sign)) == (Finding(sign, URGENCY_ALONE[sign], Because.TICKED),)


@pytest.mark.parametrize("sign", Sign)
def test_a_sign_is_found_by_its_stored_code(sign: Sign) -> None:
    assert find(day(sign.value)) == find(day(sign))


@pytest.mark.parametrize("sign", Sign)
def test_any_one_sign_is_enough_whatever_the_scores_say(sign: Sign) -> None:
    painless = Day(START, limitation=0, leg_pain=0, back_pain=0, signs=frozenset({sign}))
    assert most_urgent(find(painless)) is URGENCY_ALONE[sign]


def test_nothing_ticked_finds_nothing() -> None:
    assert find(day(strength=Strength.NORMAL)) == ()


def test_the_worst_scores_alone_find_nothing() -> None:
    assert find(Day(START, limitation=10, leg_pain=10, back_pain=10, signs=frozenset())) == ()


def test_an_unanswered_safety_question_finds_nothing_and_stays_unanswered() -> None:
    skipped = Day(START, leg_pain=3)
    assert find(skipped) == ()
    assert skipped.signs is None


def test_an_unanswered_safety_question_does_not_hide_falling_strength() -> None:
    assert find(Day(START, strength=Strength.WORSE)) == (
        Finding(Sign.WEAKNESS, Urgency.TODAY, Because.STRENGTH),
    )


@pytest.mark.parametrize("code", ["", "bladders", "BLADDER", "none"])
def test_an_unknown_code_is_refused_and_never_dropped(code: str) -> None:
    with pytest.raises(ValueError, match=f"'{code}' is not a valid Sign"):
        find(day(code))


def test_an_unknown_code_is_refused_beside_a_known_one() -> None:
    with pytest.raises(ValueError, match="tingling"):
        find(day("bladder", "tingling"))


# Strength and feeling.


def test_strength_that_got_worse_is_a_sign_though_nothing_is_ticked() -> None:
    assert find(day(strength=Strength.WORSE)) == (Finding(Sign.WEAKNESS, Urgency.TODAY, Because.STRENGTH),)


@pytest.mark.parametrize("strength", [None, Strength.NORMAL, Strength.LESS])
def test_strength_as_before_is_no_sign(strength: Strength | None) -> None:
    assert find(day(strength=strength)) == ()


def test_weakness_told_twice_is_one_finding_that_was_ticked() -> None:
    assert find(day(Sign.WEAKNESS, strength=Strength.WORSE)) == (
        Finding(Sign.WEAKNESS, Urgency.TODAY, Because.TICKED),
    )


def test_severe_weakness_is_not_watered_down_by_the_strength_question() -> None:
    assert most_urgent(find(day(Sign.SEVERE_WEAKNESS, strength=Strength.WORSE))) is Urgency.NOW


@pytest.mark.parametrize("feeling", Feeling)
def test_less_feeling_in_the_leg_is_followed_and_rings_nothing(feeling: Feeling) -> None:
    assert find(Day(START, feeling=feeling, signs=frozenset())) == ()


# Signs together.


def urgencies(*signs: Sign, **options: frozenset[When] | Policy) -> dict[Sign, Urgency]:
    found = find(day(*signs), **options)  # type: ignore[arg-type]
    return {finding.sign: finding.urgency for finding in found}


CANCER_SIGNS = [Sign.CANCER_PAIN, Sign.WEIGHT_LOSS, Sign.CANCER]


@pytest.mark.parametrize("cancer", CANCER_SIGNS)
@pytest.mark.parametrize("other", [sign for sign in Sign if sign not in CANCER_SIGNS])
def test_cancer_beside_any_other_sign_rings_now(cancer: Sign, other: Sign) -> None:
    assert urgencies(cancer, other) == {other: URGENCY_ALONE[other], cancer: Urgency.NOW}


def test_the_two_questions_about_cancer_do_not_make_each_other_more_urgent() -> None:
    """They are one row in the clinical facts: within days."""
    assert most_urgent(find(day(Sign.CANCER_PAIN, Sign.WEIGHT_LOSS))) is Urgency.DAYS


@pytest.mark.parametrize("cancer", CANCER_SIGNS)
def test_cancer_beside_falling_strength_rings_now(cancer: Sign) -> None:
    assert most_urgent(find(day(cancer, strength=Strength.WORSE))) is Urgency.NOW


@pytest.mark.parametrize("strength", [None, Strength.NORMAL, Strength.LESS])
def test_cancer_beside_strength_as_before_stays_within_days(strength: Strength | None) -> None:
    assert most_urgent(find(day(Sign.CANCER_PAIN, strength=strength))) is Urgency.DAYS


@pytest.mark.parametrize("headache", [Sign.OPERATION_HEADACHE, Sign.INJECTION_HEADACHE])
def test_a_leaking_wound_with_a_headache_rings_now(headache: Sign) -> None:
    assert urgencies(Sign.OPERATION_LEAK)[Sign.OPERATION_LEAK] is Urgency.TODAY
    assert urgencies(headache)[headache] is Urgency.TODAY
    assert urgencies(Sign.OPERATION_LEAK, headache)[Sign.OPERATION_LEAK] is Urgency.NOW


def test_a_red_wound_with_a_headache_is_phoned_today() -> None:
    assert most_urgent(find(day(Sign.OPERATION_WOUND, Sign.OPERATION_HEADACHE))) is Urgency.TODAY


OPERATED = frozenset({When.ALWAYS, When.AFTER_OPERATION})
INJECTED = frozenset({When.ALWAYS, When.AFTER_INJECTION})


def test_new_weakness_after_an_operation_rings_now_ticked_or_answered() -> None:
    assert urgencies(Sign.WEAKNESS, circumstances=OPERATED) == {Sign.WEAKNESS: Urgency.NOW}
    (answered,) = find(day(strength=Strength.WORSE), circumstances=OPERATED)
    assert answered == Finding(Sign.WEAKNESS, Urgency.NOW, Because.STRENGTH)


def test_new_weakness_after_an_injection_is_phoned_today() -> None:
    assert urgencies(Sign.WEAKNESS, circumstances=INJECTED) == {Sign.WEAKNESS: Urgency.TODAY}


@pytest.mark.parametrize("sign", Sign)
@pytest.mark.parametrize("circumstances", [frozenset(), frozenset({When.ALWAYS}), INJECTED, OPERATED])
def test_a_sign_counts_whatever_the_circumstances(sign: Sign, circumstances: frozenset[When]) -> None:
    (found,) = find(day(sign), circumstances=circumstances)
    assert MOST_URGENT_FIRST.index(found.urgency) <= MOST_URGENT_FIRST.index(URGENCY_ALONE[sign])


# Signs reported on different days.


def test_signs_of_different_days_make_each_other_now() -> None:
    assert together([Sign.FEVER, Sign.WEIGHT_LOSS], [Urgency.TODAY, Urgency.DAYS]) is Urgency.NOW


def test_together_they_are_as_urgent_as_they_were_reported() -> None:
    """What a clinic decided about a sign is not undone by the standard table."""
    assert together([Sign.WEAKNESS, Sign.FALL], [Urgency.DAYS, Urgency.DAYS]) is Urgency.DAYS


def test_one_sign_reported_twice_is_no_combination() -> None:
    assert together([Sign.CANCER, Sign.CANCER], [Urgency.DAYS, Urgency.DAYS]) is Urgency.DAYS


def test_nothing_together_has_no_urgency() -> None:
    with pytest.raises(ValueError, match="empty"):
        together([], [])


@untimed
@given(signs=signs_of_a_day.filter(bool))
def test_signs_of_one_day_and_of_different_days_are_as_urgent(signs: frozenset[Sign]) -> None:
    alone = [URGENCY_ALONE[sign] for sign in signs]
    assert together(signs, alone) is most_urgent(find(day(*signs)))


# A clinic's decisions.


def test_a_clinic_can_make_a_sign_more_or_less_urgent() -> None:
    decided = Policy({Sign.SEXUAL: Urgency.TODAY, Sign.FALL: Urgency.NOW})
    assert urgencies(Sign.SEXUAL, policy=decided) == {Sign.SEXUAL: Urgency.TODAY}
    assert urgencies(Sign.FALL, policy=decided) == {Sign.FALL: Urgency.NOW}


def test_a_decision_about_one_sign_leaves_the_others() -> None:
    decided = Policy({Sign.SEXUAL: Urgency.TODAY})
    assert all(decided.urgency_of(sign) is URGENCY_ALONE[sign] for sign in Sign if sign is not Sign.SEXUAL)


@pytest.mark.parametrize("sign", BASELINE_SIGNS)
@pytest.mark.parametrize("urgency", Urgency)
def test_a_decision_about_a_row_of_the_leaflet_is_ignored(sign: Sign, urgency: Urgency) -> None:
    assert Policy({sign: urgency}).urgency_of(sign) is Urgency.NOW
    baselines = {**NONE_OLD, sign: Baseline.NEW}
    (found,) = find_in_baseline(baselines, Side.LEFT, policy=Policy({sign: urgency}))
    assert found.urgency is Urgency.NOW


def test_where_112_is_the_number_nobody_waits() -> None:
    assert Policy({Sign.COLLAPSE: Urgency.DAYS}).urgency_of(Sign.COLLAPSE) is Urgency.NOW


def test_a_combination_is_now_whatever_a_clinic_decided() -> None:
    decided = Policy({Sign.WEAKNESS: Urgency.DAYS, Sign.OPERATION_LEAK: Urgency.DAYS})
    assert urgencies(Sign.WEAKNESS, circumstances=OPERATED, policy=decided) == {Sign.WEAKNESS: Urgency.NOW}
    found = find(day(Sign.OPERATION_LEAK, Sign.OPERATION_HEADACHE), policy=decided)
    assert most_urgent(found) is Urgency.NOW


def test_both_legs_at_the_start_follow_the_clinic() -> None:
    (found,) = find_in_baseline(NONE_OLD, Side.BOTH, policy=Policy({Sign.BOTH_LEGS: Urgency.TODAY}))
    assert found.urgency is Urgency.TODAY


# 112.


@pytest.mark.parametrize("sign", Sign)
def test_112_is_the_number_for_collapse_and_for_nothing_else(sign: Sign) -> None:
    assert needs_ambulance([sign]) is (sign is Sign.COLLAPSE)


def test_112_is_the_number_whatever_stands_beside_it() -> None:
    assert needs_ambulance(Sign)
    assert not needs_ambulance([])


# Any combination.


@untimed
@given(signs=signs_of_a_day, strength=strengths)
def test_every_combination_is_found_whole_and_in_order(
    signs: frozenset[Sign], strength: Strength | None
) -> None:
    told = signs | {Sign.WEAKNESS} if strength is Strength.WORSE else signs
    assert [finding.sign for finding in find(day(*signs, strength=strength))] == [
        sign for sign in Sign if sign in told
    ]


@untimed
@given(now=st.sampled_from(NOW_SIGNS), others=signs_of_a_day, strength=strengths)
def test_a_sign_that_cannot_wait_always_rings_now(
    now: Sign, others: frozenset[Sign], strength: Strength | None
) -> None:
    assert most_urgent(find(day(now, *others, strength=strength))) is Urgency.NOW


@untimed
@given(signs=signs_of_a_day.filter(bool), more=st.sampled_from(Sign), strength=strengths)
def test_one_more_sign_never_makes_it_less_urgent(
    signs: frozenset[Sign], more: Sign, strength: Strength | None
) -> None:
    before = most_urgent(find(day(*signs, strength=strength)))
    after = most_urgent(find(day(*signs, more, strength=strength)))
    assert MOST_URGENT_FIRST.index(after) <= MOST_URGENT_FIRST.index(before)


@pytest.mark.parametrize("pair", [*combinations(MOST_URGENT_FIRST, 2)])
def test_the_most_urgent_finding_decides_in_any_order(pair: tuple[Urgency, Urgency]) -> None:
    findings = [Finding(Sign.FALL, urgency, Because.TICKED) for urgency in pair]
    assert most_urgent(findings) is pair[0]
    assert most_urgent(reversed(findings)) is pair[0]


def test_without_findings_there_is_no_urgency() -> None:
    with pytest.raises(ValueError, match="empty"):
        most_urgent(())


# The first answers of all.


def test_the_baseline_asks_about_the_leaflets_signs() -> None:
    assert set(BASELINE_SIGNS) == LEAFLET


def test_unsure_counts_as_new() -> None:
    assert set(BASELINES) == set(Baseline)
    assert "not sure" in BASELINES[Baseline.NEW]


@pytest.mark.parametrize("sign", BASELINE_SIGNS)
def test_a_complaint_that_began_with_the_hernia_is_a_sign_now(sign: Sign) -> None:
    assert find_in_baseline({**NONE_OLD, sign: Baseline.NEW}, Side.LEFT) == (
        Finding(sign, Urgency.NOW, Because.BASELINE),
    )


@pytest.mark.parametrize("answer", [Baseline.NONE, Baseline.OLD])
@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_no_complaint_or_an_old_one_is_no_sign(answer: Baseline, side: Side) -> None:
    assert find_in_baseline(dict.fromkeys(BASELINE_SIGNS, answer), side) == ()


def test_an_old_complaint_does_not_hide_a_new_one() -> None:
    answers = {**NONE_OLD, Sign.BLADDER: Baseline.OLD, Sign.SADDLE: Baseline.NEW}
    assert [finding.sign for finding in find_in_baseline(answers, Side.RIGHT)] == [Sign.SADDLE]


def test_an_old_complaint_that_is_ticked_again_is_a_sign() -> None:
    assert find_in_baseline({**NONE_OLD, Sign.BLADDER: Baseline.OLD}, Side.LEFT) == ()
    assert most_urgent(find(day(Sign.BLADDER))) is Urgency.NOW


def test_both_legs_at_the_start_is_a_sign_now() -> None:
    assert find_in_baseline(NONE_OLD, Side.BOTH) == (Finding(Sign.BOTH_LEGS, Urgency.NOW, Because.BASELINE),)


def test_all_first_answers_are_found_in_the_order_of_the_table() -> None:
    found = find_in_baseline(dict.fromkeys(reversed(BASELINE_SIGNS), Baseline.NEW), Side.BOTH)
    assert [finding.sign for finding in found] == [Sign.BLADDER, Sign.BOWEL, Sign.SADDLE, Sign.BOTH_LEGS]
