"""The file of a backup: lines of JSON under gzip, encrypted in the age format on wish. `zcat` and `age` read it too.

The first line says what it is; then, for each table, its name and a line for each row; the last line says how many
rows each table has, their SHA-256, and which keys sealed what is in them.
"""

import errno
import gzip
import hashlib
import json
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from threading import Thread
from typing import Any, BinaryIO

from tracker.keeping.rows import BATCH, Column, Migration, Row, Table

FORMAT = 1
AGE = b"age-encryption.org/v1"
PIECE = 64 * 1024

# As `recovery.people.sealing` begins what it sealed: the name of the key is its second part.
SEALED = re.compile(rb'"1\.([0-9a-f]{8})\.')


class Damaged(Exception):
    """The file is not a backup, not whole, or not as it was written; in words for an operator."""


class NoKey(Exception):
    """The file is encrypted, and not with this key; in words for an operator."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a backup says of itself before its rows. `made_at` is the moment that every row is of."""

    version: str
    database: str
    made_at: datetime
    migrations: tuple[Migration, ...]
    tables: tuple[Table, ...]

    def told(self) -> dict[str, Any]:
        return {"format": FORMAT, **asdict(self), "made_at": self.made_at.isoformat()}

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Header":
        """Raises `Damaged` when this version does not read it."""
        if told.get("format") != FORMAT:
            raise Damaged("This is no backup of the tracker, or one of a newer version.")
        return cls(
            version=told["version"],
            database=told["database"],
            made_at=datetime.fromisoformat(told["made_at"]),
            migrations=tuple((app, name) for app, name in told["migrations"]),
            tables=tuple(
                Table(one["name"], one["key"], tuple(Column(**column) for column in one["columns"]))
                for one in told["tables"]
            ),
        )


@dataclass(slots=True)
class Tally:
    """How many rows each table has, their SHA-256, and the names of the keys that sealed what is in them."""

    counts: dict[str, int] = field(default_factory=dict)
    sums: dict[str, str] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    def over(self, table: str, lines: Iterable[bytes]) -> Iterator[bytes]:
        """The lines, counted while they pass."""
        total, count = hashlib.sha256(), 0
        for line in lines:
            total.update(line)
            count += 1
            self.keys.update(name.decode() for name in SEALED.findall(line))
            yield line
        self.counts[table], self.sums[table] = count, total.hexdigest()

    @property
    def rows(self) -> int:
        return sum(self.counts.values())

    def told(self) -> dict[str, Any]:
        return {"counts": self.counts, "sums": self.sums, "keys": sorted(self.keys)}

    def differs_in(self, other: "Tally") -> list[str]:
        """The tables of which the two do not say the same."""
        names = {*self.counts, *other.counts}
        return sorted(name for name in names if self._of(name) != other._of(name))

    def _of(self, table: str) -> tuple[int | None, str | None]:
        return self.counts.get(table), self.sums.get(table)


def lines(header: Header, read: Callable[[Table], Iterable[bytes]], tally: Tally) -> Iterator[bytes]:
    """A whole backup, line by line."""
    yield _line(header.told())
    for table in header.tables:
        yield _line({"table": table.name})
        yield from tally.over(table.name, read(table))
    yield _line({"end": tally.told()})


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode() + b"\n"


def squeezed(parts: Iterable[bytes]) -> Iterator[bytes]:
    """The same under gzip."""
    gzipped = zlib.compressobj(level=6, wbits=31)
    for part in parts:
        if made := gzipped.compress(part):
            yield made
    yield gzipped.flush()


