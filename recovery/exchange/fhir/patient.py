"""Person <-> Patient. A pseudonymised person gives a Patient without a single identifying element."""

from typing import Any

from recovery.clinical.circumstances import CancerHistory, Pregnancy
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.clinical.signs import Sign
from recovery.exchange.dossier import Person
from recovery.exchange.fhir.codes import OWN, extension_url
from recovery.exchange.fhir.elements import Resource, day, extension, moment, pruned, text
from recovery.exchange.fhir.node import Node, NotADossier, every, maybe, text_or_empty

IDENTIFIERS = f"{OWN}/patient"
LANGUAGES = "urn:ietf:bcp:47"


def patient(person: Person) -> Resource:
    """Who the patient is, and in extensions what decides whom they phone."""
    return pruned(
        resourceType="Patient",
        id=str(person.ref),
        extension=_extensions(person),
        identifier=_identifier(person),
        active=True,
        name=[{"text": text(person.name)}] if person.name else [],
        telecom=_telecom(person),
        birthDate=day(person.birth_date),
        communication=_language(person.language),
        generalPractitioner=[{"display": text(person.gp_name)}] if person.gp_name else [],
    )


def _identifier(person: Person) -> list[Resource]:
    """Ours, unless nobody may know who this is."""
    known = person.name or person.email or person.phone or person.birth_date
    return [{"system": IDENTIFIERS, "value": str(person.ref)}] if known else []


def _telecom(person: Person) -> list[Resource]:
    ways = (("phone", person.phone), ("email", person.email))
    return [{"system": system, "value": text(value)} for system, value in ways if value]


def _language(code: str) -> list[Resource]:
    language = {"coding": [{"system": LANGUAGES, "code": code}]}
    return [{"language": language, "preferred": True}] if code else []


def _extensions(person: Person) -> list[Resource]:
    return [
        *extension("created-at", valueDateTime=moment(person.created_at)),
        *extension("under-treatment", valueBoolean=person.under_treatment),
        *extension("cancer-history", valueCode=person.cancer_history and person.cancer_history.value),
        *extension("allergies", valueString=text(person.allergies)),
        *extension("pregnancy", valueCode=person.pregnancy and person.pregnancy.value),
        *extension("gp-phone", valueString=text(person.gp_phone)),
        *extension("gp-out-of-hours-phone", valueString=text(person.gp_out_of_hours_phone)),
        *(_baseline(sign, answer) for sign, answer in person.baselines.items()),
    ]


def _baseline(sign: Sign, answer: Baseline) -> Resource:
    told = {"sign": sign.value, "answer": answer.value}
    parts = [{"url": name, "valueCode": code} for name, code in told.items()]
    return {"url": extension_url("baseline"), "extension": parts}


def read_patient(resource: Node) -> Person:
    """A Patient as a person. Nothing of the name is taken apart."""
    cancer = resource.extension("cancer-history", "valueCode")
    pregnancy = resource.extension("pregnancy", "valueCode")
    born, name, gp = resource.get("birthDate"), resource.first("name"), resource.first("generalPractitioner")
    return Person(
        ref=resource.need("id").uuid(),
        name=text_or_empty(name and name.get("text")),
        email=_way(resource, "email"),
        birth_date=maybe(born, Node.date),
        phone=_way(resource, "phone"),
        language=_read_language(resource),
        under_treatment=resource.need_extension("under-treatment", "valueBoolean").flag(),
        gp_name=text_or_empty(gp and gp.get("display")),
        gp_phone=text_or_empty(resource.extension("gp-phone", "valueString")),
        gp_out_of_hours_phone=text_or_empty(resource.extension("gp-out-of-hours-phone", "valueString")),
        cancer_history=maybe(cancer, lambda node: node.code(CancerHistory)),
        baselines=_baselines(resource),
        created_at=resource.need_extension("created-at", "valueDateTime").moment(),
        allergies=text_or_empty(resource.extension("allergies", "valueString")),
        pregnancy=maybe(pregnancy, lambda node: node.code(Pregnancy)),
    )


def _way(resource: Node, system: str) -> str:
    ways = (way for way in resource.each("telecom") if way.need("system").value == system)
    return next((way.need("value").text() for way in ways), "")


def _read_language(resource: Node) -> str:
    spoken = resource.first("communication")
    return spoken.need("language").need_first("coding").need("code").text() if spoken else ""


def _baselines(resource: Node) -> dict[Sign, Baseline]:
    found = dict(every(resource.extensions("baseline"), _read_baseline))
    for sign in BASELINE_SIGNS:
        if sign not in found:
            resource.wrong(f"the first answer about “{sign}” is missing")
    return found


def _read_baseline(node: Node) -> tuple[Sign, Baseline]:
    parts: dict[Any, Node] = {part.need("url").text(): part for part in node.each("extension")}
    if parts.keys() != {"sign", "answer"}:
        raise NotADossier(f"{node.place}: expected a sign and an answer.")
    sign, answer = (parts[name].need("valueCode") for name in ("sign", "answer"))
    if sign.value not in BASELINE_SIGNS:
        sign.wrong("no sign that is asked about before the diary")
    return sign.code(Sign), answer.code(Baseline)
