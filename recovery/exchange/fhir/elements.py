"""The pieces that every resource is made of."""

import json
import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from recovery.exchange.dossier import Author, Signed
from recovery.exchange.fhir.codes import OWN, extension_url

Resource = dict[str, Any]

# FHIR's string knows no control characters and, in the official schema, no white space but these four.
_FOREIGN = re.compile(r"[^ \r\n\t\S]|[\x00-\x08\x0b\x0c\x0e-\x1f]|\\(?=u\{)")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]{1,6})\}")

CLINIC, PROXY = "clinic", "proxy"


def pruned(**fields: Any) -> Resource:
    """Without what is empty: FHIR knows no empty strings and lists. False and 0 stay."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {})}


def text(value: str) -> str:
    r"""As FHIR can hold it: a character that it cannot is `\u{a0}`, in hexadecimal."""
    return _FOREIGN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", value)


def exact_text(value: str) -> str:
    """What `text` was made of. `ValueError` for a character that does not exist."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


def moment(at: datetime) -> str:
    """A dateTime or instant, in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def day(on: date | None) -> str | None:
    return on.isoformat() if on else None


def exact(value: Any) -> str:
    """Any JSON value in a string, in plain ASCII."""
    return text(json.dumps(value, sort_keys=True, allow_nan=False))


def extension(name: str, **value: Any) -> list[Resource]:
    """One of our extensions in a list, or none when its value is empty."""
    kept = pruned(**value)
    return [{"url": extension_url(name), **kept}] if kept else []


def part(ref: UUID, *names: str) -> str:
    """The id of something of a patient: theirs, and the names of the way there. 64 characters at most."""
    return ".".join([ref.hex, *(name.replace("_", "-") for name in names)])


def reference(kind: str, key: str) -> Resource:
    return {"reference": f"{kind}/{key}"}


def patient_reference(ref: UUID) -> Resource:
    return reference("Patient", str(ref))


def author(by: Author, ref: UUID) -> Resource:
    """The patient, a proxy, or somebody of a clinic: by name only, we hold no more of them."""
    if by.is_patient:
        return pruned(**patient_reference(ref), type="Patient", display=text(by.name))
    if by.is_proxy:
        relative = {"system": f"{OWN}/author", "value": PROXY}
        return pruned(type="RelatedPerson", identifier=relative, display=text(by.name))
    role = {"system": f"{OWN}/author", "value": CLINIC}
    return pruned(type="Practitioner", identifier=role, display=text(by.name))


def period(start: date, end: date | None) -> Resource:
    return pruned(start=day(start), end=day(end))


def payload(said: str) -> list[Resource]:
    """What a Communication says, or nothing."""
    return [{"contentString": text(said)}] if said else []


def provenances(target: str, ref: UUID, acts: Iterable[tuple[str, Signed | None]]) -> list[Resource]:
    """Who did what to `target` (its type and id), and when; what nobody did is left out."""
    return [_provenance(target, ref, act, done) for act, done in acts if done]


def _provenance(target: str, ref: UUID, act: str, done: Signed) -> Resource:
    return {
        "resourceType": "Provenance",
        "id": f"{target.split('/')[1]}.{act}",
        "target": [{"reference": target}],
        "recorded": moment(done.at),
        "activity": {"coding": [{"system": f"{OWN}/CodeSystem/act", "code": act}], "text": act},
        "agent": [{"who": author(done.by, ref)}],
    }
