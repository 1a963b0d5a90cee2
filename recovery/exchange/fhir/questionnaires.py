"""A questionnaire that was filled in <-> QuestionnaireResponse. Its texts are not in it: licences differ."""

from urllib.parse import quote, unquote
from uuid import UUID

from recovery.exchange.dossier import FilledTold
from recovery.exchange.fhir.codes import OWN
from recovery.exchange.fhir.elements import (
    Resource,
    author,
    day,
    extension,
    moment,
    part,
    patient_reference,
    pruned,
    text,
)
from recovery.exchange.fhir.node import Node, every, maybe, signed

ADDRESS = f"{OWN}/Questionnaire/"


def filled(told: FilledTold, ref: UUID, *names: str) -> Resource:
    """The answers by item, in order; an item without an answer was left open. The score may be silent."""
    return pruned(
        resourceType="QuestionnaireResponse",
        id=part(ref, *names),
        extension=[
            *extension("day", valueDate=day(told.day)),
            *extension("score", valueDecimal=told.score),
        ],
        questionnaire=f"{ADDRESS}{quote(told.code, safe='')}|{quote(told.version, safe='')}",
        status="completed",
        subject=patient_reference(ref),
        authored=moment(told.written.at),
        author=author(told.written.by, ref),
        item=[_item(name, answer) for name, answer in told.answers],
    )


def _item(name: str, answer: int | None) -> Resource:
    return pruned(linkId=text(name), answer=[] if answer is None else [{"valueInteger": answer}])


def read_filled(resource: Node) -> FilledTold:
    code, version = _named(resource.need("questionnaire"))
    score = resource.extension("score", "valueDecimal")
    return FilledTold(
        code=code,
        version=version,
        day=resource.need_extension("day", "valueDate").date(),
        answers=every(resource.each("item"), _read_item),
        score=maybe(score, Node.number),
        written=signed(resource.need("author"), resource.need("authored")),
    )


def _named(node: Node) -> tuple[str, str]:
    """The code and version of a questionnaire of ours."""
    code, bar, version = node.text().removeprefix(ADDRESS).partition("|")
    if not node.text().startswith(ADDRESS) or not bar:
        node.wrong("no questionnaire of ours with its version")
    return unquote(code), unquote(version)


def _read_item(item: Node) -> tuple[str, int | None]:
    answer = item.first("answer")
    return item.need("linkId").text(), maybe(answer, lambda given: given.need("valueInteger").whole())
