"""Confirmed codes go out as codes; those from memory as a note beside our own; where there is none, ours and a text."""

import json
from collections.abc import Iterator
from typing import Any

from recovery.clinical.scores import Scale
from recovery.exchange.fhir import bundle, codes
from recovery.exchange.fhir.codes import LOINC, OWN, SNOMED
from tests.recovery.exchange.fhir.anna import ANNA

# The clinical facts, section 5.
CONFIRMED = {
    (LOINC, "72514-3"),
    (SNOMED, "225908003"),
    (SNOMED, "10601006"),
    (SNOMED, "279039007"),
    (SNOMED, "192970008"),
}
FROM_MEMORY = {"23056005", "267064002", "165232002", "72042002", "26544005"}


def codings(value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        if {"system", "code"} <= value.keys():
            yield value["system"], value["code"]
        for one in value.values():
            yield from codings(one)
    elif isinstance(value, list):
        for one in value:
            yield from codings(one)


def observation(scale: str) -> dict[str, Any]:
    found = (one["resource"] for one in bundle(ANNA)["entry"])
    return next(one for one in found if one["id"].endswith(f".{scale}"))


def test_every_confirmed_code_goes_out_and_no_other_of_those_systems() -> None:
    sent = {pair for pair in codings(bundle(ANNA)) if pair[0] in {LOINC, SNOMED}}
    assert sent == CONFIRMED


def test_a_code_from_memory_is_a_note_never_a_code() -> None:
    told = json.dumps(bundle(ANNA))
    for code in FROM_MEMORY - {"72042002"}:
        assert f"{SNOMED}|{code}" in told
        assert f'"code": "{code}"' not in told
    assert codes.SIGNS["bowel"].unconfirmed == (codes.FAECAL_INCONTINENCE,)


def test_leg_and_back_pain_say_where() -> None:
    leg, back = observation("leg-pain"), observation("back-pain")
    assert leg["bodySite"]["text"] == "Leg"
    assert back["bodySite"]["text"] == "Lower back"
    assert [one["code"] for one in leg["code"]["coding"]] == ["72514-3", "225908003", "leg_pain"]
    assert "10601006" in json.dumps(leg)
    assert "279039007" in json.dumps(back)


def test_what_has_no_code_has_ours_and_a_text() -> None:
    (coding,) = observation("limitation")["code"]["coding"]
    assert coding == {
        "system": f"{OWN}/CodeSystem/observation",
        "code": "limitation",
        "display": "Limitation",
    }
    assert codes.SIGNS["saddle"].unconfirmed == codes.SIGNS["saddle"].confirmed == ()


def test_our_own_address_can_belong_to_nobody() -> None:
    assert OWN.removeprefix("https://").split("/")[0].endswith(".example")


def test_only_the_signs_of_leaflet_and_card_may_point_to_cauda_equina() -> None:
    assert {"bladder", "bowel", "saddle", "sexual"} == codes.MAY_POINT_TO_CAUDA_EQUINA


def test_every_scale_has_a_term() -> None:
    assert codes.SCORES.keys() == {scale.value for scale in Scale}
