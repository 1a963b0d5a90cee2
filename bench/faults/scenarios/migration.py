"""An upgrade that goes wrong: a server killed while a migration holds a table, or the migration killed itself."""

import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from bench.faults.place import Place
from bench.faults.processes import Process, must_come, running, wait_for
from bench.faults.result import Result
from bench.faults.scenarios.days import days_of, days_saved, disturbed, judged

HELD_SECONDS = 2.0
COLUMN = "bench_faults_column"


def server_killed(place: Place) -> Iterator[Result]:
    """The server dies while a migration has the table of days locked, and the days wait for it."""
    times = place.size.restarts
    clinic, told = place.clinic("migration")
    days = days_of(place, clinic)

    def migrate_and_kill() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE journal_entry ADD COLUMN {COLUMN} integer NULL")
            time.sleep(HELD_SECONDS)
            place.server.kill_somebody(place.random)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"ALTER TABLE journal_entry DROP COLUMN {COLUMN}")
        connection.close()
        wait_for(place.server.answers, patience=place.size.patience)

    with running(place.worker()):
        with disturbed(place, migrate_and_kill, times) as progress:
            saved = days_saved(place, days, progress)
        place.settle(clinic)
    name = "server killed (kill -9) while a migration holds the table of days"
    yield judged(place, name, clinic, told, saved, f"{times} migrations and kills")


def migrate_killed(place: Place) -> Iterator[Result]:
    """`manage.py migrate`, killed at any moment and run again, makes the tables of one that was left alone."""
    kills, broken = place.size.migrations_killed, settings.VAR_DIR / "broken"
    begun = time.monotonic()
    whole = _migrated(place, settings.VAR_DIR / "whole")
    longest = time.monotonic() - begun
    for _kill in range(kills):
        with _migrating(place, broken) as process:
            wait_for(lambda: not process.is_alive, patience=place.random.uniform(0, longest))
    lost = () if _migrated(place, broken) == whole else ("the tables are not those of a whole migration",)
    name = "migrate killed (kill -9), then run again"
    yield Result(name, place.database, kills, "kills", kills if not lost else 0, 0, lost)


def _migrated(place: Place, directory: Path) -> list[tuple[str, ...]]:
    """Run it to its end; the tables, indexes and triggers that there are, and what it wrote down of itself."""
    with _migrating(place, directory) as process:
        must_come("the end of migrate", lambda: not process.is_alive, patience=place.size.patience)
    with closing(sqlite3.connect(directory / "tracker.sqlite3")) as database:
        made = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
        done = database.execute("SELECT app, name FROM django_migrations ORDER BY app, name").fetchall()
    return [*made, *done]


@contextmanager
def _migrating(place: Place, directory: Path) -> Iterator[Process]:
    directory.mkdir(exist_ok=True)
    env = {**place.env, "VAR_DIR": str(directory)}
    process = Process((sys.executable, "manage.py", "migrate", "--verbosity", "0"), env, place.log)
    with running(process):
        yield process
