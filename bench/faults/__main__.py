"""What must lose nothing, and whether it does: `make bench-faults`, or `SMALL=1 make bench-faults` for fewer of each.

Prints what was tried and what was lost, and ends with an error on any loss. Needs a PostgreSQL. The full run writes its
table into `docs/reliability.md`; the small one plays what is not about PostgreSQL on SQLite, and writes nothing.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench import marks
from bench.faults.result import FULL, SMALL, Result, Size
from bench.faults.table import losses, table, total

DOCUMENT = Path("docs") / "reliability.md"
BEGIN = "<!-- from here on written by make bench-faults -->"
END = "<!-- up to here -->"

SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
FIRST_PORT, PORTS = 8140, 10
DISK = "disk"
DISK_SIZE = "24m"


@dataclass(frozen=True, slots=True)
class Part:
    """The scenarios of one subject on one database."""

    subject: str
    database: str


PARTS_SMALL = (
    *(Part(subject, SQLITE) for subject in ("saving", "channels", "workers", DISK)),
    *(Part("upgrade", database) for database in (SQLITE, POSTGRESQL)),
)
PARTS_FULL = (
    *(
        Part(subject, database)
        for subject in ("saving", "channels", "workers", "upgrade")
        for database in (SQLITE, POSTGRESQL)
    ),
    Part(DISK, SQLITE),
)


def play(parts: Sequence[Part], *, at_once: int) -> list[Result]:
    """Every part, so many at once; the results in the order of the parts."""
    with ThreadPoolExecutor(at_once) as pool:
        ports = range(FIRST_PORT, FIRST_PORT + PORTS * len(parts), PORTS)
        return [result for results in pool.map(_child, parts, ports) for result in results]


def _child(part: Part, port: int) -> list[Result]:
    """One part, in a process and a directory of its own. That it could not be played is a loss."""
    with _directory(part) as directory:
        file = directory.with_suffix(".json")
        arguments = (part.subject, part.database, str(port), str(file))
        env = {**os.environ, "VAR_DIR": str(directory), "DEMO": "1", "DEBUG": "0"}
        env["DELIVERY_WAIT_SECONDS"] = str(_size().wait)
        ran = subprocess.run(
            (sys.executable, "-m", "bench.faults.child", *arguments),
            env=env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if ran.returncode:
            return [_not_played(part, ran.stderr)]
        results = [Result(**{**row, "lost": tuple(row["lost"])}) for row in json.loads(file.read_text())]
        file.unlink()
        return results


def _not_played(part: Part, said: str) -> Result:
    return Result(part.subject, part.database, 0, "nothing", 0, 0, (f"could not be played:\n{said}",))


@contextmanager
def _directory(part: Part) -> Iterator[Path]:
    """A new directory; for the full disk a small file system, where we may mount one."""
    outer = Path(tempfile.mkdtemp(prefix="tracker-faults-"))
    made = outer / "var"
    made.mkdir()
    mounted = part.subject == DISK and _ran("mount", "-t", "tmpfs", "-o", f"size={DISK_SIZE}", "none", made)
    try:
        yield made
    finally:
        if mounted:
            _ran("umount", made)
        shutil.rmtree(outer, ignore_errors=True)


def _ran(*command: str | Path) -> bool:
    with suppress(FileNotFoundError):
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    return False


def _is_small() -> bool:
    return os.environ.get("SMALL") == "1"


def _size() -> Size:
    return SMALL if _is_small() else FULL


def report(results: Sequence[Result]) -> str:
    """What stands in the document."""
    size = _size()
    played = (
        f"Played with `DELIVERY_WAIT_SECONDS={size.wait}`, so that a lease lasts {6 * size.wait} s; "
        f"Python {platform.python_version()}, {os.cpu_count()} processors. {total(results)}"
    )
    return f"{played}\n\n{table(results)}"


def main() -> None:
    """Play everything, print it, write it down after a full run; an error on any loss."""
    document = "" if _is_small() else DOCUMENT.read_text()
    if not _is_small():
        marks.written(document, "", begin=BEGIN, end=END)  # better to stop before the playing
    results = play(PARTS_SMALL if _is_small() else PARTS_FULL, at_once=4 if _is_small() else 3)
    print(report(results))
    if failures := list(losses(results)):
        sys.exit("\n" + "\n".join(f"LOST: {sentence}" for sentence in failures))
    if not _is_small():
        DOCUMENT.write_text(marks.written(document, report(results), begin=BEGIN, end=END))
        print(f"\nWritten to {DOCUMENT}.")


if __name__ == "__main__":
    main()
