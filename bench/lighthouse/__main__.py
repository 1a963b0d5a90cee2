"""`make lighthouse`: performance, accessibility and best practices of the log, trend and urgent page.

Starts the demo in a directory of its own, signs in as its patients, and writes the middle of some runs into
`docs/lighthouse.md`. Fails when a score is under what was asked. Needs Node.js (`npx`) and a Chromium.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.throwaway import site  # first: it sets Django up

# ruff: isort: split
from django.conf import settings
from django.utils import timezone

from bench import marks
from bench.faults.processes import Server
from bench.lighthouse.measure import CATEGORIES, ENOUGH, LIGHTHOUSE, RUNS, Scores, measure
from bench.load.site import signed_in
from bench.table import Table
from recovery.demo import load
from recovery.people.models import User

DOCUMENT = Path("docs") / "lighthouse.md"
BEGIN = "<!-- from here on written by make lighthouse -->"
END = "<!-- up to here -->"
PORT = 8260
PATIENCE_SECONDS = 60.0


def pages(today: str) -> Iterator[tuple[str, str, str]]:
    """What a page is called, its address, and who of the demo reads it."""
    yield "log a day", f"/day/{today}/", "anneke@demo.example"
    yield "trend", "/course/", "anneke@demo.example"
    yield "urgent", "/urgent/", "dirk@demo.example"


def measured(base: str) -> Iterator[Scores]:
    """Every page in turn."""
    for name, path, email in pages(timezone.localdate().isoformat()):
        session = signed_in(User.objects.get(email=email))
        yield measure(name, base + path, f"session={session}")


def report(found: list[Scores]) -> str:
    """What stands in the document."""
    heading = (
        f"Measured on {datetime.now(tz=UTC).date()} with {LIGHTHOUSE}, its throttled phone, the middle of {RUNS} runs; "
        "all of them between brackets."
    )
    rows = [(scores.page, *(_cell(scores, category) for category in CATEGORIES)) for scores in found]
    return f"{heading}\n\n{Table('Scores of 100', ('page', *CATEGORIES), rows)}"


def _cell(scores: Scores, category: str) -> str:
    return f"{scores.by_category[category]:.0f} ({', '.join(map(str, scores.every[category]))})"


def main() -> None:
    """Measure, print, write down; an error when a page is under what was asked."""
    marks.written(DOCUMENT.read_text(), "", begin=BEGIN, end=END)  # better to stop before the measuring
    base = f"http://127.0.0.1:{PORT}"
    with site():
        load.load(timezone.now(), crowd=0)
        server = Server(PORT, {"BASE_URL": base}, settings.VAR_DIR / "log")
        server.start_and_wait(patience=PATIENCE_SECONDS)
        try:
            found = list(measured(base))
        finally:
            server.kill()
    print(report(found))
    DOCUMENT.write_text(marks.written(DOCUMENT.read_text(), report(found), begin=BEGIN, end=END))
    if under := [scores.page for scores in found if not scores.is_enough]:
        sys.exit(f"FAILED: under {ENOUGH}: {', '.join(under)}")


if __name__ == "__main__":
    main()
