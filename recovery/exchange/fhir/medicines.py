"""A medicine of the patient's own list <-> MedicationStatement, with the days on which it was taken.

In the patient's words: no code of any drug dictionary is guessed.
"""

from uuid import UUID

from recovery.exchange.dossier import MedicineTold
from recovery.exchange.fhir.codes import extension_url
from recovery.exchange.fhir.elements import (
    Resource,
    author,
    day,
    moment,
    part,
    patient_reference,
    pruned,
    text,
)
from recovery.exchange.fhir.node import Node
from recovery.exchange.fhir.plain import parts, read

# What a MedicationStatement must say, when nobody may know the name.
NAMELESS = "Medicine"


def statement(told: MedicineTold, ref: UUID, *names: str) -> Resource:
    """What it is and how it is used, for whoever reads MedicationStatements; the extensions hold it exactly."""
    return pruned(
        resourceType="MedicationStatement",
        id=part(ref, *names),
        extension=parts(told, ref, extension_url),
        status=_status(told),
        medicationCodeableConcept={"text": _text(told)},
        subject=patient_reference(ref),
        effectivePeriod=pruned(end=day(told.stopped_on)),
        dateAsserted=moment(told.recorded.at),
        informationSource=author(told.recorded.by, ref),
        dosage=[{"text": text(told.how_often)}] if told.how_often else [],
    )


def _status(told: MedicineTold) -> str:
    return "stopped" if told.stopped_on else "active"


def _text(told: MedicineTold) -> str:
    return text(f"{told.name} {told.strength}".strip()) or NAMELESS


def read_statement(resource: Node) -> MedicineTold:
    told = read(resource, MedicineTold)
    said = resource.need("medicationCodeableConcept").need("text")
    if resource.need("status").value != _status(told) or said.value != _text(told):
        resource.wrong("says something else than its extensions")
    return told
