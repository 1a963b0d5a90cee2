"""How good the prognosis is: `make bench-prognosis`, or `SMALL=1 make bench-prognosis` in under a minute.

Simulated people with a known truth, real diaries where their folder is given (`DATA=folder`), false alarms,
delay and speed. It reports and never fails: the bounds are in `tests/bench/test_prognosis.py`. The full run
writes what it prints into `docs/prognosis.md`; all of it but the speed is the same in every run.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench import alarms, forecasts, marks, ranking, ranking_tables, speed
from bench.table import goals_table
from recovery.clinical.course import MODEL_VERSION

DOCUMENT = Path("docs") / "prognosis.md"
BEGIN = "<!-- from here on written by make bench-prognosis -->"
END = "<!-- up to here -->"

DATA = Path("..") / "shared" / "data"

# Other people than those of seed 1, which whoever tunes a constant looks at.
SEED = 26


@dataclass(frozen=True, slots=True)
class Size:
    """How many people each part takes; `read` is those timed together, `fitted` those of the comparator."""

    a_family: int
    steady: int
    forecast: int
    read: int
    fitted: int
    histories: tuple[int, ...] = forecasts.HISTORIES


SMALL = Size(a_family=600, steady=105, forecast=400, read=2_000, fitted=6, histories=(14,))
FULL = Size(a_family=10_000, steady=1_050, forecast=3_200, read=speed.PATIENTS, fitted=24)


def report(size: Size, folder: Path) -> Iterator[str]:
    """The results, a paragraph or table at a time."""
    ranked = ranking.measure(size.a_family, SEED)
    forecast = forecasts.measure(folder, size.forecast, SEED, size.histories)
    alarmed = alarms.measure(size.steady, SEED)
    timed = speed.measure(size.read, size.fitted, SEED)
    yield f"Model `{MODEL_VERSION}`; {size.a_family:,} simulated people a family, seed {SEED}."
    yield forecasts.skipped(forecast)
    yield str(goals_table([*ranking_tables.goals(ranked), *forecasts.goals(forecast), *speed.goals(timed)]))
    for tables in (
        ranking_tables.tables(ranked),
        forecasts.tables(forecast),
        alarms.tables(alarmed),
        speed.tables(timed),
    ):
        yield from map(str, tables)


def written(document: str, results: str) -> str:
    """The document with the part between the marks replaced; what is written by hand stays."""
    return marks.written(document, results, begin=BEGIN, end=END)


def main() -> None:
    """Measure and print; a full run writes the document."""
    small = os.environ.get("SMALL") == "1"
    folder = Path(os.environ.get("DATA") or DATA)
    document = DOCUMENT.read_text()
    written(document, "")  # without its marks it is better to stop before the measuring
    parts = [part for part in report(SMALL if small else FULL, folder) if part]
    results = "\n\n".join(parts)
    print(results)
    if small:
        print(f"\nA small run: the figures swing by chance, and {DOCUMENT} is left as it is.")
    else:
        DOCUMENT.write_text(written(document, results))
        print(f"\nWritten to {DOCUMENT}.")


if __name__ == "__main__":
    main()
