"""Diaries of other apps: a CSV file whose columns somebody points out, read as days of this diary.

Nothing is guessed that could be otherwise: where the order of a date or a scale is not certain, it is asked.
"""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from recovery.clinical.scores import NRS_HIGH, Scale
from recovery.exchange.csv_table import LONGEST_SHOWN, shown
from recovery.exchange.diary_csv import BadRow, DaysFile, Problem, Wrong, in_reason
from recovery.exchange.dossier import Author, EntryTold, Signed
from recovery.journal.models import NOTE_LENGTH

DELIMITERS = (",", ";", "\t")
MOST_BYTES = 2_000_000
MOST_ROWS = 20_000
MOST_COLUMNS = 100

# A date, perhaps with a time after it that is not looked at.
_DATE = re.compile(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})(?:[T ,].*)?", re.ASCII | re.DOTALL)
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,6})?", re.ASCII)


class Unreadable(StrEnum):
    """Why a file cannot be read at all; the site has the words."""

    TOO_BIG = "too_big"
    TOO_MANY_ROWS = "too_many_rows"
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    NO_TABLE = "no_table"
    NOT_A_RECORD = "not_a_record"


class CannotRead(ValueError):
    """The file is of no use here."""

    def __init__(self, why: Unreadable) -> None:
        super().__init__(why)
        self.why = why


class DateOrder(StrEnum):
    """In which order a date is written."""

    YEAR_FIRST = "ymd"
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class ScaleOf(StrEnum):
    """On which scale the other app asks."""

    TEN = "10"
    HUNDRED = "100"
    FIVE = "5"


# What the highest score of a scale is multiplied by to be one of 0-10. A scale of 0-5 is not here: its steps are too
# coarse to be told as points of ten, and a score made of them would look more exact than it is [P].
TO_TEN: dict[ScaleOf, Decimal] = {ScaleOf.TEN: Decimal(1), ScaleOf.HUNDRED: Decimal("0.1")}


@dataclass(frozen=True, slots=True)
class RawTable:
    """A file as texts: the names of its columns, and its rows with the line each begins on."""

    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    bad: tuple[BadRow, ...]

    def column(self, number: int) -> list[str]:
        """The cells of a column that are not empty."""
        return [row[number].strip() for _line, row in self.rows if row[number].strip()]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column holds what, by its number from 0; and how dates and scores are written."""

    day: int
    scales: dict[Scale, int]
    note: int | None
    order: DateOrder
    scale: ScaleOf


def text_of(content: bytes) -> str:
    """A file as text: UTF-8, UTF-16 where it says so, or else what Windows used to write. `CannotRead`."""
    if len(content) > MOST_BYTES:
        raise CannotRead(Unreadable.TOO_BIG)
    for encoding in _encodings(content):
        try:
            text = content.decode(encoding)
        except UnicodeError:
            continue
        if "\0" in text:
            raise CannotRead(Unreadable.NOT_TEXT)
        if not text.strip():
            raise CannotRead(Unreadable.EMPTY)
        return text
    raise CannotRead(Unreadable.NOT_TEXT)


def _encodings(content: bytes) -> tuple[str, ...]:
    return ("utf-16",) if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ("utf-8-sig", "cp1252")


def table_of(text: str) -> RawTable:
    """The rows of a file with whatever columns. `CannotRead` where there are no two columns."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    between = max(DELIMITERS, key=lines[0].count)
    rows = _rows(lines, between)
    _line, names = next(rows, (0, ()))
    if not 1 < len(names) <= MOST_COLUMNS:
        raise CannotRead(Unreadable.NO_TABLE)
    good, bad = [], []
    for line, row in rows:
        if len(row) == len(names):
            good.append((line, row))
        elif any(cell.strip() for cell in row):
            bad.append(BadRow(line, Problem.NOT_A_ROW))
        if len(good) + len(bad) > MOST_ROWS:
            raise CannotRead(Unreadable.TOO_MANY_ROWS)
    return RawTable(tuple(shown(name.strip()) for name in names), tuple(good), tuple(bad))


