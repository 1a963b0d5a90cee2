"""A file that a patient handed in, between the page that takes it and the page that uses it."""

import json
from datetime import datetime

from recovery.exchange import diary_csv, other_apps
from recovery.exchange.kinds import Kind
from recovery.exchange.models import NAME_LENGTH, UPLOAD_LASTS, Upload
from recovery.people.models import Patient


def kind_of(text: str) -> Kind:
    """What a file is, by how it begins."""
    if text.lstrip().startswith(("{", "[")):
        return Kind.RECORD
    return Kind.DIARY if diary_csv.is_ours(text.partition("\n")[0]) else Kind.OTHER


def keep(patient: Patient, *, name: str, content: bytes, now: datetime) -> Upload:
    """Keep a file instead of any other; those that nobody used for a day are forgotten. `other_apps.CannotRead`."""
    text = other_apps.text_of(content)
    kind = kind_of(text)
    if kind is Kind.OTHER:
        other_apps.table_of(text)
    Upload.objects.filter(at__lt=now - UPLOAD_LASTS).delete()
    shown = name.replace("\0", "")[:NAME_LENGTH]
    kept, _new = Upload.objects.update_or_create(
        patient=patient, defaults={"kind": kind, "name": shown, "text": text, "at": now}
    )
    return kept


def of(patient: Patient, *, now: datetime) -> Upload | None:
    """The file that this patient handed in and did not use yet."""
    return Upload.objects.filter(patient=patient, at__gte=now - UPLOAD_LASTS).first()


def forget(patient: Patient) -> None:
    """It was used, or is not wanted any more."""
    Upload.objects.filter(patient=patient).delete()


def as_json(text: str) -> dict[str, object]:
    """The object in a file. `CannotRead`, also where it is nested deeper than anything sensible."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise other_apps.CannotRead(other_apps.Unreadable.NOT_A_RECORD) from None
    if not isinstance(found, dict):
        raise other_apps.CannotRead(other_apps.Unreadable.NOT_A_RECORD)
    return found
