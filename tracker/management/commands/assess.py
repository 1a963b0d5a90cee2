"""`manage.py assess`: where each patient of a CSV file stands. `docs/assess.md` says what the file looks like."""

import io
import signal
import sys
from argparse import ArgumentTypeError
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation

from recovery.clinical.course import Case, Reading
from recovery.clinical.library import STARTING_SHARE
from recovery.clinical.reading import read_all
from recovery.exchange import cells
from recovery.exchange.csv_table import NoTable, blocks, shown
from recovery.exchange.readings import Lines, as_json
from recovery.exchange.scores_csv import ScoresFile, read_scores
from tracker.plots import Charts
from tracker.progress import Progress

# Patients that are assessed before progress is told. The model is quickest with many.
AT_ONCE = 20_000

# Progress is shown from so many bytes, patients and charts on: fewer take a second.
LONG_FILE, MANY_PATIENTS, MANY_CHARTS = 5_000_000, 3000, 500


Answer = tuple[str, Case, Reading]


class Command(BaseCommand):
    help = "Reads daily scores from a CSV file and says where each patient stands. No database, no settings."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="CSV with a row a patient a day; - for standard input"
        )
        parser.add_argument(
            "--as-of", metavar="DATE", type=_day, help="as of this date, not each one's last row"
        )
        parser.add_argument(
            "--start",
            metavar="SHARE",
            type=_share,
            default=STARTING_SHARE,
            help="how many recover within 26 weeks before anything is known of somebody (%(default)s)",
        )
        parser.add_argument("--format", choices=("table", "json"), default="table")
        parser.add_argument(
            "--plot", metavar="DIR", type=_folder, help="write a chart of each patient there, as SVG"
        )

    def run_from_argv(self, argv: list[str]) -> None:
        """Ctrl-C, and a reader that has seen enough, end this without a word, as they end `cat`."""
        for number in (signal.SIGINT, signal.SIGPIPE):
            signal.signal(number, signal.SIG_DFL)
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(errors="backslashreplace")
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        self.progress = Progress(self.stderr)
        with translation.override("en"):
            found = self._read(options["file"], options["as_of"])
            if found.bad:
                self.stderr.write("\n".join(_complaints(found)))
            self._answer(found, options["start"], options["format"], options["plot"])
        if found.bad:
            count = len({row.line for row in found.bad})
            self.stderr.write(f"bad rows: {count}; patients not assessed: {len(found.left_out)}")
            sys.exit(1)

    def _read(self, name: str, as_of: date | None) -> ScoresFile:
        try:
            size = 0 if name == "-" else Path(name).stat().st_size
            with _opened(name) as stream:
                return read_scores(
                    self.progress.through(blocks(stream), "Reading", len, size, LONG_FILE), as_of
                )
        except OSError as error:
            raise CommandError(f"{name} cannot be read: {error.strerror}.") from None
        except NoTable as error:
            raise CommandError(str(error)) from None
        finally:
            self.progress.wipe()

    def _answer(self, found: ScoresFile, start: float, style: str, plot: Path | None) -> None:
        try:
            charts = Charts(plot, found.cases) if plot else None
            table = Lines(found.cases) if style == "table" else None
            if table:
                self.stdout.write(table.header() if found.cases else "No patient to assess.")
            for answers in self._assessed(list(found.cases.items()), start):
                self.stdout.write("\n".join(table.line(*one) if table else as_json(*one) for one in answers))
                self.stdout.flush()
                if charts:
                    self._draw(charts, answers)
        except OSError as error:
            place = error.filename or "The answer"
            raise CommandError(f"{place} cannot be written: {error.strerror}.") from None

    def _assessed(self, patients: list[tuple[str, Case]], start: float) -> Iterator[list[Answer]]:
        portions = [patients[n : n + AT_ONCE] for n in range(0, len(patients), AT_ONCE)]
        for portion in self.progress.through(portions, "Assessing", len, len(patients), MANY_PATIENTS):
            readings = read_all([case for _patient, case in portion], start)
            self.progress.wipe()
            yield [
                (patient, case, reading) for (patient, case), reading in zip(portion, readings, strict=True)
            ]

    def _draw(self, charts: Charts, answers: list[Answer]) -> None:
        for answer in self.progress.through(answers, "Drawing", lambda _answer: 1, len(answers), MANY_CHARTS):
            charts.write(*answer)


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name != "-":
        return Path(name).open("rb")
    if sys.stdin is None:
        raise CommandError("Nothing can be read from standard input: it is closed.")
    return nullcontext(sys.stdin.buffer)


def _complaints(found: ScoresFile) -> list[str]:
    unheard = [f"patient {shown(patient)} is not assessed" for patient in found.left_out]
    return [*map(str, found.bad), *unheard]


def _day(text: str) -> date:
    try:
        return cells.day(text)
    except cells.Wrong as wrong:
        raise ArgumentTypeError(str(wrong)) from None


def _folder(text: str) -> Path:
    if not text.strip():
        raise ArgumentTypeError("no folder is named; expected: the name of one")
    return Path(text)


def _share(text: str) -> float:
    try:
        share = float(text)
    except ValueError:
        share = 0
    if not 0 < share < 1:
        raise ArgumentTypeError(f"{text} is not between 0 and 1; expected: a share such as 0.80")
    return share
