"""Scores from a CSV file: a row a patient a day in, a `Case` a patient out, and every bad row by its line.

A patient with a bad row gets no case: a course with a contradiction in it would be read as surely as any other.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.course import Case, TreatedOn
from recovery.clinical.scores import LONGEST_COURSE_YEARS
from recovery.clinical.series import Series
from recovery.exchange.csv_table import shown
from recovery.exchange.sheet import Ints, Sheet

LONGEST_COURSE_DAYS = 366 * LONGEST_COURSE_YEARS


@dataclass(frozen=True, slots=True)
class BadRow:
    """What is wrong with a row, and what is expected instead; `patient` is empty where it names none."""

    line: int
    wrong: str
    expected: str
    patient: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.wrong}; expected: {self.expected}"


@dataclass(frozen=True, slots=True)
class ScoresFile:
    """The patients of a file in order of first appearance; what is wrong, line by line; who has no case for that."""

    cases: dict[str, Case]
    bad: tuple[BadRow, ...]
    left_out: tuple[str, ...]


def read_scores(blocks: Iterable[bytes], as_of: date | None = None) -> ScoresFile:
    """The cases as of `as_of`, or each as of its own last row. `NoTable` where the header will not do."""
    sheet = Sheet(blocks)
    bad = sorted((row for check in CHECKS for row in check(sheet)), key=lambda row: row.line)
    left_out = dict.fromkeys(row.patient for row in bad if row.patient)
    return ScoresFile(dict(_cases(sheet, left_out, as_of)), tuple(bad), tuple(left_out))


def _no_rows(sheet: Sheet) -> Iterator[BadRow]:
    for bad in sheet.bad_lines:
        yield BadRow(bad.line, bad.wrong, bad.expected, bad.first)


def _bad_cells(sheet: Sheet) -> Iterator[BadRow]:
    for row, column, bad in sheet.bad_cells():
        yield _bad(sheet, row, f"{column}: {bad.wrong}", bad.expected)


def _other_onsets(sheet: Sheet) -> Iterator[BadRow]:
    rows = np.flatnonzero(sheet.has_onset)
    firsts = sheet.onset_row[sheet.patient[rows]]
    for row, first in _pairs(rows, firsts, sheet.onset[rows] != sheet.onset[firsts]):
        wrong = (
            f"the onset of patient {shown(sheet.patient_at(row))} is {sheet.onset_at(row)} here "
            f"and {sheet.onset_at(first)} on line {sheet.lines[first]}"
        )
        yield _bad(sheet, row, wrong, "one onset a patient")


def _twice(sheet: Sheet) -> Iterator[BadRow]:
    rows = sheet.order[sheet.has_day[sheet.order]]
    key = sheet.key[rows]
    firsts = rows[np.searchsorted(key, key)]
    for row, first in _pairs(rows, firsts, rows != firsts):
        wrong = (
            f"{sheet.day_at(row)} of patient {shown(sheet.patient_at(row))} is there already, "
            f"on line {sheet.lines[first]}"
        )
        yield _bad(sheet, row, wrong, "one row a patient and date")


def _outside(sheet: Sheet) -> Iterator[BadRow]:
    after = np.where((sheet.onset > 0) & (sheet.day > 0), sheet.day - sheet.onset, 0)
    for row in np.flatnonzero(after < 0).tolist():
        wrong = f"{sheet.day_at(row)} is before the onset, {sheet.onset_at(row)}"
        yield _bad(sheet, row, wrong, "a date from the onset on")
    for row in np.flatnonzero(after > LONGEST_COURSE_DAYS).tolist():
        wrong = f"{sheet.day_at(row)} is more than {LONGEST_COURSE_YEARS} years after the onset, {sheet.onset_at(row)}"
        yield _bad(sheet, row, wrong, "dates without a typing error")


CHECKS = (_no_rows, _bad_cells, _other_onsets, _twice, _outside)


def _pairs(rows: Ints, others: Ints, where: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    return zip(rows[where].tolist(), others[where].tolist(), strict=True)


def _bad(sheet: Sheet, row: int, wrong: str, expected: str) -> BadRow:
    return BadRow(int(sheet.lines[row]), wrong, expected, sheet.patient_at(row))


def _cases(sheet: Sheet, without: Collection[str], as_of: date | None) -> Iterator[tuple[str, Case]]:
    treatments = _treatments(sheet)
    day, scores = sheet.day[sheet.order], sheet.scores[:, sheet.order]
    ends = np.searchsorted(sheet.patient[sheet.order], np.arange(len(sheet.patients) + 1))
    for number, patient in enumerate(sheet.patients):
        if patient in without:
            continue
        first, end = ends[number], ends[number + 1]
        last = as_of or date.fromordinal(day[end - 1])
        end = first + np.searchsorted(day[first:end], last.toordinal(), side="right")
        onset = sheet.onset_at(sheet.onset_row[number])
        yield (
            patient,
            Case(
                series=Series.of_columns(onset, day[first:end] - onset.toordinal(), scores[:, first:end].T),
                as_of=last,
                treatments=tuple(done for done in treatments[number] if done.date <= last),
            ),
        )


def _treatments(sheet: Sheet) -> dict[int, list[TreatedOn]]:
    """By the patient's number, in order of date."""
    found: dict[int, list[TreatedOn]] = defaultdict(list)
    for row, kind in sheet.events():
        found[sheet.patient[row]].append(TreatedOn(kind, sheet.day_at(row)))
    return found
