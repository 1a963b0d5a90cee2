"""Putting a backup back: beside the real database first, checked there, brought up to date, and only then in its place.

Whatever is wrong with the file is found before anything that exists is touched. After a crash in the middle there is
a place beside the real database that nobody uses; the real one is as it was.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import DataError, IntegrityError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from recovery.alerts import delivery, ledger
from recovery.people import sealing
from tracker.keeping import container, places, rows
from tracker.keeping.container import Damaged, Header, Opened, Tally
from tracker.keeping.places import Place
from tracker.keeping.rows import Row, Table


class Refused(Exception):
    """It is not restored, and nothing was touched; in words for an operator."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back. `owed` messages leave as soon as a worker runs; `before` is where the old database is."""

    header: Header
    tally: Tally
    owed: int
    replayed: ledger.Replayed
    before: str = ""


def identities(path: Path | None) -> list[Any]:
    """The keys in a file, one a line, as `age-keygen` and `manage.py make_backup_key` write it. Raises `Refused`."""
    if path is None:
        return []
    import pyrage  # noqa: PLC0415 - a site without encrypted backups does without

    try:
        lines = path.read_text(encoding="ascii").split("\n")
        keys = [pyrage.x25519.Identity.from_str(line.strip()) for line in lines if line.startswith("AGE-")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError) as error:
        raise Refused(f"{path} holds no key that opens backups ({error}).") from error
    if not keys:
        raise Refused(f"{path} holds no key that opens backups: a line that begins with AGE-SECRET-KEY-1.")
    return keys


def holds() -> dict[str, int]:
    """How many rows there are in the tables of the real database that are not empty."""
    names = set(connections["default"].introspection.table_names())
    there = [table for table in rows.tables(rows.applied()) if table.name in names and rows.holds(table)]
    return {table.name: rows.number(table) for table in there if table.name != "alerts_heartbeat"}


def rehearse(path: Path, *, keys: list[Any], now: datetime) -> Restored:
    """Do all of a restore in a place beside the real database, and drop that. Raises `Refused`."""
    with _read(path, keys) as backup, _beside() as place:
        return _fill(place, backup, now=now)


def restore(path: Path, *, keys: list[Any], over: str, now: datetime) -> Restored:
    """Put a backup where the database is; `over` is the name of that, unless it is empty. Raises `Refused`."""
    was = holds()
    if was and over != places.name():
        raise Refused(_says(was))
    with _read(path, keys) as backup, _beside() as place:
        _alone(place)
        done = _fill(place, backup, now=now)
        try:
            before = place.take_over(now)
        except places.InUse as error:
            raise Refused(str(error)) from error
    return Restored(done.header, done.tally, done.owed, done.replayed, before)


def _says(was: dict[str, int]) -> str:
    people, days = was.get("people_patient", 0), was.get("journal_entry", 0)
    return (
        f"The database {places.name()} is not empty: {sum(was.values())} rows, of {people} patients with {days} days."
        " To put the backup in its place, stop the web server and the worker, and add"
        f" --over {places.name()}. What is there now is kept under another name."
    )


def _alone(place: Place) -> None:
    try:
        place.be_alone()
    except places.InUse as error:
        raise Refused(str(error)) from error


@contextmanager
def _beside() -> Iterator[Place]:
    """A place that is gone afterwards, unless it became the real database."""
    place = places.beside()
    try:
        yield place
    finally:
        place.drop()


@contextmanager
def _read(path: Path, keys: list[Any]) -> Iterator[Opened]:
    """A backup that is whole, ours, and readable: all of it was read before the first row is written anywhere."""
    try:
        with path.open("rb") as file:
            found = container.checked(file, keys)
            _be_ours(found.header)
            _be_readable(found.tally)
            file.seek(0)
            with container.opened(file, keys) as backup:
                yield backup
    except (Damaged, container.NoKey) as error:
        raise Refused(f"{path}: {error} Nothing was touched.") from error
    except OSError as error:
        raise Refused(
            f"{path} cannot be read or its copy not written ({error.strerror}). Nothing was touched."
        ) from error


def _fill(place: Place, backup: Opened, *, now: datetime) -> Restored:
    """Everything of a restore but the last step: load, check, bring up to date, and owe what is owed."""
    with places.inside(place):
        _build(backup.header)
        _load(backup)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
        owed = delivery.owe_again(now=now)
        replayed = ledger.raise_again(backup_of=backup.header.made_at, now=now)
        return Restored(backup.header, backup.tally, owed, replayed)


def _be_ours(header: Header) -> None:
    """Raises `Refused` for a backup of a newer version."""
    if unknown := sorted(set(header.migrations) - rows.known()):
        names = ", ".join(f"{app}.{name}" for app, name in unknown[:5])
        raise Refused(
            f"This backup was made by a newer version ({header.version}): {names} is not known here."
            " Install that version first. Nothing was touched."
        )


def _build(header: Header) -> None:
    """The tables as they were when the backup was made."""
    MigrationExecutor(connections["default"]).migrate(rows.ends_of(header.migrations))


def _load(backup: Opened) -> None:
    """All rows in one transaction. Raises `Damaged` unless what is in the tables then is what was in them before."""
    with transaction.atomic():
        for table in backup.header.tables:
            rows.empty(table)
        for table, batch in backup.batches():
            _write(table, batch)
        rows.count_on(backup.header.migrations)
        connections["default"].check_constraints()
        if wrong := backup.tally.differs_in(_tally(backup.header)):
            raise Damaged(f"Loaded, these tables are not as they were: {', '.join(wrong)}.")


def _write(table: Table, batch: list[Row]) -> None:
    """Raises `Damaged` for what this kind of database does not take, such as a text that is longer than its column."""
    try:
        rows.write(table, batch)
    except (DataError, IntegrityError) as error:
        # The first line alone: the others hold the row.
        why = str(error).split("\n")[0]
        raise Damaged(f"Rows of {table.name} do not fit in this database: {why}.") from error


def _tally(header: Header) -> Tally:
    """Counts and sums of what is in the tables now."""
    tally = Tally()
    for table in header.tables:
        for _ in tally.over(table.name, rows.written(rows.read(table))):
            pass
    return tally


def _be_readable(tally: Tally) -> None:
    """Raises `Refused` when something is sealed with a key that is not here."""
    if missing := tally.keys - set(sealing.key_names()):
        raise Refused(
            f"Names in this backup are sealed with {', '.join(sorted(missing))}, which is not among FIELD_KEYS."
            " Put that key there first. Nothing was touched."
        )
