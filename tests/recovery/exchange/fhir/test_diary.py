"""A day in FHIR: unanswered is unknown, never "no"."""

from typing import Any

from recovery.exchange.fhir.diary import day_id, observations, response
from tests.recovery.exchange.fhir.anna import QUIET, RED, REF


def items(told: dict[str, Any]) -> dict[str, Any]:
    return {item["linkId"]: item.get("answer") for item in told["item"]}


def test_what_was_not_answered_is_an_item_without_answer() -> None:
    told = items(response(QUIET, REF))
    assert told["back_pain"] is None
    assert told["worse_on_coughing"] is None
    assert told["painkillers"] == [{"valueBoolean": False}]


def test_a_score_of_nought_is_an_answer() -> None:
    assert items(response(RED, REF))["leg_pain"] == [{"valueInteger": 0}]
    values = {one["id"]: one.get("valueInteger") for one in observations(RED, REF)}
    assert values[day_id(REF, RED.day, "leg_pain")] == 0


def test_that_no_sign_is_new_is_an_answer() -> None:
    (answer,) = items(response(QUIET, REF))["signs"]
    assert answer["valueCoding"]["code"] == "none-new"


def test_what_was_not_answered_is_not_observed() -> None:
    assert [one["id"].rsplit(".", 1)[1] for one in observations(RED, REF)] == [
        "leg-pain",
        "back-pain",
        "strength",
    ]


def test_a_corrected_day_is_amended() -> None:
    assert (response(QUIET, REF)["status"], response(RED, REF)["status"]) == ("amended", "completed")


def test_an_id_is_short_enough_for_fhir() -> None:
    assert len(day_id(REF, RED.day, "limitation")) <= 64
