"""A site that goes away again. Importing this sets Django up, so it comes before any model.

The settings are the site's own, in a new directory: its database and files are never touched. SQLite, or
the PostgreSQL of DATABASE_URL; there a database of its own is made and dropped.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.core.management import call_command
from django.db import connection

_directory = tempfile.TemporaryDirectory(prefix="tracker-bench-")

if not os.environ.get("DATABASE_URL", "").startswith("postgres"):
    os.environ.pop("DATABASE_URL", None)  # a SQLite file named there is somebody's
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tracker.settings",
    "VAR_DIR": _directory.name,
    "DEMO": "1",
    "DEBUG": "0",
}
django.setup()


@contextmanager
def site() -> Iterator[None]:
    """Everything that `make run` makes, but the demo's people."""
    with _database():
        call_command("createcachetable", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        yield


@contextmanager
def _database() -> Iterator[None]:
    if connection.vendor == "sqlite":
        call_command("migrate", verbosity=0)
        yield
        return
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"tracker_bench_{os.getpid()}"
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
