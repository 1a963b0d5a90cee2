"""A diary as CSV, one row a day, out and in without loss. `COLUMNS` is what the header and the documents say.

UTF-8 with a byte order mark, so that a spreadsheet shows accents; ISO dates; an empty cell is unanswered, never "no".
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from io import StringIO
from typing import Any, TypeVar
from uuid import UUID

from recovery.clinical.scores import NRS_HIGH, NRS_LOW, Feeling, Sleep, Strength
from recovery.clinical.signs import Sign
from recovery.exchange.cells import FIRST_YEAR, LAST_YEAR
from recovery.exchange.csv_table import LONGEST_SHOWN, NoTable, Table, shown
from recovery.exchange.dossier import Author, EntryTold, Signed
from recovery.journal.models import NOTE_LENGTH

BOM = "\ufeff"
NONE = "none"
PATIENT = "patient"
CLINIC = "clinic"
PROXY = "proxy"
YES_NO = {True: "yes", False: "no"}

# A cell that begins with one of these is a formula to a spreadsheet, also after a space; the last four are what some
# keyboards make of the first.
FORMULA = tuple("=+-@＝＋－＠")
TEXT = "'"

# What would break a row in two stands as two signs; \0 cannot stand in a file at all.
ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\0": "\\0", "\t": "\\t"}
ESCAPED = {escape[1]: sign for sign, escape in ESCAPES.items()}


class Problem(StrEnum):
    """What can be wrong with a row; the site has the words."""

    NOT_A_ROW = "not_a_row"
    NO_DATE = "no_date"
    NO_SUCH_DATE = "no_such_date"
    TWICE = "twice"
    FUTURE = "future"
    BEFORE_ONSET = "before_onset"
    NO_NUMBER = "no_number"
    OFF_SCALE = "off_scale"
    NO_SUCH_ANSWER = "no_such_answer"
    NO_MOMENT = "no_moment"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be brought in: its line, the column where it is one cell, and what stands there."""

    line: int
    problem: Problem
    column: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class DaysFile:
    """The days of a file, each with its line, and every bad row."""

    days: tuple[tuple[int, EntryTold], ...]
    bad: tuple[BadRow, ...]


class Wrong(ValueError):
    """A cell that cannot be read."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what it holds in words for the documents, and how it is written and read."""

    name: str
    holds: str
    writes: Callable[[EntryTold], str]
    reads: Callable[[str], Any]


def write(days: Iterable[EntryTold]) -> Iterator[str]:
    """The file, a line at a time."""
    yield BOM + _line([column.name for column in COLUMNS])
    for told in days:
        yield _line([column.writes(told) for column in COLUMNS])


def read(blocks: Iterable[bytes], *, now: datetime) -> DaysFile:
    """The days of a file. `NoTable` where the first line names no date; `now` is when a day without one is told."""
    table = Table(blocks, ("date",), [column.name for column in COLUMNS if column.name != "date"])
    days: dict[date, tuple[int, EntryTold]] = {}
    bad: list[BadRow] = []
    for line, cells in _rows(table):
        found = _read(line, cells, bad)
        if found is None:
            continue
        told = _told(found, now)
        if told.day in days:
            bad.append(BadRow(line, Problem.TWICE, "date", told.day.isoformat()))
        days.setdefault(told.day, (line, told))
    bad += [BadRow(one.line, Problem.NOT_A_ROW) for one in table.bad]
    return DaysFile(tuple(days.values()), tuple(sorted(bad, key=lambda row: row.line)))


