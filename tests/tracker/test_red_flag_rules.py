"""The section on red flags of the document that a clinician signs: the whole of the table, and what may be changed."""

import pytest

from recovery.clinical.signs import COURSE_RULES, RULES, Rule
from tracker.red_flag_rules import red_flags

SECTION = "\n".join(red_flags())


def row(rule: Rule) -> str:
    return next(line for line in SECTION.splitlines() if line.strip("| *").startswith(f"{rule.short}"))


@pytest.mark.parametrize("rule", [rule for rule in RULES if not rule.retired], ids=lambda rule: rule.sign)
def test_every_row_is_there_with_its_urgency_basis_version_and_words(rule: Rule) -> None:
    line = row(rule)
    for words in (f"| {rule.urgency.value}", rule.version, rule.question):
        assert words in line
    assert all(f"{ground.source} [{ground.basis.value}]" in line for ground in rule.grounds)
    assert line.startswith(f"| **{rule.short}**") is rule.fixed
    assert ("| yes |" in line) is rule.must_be_signed
    assert ("112 |" in line) is rule.ambulance


@pytest.mark.parametrize(
    "line",
    [
        "- New or worse weakness: now after an operation.",
        "- Weight loss: now with any sign that is not about cancer or weight loss.",
        "- Fever after the injection: now with Passing urine, Passing stool, Saddle area numb.",
        "| injection | 28 | [P] |",
        "| operation | 42 | [P] |",
    ],
)
def test_what_makes_a_row_more_urgent_and_when_it_is_asked_is_there(line: str) -> None:
    assert line in SECTION.splitlines()


def test_a_leak_with_a_headache_is_there() -> None:
    (leak,) = (line for line in SECTION.splitlines() if line.startswith("- Leaking wound: now with"))
    assert "Headache after the operation" in leak


def test_the_rows_of_the_course_and_a_place_to_sign_are_there() -> None:
    assert all(f"| {rule.what} |" in SECTION for rule in COURSE_RULES)
    for place in ("Name and post", "Date", "Signature"):
        assert f"| {place} | |" in SECTION
