"""The whole: a document whose Composition names every other resource in order, so that their own order is free."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from recovery.exchange.dossier import (
    ActivityTold,
    AlertTold,
    BodyTold,
    Dossier,
    EntryTold,
    EpisodeTold,
    ExerciseTold,
    LoadTold,
    PreparationTold,
    RecoveredTold,
    ReturnedTold,
    StepTold,
    WeeklyTold,
)
from recovery.exchange.fhir import (
    alerts,
    diary,
    hernia,
    imaging,
    medicines,
    plain,
    questionnaires,
    talks,
    treatments,
    versions,
    visits,
)
from recovery.exchange.fhir.codes import DIARY, OWN, Term, concept
from recovery.exchange.fhir.elements import Resource, moment, part, patient_reference, pruned, reference
from recovery.exchange.fhir.index import Index, index, kind
from recovery.exchange.fhir.node import Node, NotADossier, every
from recovery.exchange.fhir.patient import patient, read_patient

TITLES = {
    "episode": "Episode",
    "days": "Days of the diary",
    "treatments": "Treatments",
    "imaging": "Imaging",
    "visits": "Visits",
    "notes": "Shared notes of the clinic",
    "questions": "Questions of the patient",
    "questionnaires": "Questionnaires",
    "activities": "Own activities",
    "body": "Body pictures",
    "weekly": "Weekly answers",
    "recovered": "Recovered, in the patient's word",
    "returned": "Leg pain that came back",
    "preparations": "How the patient prepared for visits",
    "medicines": "Medicines in the patient's words",
    "loads": "Load built up in steps",
    "exercises": "Exercises",
    "versions": "What days said before they were corrected or removed",
    "alerts": "Alerts",
    "alert": "Alert",
}

# What an episode, and what a whole dossier, holds of values that have no resource of their own in FHIR.
IN_AN_EPISODE: dict[str, type] = {
    "activities": ActivityTold,
    "body": BodyTold,
    "weekly": WeeklyTold,
    "recovered": RecoveredTold,
    "returned": ReturnedTold,
    "preparations": PreparationTold,
}
IN_A_DOSSIER: dict[str, type] = {"loads": LoadTold, "exercises": ExerciseTold}

ALONE = ("versions", "alerts", "medicines", *IN_A_DOSSIER)
TOP = {"episode", *ALONE}


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the document: what the Composition names, the sections in it, and who wrote what."""

    code: str
    resources: tuple[Resource, ...] = ()
    sections: tuple["Section", ...] = ()
    provenance: tuple[Resource, ...] = ()

    def composed(self) -> Resource | None:
        """As a section of the Composition; nothing when there is nothing in it, which FHIR does not allow."""
        inner = [section for section in (one.composed() for one in self.sections) if section]
        named = [_to(resource) for resource in self.resources]
        code = concept(Term("section", self.code, TITLES[self.code]))
        filled = inner or named
        return pruned(title=TITLES[self.code], code=code, entry=named, section=inner) if filled else None

    def every(self) -> Iterator[Resource]:
        yield from self.resources
        yield from self.provenance
        for section in self.sections:
            yield from section.every()


def _to(resource: Resource) -> Resource:
    return reference(resource["resourceType"], resource["id"])


# --- writing


def bundle(dossier: Dossier, *, at: datetime | None = None) -> Resource:
    """A document bundle. `at` is when it was made; without it, when the last thing in it was told.

    `ValueError` when two things in the dossier are one, such as a day that is told twice.
    """
    ref, sections = dossier.person.ref, _sections(dossier)
    stamp = moment(at or max(_moments(dossier)))
    resources = [
        _composition(ref, sections, stamp),
        patient(dossier.person),
        *(resource for section in sections for resource in section.every()),
    ]
    return {
        "resourceType": "Bundle",
        "identifier": {"system": f"{OWN}/document", "value": str(ref)},
        "type": "document",
        "timestamp": stamp,
        "entry": _entries(resources),
    }


