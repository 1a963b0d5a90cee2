"""A step of the ladder <-> MedicationStatement (painkillers), ServiceRequest (referral) or Procedure (the others)."""

from typing import Any
from uuid import UUID

from recovery.clinical.care import LASTING, Care, Painkiller
from recovery.exchange.dossier import Signed, TreatmentTold
from recovery.exchange.fhir import codes
from recovery.exchange.fhir.codes import Act, concept
from recovery.exchange.fhir.elements import Resource, part, patient_reference, period, provenances, pruned
from recovery.exchange.fhir.index import Index, kind
from recovery.exchange.fhir.node import Node, maybe

MISTAKE = "entered-in-error"
KIND = {
    Care.PAINKILLERS: "MedicationStatement",
    Care.PHYSIOTHERAPY: "Procedure",
    Care.INJECTION: "Procedure",
    Care.REFERRAL: "ServiceRequest",
    Care.OPERATION: "Procedure",
}
# Where each keeps from when until when.
PERIOD = {
    "MedicationStatement": "effectivePeriod",
    "Procedure": "performedPeriod",
    "ServiceRequest": "occurrencePeriod",
}


def treatment(told: TreatmentTold, ref: UUID, *names: str) -> Resource:
    """The resource that fits; withdrawn, it was entered in error."""
    of = KIND[told.kind]
    return pruned(
        resourceType=of,
        id=part(ref, *names),
        status=MISTAKE if told.withdrawn else _status(told),
        subject=patient_reference(ref),
        **{PERIOD[of]: period(told.day, told.until)},
        **_what(told),
    )


def who(told: TreatmentTold, ref: UUID, *names: str) -> list[Resource]:
    acts = (
        (Act.RECORDED, told.recorded),
        (Act.CONFIRMED, told.confirmed),
        (Act.WITHDRAWN, told.withdrawn),
        (Act.ENDED, told.ended),
    )
    return provenances(f"{KIND[told.kind]}/{part(ref, *names)}", ref, acts)


def _status(told: TreatmentTold) -> str:
    if told.kind is Care.REFERRAL:
        return "active"
    going_on = told.kind in LASTING and told.until is None
    return ("active" if told.kind is Care.PAINKILLERS else "in-progress") if going_on else "completed"


def _what(told: TreatmentTold) -> dict[str, Any]:
    if told.kind is Care.PAINKILLERS:
        term = codes.PAINKILLER[told.painkiller.value] if told.painkiller else codes.ANY_PAINKILLER
        return {"medicationCodeableConcept": concept(term)}
    intent = {"intent": "order"} if told.kind is Care.REFERRAL else {}
    return {"code": concept(codes.CARE[told.kind.value]), **intent}


def read_treatment(resource: Node, found: Index) -> TreatmentTold:
    of = kind(resource)
    if of not in PERIOD:
        resource.wrong("no treatment is kept in such a resource")
    span, (care, painkiller) = resource.need(PERIOD[of]), _read_what(resource, of)
    end = span.get("end")
    return TreatmentTold(
        kind=care,
        painkiller=painkiller,
        day=span.need("start").date(),
        until=maybe(end, Node.date),
        recorded=found.surely_done(resource, Act.RECORDED),
        confirmed=found.done(resource, Act.CONFIRMED),
        withdrawn=withdrawn(resource, found),
        ended=found.done(resource, Act.ENDED),
    )


def withdrawn(resource: Node, found: Index) -> Signed | None:
    """Who withdrew it. Its status has to say the same: else a withdrawn operation would count again."""
    by = found.done(resource, Act.WITHDRAWN)
    if (resource.need("status").value == MISTAKE) != (by is not None):
        resource.wrong("its status and its Provenance do not agree on whether it was withdrawn")
    return by


def _read_what(resource: Node, of: str) -> tuple[Care, Painkiller | None]:
    if of == "MedicationStatement":
        medicine = resource.need("medicationCodeableConcept")
        if any(one.need("system").value == codes.own("painkiller") for one in medicine.each("coding")):
            return Care.PAINKILLERS, medicine.own_code("painkiller").code(Painkiller)
        code = medicine.own_code("care")
    else:
        code = resource.need("code").own_code("care")
    care = code.code(Care)
    return (care, None) if KIND[care] == of else code.wrong(f"“{care}” does not belong in a {of}")
