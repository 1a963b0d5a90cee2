"""Twice the busiest hour, for five minutes: `make bench-peak`, or `SMALL=1 make bench-peak` for twenty seconds.

What is asked each second is twice what `docs/scale.md` expects of a whole country in its busiest hour. A visit begins
when its time has come, not when the one before is done. Fails on any wrong answer, on a day or an alert that is not
there afterwards, and, in the full run, when the server's own memory grows by more than a tenth after the first third.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench import marks
from bench.table import Table

DOCUMENT = Path("docs") / "scale.md"
BEGIN = "<!-- from here on written by make bench-peak -->"
END = "<!-- up to here: make bench-peak -->"
SECONDS, SMALL_SECONDS = 300, 20
FIRST_PORT, PORTS = 8340, 10
LOOKS = 6  # at the memory, after the one before anything was asked
WARM = LOOKS // 3
MAY_GROW = 1.10


@dataclass(frozen=True, slots=True)
class Held:
    """What came of it.

    `memory`: the server's own, in MB, at even distances; `late`: the longest wait to begin, in seconds.
    """

    database: str
    seconds: int
    requests: int
    entries: int
    alerts: int
    wrong: tuple[str, ...]
    memory: tuple[float, ...]
    late: float

    @property
    def growth(self) -> float:
        """The memory at the end over that after a third of the time."""
        return self.memory[-1] / self.memory[WARM]

    def failures(self) -> Iterator[str]:
        """What must not be. In seconds a server is not warm yet: its memory is judged in a full run only."""
        yield from (f"{self.database}: {sentence}" for sentence in self.wrong)
        if self.seconds >= SECONDS and self.growth > MAY_GROW:
            yield f"{self.database}: the server's own memory grew {self.growth:.2f} times after the first third"


def held(database: str, seconds: int, port: int) -> Held:
    """One database, in a process and a directory of its own."""
    outer = Path(tempfile.mkdtemp(prefix="tracker-peak-"))
    file = outer / "held.json"
    (outer / "var").mkdir()
    env = {**os.environ, "VAR_DIR": str(outer / "var"), "DEMO": "1", "DEBUG": "0"}
    command = (sys.executable, "-m", "bench.load.peak_child", database, str(port), str(seconds), str(file))
    try:
        ran = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            sys.exit(f"{database} could not be put to it:\n{ran.stderr}")
        found = json.loads(file.read_text())
        return Held(**{**found, "wrong": tuple(found["wrong"]), "memory": tuple(found["memory"])})
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def report(found: Sequence[Held]) -> str:
    """What stands in the document."""
    heading = (
        f"Played on {datetime.now(tz=UTC).date()} with Python {platform.python_version()} on {os.cpu_count()} "
        "processors that the visitors share with the server."
    )
    header = (
        "database",
        "seconds",
        "requests",
        "a second",
        "days",
        "alerts",
        "wrong",
        "growth",
        "longest wait",
    )
    rows = [
        (
            one.database,
            f"{one.seconds}",
            f"{one.requests:,}",
            f"{one.requests / one.seconds:.1f}",
            f"{one.entries:,}",
            f"{one.alerts}",
            f"{len(one.wrong)}",
            f"{one.growth:.2f} times",
            f"{one.late:.1f} s",
        )
        for one in found
    ]
    below = (
        "“Growth” is the server's own memory at the end over that after a third of the time; more than "
        f"{MAY_GROW:.2f} fails. “Longest wait” is how long a visit waited for a free visitor; it is told, not judged."
    )
    return f"{heading}\n\n{Table('What was asked and what was answered', header, rows, below=below)}"


def main() -> None:
    """Play, print, write down after a full run; an error on what must not be."""
    small = os.environ.get("SMALL") == "1"
    document = "" if small else DOCUMENT.read_text()
    if document:
        marks.written(document, "", begin=BEGIN, end=END)  # better to stop before the playing
    databases = ("SQLite",) if small else ("SQLite", "PostgreSQL")
    seconds = SMALL_SECONDS if small else SECONDS
    found = [held(database, seconds, FIRST_PORT + PORTS * n) for n, database in enumerate(databases)]
    print(report(found))
    if wrong := [sentence for one in found for sentence in one.failures()]:
        sys.exit("\n" + "\n".join(f"FAILED: {sentence}" for sentence in wrong))
    if document:
        DOCUMENT.write_text(marks.written(document, report(found), begin=BEGIN, end=END))
        print(f"\nWritten to {DOCUMENT}.")


if __name__ == "__main__":
    main()
