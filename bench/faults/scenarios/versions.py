"""Two versions of the site on one database, as during an upgrade; and a server whose clock is wrong."""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BytesIO, StringIO
from pathlib import Path

from django.core.management import call_command
from django.test import override_settings

from bench.faults.patients import Day, Progress, Saved
from bench.faults.place import Place, free_ports
from bench.faults.processes import ROOT, Server, Worker, running
from bench.faults.result import Result
from bench.faults.scenarios.days import days_of, days_saved, judged
from recovery.people.models import Clinic

# What ran before the database was changed for the first time since: the last commit of the version before.
BEFORE = "28c2d3d"
OTHER_PORT = 7  # counted from that of the server
HOUR = 3600


def at_once(place: Place) -> Iterator[Result]:
    """Half of the days are saved through the version before and half through this one; a worker of each sends.

    In clear meanwhile, as `docs/operating.md` tells an operator; then the version before goes, and all is sealed.
    """
    with _version_before() as root:
        if root is None:
            return
        with override_settings(SEAL_FIELDS=False):
            clinic, told = place.clinic("two-versions")
            days = days_of(place, clinic)
            saved = _saved_by_both(place, clinic, days, root)
    call_command("rotate_keys", stdout=StringIO())
    name = "two versions at once on the database of the later one"
    yield judged(place, name, clinic, told, saved, f"{len(days) // 2} days through {BEFORE}; then sealed")


def _saved_by_both(place: Place, clinic: Clinic, days: list[Day], root: Path) -> list[Saved]:
    clear = {**place.env, "SEAL_FIELDS": "0"}
    ports = free_ports(place.server.port + OTHER_PORT)
    before = Server(next(ports), place.env, place.log, root=root)
    now = Server(next(ports), clear, place.log)
    workers = (Worker(place.env, place.log, root=root), Worker(clear, place.log))
    half = len(days) // 2
    with running(before, now, *workers):
        before.wait(patience=place.size.patience)
        now.wait(patience=place.size.patience)
        saved = days_saved(place, days[:half], Progress(), server=before)
        saved += days_saved(place, days[half:], Progress(), server=now)
        place.settle(clinic)
    return saved


def wrong_clock(place: Place) -> Iterator[Result]:
    """Days saved through a server whose clock is an hour ahead, and one an hour behind; the worker's is right."""
    for off, how in ((HOUR, "ahead"), (-HOUR, "behind")):
        clinic, told = place.clinic(f"server-{how}")
        days = days_of(place, clinic)
        port = next(free_ports(place.server.port + OTHER_PORT))
        server = Server(port, place.env, place.log, off=off)
        with running(server, place.worker()):
            server.wait(patience=place.size.patience)
            saved = days_saved(place, days, Progress(), server=server)
            place.settle(clinic)
        yield judged(
            place, f"server with a clock an hour {how}", clinic, told, saved, "the worker's is right"
        )


@contextmanager
def _version_before() -> Iterator[Path | None]:
    """Its files, from the history; `None` where that is not there, as in a copy without it."""
    packed = subprocess.run(
        ("/usr/bin/env", "git", "archive", BEFORE),
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    with tempfile.TemporaryDirectory(prefix="tracker-faults-before-") as directory:
        if packed.returncode:
            yield None
            return
        with tarfile.open(fileobj=BytesIO(packed.stdout)) as files:
            files.extractall(directory, filter="data")
        with suppress(FileExistsError):
            (Path(directory) / "var").mkdir()
        yield Path(directory)
