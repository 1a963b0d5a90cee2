"""The table of signs: the whole of section 4 of the clinical facts, row by row."""

from datetime import date, timedelta

import pytest

from recovery.clinical.circumstances import (
    CANCER_HISTORIES,
    INJECTION_ASKED_DAYS,
    OPERATION_ASKED_DAYS,
    CancerHistory,
    circumstances,
)
from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.clinical.signs import (
    COURSE_RULES,
    MOST_URGENT_FIRST,
    RULE_OF,
    RULES,
    RULES_VERSION,
    Basis,
    Rule,
    Sign,
    Urgency,
    When,
    asked,
)
from recovery.clinical.standing import Standing

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
    Sign.CANCER_PAIN: Urgency.DAYS,
    Sign.WEIGHT_LOSS: Urgency.DAYS,
    Sign.INJECTION_WEAKNESS: Urgency.TODAY,
    Sign.INJECTION_PAIN: Urgency.TODAY,
    Sign.INJECTION_FEVER: Urgency.TODAY,
    Sign.INJECTION_HEADACHE: Urgency.TODAY,
    Sign.COLLAPSE: Urgency.NOW,
    Sign.OPERATION_LEAK: Urgency.TODAY,
    Sign.OPERATION_WOUND: Urgency.TODAY,
    Sign.OPERATION_FEVER: Urgency.TODAY,
    Sign.OPERATION_HEADACHE: Urgency.TODAY,
    Sign.OPERATION_LEG_PAIN: Urgency.TODAY,
    Sign.OPERATION_CALF: Urgency.TODAY,
    Sign.CANCER: Urgency.DAYS,
}
LEAFLET = {Sign.BLADDER, Sign.BOWEL, Sign.SADDLE}
AFTER_INJECTION = [sign for sign in Sign if sign.startswith("injection_")]
AFTER_OPERATION = [Sign.COLLAPSE, *(sign for sign in Sign if sign.startswith("operation_"))]

EVERY_ROW = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.sign)


def test_every_sign_has_one_row_in_the_order_in_which_it_is_asked() -> None:
    assert [rule.sign for rule in RULES] == [*Sign]
    assert [*RULE_OF.values()] == [*RULES]


def test_the_urgencies_are_ordered_most_urgent_first() -> None:
    assert MOST_URGENT_FIRST == (Urgency.NOW, Urgency.TODAY, Urgency.DAYS)


@EVERY_ROW
def test_every_row_is_as_urgent_as_the_clinical_facts_say(rule: Rule) -> None:
    assert rule.urgency is URGENCY_ALONE[rule.sign]


@EVERY_ROW
def test_every_row_names_its_grounds_and_a_version_of_the_table(rule: Rule) -> None:
    assert rule.grounds
    assert all(ground.source for ground in rule.grounds)
    assert "2026.1" <= rule.version <= RULES_VERSION


def test_the_version_of_the_table_is_that_of_its_latest_row() -> None:
    assert max(rule.version for rule in (*RULES, *COURSE_RULES)) == RULES_VERSION


@EVERY_ROW
def test_every_row_has_its_words(rule: Rule) -> None:
    assert rule.short
    assert rule.question
    assert rule.say.endswith(".")


@pytest.mark.parametrize("words", ["short", "question", "say"])
def test_no_two_rows_read_the_same(words: str) -> None:
    assert len({getattr(rule, words) for rule in RULES}) == len(RULES)


def test_the_leaflets_rows_and_no_others_are_fixed() -> None:
    assert {rule.sign for rule in RULES if rule.fixed} == LEAFLET


@pytest.mark.parametrize("sign", sorted(LEAFLET))
def test_the_leaflets_rows_ring_now_on_the_leaflets_word(sign: Sign) -> None:
    assert RULE_OF[sign].urgency is Urgency.NOW
    assert Basis.LEAFLET in {ground.basis for ground in RULE_OF[sign].grounds}
    assert not RULE_OF[sign].must_be_signed


@EVERY_ROW
def test_a_row_from_memory_or_of_our_own_must_be_signed(rule: Rule) -> None:
    bases = {ground.basis for ground in rule.grounds}
    assert rule.must_be_signed is bool(bases & {Basis.MEMORY, Basis.PROPOSAL})


@pytest.mark.parametrize("sign", [*AFTER_INJECTION, *AFTER_OPERATION])
def test_the_signs_after_a_treatment_are_from_memory_and_must_be_signed(sign: Sign) -> None:
    assert RULE_OF[sign].must_be_signed


def test_a_clinic_chooses_no_urgency_for_the_leaflet_and_no_waiting_for_112() -> None:
    for rule in RULES:
        if rule.fixed or rule.retired:
            assert rule.urgencies == ()
        else:
            assert rule.urgencies == ((Urgency.NOW,) if rule.ambulance else tuple(Urgency))


def test_where_112_is_the_number_the_question_says_so() -> None:
    (rule,) = (rule for rule in RULES if rule.ambulance)
    assert rule.sign is Sign.COLLAPSE
    assert rule.urgency is Urgency.NOW
    assert "112" in rule.question


# The words of a question that must not be lost.


