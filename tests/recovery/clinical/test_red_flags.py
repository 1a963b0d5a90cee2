from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recovery.clinical.red_flags import (
    BASELINE_SIGNS,
    BASELINES,
    MOST_URGENT_FIRST,
    RULE_OF,
    RULES,
    RULES_VERSION,
    Baseline,
    Because,
    Finding,
    Rule,
    Sign,
    Urgency,
    find,
    find_in_baseline,
    most_urgent,
)
from recovery.clinical.scores import Day, Feeling, Side, Strength
from tests.recovery.clinical.builders import START, untimed

# As the clinical facts have it, section 4.
URGENCY_ALONE = {
    Sign.BLADDER: Urgency.NOW,
    Sign.BOWEL: Urgency.NOW,
    Sign.SADDLE: Urgency.NOW,
    Sign.SEXUAL: Urgency.NOW,
    Sign.BOTH_LEGS: Urgency.NOW,
    Sign.SEVERE_WEAKNESS: Urgency.NOW,
    Sign.WEAKNESS: Urgency.TODAY,
    Sign.UNBEARABLE: Urgency.TODAY,
    Sign.FEVER: Urgency.TODAY,
    Sign.FALL: Urgency.TODAY,
    Sign.CANCER: Urgency.DAYS,
}
NOW_SIGNS = [sign for sign, urgency in URGENCY_ALONE.items() if urgency is Urgency.NOW]
LEAFLET = {Sign.BLADDER, Sign.BOWEL, Sign.SADDLE}
NONE_OLD = dict.fromkeys(BASELINE_SIGNS, Baseline.NONE)

signs_of_a_day = st.frozensets(st.sampled_from(Sign))
strengths = st.none() | st.sampled_from(Strength)


def day(*signs: str, strength: Strength | None = None) -> Day:
    return Day(START, signs=frozenset(signs), strength=strength)


# The table.


def test_every_sign_has_one_row_in_the_order_in_which_it_is_asked() -> None:
    assert [rule.sign for rule in RULES] == [*Sign]
    assert [*RULE_OF.values()] == [*RULES]


def test_the_urgencies_are_ordered_most_urgent_first() -> None:
    assert MOST_URGENT_FIRST == (Urgency.NOW, Urgency.TODAY, Urgency.DAYS)


def test_the_rules_carry_a_version() -> None:
    assert RULES_VERSION


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.sign)
def test_every_rule_names_its_basis_and_how_sure_it_is(rule: Rule) -> None:
    assert any(tag in rule.basis for tag in ("[L]", "[F]", "[F2]", "[M]", "[P]"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.sign)
def test_every_rule_has_its_words(rule: Rule) -> None:
    assert rule.short
    assert rule.question
    assert rule.say.endswith(".")


@pytest.mark.parametrize("words", ["short", "question", "say"])
def test_no_two_rules_read_the_same(words: str) -> None:
    assert len({getattr(rule, words) for rule in RULES}) == len(RULES)


def test_the_leaflets_rows_and_no_others_are_fixed() -> None:
    assert {rule.sign for rule in RULES if rule.fixed} == LEAFLET


@pytest.mark.parametrize("sign", sorted(LEAFLET))
def test_the_leaflets_rows_ring_now_on_the_leaflets_word(sign: Sign) -> None:
    assert RULE_OF[sign].urgency is Urgency.NOW
    assert "[L]" in RULE_OF[sign].basis


@pytest.mark.parametrize(
    "trouble", ["slow to start", "straining", "not able to", "leaking", "less urge", "feeling", "is full"]
)
def test_the_bladder_question_names_slowness_as_well_as_loss(trouble: str) -> None:
    assert trouble in RULE_OF[Sign.BLADDER].question


@pytest.mark.parametrize("trouble", ["delayed", "lose it", "do not feel", "painkiller"])
def test_the_bowel_question_names_delay_and_loss_and_does_not_argue_it_away(trouble: str) -> None:
    assert trouble in RULE_OF[Sign.BOWEL].question


@pytest.mark.parametrize("place", ["buttocks", "anus", "genitals", "inner thighs", "wiping"])
def test_the_saddle_question_names_every_place(place: str) -> None:
    assert place in RULE_OF[Sign.SADDLE].question


@pytest.mark.parametrize("trouble", ["foot drops", "heel or toes", "weaker than before"])
def test_the_weakness_question_names_the_drop_foot(trouble: str) -> None:
    assert trouble in RULE_OF[Sign.WEAKNESS].question


def test_the_fever_that_is_asked_is_the_fever_of_the_table() -> None:
    assert "38.5 °C" in RULE_OF[Sign.FEVER].question
    assert "38.5 degrees [M]" in RULE_OF[Sign.FEVER].basis


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


# Cancer.


@pytest.mark.parametrize("other", [sign for sign in Sign if sign is not Sign.CANCER])
def test_cancer_beside_any_other_sign_rings_now(other: Sign) -> None:
    found = {finding.sign: finding.urgency for finding in find(day(Sign.CANCER, other))}
    assert found == {other: URGENCY_ALONE[other], Sign.CANCER: Urgency.NOW}


def test_cancer_beside_falling_strength_rings_now() -> None:
    assert most_urgent(find(day(Sign.CANCER, strength=Strength.WORSE))) is Urgency.NOW


@pytest.mark.parametrize("strength", [None, Strength.NORMAL, Strength.LESS])
def test_cancer_beside_strength_as_before_stays_within_days(strength: Strength | None) -> None:
    assert most_urgent(find(day(Sign.CANCER, strength=strength))) is Urgency.DAYS


# Any combination.


def expected_urgency(found: frozenset[Sign]) -> Urgency:
    if found == {Sign.CANCER}:
        return Urgency.DAYS
    return Urgency.NOW if found & {*NOW_SIGNS, Sign.CANCER} else Urgency.TODAY


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
@given(signs=signs_of_a_day.filter(bool), strength=strengths)
def test_the_whole_is_as_urgent_as_its_most_urgent_sign(
    signs: frozenset[Sign], strength: Strength | None
) -> None:
    told = signs | {Sign.WEAKNESS} if strength is Strength.WORSE else signs
    assert most_urgent(find(day(*signs, strength=strength))) is expected_urgency(told)


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