class Pulled:
    """Reads from what is made while it is read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""

    def read(self, size: int = PIECE) -> bytes:
        while not self._rest and (part := next(self._parts, None)) is not None:
            self._rest = part
        given, self._rest = self._rest[:size], self._rest[size:]
        return given


def write(file: BinaryIO, parts: Iterator[bytes], recipients: list[Any]) -> None:
    """Write it, to be opened by any of the recipients; without one it is written as it is. Raises `OSError`."""
    if not recipients:
        for part in parts:
            file.write(part)
        return
    import pyrage  # noqa: PLC0415 - a site without encrypted backups does without

    try:
        pyrage.encrypt_io(Pulled(parts), file, recipients)
    except pyrage.EncryptError as error:  # a full disk among others
        raise OSError(errno.EIO, str(error)) from error


class Opened:
    """A backup that is read: `header` first, then `batches`, which ends with the check."""

    def __init__(self, file: BinaryIO) -> None:
        self._lines = iter(file)
        self.header = self._header()
        self.tally = Tally()

    def _header(self) -> Header:
        try:
            return Header.of(json.loads(next(self._lines)))
        except (StopIteration, KeyError, TypeError, ValueError) as error:
            raise Damaged("This is no backup of the tracker.") from error

    def batches(self) -> Iterator[tuple[Table, list[Row]]]:
        """The rows, some at a time, each with its table. Raises `Damaged` when they are not what was written."""
        self._line = self._next()
        for table in self.header.tables:
            self._be({"table": table.name})
            batch: list[Row] = []
            for line in self.tally.over(table.name, self._rows()):
                batch.append(json.loads(line))
                if len(batch) == BATCH:
                    yield table, batch
                    batch = []
            if batch:
                yield table, batch
        self._be({"end": self.tally.told()})

    def _rows(self) -> Iterator[bytes]:
        self._line = self._next()
        while self._line.startswith(b"["):
            yield self._line
            self._line = self._next()

    def _next(self) -> bytes:
        line = next(self._lines, b"")
        if not line.endswith(b"\n"):
            raise Damaged("The file ends before the backup does: it was cut off.")
        return line

    def _be(self, told: dict[str, Any]) -> None:
        """The line that must come here; the last one holds counts and sums, so it comes only when they are right."""
        if self._line != _line(told):
            raise Damaged("The rows are not those that were written: counts or checksums differ.")
        if "end" not in told:
            return
        if next(self._lines, b""):
            raise Damaged("Something was added to the file.")


@contextmanager
def opened(file: BinaryIO, identities: list[Any]) -> Iterator[Opened]:
    """A backup, opened with one of these keys where it is encrypted. Raises `Damaged` and `NoKey`, here or inside."""
    try:
        with _clear(file, identities) as clear, gzip.GzipFile(fileobj=clear, mode="rb") as unzipped:
            yield Opened(unzipped)  # type: ignore[arg-type]
    except (EOFError, gzip.BadGzipFile, zlib.error, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise Damaged("The file is damaged or cut off: it cannot be unpacked.") from error


def checked(file: BinaryIO, identities: list[Any]) -> Opened:
    """A backup that was read to its end, and is whole. Raises `Damaged` and `NoKey`."""
    with opened(file, identities) as backup:
        for _ in backup.batches():
            pass
    return backup


@contextmanager
def _clear(file: BinaryIO, identities: list[Any]) -> Iterator[BinaryIO]:
    """The file without its encryption."""
    encrypted = file.read(len(AGE)) == AGE
    file.seek(0)
    if not encrypted:
        yield file
    elif not identities:
        raise NoKey("This backup is encrypted. Say with --identity which file holds the key that opens it.")
    else:
        with Opening(file, identities) as clear:
            yield clear


class Opening:
    """Opens an encrypted file piece by piece: one thread decrypts into a pipe, the other reads."""

    def __init__(self, file: BinaryIO, identities: list[Any]) -> None:
        self.file, self.identities = file, identities
        self.failed: Exception | None = None
        inward, outward = os.pipe()
        self.reads, self.writes = os.fdopen(inward, "rb"), os.fdopen(outward, "wb")
        self.thread = Thread(target=self._decrypt, daemon=True)

    def __enter__(self) -> BinaryIO:
        self.thread.start()
        return self.reads

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self.reads.close()
        self.thread.join()
        if self.failed and (error is None or isinstance(error, EOFError | Damaged | gzip.BadGzipFile)):
            raise self.failed from error

    def _decrypt(self) -> None:
        import pyrage  # noqa: PLC0415

        try:
            with self.writes:
                pyrage.decrypt_io(self.file, self.writes, self.identities)
        except pyrage.DecryptError as error:
            self.failed = NoKey(f"This key does not open the backup ({error}).")
        except BrokenPipeError:
            return
        except Exception as error:
            self.failed = Damaged(f"The file is damaged or cut off: it cannot be decrypted ({error}).")
