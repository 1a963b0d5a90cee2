"""The part of Bootstrap that is served is fresh, and misses nothing that a page uses."""

import re
from pathlib import Path

from tracker.styles.rules import Rule, classes, every_class, pick, rules
from tracker.styles.subset import SUBSET, WHOLE, subset, used_classes

TEMPLATES = Path(__file__).parents[3] / "templates"
SERVED = SUBSET.read_text()


def test_what_is_served_is_what_the_pages_use_now() -> None:
    assert subset() == SERVED, "run: make styles"


def test_every_class_of_a_template_that_bootstrap_knows_is_served() -> None:
    known, served = every_class(WHOLE.read_text()), every_class(SERVED)
    for path in TEMPLATES.rglob("*.html"):
        for attribute in re.findall(r'class="([^"{}]*)"', path.read_text()):
            assert set(attribute.split()) & known <= served, path


def test_a_message_of_every_level_has_its_colours() -> None:
    assert {f"alert-{level}" for level in ("info", "success", "warning", "danger")} <= every_class(SERVED)


def test_it_is_a_fraction_of_the_whole() -> None:
    assert len(SERVED) < len(WHOLE.read_text()) / 5


def test_a_dark_device_is_dark_without_a_choice_and_paper_is_not() -> None:
    dark = [
        rule for rule in rules(SERVED) if "data-bs-theme=dark" in rule.body or "data-bs-theme])" in rule.body
    ]
    assert {rule.head for rule in dark} == {
        "@media screen",
        "@media screen and (prefers-color-scheme:dark)",
    }
    chosen, by_device = (
        sum(rule.head == head for rule in dark) for head in sorted({rule.head for rule in dark})
    )
    assert chosen == by_device > 0


def test_rules_are_read_with_those_inside_others() -> None:
    sheet = "/* a */.a,.b:not(.c){x:1}@media print{.d{y:2}}"
    assert list(rules(sheet)) == [Rule(".a,.b:not(.c)", "x:1"), Rule("@media print", ".d{y:2}")]
    assert every_class(sheet) == {"a", "b", "c", "d"}
    assert classes(".b:not(.c) > .e") == {"b", "e"}


def test_only_what_is_wanted_is_picked_and_what_then_is_empty_goes() -> None:
    sheet = (
        "p{m:0}.a,.b{x:1}@media print{.b{y:2}}@keyframes k{to{z:1}}@keyframes l{to{z:1}}.c{animation:l 1s}"
    )
    assert pick(sheet, lambda s: classes(s) <= {"a", "c"}) == (
        "p{m:0}.a{x:1}@keyframes l{to{z:1}}.c{animation:l 1s}"
    )


def test_words_that_no_page_uses_are_not_wanted() -> None:
    assert {"btn", "form-control", "form-select", "table"} <= used_classes()
    assert not {"carousel", "offcanvas", "spinner-border"} & used_classes()
