"""The diary as CSV: out and in is the same, and nothing in it is a formula to a spreadsheet."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from recovery.exchange import diary_csv
from recovery.exchange.csv_table import NoTable
from recovery.exchange.diary_csv import COLUMNS, BadRow, DaysFile, Problem, defused, fused
from recovery.exchange.dossier import Author, EntryTold
from tests.recovery.exchange import dossiers as arbitrary

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
days = st.lists(arbitrary.entries, max_size=4, unique_by=lambda told: told.day).map(
    lambda told: [replace(one, signs=None) if one.day.day % 3 == 0 else one for one in told]
)


def file_of(told: list[EntryTold]) -> bytes:
    return "".join(diary_csv.write(told)).encode()


def read(text: str | bytes) -> DaysFile:
    return diary_csv.read([text.encode() if isinstance(text, str) else text], now=NOW)


@given(days)
def test_out_and_in_again_is_the_same(told: list[EntryTold]) -> None:
    found = read(file_of(told))
    assert not found.bad
    assert [day for _line, day in found.days] == told


@given(st.text(st.characters(exclude_categories=("Cs",))))
@example("=1+1")
@example(" =1+1")
@example("'=1+1")
@example("\\n\n\r\t\0\\")
@example("-2+3")
def test_a_formula_is_defused_and_comes_back_whole(text: str) -> None:
    cell = defused(text)
    assert not cell.lstrip().startswith(diary_csv.FORMULA)
    assert not set(cell) & set("\r\n\t\0")
    assert fused(cell) == text


@given(days)
def test_no_cell_of_a_file_is_a_formula(told: list[EntryTold]) -> None:
    rows = csv.reader(StringIO(file_of(told).decode("utf-8-sig"), newline=""))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_the_header_is_the_table_and_a_spreadsheet_sees_the_accents() -> None:
    content = file_of([])
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig").strip() == ",".join(column.name for column in COLUMNS)


def test_an_empty_cell_is_unanswered_and_none_is_none() -> None:
    found = read("date,leg_pain,signs,painkillers\n2026-11-01,,,\n2026-11-02,0,none,no\n")
    (_l1, first), (_l2, second) = found.days
    assert (first.leg_pain, first.signs, first.painkillers) == (None, None, None)
    assert (second.leg_pain, second.signs, second.painkillers) == (0, (), False)


def test_a_file_that_names_only_dates_was_told_now_by_the_patient() -> None:
    (_line, told) = read("date;leg_pain\n2026-11-01;4\n").days[0]
    assert (told.written.by, told.written.at, told.backfilled) == (Author(is_patient=True), NOW, True)


@pytest.mark.parametrize(
    ("row", "problem", "column"),
    [
        ("2026-02-30,1,,,,", Problem.NO_SUCH_DATE, "date"),
        (",1,,,,", Problem.NO_DATE, "date"),
        ("0026-02-03,1,,,,", Problem.NO_SUCH_DATE, "date"),
        ("2026-02-03,11,,,,", Problem.OFF_SCALE, "leg_pain"),
        ("2026-02-03,veel,,,,", Problem.NO_NUMBER, "leg_pain"),
        ("2026-02-03,²,,,,", Problem.NO_NUMBER, "leg_pain"),
        ("2026-02-03,1,pijn,,,", Problem.NO_SUCH_ANSWER, "signs"),
        ("2026-02-03,1,,soms,,", Problem.NO_SUCH_ANSWER, "painkillers"),
        ("2026-02-03,1,,,gisteren,", Problem.NO_MOMENT, "written_at"),
        ("2026-02-03,1,,,2026-02-03T10:00,", Problem.NO_MOMENT, "written_at"),
        ("2026-02-03,1,,,,buurman", Problem.NO_SUCH_ANSWER, "written_by"),
    ],
)
def test_a_bad_cell_is_named_by_line_and_column(row: str, problem: Problem, column: str) -> None:
    found = read(f"date,leg_pain,signs,painkillers,written_at,written_by\n2026-02-01,1,,,,\n{row}\n")
    assert [(bad.line, bad.problem, bad.column) for bad in found.bad] == [(3, problem, column)]
    assert [told.day for _line, told in found.days] == [date(2026, 2, 1)]


def test_a_day_twice_and_a_line_that_is_no_row_are_named() -> None:
    found = read("date,leg_pain\n2026-02-01,1\n2026-02-01,2\n2026-02-02\n")
    assert found.bad == (
        BadRow(3, Problem.TWICE, "date", "2026-02-01"),
        BadRow(4, Problem.NOT_A_ROW),
    )


def test_a_file_without_a_date_is_no_diary() -> None:
    with pytest.raises(NoTable):
        read("dag,pijn\n2026-02-01,3\n")


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        ("\ufeffdate,limitation,signs", True),
        ("date;written_by", True),
        ("date,leg_pain", False),
        ("Datum;Pijn", False),
    ],
)
def test_our_own_file_is_known_by_its_first_line(header: str, ours: bool) -> None:
    assert diary_csv.is_ours(header) is ours