def _rows(lines: list[str], between: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Line and cells. A quotation mark that never ends makes the file no table."""
    reader = csv.reader((line + "\n" for line in lines), delimiter=between, strict=True)
    first = 1
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield first, tuple(row)
            first = reader.line_num + 1
    except csv.Error:
        raise CannotRead(Unreadable.NO_TABLE) from None


def orders_of(cells: Sequence[str]) -> tuple[DateOrder, ...]:
    """The orders in which all these dates exist: none, one, or more than one, and then it has to be asked."""
    return tuple(order for order in DateOrder if cells and all(_is_date(cell, order) for cell in cells))


def scales_of(cells: Sequence[str]) -> tuple[ScaleOf, ...]:
    """The scales these scores can be on. All at most 5, and nobody can tell which."""
    numbers = [_number(cell) for cell in cells if _NUMBER.fullmatch(cell)]
    highest = max(numbers, default=Decimal(0))
    if highest > NRS_HIGH:
        return (ScaleOf.HUNDRED,)
    return (ScaleOf.TEN,) if highest > NRS_HIGH / 2 else tuple(ScaleOf)


def days_of(table: RawTable, mapping: Mapping, *, now: datetime) -> DaysFile:
    """The rows as days. What another app did not ask stays unanswered: above all the safety question."""
    days: dict[date, tuple[int, EntryTold]] = {}
    bad = list(table.bad)
    for line, row in table.rows:
        told = _told(table, line, row, mapping, now, bad)
        if told is not None and told.day in days:
            bad.append(BadRow(line, Problem.TWICE, table.names[mapping.day], told.day.isoformat()))
        elif told is not None:
            days[told.day] = (line, told)
    return DaysFile(tuple(days.values()), tuple(sorted(bad, key=lambda one: one.line)))


def _told(
    table: RawTable, line: int, row: Sequence[str], mapping: Mapping, now: datetime, bad: list[BadRow]
) -> EntryTold | None:
    found: dict[str, int | None] = dict.fromkeys(scale.value for scale in Scale)
    before, day, note = len(bad), None, "" if mapping.note is None else row[mapping.note].strip()

    def complain(wrong: Wrong, column: int) -> None:
        bad.append(BadRow(line, wrong.problem, table.names[column], shown(row[column], LONGEST_SHOWN)))

    try:
        day = day_in(row[mapping.day].strip(), mapping.order)
    except Wrong as wrong:
        complain(wrong, mapping.day)
    for scale, column in mapping.scales.items():
        try:
            found[scale.value] = score_in(row[column].strip(), mapping.scale)
        except Wrong as wrong:
            complain(wrong, column)
    if mapping.note is not None and len(note) > NOTE_LENGTH:
        complain(Wrong(Problem.TOO_LONG), mapping.note)
    return _entry(day, found, note, now) if day and len(bad) == before else None


def _entry(day: date, scores: dict[str, int | None], note: str, now: datetime) -> EntryTold:
    return EntryTold(
        day=day,
        limitation=scores[Scale.LIMITATION],
        leg_pain=scores[Scale.LEG_PAIN],
        back_pain=scores[Scale.BACK_PAIN],
        feeling=None,
        strength=None,
        signs=None,
        sleep=None,
        painkillers=None,
        worse_on_coughing=None,
        note=note,
        backfilled=True,
        written=Signed(Author(is_patient=True), now),
        corrected_at=None,
    )


def day_in(text: str, order: DateOrder) -> date:
    """A date in an order, with a dash, stroke, point or space between. `Wrong`."""
    if not text:
        raise Wrong(Problem.NO_DATE)
    parts = _DATE.fullmatch(text)
    if not parts:
        raise Wrong(Problem.NO_SUCH_DATE)
    told = dict(zip(order.value, parts.groups(), strict=True))
    if len(told["y"]) != 4:
        raise Wrong(Problem.NO_SUCH_DATE)
    try:
        return in_reason(date(int(told["y"]), int(told["m"]), int(told["d"])))
    except Wrong:
        raise
    except ValueError:
        raise Wrong(Problem.NO_SUCH_DATE) from None


def score_in(text: str, scale: ScaleOf) -> int | None:
    """A score as a whole number of 0-10, half a point up, as more is worse. `Wrong`."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise Wrong(Problem.NO_NUMBER)
    number = _number(text) * TO_TEN[scale]
    if number > NRS_HIGH:
        raise Wrong(Problem.OFF_SCALE)
    return int(number + Decimal("0.5"))


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _is_date(text: str, order: DateOrder) -> bool:
    try:
        day_in(text, order)
    except Wrong:
        return False
    return True
