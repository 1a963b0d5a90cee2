"""A visit <-> Encounter: planned, finished or cancelled; who said so is in Provenance."""

from uuid import UUID

from recovery.exchange.dossier import VisitTold
from recovery.exchange.fhir.codes import ACT_CODE, Act
from recovery.exchange.fhir.elements import (
    Resource,
    part,
    patient_reference,
    period,
    provenances,
    pruned,
    text,
)
from recovery.exchange.fhir.index import Index
from recovery.exchange.fhir.node import Node, text_or_empty

AMBULATORY = {"system": ACT_CODE, "code": "AMB", "display": "ambulatory"}


def encounter(told: VisitTold, ref: UUID, *names: str) -> Resource:
    return pruned(
        resourceType="Encounter",
        id=part(ref, *names),
        status=_status(told),
        **{"class": AMBULATORY},
        subject=patient_reference(ref),
        period=period(told.day, told.day),
        serviceProvider={"display": text(told.clinic)} if told.clinic else None,
    )


def who(told: VisitTold, ref: UUID, *names: str) -> list[Resource]:
    acts = ((Act.PLANNED, told.planned), (Act.HELD, told.held), (Act.CANCELLED, told.cancelled))
    return provenances(f"Encounter/{part(ref, *names)}", ref, acts)


def _status(told: VisitTold) -> str:
    return "cancelled" if told.cancelled else "finished" if told.held else "planned"


def read_encounter(resource: Node, found: Index) -> VisitTold:
    clinic = resource.get("serviceProvider")
    read = VisitTold(
        day=resource.need("period").need("start").date(),
        clinic=text_or_empty(clinic and clinic.get("display")),
        planned=found.surely_done(resource, Act.PLANNED),
        held=found.done(resource, Act.HELD),
        cancelled=found.done(resource, Act.CANCELLED),
    )
    if resource.need("status").value != _status(read):
        resource.wrong(f"its status is not “{_status(read)}”, as its Provenance says")
    return read
