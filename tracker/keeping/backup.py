"""Making a backup while the server runs: one moment, one file, read back before it counts as made."""

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from recovery.alerts import ledger
from tracker.keeping import container, rows
from tracker.keeping.container import Header, Tally
from tracker.keeping.places import settle
from tracker.version import VERSION

PATTERN = "tracker-*.backup"
MOMENT = "%Y%m%dT%H%M%S%fZ"

# How the last one went, in VAR_DIR, for the metrics.
NOTE = "backup.json"


class NotMade(Exception):
    """There is no new backup, and the earlier ones are as they were; in words for an operator."""


@dataclass(frozen=True, slots=True)
class Made:
    path: Path
    header: Header
    tally: Tally
    encrypted: bool


def recipients(told: list[str]) -> list[Any]:
    """The public keys that a backup is encrypted to. Raises `NotMade` for what is none."""
    if not told:
        return []
    import pyrage  # noqa: PLC0415 - a site without encrypted backups does without

    try:
        return [pyrage.x25519.Recipient.from_str(one) for one in told]
    except pyrage.RecipientError as error:
        raise NotMade(f"That is no public key: it must begin with age1 ({error}).") from error


def back_up(directory: Path, *, to: list[Any], keep: int, now: datetime) -> Made:
    """A new backup in `directory`, of which the latest `keep` are kept. Raises `NotMade`; then nothing changed."""
    try:
        directory.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _one_at_a_time(directory):
            made = _made(directory, to)
            kept = _keep(directory, keep)
    except OSError as error:
        _note(ok=False, rows_made=0, now=now)
        raise NotMade(
            f"No backup was made: {directory} cannot be written ({error.strerror}). Those of before are untouched."
        ) from error
    except (NotMade, container.Damaged):
        _note(ok=False, rows_made=0, now=now)
        raise
    _note(ok=True, rows_made=made.tally.rows, now=now)
    ledger.forget_before(kept)
    return made


@contextmanager
def _one_at_a_time(directory: Path) -> Iterator[None]:
    with (directory / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotMade("Another backup is being made in that directory. Wait until it is done.") from None
        yield


def _made(directory: Path, to: list[Any]) -> Made:
    """Written under another name, to the disk, read back, and only then named."""
    half = directory / f".half-{os.getpid()}"
    check = _opener(to)
    try:
        header, tally = _written(half, [*to, *(key.to_public() for key in check)])
        _verify(half, check, tally)
        path = directory / f"tracker-{header.made_at:{MOMENT}}.backup"
        half.rename(path)
        settle(directory)
    finally:
        half.unlink(missing_ok=True)
    return Made(path, header, tally, encrypted=bool(to))


def _opener(to: list[Any]) -> list[Any]:
    """A key for reading an encrypted backup back: in the memory of this process and nowhere else."""
    if not to:
        return []
    import pyrage  # noqa: PLC0415

    return [pyrage.x25519.Identity.generate()]


def _written(half: Path, to: list[Any]) -> tuple[Header, Tally]:
    tally = Tally()
    half.touch(mode=0o600, exist_ok=False)  # before anybody could have opened it
    with half.open("wb") as file, _one_moment():
        header = _header()
        told = container.lines(header, lambda table: rows.written(rows.read(table)), tally)
        container.write(file, container.squeezed(told), to)
        file.flush()
        os.fsync(file.fileno())
    return header, tally


def _verify(half: Path, keys: list[Any], tally: Tally) -> None:
    """Read the file as a restore would. Raises `container.Damaged`."""
    with half.open("rb") as file:
        if container.checked(file, keys).tally.differs_in(tally):
            raise container.Damaged("What was read back is not what was written.")


@contextmanager
def _one_moment() -> Iterator[None]:
    """Whatever is read inside is as of one moment; nobody who writes meanwhile waits for it."""
    database = rows.connection()
    if database.vendor == "postgresql":
        with transaction.atomic(), database.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            cursor.execute("SELECT 1")  # the moment is that of the first read
            yield
        return
    with database.cursor() as cursor:
        # Not `atomic`, which begins by taking the lock of whoever writes. The moment is that of the first read.
        cursor.execute("BEGIN DEFERRED")
        cursor.execute("SELECT count(*) FROM sqlite_master")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def _header() -> Header:
    migrations = tuple(rows.applied())
    return Header(
        version=VERSION,
        database=rows.connection().vendor,
        made_at=datetime.now(UTC),
        migrations=migrations,
        tables=tuple(rows.tables(migrations)),
    )


def moment_of(path: Path) -> datetime:
    """When a backup was made, by its name."""
    return datetime.strptime(path.stem.removeprefix("tracker-"), MOMENT).replace(tzinfo=UTC)


def _keep(directory: Path, keep: int) -> datetime:
    """Remove all but the latest; returns of which moment the oldest is that is left."""
    found = sorted(directory.glob(PATTERN))
    for old in found[:-keep]:
        old.unlink()
    return moment_of(found[-keep:][0])


def _note(*, ok: bool, rows_made: int, now: datetime) -> None:
    """A disk without room for this line has no backup either, and the exit code says so."""
    with suppress(OSError):
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        half = settings.VAR_DIR / f".{NOTE}"
        half.write_text(json.dumps({"at": now.isoformat(), "ok": ok, "rows": rows_made}))
        half.replace(settings.VAR_DIR / NOTE)
