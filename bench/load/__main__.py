"""How fast, how heavy, how many queries: `make bench-load`, or `SMALL=1 make bench-load` in under a minute.

Fails when an answer is wrong, when queries grow with patients or days, or when a page is too heavy; times and memory
are told and never judged so. The full run measures SQLite and PostgreSQL, takes some twenty minutes and writes its
tables into `docs/scale.md`; `SIZE=middle` measures both up to 1,000 patients in some minutes and writes nothing.
"""

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench import marks
from bench.load.result import SIZES, Found, Inside, Memory, Row, Times
from bench.load.table import beside, failures, goals, tables
from bench.table import goals_table

DOCUMENT = Path("docs") / "scale.md"
BEGIN = "<!-- from here on written by make bench-load -->"
END = "<!-- up to here -->"
FIRST_PORT, PORTS = 8240, 10


def measured(database: str, size: str, port: int) -> Found:
    """One database, in a process and a directory of its own."""
    outer = Path(tempfile.mkdtemp(prefix="tracker-load-"))
    file = outer / "found.json"
    (outer / "var").mkdir()
    env = {**os.environ, "VAR_DIR": str(outer / "var"), "DEMO": "1", "DEBUG": "0"}
    command = (sys.executable, "-m", "bench.load.child", database, str(port), size, str(file))
    try:
        ran = subprocess.run(
            command, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        if ran.returncode:
            sys.exit(f"{database} could not be measured:\n{ran.stderr}")
        return from_json(json.loads(file.read_text()))
    finally:
        shutil.rmtree(outer, ignore_errors=True)


def from_json(found: dict[str, Any]) -> Found:
    """As it was before it became JSON."""
    return Found(
        database=found["database"],
        rows=tuple(
            Row(
                row["act"],
                row["amount"],
                Inside(**row["inside"]),
                tuple(Times(**one) for one in row["times"]),
            )
            for row in found["rows"]
        ),
        memory=tuple(Memory(**one) for one in found["memory"]),
        filled=found["filled"],
        storage=tuple(map(tuple, found["storage"])),
        plans=tuple(map(tuple, found["plans"])),
        wrong=tuple(found["wrong"]),
    )


def report(found: list[Found]) -> str:
    """What stands in the document."""
    heading = (
        f"Measured on {datetime.now(tz=UTC).date()} with Python {platform.python_version()} on {os.cpu_count()} "
        "processors that the clients share with the server. Queries and bytes are the same everywhere; "
        "milliseconds are not."
    )
    parts = [heading, *map(str, tables(found)), str(goals_table(goals(found))), str(beside(found))]
    return "\n\n".join(parts)


def main() -> None:
    """Measure, print, write down after a full run; an error on what must hold and does not."""
    size = "small" if os.environ.get("SMALL") == "1" else os.environ.get("SIZE", "full")
    if size not in SIZES:
        sys.exit(f"SIZE is one of {', '.join(SIZES)}.")
    document = DOCUMENT.read_text() if size == "full" else ""
    if document:
        marks.written(document, "", begin=BEGIN, end=END)  # better to stop before the measuring
    databases = ("SQLite",) if size == "small" else ("SQLite", "PostgreSQL")
    found = [measured(database, size, FIRST_PORT + PORTS * n) for n, database in enumerate(databases)]
    print(report(found))
    if wrong := list(failures(found)):
        sys.exit("\n" + "\n".join(f"FAILED: {sentence}" for sentence in wrong))
    if document:
        DOCUMENT.write_text(marks.written(document, report(found), begin=BEGIN, end=END))
        print(f"\nWritten to {DOCUMENT}.")


if __name__ == "__main__":
    main()
