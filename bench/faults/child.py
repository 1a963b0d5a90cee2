"""The scenarios of one subject on one database: `python -m bench.faults.child SUBJECT DATABASE PORT FILE`.

A process of its own, since Django knows one database; the results go to FILE as JSON. `VAR_DIR` is a new
directory that the parent made, and `SMALL=1` plays the small form.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from itertools import chain
from pathlib import Path

import django

from bench.faults.cluster import Cluster, cluster
from bench.faults.result import FULL, SMALL, Result, Size

Scenario = Callable[..., Iterator[Result]]

CLUSTER = 5  # its port, counted from the first of the child


def main() -> None:
    """Play, and write down what came of it."""
    subject, database, port, file = sys.argv[1:]
    size = SMALL if os.environ.get("SMALL") == "1" else FULL
    with _database(database, int(port) + CLUSTER) as own:
        results = _play(subject, database, int(port), size, own)
    Path(file).write_text(json.dumps([asdict(result) for result in results]))


@contextmanager
def _database(database: str, port: int) -> Iterator[Cluster | None]:
    """What the settings read, and a PostgreSQL when that is asked for."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    os.environ.pop("DATABASE_URL", None)
    if database == "SQLite":
        yield None
        return
    with cluster(port) as own:
        os.environ["DATABASE_URL"] = own.url
        yield own


def _play(subject: str, database: str, port: int, size: Size, own: Cluster | None) -> Sequence[Result]:
    """Every scenario of the subject, one after the other, in the same place."""
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - Django knows its database only now

    from bench.faults.place import place  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    with place(database, size, first_port=port) as there:
        return list(chain.from_iterable(scenario(there) for scenario in _scenarios(subject, own)))


def _scenarios(subject: str, own: Cluster | None) -> Sequence[Scenario]:
    from bench.faults.scenarios import (  # noqa: PLC0415 - as above
        channels,
        database,
        disk,
        migration,
        saving,
        versions,
        workers,
    )

    restarted: list[Scenario] = (
        [partial(saving.database_restarted, restart=own.crash_and_start)] if own else []
    )
    away: list[Scenario] = (
        [
            partial(database.read_only, may_write=own.may_write),
            partial(database.gone, away=own.away),
        ]
        if own
        else [migration.migrate_killed]
    )
    every: dict[str, list[Scenario]] = {
        "saving": [saving.server_killed, *restarted, saving.at_once],
        "workers": [
            workers.killed,
            workers.stopped,
            workers.wrong_clocks,
            workers.clock_jumps_back,
            workers.ladder,
        ],
        "channels": [channels.one_address, channels.server_away, channels.server_hangs],
        "disk": [disk.full, disk.full_during_a_backup],
        "upgrade": [*away, migration.server_killed, versions.at_once, versions.wrong_clock],
    }
    return every[subject]


if __name__ == "__main__":
    main()
