"""A picture of the lower back <-> DiagnosticReport: there is a finding, and no image with us."""

from uuid import UUID

from recovery.clinical.care import ImagingKind
from recovery.exchange.dossier import ImagingTold
from recovery.exchange.fhir import codes
from recovery.exchange.fhir.codes import Act, concept
from recovery.exchange.fhir.elements import (
    Resource,
    day,
    part,
    patient_reference,
    provenances,
    pruned,
    text,
)
from recovery.exchange.fhir.index import Index
from recovery.exchange.fhir.node import Node, text_or_empty
from recovery.exchange.fhir.treatments import MISTAKE, withdrawn


def report(told: ImagingTold, ref: UUID, *names: str) -> Resource:
    return pruned(
        resourceType="DiagnosticReport",
        id=part(ref, *names),
        status=MISTAKE if told.withdrawn else "final",
        code=concept(codes.PICTURE[told.kind.value]),
        subject=patient_reference(ref),
        effectiveDateTime=day(told.day),
        conclusion=text(told.finding),
    )


def who(told: ImagingTold, ref: UUID, *names: str) -> list[Resource]:
    acts = (
        (Act.RECORDED, told.recorded),
        (Act.CONFIRMED, told.confirmed),
        (Act.WITHDRAWN, told.withdrawn),
    )
    return provenances(f"DiagnosticReport/{part(ref, *names)}", ref, acts)


def read_report(resource: Node, found: Index) -> ImagingTold:
    return ImagingTold(
        kind=resource.need("code").own_code("imaging").code(ImagingKind),
        day=resource.need("effectiveDateTime").date(),
        finding=text_or_empty(resource.get("conclusion")),
        recorded=found.surely_done(resource, Act.RECORDED),
        confirmed=found.done(resource, Act.CONFIRMED),
        withdrawn=withdrawn(resource, found),
    )
