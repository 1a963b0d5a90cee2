"""A database beside the real one: filled and looked at before anything is touched, then put in its place, or dropped.

On SQLite it is another file in the same directory; on PostgreSQL another schema of the same database, so that nobody
needs the right to make databases.
"""

import copy
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Protocol

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

# On a busy machine PostgreSQL still counts who has hung up, be it the server that was stopped or a connection of ours.
LEAVING_SECONDS = 5


class InUse(Exception):
    """Something else has the database open; in words for an operator."""


class Place(Protocol):
    """Where a backup is loaded before it is anybody's database."""

    def open(self) -> BaseDatabaseWrapper:
        """A connection to it."""

    def drop(self) -> None:
        """Forget it."""

    def be_alone(self) -> None:
        """Raises `InUse` when something else has the real database open."""

    def take_over(self, now: datetime) -> str:
        """Become the real database; returns what the one of before is called now. Raises `InUse`."""


def beside() -> Place:
    """A new place beside the real database."""
    return PostgresSchema() if connections["default"].vendor == "postgresql" else SqliteFile()


def name() -> str:
    """What the real database is called."""
    return Path(str(connections["default"].settings_dict["NAME"])).name


@contextmanager
def inside(place: Place) -> Iterator[None]:
    """The place is the default database for this thread, so that migrations and services find it and nothing else."""
    with _default(place.open()):
        yield


@contextmanager
def _default(database: BaseDatabaseWrapper) -> Iterator[None]:
    real = connections["default"]
    connections["default"] = database
    try:
        yield
    finally:
        connections["default"].close()
        connections["default"] = real


class SqliteFile:
    """A file beside the database's."""

    def __init__(self) -> None:
        self.real = Path(str(connections["default"].settings_dict["NAME"]))
        self.path = self.real.with_name(f"{self.real.name}.restoring-{secrets.token_hex(4)}")

    def open(self) -> BaseDatabaseWrapper:
        self.path.touch(mode=0o600, exist_ok=False)  # SQLite gives what it writes beside it the same rights
        made = connections["default"].copy()
        made.settings_dict["NAME"] = str(self.path)
        return made

    def drop(self) -> None:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{self.path}{end}").unlink(missing_ok=True)

    def be_alone(self) -> None:
        connections["default"].close()
        if self.real.exists():
            _fold(self.real)

    def take_over(self, now: datetime) -> str:
        before = self.real.with_name(f"{self.real.name}.before-{now:%Y%m%dT%H%M%S}")
        self.be_alone()
        _fold(self.path)
        if self.real.exists():
            self.real.rename(before)
        self.path.rename(self.real)
        settle(self.real.parent)
        return str(before)


def settle(directory: Path) -> None:
    """The names in a directory, too, are on the disk."""
    number = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _fold(path: Path) -> None:
    """Bring the log into the file, which SQLite does for who is alone with it."""
    file = sqlite3.connect(path, timeout=1)
    try:
        folded = file.execute("PRAGMA journal_mode=DELETE").fetchone()[0]
    except sqlite3.OperationalError:
        folded = "locked"
    finally:
        file.close()
    if folded != "delete":
        raise InUse("Something has the database open. Stop the web server and the worker first.")


class PostgresSchema:
    """A schema beside the one that is in use."""

    def __init__(self) -> None:
        self.name = f"restoring_{secrets.token_hex(4)}"
        self.real = _first("SELECT current_schema()")

    def open(self) -> BaseDatabaseWrapper:
        with connections["default"].cursor() as cursor:
            cursor.execute(f'CREATE SCHEMA "{self.name}"')
        made = _without_pool()
        options = made.settings_dict["OPTIONS"]
        options["options"] = f"{options.get('options', '')} -c search_path={self.name}".strip()
        return made

    def drop(self) -> None:
        with connections["default"].cursor() as cursor:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{self.name}" CASCADE')

    def be_alone(self) -> None:
        # A pool opens connections by itself: these are nobody's but ours.
        connections["default"].close()
        if "pool" in connections["default"].settings_dict["OPTIONS"]:
            connections["default"].close_pool()  # type: ignore[attr-defined]
        with _default(_without_pool()):
            for _ in range(LEAVING_SECONDS):
                if not _others():
                    return
                time.sleep(1)
        raise InUse("Something has the database open. Stop the web server and the worker first.")

    def take_over(self, now: datetime) -> str:
        before = f"before_{now:%Y%m%dt%H%M%S}"
        self.be_alone()
        with _default(_without_pool()), transaction.atomic(), connections["default"].cursor() as cursor:
            cursor.execute(f'ALTER SCHEMA "{self.real}" RENAME TO "{before}"')
            cursor.execute(f'ALTER SCHEMA "{self.name}" RENAME TO "{self.real}"')
        return f"schema {before}"


def _others() -> int:
    """How many others are connected to the database."""
    return int(
        _first(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
    )


def _without_pool() -> BaseDatabaseWrapper:
    """The real database, over one connection of its own."""
    made = connections["default"].copy()
    made.settings_dict = copy.deepcopy(made.settings_dict)
    made.settings_dict["OPTIONS"].pop("pool", None)
    return made


def _first(question: str) -> str:
    with connections["default"].cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])
