"""What was said <-> Communication: the clinic's shared notes and the patient's questions."""

from uuid import UUID

from recovery.exchange.dossier import NoteTold, QuestionTold, Signed
from recovery.exchange.fhir.codes import TALKS, Talk, concept
from recovery.exchange.fhir.elements import (
    Resource,
    author,
    day,
    extension,
    moment,
    part,
    patient_reference,
    payload,
    pruned,
    text,
)
from recovery.exchange.fhir.node import Node, maybe, said, signed, text_or_empty
from recovery.exchange.fhir.treatments import MISTAKE


def communication(
    key: str, ref: UUID, talk: Talk, told: str, done: Signed, *, status: str = "completed"
) -> Resource:
    """Who said what, and when."""
    return pruned(
        resourceType="Communication",
        id=key,
        status=status,
        category=[concept(TALKS[talk])],
        subject=patient_reference(ref),
        sent=moment(done.at),
        sender=author(done.by, ref),
        payload=payload(told),
    )


def note(told: NoteTold, ref: UUID) -> Resource:
    made = communication(str(told.ref), ref, Talk.NOTE, told.text, told.written)
    return made | pruned(extension=extension("clinic", valueString=text(told.clinic)))


def question(told: QuestionTold, ref: UUID, *names: str) -> Resource:
    status = MISTAKE if told.withdrawn_at else "completed"
    made = communication(part(ref, *names), ref, Talk.QUESTION, told.text, told.asked, status=status)
    withdrawn = told.withdrawn_at and moment(told.withdrawn_at)
    return made | pruned(
        extension=[
            *extension("discussed-on", valueDate=day(told.discussed_on)),
            *extension("withdrawn-at", valueDateTime=withdrawn),
        ]
    )


def is_a(resource: Node, talk: Talk) -> Node:
    """The resource, if it is such a Communication."""
    told = resource.need_first("category").own_code("communication")
    return resource if told.code(Talk) is talk else told.wrong(f"expected “{talk}”")


def sent(resource: Node) -> Signed:
    return signed(resource.need("sender"), resource.need("sent"))


def read_note(resource: Node) -> NoteTold:
    return NoteTold(
        ref=is_a(resource, Talk.NOTE).need("id").uuid(),
        clinic=text_or_empty(resource.extension("clinic", "valueString")),
        text=said(resource),
        written=sent(resource),
    )


def read_question(resource: Node) -> QuestionTold:
    discussed = resource.extension("discussed-on", "valueDate")
    withdrawn = resource.extension("withdrawn-at", "valueDateTime")
    return QuestionTold(
        text=said(is_a(resource, Talk.QUESTION)),
        asked=sent(resource),
        discussed_on=maybe(discussed, Node.date),
        withdrawn_at=maybe(withdrawn, Node.moment),
    )
