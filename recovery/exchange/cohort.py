"""The diaries of a clinic, pseudonymised, as a stream: a batch of patients is in memory, never the clinic.

The key of the pseudonyms is made for one export and kept nowhere, so that two exports cannot be laid side by side.
"""

import csv
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import StringIO

from django.utils import timezone

from recovery.exchange import diary_csv
from recovery.exchange.dossier import Dossier, EntryTold, EpisodeTold
from recovery.exchange.formats import bundle
from recovery.exchange.kinds import Form
from recovery.exchange.models import Export
from recovery.exchange.pseudonyms import age_band, hidden
from recovery.exchange.records import BATCH, dossiers, in_batches
from recovery.people import access, access_log
from recovery.people.access_log import Reader
from recovery.people.models import Clinic, Patient, Role, User

KEY_BYTES = 32

# How many exports a page shows; and after how long without a word one was broken off [P].
LATEST = 5
BROKEN_OFF_AFTER = timedelta(minutes=2)

# Of a day all that the diary's own file has, but for its date and whatever somebody typed or says who typed it.
LEFT_OUT = {"date", "note", "written_by", "written_at", "corrected_at", "answered_at", "activities"}
OF_A_DAY = tuple(column for column in diary_csv.COLUMNS if column.name not in LEFT_OUT)

COLUMNS: tuple[tuple[str, str], ...] = (
    ("patient", "a pseudonym, the same in all rows of a patient, another in every export"),
    ("age_band", "age at the first onset, in bands of five years; empty where the birth date is not known"),
    ("episode", "1 for the first hernia, 2 for the next"),
    ("side", "`left`, `right` or `both`"),
    ("level", "the disc, as far as known"),
    ("days_since_onset", "of this episode; 0 is the day on which the leg pain began"),
    ("began", "what was begun or done on this day, with spaces between: the steps of the ladder"),
    *((column.name, "as in the diary's own file") for column in OF_A_DAY),
)

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Progress:
    """An export: so many of so many patients, and whether it ended."""

    export: Export
    is_broken_off: bool


def begin(clinic: Clinic, *, form: Form, by: User, now: datetime, address: str | None = None) -> Export:
    """Write down who takes out how many diaries, and from where, before the first of them leaves."""
    reader = Reader(Role.MANAGER, clinic, user=by, address=address)
    patients = access.patients_of(clinic).count()
    access_log.record(reader, what=f"cohort export, {form}, {patients} patients", now=now)
    return Export.objects.create(
        clinic=clinic, by=by, form=form, patients=patients, asked_at=now, moved_at=now
    )


def latest(clinic: Clinic, *, now: datetime) -> list[Progress]:
    """The last exports, the latest first."""
    return [
        Progress(export, export.finished_at is None and now - export.moved_at > BROKEN_OFF_AFTER)
        for export in Export.objects.filter(clinic=clinic).select_related("by")[:LATEST]
    ]


def stream(export: Export, *, size: int = BATCH, clock: Clock = timezone.now) -> Iterator[str]:
    """The file, a batch of patients at a time; after each, how far it is."""
    key, written = secrets.token_bytes(KEY_BYTES), 0
    makes = WRITERS[Form(export.form)]
    if export.form == Form.CSV:
        yield diary_csv.BOM + _lines([[name for name, _holds in COLUMNS]])
    for batch in in_batches(access.patients_of(export.clinic), size):
        told = dossiers(batch)
        yield "".join(makes(patient, one, key) for patient, one in zip(batch, told, strict=True))
        written += len(batch)
        Export.objects.filter(pk=export.pk).update(written=written, moved_at=clock())
    Export.objects.filter(pk=export.pk).update(finished_at=clock())


def _bundle(_patient: Patient, told: Dossier, key: bytes) -> str:
    return json.dumps(bundle(hidden(told, key)), ensure_ascii=False, allow_nan=False) + "\n"


def _rows(patient: Patient, told: Dossier, key: bytes) -> str:
    plain = hidden(told, key)
    first = min((episode.onset for episode in told.episodes), default=None)
    who = [plain.person.ref.hex, age_band(patient.birth_date, first) if first else ""]
    return _lines(
        [
            [*who, str(number), *row]
            for number, episode in enumerate(plain.episodes, 1)
            for row in _days(episode)
        ]
    )


def _days(episode: EpisodeTold) -> Iterator[list[str]]:
    """A row for every day with an entry, and for one on which something was begun."""
    entries = {entry.day: entry for entry in episode.entries}
    began: dict[date, list[str]] = {}
    for treatment in episode.treatments:
        if not treatment.withdrawn:
            began.setdefault(treatment.day, []).append(treatment.kind.value)
    level = episode.level.value if episode.level else ""
    for day in sorted(entries.keys() | began.keys()):
        since = str((day - episode.onset).days)
        yield [
            episode.side.value,
            level,
            since,
            " ".join(began.get(day, ())),
            *_cells(entries.get(day)),
        ]


def _cells(entry: EntryTold | None) -> list[str]:
    return [column.writes(entry) if entry else "" for column in OF_A_DAY]


def _lines(rows: list[list[str]]) -> str:
    file = StringIO()
    csv.writer(file).writerows(rows)
    return file.getvalue()


WRITERS: dict[Form, Callable[[Patient, Dossier, bytes], str]] = {Form.CSV: _rows, Form.NDJSON: _bundle}
