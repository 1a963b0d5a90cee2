"""What things are called in FHIR: confirmed codes of LOINC and SNOMED CT, and the project's own.

The codes and their tags are those of the clinical facts, section 5. A code from memory [M] is never sent as a code: it
stands beside our own as a note that it is unconfirmed. Where no code is known there is ours, with a text.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from recovery.clinical.care import CARES, IMAGING, PAINKILLERS, Care
from recovery.clinical.scores import FEELINGS, SCALES, SIDES, SLEEPS, STRENGTHS, Scale
from recovery.clinical.signs import LEAFLET, RULES, WARNING_CARD, Rule, Sign

# `.example` belongs to nobody and never will (RFC 2606): an address that names and leads nowhere.
OWN = "https://recovery-tracker.example/fhir"
LOINC = "http://loinc.org"
SNOMED = "http://snomed.info/sct"
ACT_CODE = "http://terminology.hl7.org/CodeSystem/v3-ActCode"


@dataclass(frozen=True, slots=True)
class Code:
    """A code of a system, with its name there."""

    system: str
    code: str
    display: str


@dataclass(frozen=True, slots=True)
class Term:
    """Our own word for something, in our `kind` of words; `confirmed` codes mean the same, `unconfirmed` may."""

    kind: str
    code: str
    text: str
    confirmed: tuple[Code, ...] = ()
    unconfirmed: tuple[Code, ...] = ()


# Confirmed, [F].
PAIN_SEVERITY = Code(LOINC, "72514-3", "Pain severity - 0-10 verbal numeric rating")
PAIN_SCORE = Code(SNOMED, "225908003", "Pain score")
PAIN_IN_LEG = Code(SNOMED, "10601006", "Pain in lower limb")
PAIN_IN_BACK = Code(SNOMED, "279039007", "Low back pain")
CAUDA_EQUINA = Code(SNOMED, "192970008", "Cauda equina syndrome")

# From memory, [M].
SCIATICA = Code(SNOMED, "23056005", "Sciatica")
URINARY_RETENTION = Code(SNOMED, "267064002", "Retention of urine")
URINARY_INCONTINENCE = Code(SNOMED, "165232002", "Urinary incontinence")
FAECAL_INCONTINENCE = Code(SNOMED, "72042002", "Incontinence of feces")
MUSCLE_WEAKNESS = Code(SNOMED, "26544005", "Muscle weakness")


def own(kind: str) -> str:
    """The address of one of our code systems."""
    return f"{OWN}/CodeSystem/{kind}"


def extension_url(name: str) -> str:
    """The address of one of our extensions."""
    return f"{OWN}/StructureDefinition/{name}"


def _terms(kind: str, texts: dict[Any, str]) -> dict[str, Term]:
    return {code.value: Term(kind, code.value, text) for code, text in texts.items()}


HERNIA = Term("condition", "lumbar-hernia", "Sciatica by a lumbar disc herniation", unconfirmed=(SCIATICA,))
DIARY = Term("document", "dossier", "Recovery diary of a lumbar hernia")

SCORES: dict[str, Term] = {
    **{
        scale.value: Term("observation", scale.value, SCALES[scale].name, (PAIN_SEVERITY, PAIN_SCORE))
        for scale in (Scale.LEG_PAIN, Scale.BACK_PAIN)
    },
    Scale.LIMITATION.value: Term("observation", Scale.LIMITATION.value, SCALES[Scale.LIMITATION].name),
}
STRENGTH = Term("observation", "strength", "Strength in the leg", unconfirmed=(MUSCLE_WEAKNESS,))
FEELING = Term("observation", "feeling", "Feeling in the leg")

# The complaint that a score grades, and where it is.
GRADED = {Scale.LEG_PAIN.value: PAIN_IN_LEG, Scale.BACK_PAIN.value: PAIN_IN_BACK}
LEG, BACK = Term("site", "leg", "Leg"), Term("site", "back", "Lower back")
SITES = {Scale.LEG_PAIN.value: LEG, Scale.BACK_PAIN.value: BACK, "strength": LEG, "feeling": LEG}

SIDE = _terms("side", SIDES)
FEELING_ANSWERS = _terms("feeling", FEELINGS)
STRENGTH_ANSWERS = _terms("strength", STRENGTHS)
SLEEP_ANSWERS = _terms("sleep", SLEEPS)
CARE = _terms("care", CARES)
PAINKILLER = _terms("painkiller", PAINKILLERS)
ANY_PAINKILLER = CARE[Care.PAINKILLERS.value]
PICTURE = _terms("imaging", IMAGING)

_MAYBE: dict[Sign, tuple[Code, ...]] = {
    Sign.BLADDER: (URINARY_RETENTION, URINARY_INCONTINENCE),
    Sign.BOWEL: (FAECAL_INCONTINENCE,),
    Sign.WEAKNESS: (MUSCLE_WEAKNESS,),
    Sign.SEVERE_WEAKNESS: (MUSCLE_WEAKNESS,),
}


def _of_a_sign(rule: Rule) -> Term:
    return Term("sign", rule.sign.value, rule.short, unconfirmed=_MAYBE.get(rule.sign, ()))


SIGNS: dict[str, Term] = {rule.sign.value: _of_a_sign(rule) for rule in RULES}


def sign(code: str) -> Term:
    """A sign; one that this release does not know, as after a step back to an older one, stands by its code."""
    return SIGNS.get(code, Term("sign", code, code))


NO_SIGN = Term("sign", "none-new", "None of these is new")

# The signs of the leaflet and of the warning card: what they can point to is why they ring. No diagnosis.
MAY_POINT_TO_CAUDA_EQUINA = frozenset(
    rule.sign.value for rule in RULES if {LEAFLET, WARNING_CARD} & set(rule.grounds)
)


class Talk(StrEnum):
    """What a Communication is."""

    NOTE = "note"
    QUESTION = "question"
    ALERT_STEP = "alert-step"


TALKS = {
    Talk.NOTE: Term("communication", Talk.NOTE, "Shared note of the clinic"),
    Talk.QUESTION: Term("communication", Talk.QUESTION, "Question of the patient for a visit"),
    Talk.ALERT_STEP: Term("communication", Talk.ALERT_STEP, "What was done about an alert"),
}


class Act(StrEnum):
    """What a Provenance says was done."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
    PLACED = "placed"
    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"
    CORRECTED = "corrected"
    REMOVED = "removed"


def coding(term: Term) -> dict[str, Any]:
    """Our own code; codes from memory stand beside it, as what they are."""
    found: dict[str, Any] = {"system": own(term.kind), "code": str(term.code), "display": term.text}
    if term.unconfirmed:
        found["extension"] = [_unconfirmed(code) for code in term.unconfirmed]
    return found


def concept(*terms: Term) -> dict[str, Any]:
    """A CodeableConcept: what is confirmed, then our own, and a text."""
    found = [*_confirmed(terms), *(coding(term) for term in terms)]
    return {"coding": found, "text": "; ".join(term.text for term in terms)}


def official(code: Code) -> dict[str, Any]:
    """A CodeableConcept of a confirmed code alone."""
    return {"coding": [_official(code)], "text": code.display}


def _confirmed(terms: Iterable[Term]) -> list[dict[str, Any]]:
    return [_official(code) for term in terms for code in term.confirmed]


def _official(code: Code) -> dict[str, Any]:
    return {"system": code.system, "code": code.code, "display": code.display}


def _unconfirmed(code: Code) -> dict[str, Any]:
    told = f"{code.system}|{code.code} {code.display}: from memory, not confirmed"
    return {"url": extension_url("unconfirmed-code"), "valueString": told}