def _moments(value: Any) -> Iterator[datetime]:
    """Every moment in a value."""
    if isinstance(value, datetime):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from _moments(getattr(value, field.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _moments(one)


def _entries(resources: list[Resource]) -> list[Resource]:
    entries = [{"fullUrl": _urn(_to(one)["reference"]), "resource": _by_urn(one)} for one in resources]
    if len({entry["fullUrl"] for entry in entries}) < len(entries):
        raise ValueError("a dossier tells each thing once")
    return entries


def _urn(address: str) -> str:
    """A document is nowhere on the web: what is in it has a name and no place."""
    return f"urn:uuid:{uuid5(NAMESPACE_URL, f'{OWN}/{address}')}"


def _by_urn(value: Any) -> Any:
    """The same, with every reference by name."""
    if isinstance(value, list):
        return [_by_urn(one) for one in value]
    if isinstance(value, dict):
        return {key: _urn(one) if key == "reference" else _by_urn(one) for key, one in value.items()}
    return value


def _composition(ref: UUID, sections: list[Section], stamp: str) -> Resource:
    return pruned(
        resourceType="Composition",
        id=part(ref, "composition"),
        language="en",
        status="final",
        type=concept(DIARY),
        subject=patient_reference(ref),
        date=stamp,
        author=[{"type": "Device", "display": "Recovery tracker"}],
        title=DIARY.text,
        section=[section for section in (one.composed() for one in sections) if section],
    )


def _sections(dossier: Dossier) -> list[Section]:
    ref = dossier.person.ref
    episodes = (_episode(told, ref, f"e{n}") for n, told in enumerate(dossier.episodes))
    known = _told("versions", dossier.versions, versions.version, versions.who, ref, "v")
    raised = tuple(_alert(told, ref, f"a{n}") for n, told in enumerate(dossier.alerts))
    used = _told("medicines", dossier.medicines, medicines.statement, _nobody, ref, "m")
    rest = (_plain(code, getattr(dossier, code), ref) for code in IN_A_DOSSIER)
    return [*episodes, known, Section("alerts", sections=raised), used, *rest]


def _plain(code: str, told: tuple[Any, ...], ref: UUID, *names: str) -> Section:
    """Each value as a Basic resource under a running number."""
    return Section(
        code, tuple(plain.basic(one, code, ref, *names, f"{code}{n}") for n, one in enumerate(told))
    )


def _alert(told: AlertTold, ref: UUID, name: str) -> Section:
    steps = (alerts.step(step, told.id, ref, name, f"s{n}") for n, step in enumerate(told.steps))
    return Section("alert", (alerts.flag(told, ref), *steps))


def _episode(told: EpisodeTold, ref: UUID, name: str) -> Section:
    care = (hernia.episode_of_care(told, ref, name), hernia.condition(told, ref, name))
    days = (resource for entry in told.entries for resource in _day(entry, ref))
    inner = (
        Section("days", tuple(days)),
        _told("treatments", told.treatments, treatments.treatment, treatments.who, ref, name, "t"),
        _told("imaging", told.imaging, imaging.report, imaging.who, ref, name, "i"),
        _told("visits", told.visits, visits.encounter, visits.who, ref, name, "v"),
        Section("notes", tuple(talks.note(note, ref) for note in told.notes)),
        _told("questions", told.questions, talks.question, _nobody, ref, name, "q"),
        Section("questionnaires", tuple(questionnaires.filled(one, ref) for one in told.filled)),
        *(_plain(code, getattr(told, code), ref, name) for code in IN_AN_EPISODE),
    )
    return Section("episode", care, inner, tuple(hernia.who(told, ref, name)))


def _day(entry: EntryTold, ref: UUID) -> Iterator[Resource]:
    yield diary.response(entry, ref)
    yield from diary.observations(entry, ref)


def _told(
    code: str,
    told: tuple[Any, ...],
    make: Callable[..., Resource],
    who: Callable[..., list[Resource]],
    ref: UUID,
    *names: str,
) -> Section:
    """Each thing as a resource under a running number, and who wrote it."""
    *way, letter = names
    numbered = [(one, (*way, f"{letter}{n}")) for n, one in enumerate(told)]
    return Section(
        code,
        resources=tuple(make(one, ref, *name) for one, name in numbered),
        provenance=tuple(resource for one, name in numbered for resource in who(one, ref, *name)),
    )


def _nobody(*_: Any) -> list[Resource]:
    """The resource itself says who."""
    return []


# --- reading


def read_bundle(document: Any) -> Dossier:
    """A document of ours as a dossier, whatever the order of its entries.

    `NotADossier` says what is wrong and where; nothing in a file raises anything else.
    """
    try:
        return _read(Node(document, "Bundle"))
    except RecursionError:
        raise NotADossier("Bundle: the values in it are nested too deeply.") from None


def _read(document: Node) -> Dossier:
    if document.need("resourceType").value != "Bundle" or document.need("type").value != "document":
        document.wrong("expected a Bundle of type “document”")
    found = index(document.each("entry"))
    composition = _only(found, "Composition")
    person = read_patient(found.resource(composition.need("subject")))
    found.named.add(composition.place)
    episodes, one = _top(composition)
    raised = _named(one["alerts"], {"alert"}) if "alerts" in one else []
    dossier = Dossier(
        person=person,
        episodes=every(episodes, lambda node: _read_episode(node, found)),
        versions=_each(one.get("versions"), found, lambda node: versions.read_version(node, found)),
        alerts=every(tuple(node for _, node in raised), lambda node: _read_alert(node, found)),
        medicines=_each(one.get("medicines"), found, medicines.read_statement),
        **{code: _each(one.get(code), found, _reader(code, of)) for code, of in IN_A_DOSSIER.items()},
    )
    if lost := found.unnamed():
        raise NotADossier(*(f"{node.place}: no section of the Composition leads here." for node in lost))
    return dossier


def _only(found: Index, of: str) -> Node:
    all_of = {node.place: node for node in found.by_address.values() if kind(node) == of}
    if len(all_of) != 1:
        raise NotADossier(f"Bundle: expected one {of}, found {len(all_of)}.")
    return next(iter(all_of.values()))


def _reader(code: str, of: type) -> Callable[[Node], Any]:
    """Reads a Basic resource of this kind."""

    def read(resource: Node) -> Any:
        said = resource.need("code").own_code("basic")
        return plain.read(resource, of) if said.value == code else said.wrong(f"expected “{code}”")

    return read


def _top(composition: Node) -> tuple[tuple[Node, ...], dict[str, Node]]:
    """The sections of the episodes, and those that are there once."""
    sections = _named(composition, TOP)
    episodes = tuple(node for code, node in sections if code == "episode")
    return episodes, _once([pair for pair in sections if pair[0] != "episode"])


def _named(node: Node, known: set[str]) -> list[tuple[str, Node]]:
    """The sections in a node, each with its code."""
    return [(_section_code(section, known), section) for section in node.each("section")]


def _section_code(section: Node, known: set[str]) -> str:
    code = section.need("code").own_code("section")
    name = code.text()
    return name if name in known else code.wrong(f"a section “{name}” has no place here")


def _once(sections: list[tuple[str, Node]]) -> dict[str, Node]:
    found = dict(sections)
    if len(found) < len(sections):
        sections[-1][1].wrong("a section of this kind is there twice")
    return found


def _resources(section: Node | None, found: Index) -> tuple[Node, ...]:
    return tuple(found.resource(entry) for entry in section.each("entry")) if section else ()


def _each(section: Node | None, found: Index, read: Callable[[Node], Any]) -> tuple[Any, ...]:
    return every(_resources(section, found), read)


def _read_episode(section: Node, found: Index) -> EpisodeTold:
    parts = {kind(node): node for node in _resources(section, found)}
    if parts.keys() != {"EpisodeOfCare", "Condition"}:
        section.wrong("expected an EpisodeOfCare and its Condition")
    inner = _once(_named(section, TITLES.keys() - {*TOP, "alert"}))
    plain_ones: dict[str, Any] = {
        code: _each(inner.get(code), found, _reader(code, of)) for code, of in IN_AN_EPISODE.items()
    }
    return replace(
        hernia.read_episode(parts["EpisodeOfCare"], parts["Condition"], found),
        entries=_read_days(inner.get("days"), found),
        treatments=_each(inner.get("treatments"), found, lambda node: treatments.read_treatment(node, found)),
        imaging=_each(inner.get("imaging"), found, lambda node: imaging.read_report(node, found)),
        visits=_each(inner.get("visits"), found, lambda node: visits.read_encounter(node, found)),
        notes=_each(inner.get("notes"), found, talks.read_note),
        questions=_each(inner.get("questions"), found, talks.read_question),
        filled=_each(inner.get("questionnaires"), found, questionnaires.read_filled),
        **plain_ones,
    )


def _read_days(section: Node | None, found: Index) -> tuple[EntryTold, ...]:
    """The days; every Observation has to say what its day says."""
    resources = _resources(section, found)
    told = {node.place: node for node in resources if kind(node) == "QuestionnaireResponse"}
    days = dict(zip(told, every(tuple(told.values()), diary.read_day), strict=True))
    if len({entry.day for entry in days.values()}) < len(days):
        raise NotADossier(f"{section and section.place}: a day is told twice.")
    for node in resources:
        if node.place not in told:
            diary.check_observation(node, _day_of(node, found, days))
    return tuple(days.values())


def _day_of(node: Node, found: Index, days: dict[str, EntryTold]) -> EntryTold:
    """The day that an Observation was made from."""
    source = found.resource(node.need_first("derivedFrom"))
    return days.get(source.place) or node.wrong("is derived from no day of this episode")


def _read_alert(section: Node, found: Index) -> AlertTold:
    flag, *steps = _resources(section, found) or section.wrong("no Flag is in it")
    read: tuple[StepTold, ...] = every(tuple(steps), alerts.read_step)
    return alerts.read_flag(flag, read)