def is_ours(header: str) -> bool:
    """Whether a first line is that of this file: its date, and its safety question or its author."""
    for between in (",", ";"):
        names = {name.strip().strip('"').lower() for name in header.removeprefix(BOM).strip().split(between)}
        if "date" in names and names & {"signs", "written_by"}:
            return True
    return False


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula, and no reader for two rows."""
    plain = "".join(ESCAPES.get(sign, sign) for sign in text)
    return TEXT + plain if plain.lstrip().startswith((*FORMULA, TEXT)) else plain


def fused(cell: str) -> str:
    """The text as it was before it was defused. A backslash that escapes nothing stays."""
    plain = cell.removeprefix(TEXT) if cell.startswith(TEXT) else cell
    signs, made = iter(plain), []
    for sign in signs:
        after = next(signs, "") if sign == "\\" else None
        made.append(sign if after is None else ESCAPED.get(after, sign + after))
    return "".join(made)


def _line(cells: list[str]) -> str:
    file = StringIO()
    csv.writer(file, lineterminator="\r\n").writerow(cells)
    return file.getvalue()


def _rows(table: Table) -> Iterator[tuple[int, dict[str, str]]]:
    for part in table.parts():
        for line, *cells in zip(part.lines.tolist(), *part.columns, strict=True):
            yield line, dict(zip(table.columns, cells, strict=True))


def _read(line: int, cells: Mapping[str, str], bad: list[BadRow]) -> dict[str, Any] | None:
    """What the cells of a row say, or nothing where one of them cannot be read."""
    found, before = {}, len(bad)
    for column in COLUMNS:
        cell = cells.get(column.name, "")
        try:
            found[column.name] = column.reads(cell)
        except Wrong as wrong:
            bad.append(BadRow(line, wrong.problem, column.name, shown(cell, LONGEST_SHOWN)))
    return None if len(bad) > before else found


def _told(found: Mapping[str, Any], now: datetime) -> EntryTold:
    """A day; by the patient, now, and later than the day itself, where the file does not say."""
    written = Signed(found["written_by"] or Author(is_patient=True), found["written_at"] or now)
    return EntryTold(
        day=found["date"],
        **{name: found[name] for name in ("limitation", "leg_pain", "back_pain", "feeling", "strength")},
        **{name: found[name] for name in ("signs", "sleep", "painkillers", "worse_on_coughing", "note")},
        backfilled=found["filled_in_later"] is not False,
        written=written,
        **{name: found[name] for name in ("corrected_at", "activities", "answered_at")},
    )


# --- how each kind of cell is read


def read_day(text: str) -> date:
    """A date as 2026-12-31."""
    if not text.strip():
        raise Wrong(Problem.NO_DATE)
    try:
        found = date.fromisoformat(text.strip())
    except ValueError:
        raise Wrong(Problem.NO_SUCH_DATE) from None
    return in_reason(found)


def in_reason(day: date) -> date:
    """A date of which the year is no typing error."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Wrong(Problem.NO_SUCH_DATE)
    return day


def _score(text: str) -> int | None:
    if not text.strip():
        return None
    if not (text.strip().isascii() and text.strip().isdigit()) or len(text.strip()) > LONGEST_SHOWN:
        raise Wrong(Problem.NO_NUMBER)
    if not NRS_LOW <= int(text) <= NRS_HIGH:
        raise Wrong(Problem.OFF_SCALE)
    return int(text)


C = TypeVar("C", bound=StrEnum)


def _code(kind: type[C]) -> Callable[[str], C | None]:
    def read_code(text: str) -> C | None:
        code = text.strip().lower()
        if code and code not in set(kind):
            raise Wrong(Problem.NO_SUCH_ANSWER)
        return kind(code) if code else None

    return read_code


def _signs(text: str) -> tuple[str, ...] | None:
    codes = text.lower().split()
    if not codes:
        return None
    if codes == [NONE]:
        return ()
    if not set(codes) <= set(Sign):
        raise Wrong(Problem.NO_SUCH_ANSWER)
    return tuple(codes)


def _yes_no(text: str) -> bool | None:
    answers = {word: answer for answer, word in YES_NO.items()}
    if text.strip() and text.strip().lower() not in answers:
        raise Wrong(Problem.NO_SUCH_ANSWER)
    return answers.get(text.strip().lower())


def _moment(text: str) -> datetime | None:
    if not text.strip():
        return None
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Wrong(Problem.NO_MOMENT) from None
    if found.tzinfo is None or not FIRST_YEAR < found.year < LAST_YEAR:
        raise Wrong(Problem.NO_MOMENT)
    return found


def _note(text: str) -> str:
    note = fused(text)
    if len(note) > NOTE_LENGTH:
        raise Wrong(Problem.TOO_LONG)
    return note


