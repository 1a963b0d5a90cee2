"""Every exported resource is FHIR R4, by the official schema and by fhir.resources."""

from typing import Any

from hypothesis import HealthCheck, given, settings

from recovery.exchange.dossier import Dossier
from recovery.exchange.fhir import bundle
from tests.fhir_r4 import wrong, wrong_by_library, wrong_by_schema
from tests.recovery.exchange.dossiers import dossiers

arbitrary = settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])


@arbitrary
@given(dossiers())
def test_every_resource_is_valid(dossier: Dossier) -> None:
    document = bundle(dossier)
    for entry in document["entry"]:
        assert wrong(entry["resource"]) == []
    assert wrong_by_library(document) == []
    assert wrong_by_schema(document | {"entry": []} | {"entry": [{"fullUrl": "urn:a"}]}) == []


def flag(**fields: Any) -> dict[str, Any]:
    given = {
        "resourceType": "Flag",
        "status": "active",
        "code": {"text": "Bladder"},
        "subject": {"reference": "Patient/1"},
    }
    return given | fields


def score(**fields: Any) -> dict[str, Any]:
    given = {
        "resourceType": "Observation",
        "status": "final",
        "code": {"text": "Leg pain"},
        "valueInteger": 4,
    }
    return given | fields


def test_only_the_schema_sees_a_status_that_does_not_exist() -> None:
    assert wrong(flag()) == []
    assert wrong_by_schema(flag(status="nonsense"))
    assert wrong_by_library(flag(status="nonsense")) == []


def test_only_the_library_sees_a_value_that_is_there_twice() -> None:
    assert wrong(score()) == []
    assert wrong_by_schema(score(valueString="four")) == []
    assert wrong_by_library(score(valueString="four"))
