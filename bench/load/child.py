"""Everything on one database: `python -m bench.load.child DATABASE PORT SIZE FILE`.

A process of its own, since Django knows one database; the results go to FILE as JSON. `VAR_DIR` is a new directory that
the parent made.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path

import django

from bench.faults.cluster import cluster
from bench.load.result import SIZES

CLUSTER = 5  # its port, counted from that of the child


def main() -> None:
    """Measure, and write down what came of it."""
    database, port, name, file = sys.argv[1:]
    with on_database(database, int(port)):
        from bench.load.run import run  # noqa: PLC0415 - Django knows its database only now

        Path(file).write_text(json.dumps(asdict(run(database, int(port), SIZES[name]))))


@contextmanager
def on_database(database: str, port: int) -> Iterator[None]:
    """Django on an empty site, on SQLite or a PostgreSQL of our own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    os.environ.pop("DATABASE_URL", None)
    with cluster(port + CLUSTER) if database == "PostgreSQL" else nullcontext() as own:
        if own:
            os.environ["DATABASE_URL"] = own.url
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 - as above

        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        with _closed():
            yield


@contextmanager
def _closed() -> Iterator[None]:
    """No connection stays open, or the cluster could not be stopped in peace."""
    from django.db import connections  # noqa: PLC0415 - as above

    try:
        yield
    finally:
        for connection in connections.all():
            connection.close()
            if hasattr(connection, "close_pool"):
                connection.close_pool()


if __name__ == "__main__":
    main()
