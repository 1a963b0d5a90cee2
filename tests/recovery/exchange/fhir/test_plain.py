"""Values that FHIR has no resource for stand in extensions, and nothing in them is lost or made up."""

import copy
from typing import Any

import pytest

from recovery.exchange.fhir import bundle, read_bundle
from recovery.exchange.fhir.node import NotADossier
from tests.recovery.exchange.fhir.anna import ANNA


def damaged(kind: str, change: Any) -> str:
    """Why Anna's document is refused, when this is done to the first resource of a kind."""
    document = copy.deepcopy(bundle(ANNA))
    change(next(one["resource"] for one in document["entry"] if one["resource"]["resourceType"] == kind))
    with pytest.raises(NotADossier) as refused:
        read_bundle(document)
    return str(refused.value)


def test_a_field_that_is_not_known_is_refused_and_not_lost() -> None:
    strange = {"url": "https://example.org/strange", "valueString": "x"}
    assert "has no place here" in damaged("Basic", lambda one: one["extension"].append(strange))


def test_a_field_that_is_there_twice_is_refused() -> None:
    assert "is there twice" in damaged("Basic", lambda one: one["extension"].append(one["extension"][0]))


def test_a_field_that_must_be_there_is_missed_by_name() -> None:
    assert "“ref” is missing" in damaged("Basic", lambda one: one["extension"].pop(0))


def test_a_code_that_is_not_known_is_refused() -> None:
    def change(one: dict[str, Any]) -> None:
        one["code"]["coding"][0]["code"] = "loads"

    assert "expected “activities”" in damaged("Basic", change)


def test_a_medicine_that_says_two_things_is_refused() -> None:
    document = copy.deepcopy(bundle(ANNA))
    statement = next(one["resource"] for one in document["entry"] if one["resource"]["id"].endswith(".m0"))
    statement["medicationCodeableConcept"]["text"] = "Something else"
    with pytest.raises(NotADossier, match="something else than its extensions"):
        read_bundle(document)
