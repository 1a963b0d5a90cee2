"""What a phone is given of the rules and the router, and of the words."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from recovery.clinical import wording
from recovery.clinical.contact import GP_CLOSES, GP_OPENS, ORDER, ROLES
from recovery.clinical.scores import BACKFILL_DAYS, SCALES, Scale
from recovery.clinical.signs import RULES, Rule, Sign, Urgency, When
from tracker.app.tables import tables
from tracker.app.words import WORDS
from tracker.patient.day_form import DayForm

LANGUAGES = ("nl", "en")
SCRIPTS = Path(__file__).parents[3] / "tracker" / "static" / "app"
ENGINE = ("rules.js", "router.js", "card.js", "draw.js", "urgent.js", "told.js")


def rows(language: str = "en") -> dict[str, dict[str, Any]]:
    return {row["sign"]: row for row in tables(language)["rules"]}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.sign.value)
def test_every_row_is_there_as_it_is(rule: Rule) -> None:
    row = rows()[rule.sign]
    assert (row["short"], row["question"], row["say"]) == (rule.short, rule.question, rule.say)
    assert (row["urgency"], row["when"], row["version"]) == (rule.urgency, rule.when, rule.version)
    assert (row["fixed"], row["ambulance"], row["retired"]) == (rule.fixed, rule.ambulance, rule.retired)
    assert set(row["now_with"]) == rule.now_with
    assert set(row["now_after"]) == rule.now_after
    assert row["urgencies"] == list(rule.urgencies)


def test_the_rows_keep_their_order_and_none_is_left_out() -> None:
    assert list(rows()) == [rule.sign for rule in RULES] == list(Sign)


def test_the_router_is_there_as_it_is() -> None:
    made = tables("en")
    for (treated, is_open), roles in ORDER.items():
        row = made["order"]["under_treatment" if treated else "not_under_treatment"]
        assert row["open" if is_open else "closed"] == list(roles)
    hours = [GP_OPENS.isoformat(), GP_CLOSES.isoformat()]
    assert made["gp_week"] == [hours] * 5 + [None] * 2


def test_every_number_of_days_comes_from_the_server() -> None:
    made = tables("en")
    assert {name: row["days"] for name, row in made["asked_after"].items()} == {
        "injection": 28,
        "operation": 42,
    }
    assert made["tried_counts_minutes"] == 30
    assert made["form"]["backfill_days"] == BACKFILL_DAYS


def texts(value: Any) -> list[str]:
    """Every text in a value, however deep."""
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_empty(language: str) -> None:
    assert all(texts(tables(language)["words"]))
    assert all(row[part] for row in tables(language)["rules"] for part in ("short", "question", "say"))


def named(part: str, script: str) -> set[str]:
    """What a script takes from `words` or `tables`."""
    return set(re.findall(rf"\b{part}\.(\w+)", script))


SCRIPT = "\n".join((SCRIPTS / name).read_text() for name in ENGINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_and_every_table_that_a_script_uses_is_there(language: str) -> None:
    made = tables(language)
    assert named("words", SCRIPT) <= set(made["words"])
    assert named("tables", SCRIPT) <= set(made)
    for table, codes in (("headlines", Urgency), ("why", Urgency), ("say_last", Urgency), ("roles", ROLES)):
        assert set(made["words"][table]) == {code.value for code in codes}


def test_a_word_that_is_not_there_would_be_found() -> None:
    assert named("words", "paragraph(words.comfort)") - set(tables("en")["words"]) == {"comfort"}
    assert len(named("words", SCRIPT)) > 30


def test_the_dutch_is_dutch() -> None:
    """But for what a translator has still to do, no sentence about danger is left in English."""
    english, dutch = tables("en")["words"], tables("nl")["words"]
    for name in ("rule_of_thumb", "call_112", "say_first", "when_open", "number_missing"):
        assert english[name] != dutch[name]
    assert dutch["headlines"]["now"] == "Bel nu. Dit kan spoed zijn."
    assert english["headlines"]["now"] == wording.HEADLINES[Urgency.NOW]


def test_the_form_has_every_question_of_the_servers() -> None:
    form = tables("en")["form"]
    drawn = {scale["name"] for scale in form["scales"]} | set(form["questions"]) | {"signs", "none_new"}
    assert drawn == set(DayForm.base_fields)
    assert [scale["name"] for scale in form["scales"]] == list(Scale)
    for scale in form["scales"]:
        text = SCALES[Scale(scale["name"])]
        assert (scale["question"], scale["low"], scale["high"]) == (text.question, text.low, text.high)
        assert [code for code, _text in scale["choices"]] == [str(number) for number in range(11)]
    assert form["questions"]["painkillers"]["choices"] == [["yes", "Yes"], ["no", "No"]]
    assert form["questions"]["note"]["length"] == 2000
    assert form["safety"]["after"].keys() == {When.AFTER_INJECTION, When.AFTER_OPERATION}
    assert {when for group in form["safety"]["groups"] for when in group} == set(When)


def test_a_change_of_any_word_or_number_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables("en")["version"]
    assert before == tables("en")["version"] != tables("nl")["version"]
    monkeypatch.setitem(WORDS, "nobody_reads", "Nobody.")
    assert tables("en")["version"] != before


@pytest.mark.parametrize("language", LANGUAGES)
def test_anybody_gets_it_in_the_language_of_the_address(client: Client, language: str) -> None:
    """And it asks the database nothing: this test has none."""
    answer = client.get(reverse("app_tables", args=[language]), headers={"cookie": "language=en"})
    assert answer.json() == json.loads(json.dumps(tables(language)))
    assert answer["Content-Language"] == language
    assert answer["Cache-Control"] == "no-cache"


def test_what_did_not_change_is_not_sent_again(client: Client) -> None:
    url = reverse("app_tables", args=["nl"])
    tag = client.get(url)["ETag"]
    assert client.get(url, headers={"if-none-match": tag}).status_code == 304
    assert client.get(url, headers={"if-none-match": '"another"'}).status_code == 200


def test_a_language_that_is_not_offered_is_no_page(client: Client) -> None:
    assert client.get("/app/tables.xx.json").status_code == 404