@pytest.mark.parametrize(
    ("sign", "trouble"),
    [
        *(
            (Sign.BLADDER, words)
            for words in (
                "slow to start",
                "straining",
                "not able to",
                "leaking",
                "less urge",
                "feeling",
                "is full",
            )
        ),
        *((Sign.BOWEL, words) for words in ("delayed", "lose it", "do not feel it", "painkiller")),
        *((Sign.SADDLE, words) for words in ("buttocks", "anus", "genitals", "inner thighs", "wiping")),
        *((Sign.WEAKNESS, words) for words in ("foot drops", "heel or toes", "weaker than before")),
        (Sign.FEVER, "38.5 °C"),
        *((Sign.CANCER_PAIN, words) for words in ("have or had cancer", "new pain", "never lets up")),
        (Sign.INJECTION_WEAKNESS, "later than the first hours"),
        (Sign.INJECTION_HEADACHE, "sit up or stand"),
        (Sign.OPERATION_HEADACHE, "sit up or stand"),
        *((Sign.OPERATION_WOUND, words) for words in ("red", "pus")),
        (Sign.OPERATION_LEG_PAIN, "new or came back"),
        (Sign.OPERATION_CALF, "One calf"),
        *((Sign.COLLAPSE, words) for words in ("breath", "chest pain", "collapse")),
    ],
)
def test_a_question_names_every_trouble_of_its_row(sign: Sign, trouble: str) -> None:
    assert trouble in RULE_OF[sign].question


@pytest.mark.parametrize("sign", [*AFTER_INJECTION, *AFTER_OPERATION])
def test_on_the_phone_the_treatment_is_said_first(sign: Sign) -> None:
    treatment = "an injection" if sign in AFTER_INJECTION else "an operation"
    assert RULE_OF[sign].say.startswith(f"I had {treatment} ")


# Judged from the course.


def test_the_rows_that_are_judged_from_the_course_stand_in_the_table_too() -> None:
    assert {row.standing for row in COURSE_RULES} == {Standing.OFF_COURSE, Standing.WORSE}
    assert all(row.grounds and row.then for row in COURSE_RULES)


# When a row is asked.

ON = date(2026, 11, 18)
NO_CANCER = CancerHistory.NO


def treated(kind: TreatmentKind, days_ago: int) -> list[TreatedOn]:
    return [TreatedOn(kind, ON - timedelta(days=days_ago))]


@pytest.mark.parametrize(
    ("kind", "when", "days"),
    [
        (TreatmentKind.INJECTION, When.AFTER_INJECTION, 28),
        (TreatmentKind.OPERATION, When.AFTER_OPERATION, 42),
    ],
)
def test_the_questions_after_a_treatment_are_asked_from_the_day_itself_to_the_last(
    kind: TreatmentKind, when: When, days: int
) -> None:
    for days_ago, holds in ((-1, False), (0, True), (1, True), (days, True), (days + 1, False)):
        found = circumstances(treated(kind, days_ago), NO_CANCER, ON)
        assert found == ({When.ALWAYS, when} if holds else {When.ALWAYS}), days_ago


def test_how_long_they_are_asked() -> None:
    assert (INJECTION_ASKED_DAYS, OPERATION_ASKED_DAYS) == (28, 42)


def test_the_latest_of_several_treatments_is_enough() -> None:
    both = [*treated(TreatmentKind.OPERATION, 400), *treated(TreatmentKind.OPERATION, 3)]
    assert When.AFTER_OPERATION in circumstances(both, NO_CANCER, ON)


def test_an_injection_and_an_operation_are_asked_about_beside_each_other() -> None:
    both = [*treated(TreatmentKind.INJECTION, 10), *treated(TreatmentKind.OPERATION, 3)]
    signs = [rule.sign for rule in asked(circumstances(both, NO_CANCER, ON))]
    assert {*AFTER_INJECTION, *AFTER_OPERATION} < set(signs)
    assert signs == [sign for sign in Sign if sign in signs]


@pytest.mark.parametrize(
    ("history", "is_asked"),
    [(CancerHistory.YES, True), (CancerHistory.UNKNOWN, True), (CancerHistory.NO, False)],
)
def test_pain_with_cancer_is_asked_unless_there_was_none(history: CancerHistory, is_asked: bool) -> None:
    signs = {rule.sign for rule in asked(circumstances([], history, ON))}
    assert (Sign.CANCER_PAIN in signs) is is_asked
    assert Sign.WEIGHT_LOSS in signs


def test_every_answer_about_cancer_has_its_words() -> None:
    assert set(CANCER_HISTORIES) == set(CancerHistory)


def test_without_a_treatment_only_the_signs_of_everybody_are_asked() -> None:
    signs = [rule.sign for rule in asked(circumstances([], NO_CANCER, ON))]
    assert signs == [
        sign for sign in [*Sign][: [*Sign].index(Sign.INJECTION_WEAKNESS)] if sign is not Sign.CANCER_PAIN
    ]


def test_a_retired_row_is_never_asked_and_keeps_its_words() -> None:
    assert Sign.CANCER not in {rule.sign for rule in asked(frozenset(When))}
    assert {rule.sign for rule in RULES} - {rule.sign for rule in asked(frozenset(When))} == {Sign.CANCER}
    assert RULE_OF[Sign.CANCER].short
