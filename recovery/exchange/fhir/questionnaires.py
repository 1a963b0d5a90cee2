"""A questionnaire that was filled in <-> QuestionnaireResponse. Its texts are not in it: licences differ.

One that another of its day replaced was entered in error, and the one that replaced it is amended.
"""

import re
from datetime import date
from hashlib import sha256
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
from recovery.exchange.fhir.node import Node, every, maybe, signed, text_or_empty
from recovery.exchange.fhir.treatments import MISTAKE

ADDRESS = f"{OWN}/Questionnaire/"


# The code as it stands where an id can hold it: an id has 64 characters, of which the patient and the day take 42.
_SHORT_CODE = re.compile(r"[a-z0-9-]{1,14}")
_HASHED = 12


def filled_id(ref: UUID, on: date, code: str) -> str:
    """From the patient, the day and the questionnaire, as that of a day of the diary."""
    plain = _SHORT_CODE.fullmatch(code)
    name = code if plain else "x" + sha256(code.encode()).hexdigest()[:_HASHED]
    return part(ref, f"{on:%Y%m%d}", f"q-{name}")


def filled(told: FilledTold, ref: UUID) -> Resource:
    """The answers by item, in order; an item without an answer was left open. The score may be silent."""
    return pruned(
        resourceType="QuestionnaireResponse",
        id=_id(told, ref),
        extension=[
            *extension("day", valueDate=day(told.day)),
            *extension("score", valueDecimal=told.score),
            *extension("words-language", valueString=text(told.language)),
            *extension("turn", valueInteger=told.turn or None),
        ],
        questionnaire=f"{ADDRESS}{quote(told.code, safe='')}|{quote(told.version, safe='')}",
        status=_status(told),
        subject=patient_reference(ref),
        authored=moment(told.written.at),
        author=author(told.written.by, ref),
        item=[_item(name, answer) for name, answer in told.answers],
    )


def _id(told: FilledTold, ref: UUID) -> str:
    """The one that stands has the id of its day, so that who asks again finds what stands then."""
    standing = filled_id(ref, told.day, told.code)
    return f"{standing}.{told.turn}" if told.replaced else standing


def _status(told: FilledTold) -> str:
    if told.replaced:
        return MISTAKE
    return "amended" if told.turn else "completed"


def _item(name: str, answer: int | None) -> Resource:
    return pruned(linkId=text(name), answer=[] if answer is None else [{"valueInteger": answer}])


def read_filled(resource: Node) -> FilledTold:
    code, version = _named(resource.need("questionnaire"))
    score = resource.extension("score", "valueDecimal")
    turn = resource.extension("turn", "valueInteger")
    return FilledTold(
        code=code,
        version=version,
        day=resource.need_extension("day", "valueDate").date(),
        answers=every(resource.each("item"), _read_item),
        score=maybe(score, Node.number),
        written=signed(resource.need("author"), resource.need("authored")),
        language=text_or_empty(resource.extension("words-language", "valueString")),
        turn=turn.whole() if turn else 0,
        replaced=resource.need("status").value == MISTAKE,
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
