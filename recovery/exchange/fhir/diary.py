"""A day of the diary <-> a QuestionnaireResponse with every answer, and an Observation for each that can be charted.

Reading takes the QuestionnaireResponse: only there an answer that was not given stands as such. An Observation that
says something else than it is refused.
"""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from recovery.clinical.scores import NRS, Feeling, Scale, Sleep, Strength
from recovery.clinical.signs import Sign
from recovery.exchange.dossier import EntryTold
from recovery.exchange.fhir import codes
from recovery.exchange.fhir.codes import OWN, Term, coding, concept, official
from recovery.exchange.fhir.elements import (
    Resource,
    author,
    day,
    extension,
    moment,
    part,
    patient_reference,
    pruned,
    reference,
    text,
)
from recovery.exchange.fhir.node import Node, maybe, signed, text_or_empty

QUESTIONNAIRE = f"{OWN}/Questionnaire/diary|1"
SCALES = tuple(scale.value for scale in Scale)
FELT: dict[str, tuple[Term, dict[str, Term]]] = {
    "feeling": (codes.FEELING, codes.FEELING_ANSWERS),
    "strength": (codes.STRENGTH, codes.STRENGTH_ANSWERS),
}
CHOSEN = {
    "feeling": codes.FEELING_ANSWERS,
    "strength": codes.STRENGTH_ANSWERS,
    "sleep": codes.SLEEP_ANSWERS,
}
YES_OR_NO = ("painkillers", "worse_on_coughing")

# The score of an own activity stands under the `ref` of it.
ACTIVITY = "activity."

# What an Observation is made of, in the order in which they stand.
OBSERVED = (*SCALES, *FELT)


def day_id(ref: UUID, on: date, what: str) -> str:
    """From the patient, the day and what was asked, and back: nothing has to be looked up or kept."""
    return part(ref, f"{on:%Y%m%d}", what)


# --- writing


def response(entry: EntryTold, ref: UUID) -> Resource:
    """The day as it was answered. An item without an answer was not answered: unknown, never "no"."""
    return pruned(
        resourceType="QuestionnaireResponse",
        id=day_id(ref, entry.day, "diary"),
        extension=[
            *extension("day", valueDate=day(entry.day)),
            *extension("backfilled", valueBoolean=entry.backfilled),
            *extension("corrected-at", valueDateTime=entry.corrected_at and moment(entry.corrected_at)),
            *extension("answered-at", valueDateTime=entry.answered_at and moment(entry.answered_at)),
        ],
        questionnaire=QUESTIONNAIRE,
        status="amended" if entry.corrected_at else "completed",
        subject=patient_reference(ref),
        authored=moment(entry.written.at),
        author=author(entry.written.by, ref),
        item=list(_items(entry)),
    )


def _items(entry: EntryTold) -> Iterator[Resource]:
    for name in SCALES:
        yield _item(name, valueInteger=getattr(entry, name))
    for name, terms in CHOSEN.items():
        chosen = getattr(entry, name)
        yield _item(name, valueCoding=chosen and coding(terms[chosen.value]))
    for name in YES_OR_NO:
        yield _item(name, valueBoolean=getattr(entry, name))
    yield pruned(linkId="signs", answer=[{"valueCoding": coding(term)} for term in _signs(entry)])
    yield _item("note", valueString=text(entry.note))
    for activity, score in entry.activities:
        yield _item(f"{ACTIVITY}{activity}", valueInteger=score)


def _item(name: str, **value: Any) -> Resource:
    answer = pruned(**value)
    return pruned(linkId=name, answer=[answer] if answer else [])


def _signs(entry: EntryTold) -> list[Term]:
    """Those that were ticked; that none is new is an answer as well, and not to have answered is neither."""
    if entry.signs is None:
        return []
    return [codes.sign(code) for code in entry.signs] or [codes.NO_SIGN]


def observations(entry: EntryTold, ref: UUID) -> Iterator[Resource]:
    """One for each scale and each of feeling and strength that was answered."""
    return (_observation(entry, ref, name) for name in OBSERVED if getattr(entry, name) is not None)


def observation(entry: EntryTold, ref: UUID, name: str) -> Resource | None:
    """That of one answer, or `None` where there is none."""
    return None if getattr(entry, name) is None else _observation(entry, ref, name)