def _activities(text: str) -> tuple[tuple[UUID, int], ...]:
    """Scores by the `ref` of an activity, in the order of the refs."""
    pairs = dict(pair.partition("=")[::2] for pair in text.split())
    try:
        found = {UUID(ref): _score(score) for ref, score in pairs.items()}
    except ValueError as fault:
        raise (fault if isinstance(fault, Wrong) else Wrong(Problem.NO_SUCH_ANSWER)) from None
    return tuple(sorted((ref, score) for ref, score in found.items() if score is not None))


def _author(text: str) -> Author | None:
    if not text:
        return None
    who, _space, name = text.partition(" ")
    if who in {CLINIC, PROXY}:
        return Author(is_patient=False, name=fused(name), is_proxy=who == PROXY)
    if who != PATIENT:
        raise Wrong(Problem.NO_SUCH_ANSWER)
    return Author(is_patient=True, name=fused(name))


def _written_by(told: EntryTold) -> str:
    by = told.written.by
    who = PATIENT if by.is_patient else PROXY if by.is_proxy else CLINIC
    return f"{who} {defused(by.name)}" if by.name else who


def _or_empty(value: object) -> str:
    return "" if value is None else str(value)


def _iso(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def _answer(value: bool | None) -> str:
    return "" if value is None else YES_NO[value]


def _told_signs(told: EntryTold) -> str:
    return "" if told.signs is None else " ".join(told.signs) or NONE


SCORE = f"a whole number from {NRS_LOW} to {NRS_HIGH}, more is worse"


def _codes(kind: type[StrEnum]) -> str:
    return ", ".join(f"`{code.value}`" for code in kind)


COLUMNS: tuple[Column, ...] = (
    Column(
        "date",
        "the day, as `2026-12-31`; each once; never empty",
        lambda told: told.day.isoformat(),
        read_day,
    ),
    Column(
        "limitation", f"limitation in daily activities: {SCORE}", lambda t: _or_empty(t.limitation), _score
    ),
    Column("leg_pain", f"pain in the leg: {SCORE}", lambda told: _or_empty(told.leg_pain), _score),
    Column("back_pain", f"pain in the back: {SCORE}", lambda told: _or_empty(told.back_pain), _score),
    Column(
        "feeling",
        f"feeling in the leg: {_codes(Feeling)} (worse than before)",
        lambda told: told.feeling.value if told.feeling else "",
        _code(Feeling),
    ),
    Column(
        "strength",
        f"strength in the leg: {_codes(Strength)} (worse than before)",
        lambda told: told.strength.value if told.strength else "",
        _code(Strength),
    ),
    Column(
        "signs",
        f"the safety signs that were new or different, with spaces between; `{NONE}` where the patient said that none "
        f"was: {_codes(Sign)}",
        _told_signs,
        _signs,
    ),
    Column(
        "sleep",
        f"the night: {_codes(Sleep)}",
        lambda told: told.sleep.value if told.sleep else "",
        _code(Sleep),
    ),
    Column("painkillers", "`yes` or `no`", lambda told: _answer(told.painkillers), _yes_no),
    Column("worse_on_coughing", "`yes` or `no`", lambda told: _answer(told.worse_on_coughing), _yes_no),
    Column("note", "the patient's own words", lambda told: defused(told.note), _note),
    Column(
        "filled_in_later",
        "`yes` when it was written after the day itself, else `no`",
        lambda told: _answer(told.backfilled),
        _yes_no,
    ),
    Column(
        "written_by",
        f"`{PATIENT}`, or `{PROXY}` or `{CLINIC}` and a name; a proxy writes for the patient",
        _written_by,
        _author,
    ),
    Column("written_at", "when it was first written, with its offset", lambda t: _iso(t.written.at), _moment),
    Column(
        "corrected_at", "when it was last corrected, the same way", lambda t: _iso(t.corrected_at), _moment
    ),
    Column(
        "answered_at",
        "when it was answered, where it came later from a phone without a connection",
        lambda told: _iso(told.answered_at),
        _moment,
    ),
    Column(
        "activities",
        f"own activities, as the id of each, `=` and {SCORE}, with spaces between; the names are in the whole record",
        lambda told: " ".join(f"{ref}={score}" for ref, score in told.activities),
        _activities,
    ),
)

__all__ = ["COLUMNS", "BadRow", "DaysFile", "NoTable", "Problem", "is_ours", "read", "write"]
