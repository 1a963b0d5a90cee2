"""What was raised and what is over, written down outside of the database as well: a line for each, never changed.

A restore brings back the database of last night. Who reported a red flag this morning is in no backup; by the ledger
their alert is raised again. A line that cannot be written holds up nobody: the alert is in the database, and leaves.

One file a day (UTC) in `settings.ALERT_LEDGER`. What an alert says is sealed; when, and its number, are not.
"""

import json
import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from recovery.alerts import ladder
from recovery.alerts.models import Alert
from recovery.people.models import Patient, User
from recovery.people.sealing import CannotOpen, seal, unseal

logger = logging.getLogger(__name__)

PLACE = "alerts.ledger"
RAISED, OVER = "raised", "over"

# Between the moment that an alert says it was raised and its commit there is never so long [P].
LONGEST_COMMIT = timedelta(hours=1)


def note_raised(alert: Alert) -> None:
    """Write down what was raised, once it is in the database."""
    transaction.on_commit(lambda: _write(alert, RAISED, alert.raised_at, sealed=True))


def note_over(alert: Alert, *, now: datetime) -> None:
    """Write down that it is over, once that is in the database."""
    transaction.on_commit(lambda: _write(alert, OVER, now, sealed=False))


def _write(alert: Alert, what: str, at: datetime, *, sealed: bool) -> None:
    try:
        told = {"what": what, "alert": str(alert.pk), "at": at.astimezone(UTC).isoformat()}
        _add(told | ({"sealed": seal(json.dumps(_said(alert)), PLACE)} if sealed else {}))
    except Exception:
        logger.exception("alert %s is not in the ledger; it is in the database", alert.pk)


def _said(alert: Alert) -> dict[str, Any]:
    """All that is needed to raise it again, and to phone somebody whom the backup does not know."""
    patient = alert.patient
    return {
        "patient": str(patient.ref),
        "name": str(patient),
        "phone": str(patient.phone),
        "email": patient.user.email,
        "by": alert.raised_by_id,
        "day": alert.day.isoformat() if alert.day else None,
        "urgency": alert.urgency,
        "findings": alert.stored_findings,
        "answers": alert.answers,
        "rules": alert.rules_version,
        "answered_at": alert.answered_at.isoformat() if alert.answered_at else None,
    }


def _add(told: dict[str, str]) -> None:
    """One write, on the disk when this returns. It begins a new line, after whatever was cut off before."""
    directory = Path(settings.ALERT_LEDGER)
    directory.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = directory / f"{timezone.now().astimezone(UTC):%Y-%m-%d}.jsonl"
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(number, f"\n{json.dumps(told)}\n".encode())
        os.fsync(number)
    finally:
        os.close(number)


def forget_before(moment: datetime) -> None:
    """Remove the days that are in every backup there is, of which the oldest is of this moment."""
    for path in sorted(Path(settings.ALERT_LEDGER).glob("*.jsonl")):
        if date.fromisoformat(path.stem) < moment.astimezone(UTC).date():
            path.unlink()


@dataclass(frozen=True, slots=True)
class Noted:
    """An alert as the ledger has it."""

    id: str
    raised_at: datetime
    said: dict[str, Any]

    @classmethod
    def of(cls, line: dict[str, str]) -> Self:
        """Raises `CannotOpen` when its key is not there."""
        return cls(
            line["alert"], datetime.fromisoformat(line["at"]), json.loads(unseal(line["sealed"], PLACE))
        )


@dataclass(frozen=True, slots=True)
class Replayed:
    """What came of a ledger after a restore.

    `raised` were raised again. `unknown` are of people whom the backup does not have: somebody must phone them.
    `unread` lines were cut off, or their key is not there. `open_again` were closed after the backup was made.
    """

    raised: int
    unknown: tuple[Noted, ...]
    unread: int
    open_again: int


def raise_again(*, backup_of: datetime, now: datetime) -> Replayed:
    """Raise what the ledger has and a restored database does not, unless it was over; twice raises nothing twice.

    `backup_of` is the moment of the backup: what was raised well before it is in there, or was removed on purpose.
    """
    lines, unread = _lines()
    since = (backup_of - LONGEST_COMMIT).astimezone(UTC).isoformat()
    over = {line["alert"] for line in lines if line["what"] == OVER}
    raised = [line for line in lines if line["what"] == RAISED and line["at"] >= since]
    here = set(
        map(str, Alert.objects.filter(pk__in=[line["alert"] for line in raised]).values_list("pk", flat=True))
    )
    missing = [line for line in raised if line["alert"] not in here | over]
    noted, sealed = _opened(missing)
    unknown = tuple(one for one in noted if not _raise(one, now=now))
    still = Alert.objects.not_over().filter(pk__in=over).count()
    return Replayed(len(noted) - len(unknown), unknown, unread + sealed, still)


def _lines() -> tuple[list[dict[str, str]], int]:
    """What can be read, oldest first, and how many lines cannot."""
    found, unread = [], 0
    for text in _texts():
        try:
            line = json.loads(text)
            found.append({"what": line["what"], "alert": line["alert"], "at": line["at"], **line})
        except (ValueError, KeyError, TypeError):
            unread += 1
    return found, unread


def _texts() -> Iterator[str]:
    for path in sorted(Path(settings.ALERT_LEDGER).glob("*.jsonl")):
        yield from filter(None, path.read_text(encoding="utf-8", errors="replace").splitlines())


def _opened(lines: list[dict[str, str]]) -> tuple[list[Noted], int]:
    noted, sealed = [], 0
    for line in lines:
        try:
            noted.append(Noted.of(line))
        except (CannotOpen, ValueError, KeyError):
            sealed += 1
    return noted, sealed


@transaction.atomic
def _raise(noted: Noted, *, now: datetime) -> bool:
    """Whether it could be: the patient is there. The clinic that reads along is owed its messages from the foot on."""
    said = noted.said
    patient = Patient.objects.filter(ref=said["patient"]).select_related("user", "clinic").first()
    if patient is None:
        return False
    ladder.begin(
        patient,
        now=now,
        id=noted.id,
        day=date.fromisoformat(said["day"]) if said["day"] else None,
        urgency=said["urgency"],
        stored_findings=said["findings"],
        answers=said["answers"],
        rules_version=said["rules"],
        raised_by=User.objects.filter(pk=said["by"]).first() or patient.user,
        raised_at=noted.raised_at,
        answered_at=datetime.fromisoformat(said["answered_at"]) if said["answered_at"] else None,
    )
    return True