def _observation(entry: EntryTold, ref: UUID, name: str) -> Resource:
    graded, site = codes.GRADED.get(name), codes.SITES.get(name)
    return pruned(
        resourceType="Observation",
        id=day_id(ref, entry.day, name),
        extension=[
            *extension("graded-complaint", valueCodeableConcept=graded and official(graded)),
            *extension("backfilled", valueBoolean=entry.backfilled),
        ],
        status="amended" if entry.corrected_at else "final",
        code=concept(FELT[name][0] if name in FELT else codes.SCORES[name]),
        subject=patient_reference(ref),
        effectiveDateTime=day(entry.day),
        issued=moment(entry.corrected_at or entry.written.at),
        performer=[author(entry.written.by, ref)],
        bodySite=concept(site) if site else None,
        derivedFrom=[reference("QuestionnaireResponse", day_id(ref, entry.day, "diary"))],
        **_value(entry, name),
    )


def _value(entry: EntryTold, name: str) -> Resource:
    told = getattr(entry, name)
    return {"valueCodeableConcept": concept(FELT[name][1][told])} if name in FELT else {"valueInteger": told}


# --- reading


def read_day(resource: Node) -> EntryTold:
    """A QuestionnaireResponse of the diary as a day."""
    items = {item.need("linkId").text(): item for item in resource.each("item")}
    asked = {*SCALES, *CHOSEN, *YES_OR_NO, "signs", "note"}
    activities = {name: item for name, item in items.items() if name.startswith(ACTIVITY)}
    if unknown := items.keys() - asked - activities.keys():
        resource.wrong(f"the diary does not ask “{min(unknown)}”")
    answers = {name: item.each("answer") for name, item in items.items()}
    one = {name: given[0] for name, given in answers.items() if given}
    corrected = resource.extension("corrected-at", "valueDateTime")
    answered = resource.extension("answered-at", "valueDateTime")
    return EntryTold(
        day=resource.need_extension("day", "valueDate").date(),
        limitation=_score(one.get("limitation")),
        leg_pain=_score(one.get("leg_pain")),
        back_pain=_score(one.get("back_pain")),
        feeling=_chosen(one.get("feeling"), "feeling", Feeling),
        strength=_chosen(one.get("strength"), "strength", Strength),
        signs=_read_signs(answers.get("signs", ())),
        sleep=_chosen(one.get("sleep"), "sleep", Sleep),
        painkillers=_yes_or_no(one.get("painkillers")),
        worse_on_coughing=_yes_or_no(one.get("worse_on_coughing")),
        note=text_or_empty(one["note"].need("valueString") if "note" in one else None),
        backfilled=resource.need_extension("backfilled", "valueBoolean").flag(),
        written=signed(resource.need("author"), resource.need("authored")),
        corrected_at=maybe(corrected, Node.moment),
        activities=tuple(_read_activity(item) for item in activities.values()),
        answered_at=maybe(answered, Node.moment),
    )


def _read_activity(item: Node) -> tuple[UUID, int]:
    """The activity and its score."""
    name = item.need("linkId")
    ref = Node(name.text().removeprefix(ACTIVITY), name.place).uuid()
    score = _score(item.need_first("answer"))
    return ref, item.wrong("has no score") if score is None else score


def _score(answer: Node | None) -> int | None:
    if answer is None:
        return None
    value = answer.need("valueInteger")
    return (
        value.whole() if value.whole() in NRS else value.wrong(f"{value.value} is not on the scale 0 to 10")
    )


def _coded(answer: Node, kind: str) -> Node:
    given = answer.need("valueCoding")
    if given.need("system").value != codes.own(kind):
        given.wrong(f"expected a code of {codes.own(kind)}")
    return given.need("code")


def _chosen(answer: Node | None, kind: str, of: type[StrEnum]) -> Any:
    return answer and _coded(answer, kind).code(of)


def _yes_or_no(answer: Node | None) -> bool | None:
    return None if answer is None else answer.need("valueBoolean").flag()


def _read_signs(answers: tuple[Node, ...]) -> tuple[str, ...] | None:
    """The signs in their order. Not to have answered is unknown: not to have said that there are none."""
    if not answers:
        return None
    told = [_coded(answer, "sign") for answer in answers]
    if [code.value for code in told] == [codes.NO_SIGN.code]:
        return ()
    return tuple(code.code(Sign).value for code in told)


def check_observation(resource: Node, entry: EntryTold) -> None:
    """`NotADossier` where an Observation says something else than the day it was made from."""
    name = resource.need("code").own_code("observation").text()
    if name not in OBSERVED:
        resource.wrong(f"the diary does not observe “{name}”")
    told = getattr(entry, name)
    value = (
        resource.need("valueCodeableConcept").own_code(name).value
        if name in FELT
        else resource.need("valueInteger").whole()
    )
    if value != told:
        resource.wrong(f"says {value} where the diary of {entry.day} says {told}")
