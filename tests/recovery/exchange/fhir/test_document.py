"""Whatever stands in a file, reading it says what is wrong and where."""

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recovery.exchange.dossier import Dossier
from recovery.exchange.fhir import NotADossier, bundle, read_bundle
from tests.recovery.exchange.dossiers import dossiers
from tests.recovery.exchange.fhir.anna import ANNA

arbitrary = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a document that something can be taken from or put in."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inner:
        yield value, key
        yield from places(one)


@arbitrary
@given(dossiers(), st.data())
def test_a_damaged_file_is_refused_in_sentences_or_read(dossier: Dossier, data: st.DataObject) -> None:
    document = bundle(dossier)
    for _ in range(data.draw(st.integers(1, 3))):
        inside, key = data.draw(st.sampled_from(list(places(document))))
        if data.draw(st.booleans()) and isinstance(inside, dict):
            inside.pop(key, None)
        elif isinstance(inside, dict) or key < len(inside):
            inside[key] = data.draw(JSON)
    try:
        read_bundle(document)
    except NotADossier as fault:
        assert fault.sentences
        assert all(sentence.endswith(".") and ": " in sentence for sentence in fault.sentences)


@arbitrary
@given(JSON)
def test_what_is_no_bundle_at_all_is_refused(anything: Any) -> None:
    with pytest.raises(NotADossier):
        read_bundle(anything)


def damaged(kind: str, n: int = 0, **fields: Any) -> dict[str, Any]:
    """Anna's bundle with other fields in the n-th resource of a kind."""
    document = copy.deepcopy(bundle(ANNA))
    found = [one["resource"] for one in document["entry"] if one["resource"]["resourceType"] == kind]
    found[n].update(fields)
    return document


def refused(document: Any) -> str:
    with pytest.raises(NotADossier) as fault:
        read_bundle(document)
    return str(fault.value)


def test_annas_own_is_read() -> None:
    assert read_bundle(json.loads(json.dumps(bundle(ANNA)))) == ANNA


def test_a_score_off_the_scale_is_named() -> None:
    document = bundle(ANNA)
    response = next(one["resource"] for one in document["entry"] if "item" in one["resource"])
    response["item"][0]["answer"] = [{"valueInteger": 11}]
    assert "11 is not on the scale 0 to 10" in refused(document)


def test_an_observation_that_contradicts_its_day_is_refused() -> None:
    assert "says 3 where the diary of 2026-11-01 says 6" in refused(damaged("Observation", valueInteger=3))


def test_an_unknown_sign_is_refused_by_name() -> None:
    text = json.dumps(bundle(ANNA)).replace('"code": "bladder"', '"code": "elbow"')
    assert "“elbow” is not one of bladder" in refused(json.loads(text))


def test_a_withdrawn_operation_cannot_come_back_by_its_status() -> None:
    assert "do not agree on whether it was withdrawn" in refused(damaged("Procedure", status="completed"))


def test_a_closed_alert_is_not_read_as_open() -> None:
    assert "its status is not “inactive”" in refused(damaged("Flag", status="active"))


def test_a_day_without_an_answer_about_red_flags_is_unknown_and_never_no() -> None:
    document = bundle(ANNA)
    response = next(one["resource"] for one in document["entry"] if "item" in one["resource"])
    response["item"] = [item for item in response["item"] if item["linkId"] != "signs"]
    assert read_bundle(document).episodes[0].entries[0].signs is None


def test_a_resource_that_nothing_leads_to_is_refused_not_lost() -> None:
    document = bundle(ANNA)
    document["entry"].append(
        {"fullUrl": "urn:x", "resource": {"resourceType": "Observation", "id": "left-over"}}
    )
    assert refused(document) == "Observation/left-over: no section of the Composition leads here."


def test_every_fault_is_told_at_once() -> None:
    document = bundle(ANNA)
    for one in document["entry"]:
        if one["resource"]["resourceType"] == "Encounter":
            del one["resource"]["period"]
    with pytest.raises(NotADossier) as fault:
        read_bundle(document)
    assert len(fault.value.sentences) == 2


def test_a_deep_file_is_refused() -> None:
    assert "JSON" in refused(damaged("Flag", extension=_deep_answers()))


def _deep_answers() -> list[dict[str, Any]]:
    flag = next(one["resource"] for one in bundle(ANNA)["entry"] if one["resource"]["resourceType"] == "Flag")
    return [
        one | {"valueString": "[" * 100_000} if one["url"].endswith("exact-answers") else one
        for one in flag["extension"]
    ]


def test_a_day_twice_is_not_written() -> None:
    episode = ANNA.episodes[0]
    twice = replace(episode, entries=(*episode.entries, episode.entries[0]))
    with pytest.raises(ValueError, match="tells each thing once"):
        bundle(replace(ANNA, episodes=(twice,)))
