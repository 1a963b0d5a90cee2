"""An episode <-> EpisodeOfCare, and the Condition that it is about."""

from datetime import date
from uuid import UUID

from recovery.clinical.care import DiscLevel
from recovery.clinical.scores import Side
from recovery.exchange.dossier import Author, EpisodeTold
from recovery.exchange.fhir.codes import (
    HERNIA,
    OWN,
    PAIN_IN_LEG,
    SIDE,
    Act,
    Term,
    concept,
    extension_url,
    official,
)
from recovery.exchange.fhir.elements import (
    Resource,
    author,
    day,
    part,
    patient_reference,
    period,
    provenances,
    pruned,
    reference,
)
from recovery.exchange.fhir.index import Index
from recovery.exchange.fhir.node import Node, maybe

CLINICAL_STATUS = "http://terminology.hl7.org/CodeSystem/condition-clinical"
LEVEL = "disc-level"


def episode_of_care(told: EpisodeTold, ref: UUID, name: str) -> Resource:
    """From the onset to the end; the discharge is ours to say."""
    return pruned(
        resourceType="EpisodeOfCare",
        id=part(ref, name),
        extension=[_discharge(*told.discharged, ref)] if told.discharged else [],
        status="finished" if told.ended_on else "active",
        diagnosis=[{"condition": reference("Condition", part(ref, name, "hernia"))}],
        patient=patient_reference(ref),
        period=period(told.onset, told.ended_on),
    )


def condition(told: EpisodeTold, ref: UUID, name: str) -> Resource:
    """The hernia: side, level as far as known, and that pain in the leg is how it shows."""
    status = "resolved" if told.ended_on else "active"
    return pruned(
        resourceType="Condition",
        id=part(ref, name, "hernia"),
        clinicalStatus={"coding": [{"system": CLINICAL_STATUS, "code": status}]},
        code=concept(HERNIA),
        bodySite=_sites(told),
        subject=patient_reference(ref),
        onsetDateTime=day(told.onset),
        abatementDateTime=day(told.ended_on),
        evidence=[{"code": [official(PAIN_IN_LEG)]}],
    )


def who(told: EpisodeTold, ref: UUID, name: str) -> list[Resource]:
    """Who of the clinic said last where the hernia is."""
    return provenances(f"Condition/{part(ref, name, 'hernia')}", ref, [(Act.PLACED, told.placed)])


def _sites(told: EpisodeTold) -> list[Resource]:
    level = [concept(Term(LEVEL, told.level.value, told.level.value))] if told.level else []
    return [concept(SIDE[told.side.value]), *level]


def _discharge(on: date, by: Author, ref: UUID) -> Resource:
    parts = [{"url": "on", "valueDate": day(on)}, {"url": "by", "valueReference": author(by, ref)}]
    return {"url": extension_url("discharge"), "extension": parts}


def read_episode(care: Node, hernia: Node, found: Index) -> EpisodeTold:
    """The episode without what was written down of it."""
    span, discharges = care.need("period"), care.extensions("discharge")
    end = span.get("end")
    return EpisodeTold(
        onset=span.need("start").date(),
        side=_site(hernia, "side").code(Side),
        level=_level(hernia),
        discharged=_read_discharge(discharges[0]) if discharges else None,
        ended_on=maybe(end, Node.date),
        placed=found.done(hernia, Act.PLACED),
    )


def _site(hernia: Node, kind: str) -> Node:
    for site in hernia.each("bodySite"):
        if any(coding.need("system").value == f"{OWN}/CodeSystem/{kind}" for coding in site.each("coding")):
            return site.own_code(kind)
    return hernia.wrong(f"no bodySite says the {kind}")


def _level(hernia: Node) -> DiscLevel | None:
    sites = [coding for site in hernia.each("bodySite") for coding in site.each("coding")]
    told = [site for site in sites if site.need("system").value == f"{OWN}/CodeSystem/{LEVEL}"]
    return told[0].need("code").code(DiscLevel) if told else None


def _read_discharge(node: Node) -> tuple[date, Author]:
    parts = {part.need("url").text(): part for part in node.each("extension")}
    if parts.keys() != {"on", "by"}:
        node.wrong("expected a day and by whom")
    return parts["on"].need("valueDate").date(), parts["by"].need("valueReference").author()
