"""The table as it was written: what each column gets of each address."""

import fnmatch
from functools import cache
from pathlib import Path

from tests.tracker.matrix.columns import COLUMNS, WRITTEN_OUT

PATH = Path(__file__).with_name("table.txt")
SECTION, COMMENT = "== ", "#"
EXCEPTIONS = "Like another column, but"

Sections = dict[str, list[list[str]]]


@cache
def sections() -> Sections:
    """The lines with something on them, as words, by the heading above them."""
    found: Sections = {}
    lines: list[list[str]] = []
    for line in PATH.read_text(encoding="utf-8").splitlines():
        if line.startswith(SECTION):
            lines = found.setdefault(line.removeprefix(SECTION), [])
        elif line.strip() and not line.startswith(COMMENT):
            lines.append(line.split())
    return found


def groups() -> dict[str, list[str]]:
    """The names of the addresses, by heading, in the order of the table."""
    told = {heading: lines for heading, lines in sections().items() if heading != EXCEPTIONS}
    return {heading: [name for name, *_cells in lines[1:]] for heading, lines in told.items()}


@cache
def table() -> dict[str, dict[str, str]]:
    """What each column gets, by the name of the address and the code of the column."""
    rows = _written_out()
    assert {code for code, *_rest in sections()[EXCEPTIONS]} <= {one.code for one in COLUMNS if one.like}
    for column in COLUMNS:
        for cells in rows.values():
            cells.setdefault(column.code, cells.get(column.like, ""))
        _except(rows, column.code)
    return rows


def _except(rows: dict[str, dict[str, str]], of: str) -> None:
    """What the column `of` has otherwise than the one that it is like."""
    for code, pattern, cell in sections()[EXCEPTIONS]:
        if code != of:
            continue
        changed = [name for name in fnmatch.filter(rows, pattern) if rows[name][code] != cell]
        assert changed, f"{code} {pattern} says what its column says already, or nothing"
        for name in changed:
            rows[name][code] = cell


def _written_out() -> dict[str, dict[str, str]]:
    """The columns that are there in full. Each heading names them again, so that a reader sees which is which."""
    rows: dict[str, dict[str, str]] = {}
    codes = [column.code for column in WRITTEN_OUT]
    for heading, lines in sections().items():
        if heading == EXCEPTIONS:
            continue
        assert lines[0] == codes, f"{heading}: {lines[0]} are not the columns"
        for name, *cells in lines[1:]:
            assert name not in rows, f"{name} stands twice"
            rows[name] = dict(zip(codes, cells, strict=True))
    return rows
