"""What a day said before <-> a QuestionnaireResponse that no longer holds, and a Provenance of who changed it."""

from typing import Any
from uuid import UUID

from recovery.exchange.dossier import VersionTold
from recovery.exchange.fhir.codes import Act
from recovery.exchange.fhir.diary import QUESTIONNAIRE
from recovery.exchange.fhir.elements import (
    Resource,
    day,
    exact,
    extension,
    moment,
    part,
    patient_reference,
    provenances,
    pruned,
)
from recovery.exchange.fhir.index import Index
from recovery.exchange.fhir.node import Node
from recovery.exchange.fhir.treatments import MISTAKE


def version(told: VersionTold, ref: UUID, *names: str) -> Resource:
    """The answers exactly as they were kept: an older release may have asked something else."""
    return pruned(
        resourceType="QuestionnaireResponse",
        id=part(ref, *names),
        extension=[
            *extension("day", valueDate=day(told.day)),
            *extension("exact-answers", valueString=exact(told.answers)),
        ],
        questionnaire=QUESTIONNAIRE,
        status=MISTAKE,
        subject=patient_reference(ref),
        authored=moment(told.written_at),
    )


def who(told: VersionTold, ref: UUID, *names: str) -> list[Resource]:
    act = Act.REMOVED if told.removed else Act.CORRECTED
    return provenances(f"QuestionnaireResponse/{part(ref, *names)}", ref, [(act, told.changed)])


def read_version(resource: Node, found: Index) -> VersionTold:
    removed = found.done(resource, Act.REMOVED)
    return VersionTold(
        day=resource.need_extension("day", "valueDate").date(),
        answers=exact_answers(resource),
        written_at=resource.need("authored").moment(),
        removed=removed is not None,
        changed=removed or found.surely_done(resource, Act.CORRECTED),
    )


def exact_answers(resource: Node) -> dict[str, Any]:
    """The answers as they were kept."""
    kept = resource.need_extension("exact-answers", "valueString").exact()
    found: dict[str, Any] = kept.value if isinstance(kept.value, dict) else kept.wrong("expected an object")
    return found
