"""The rows of a scores file as arrays, a row in the same place in each, so that a million rows take about a second."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.course import TreatmentKind
from recovery.clinical.series import ROWS
from recovery.exchange import cells
from recovery.exchange.cells import Column, Wrong
from recovery.exchange.csv_table import Table

NEEDED = ("patient", "onset", "date", "leg_pain", "limitation")
OPTIONAL = ("back_pain", "event")

# A patient and a day in one number: the number of a day takes fewer bits than this until the year 2800.
DAY_BITS = 20

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


class Sheet:
    """A file read to its end. `NoTable` where the header will not do.

    `lines`, `patient` (a place in `patients`), `onset` and `day` (as ordinals) are (rows,); `scores` is (3 scales,
    rows). Where a cell cannot be read the patient is below 0, a day 0 and a score NaN.
    """

    def __init__(self, blocks: Iterable[bytes]) -> None:
        table = Table(blocks, NEEDED, OPTIONAL)
        patient, onset, day = Column(cells.patient), Column(cells.ordinal), Column(cells.ordinal)
        scores = {scale.value: Column(cells.score) for scale in ROWS}
        event = Column(cells.event)
        self._columns: dict[str, Column[Any]] = {
            "patient": patient,
            "onset": onset,
            "date": day,
            **scores,
            "event": event,
        }
        self.lines = _fill(self._columns, table)
        self.bad_lines = table.bad
        self.patients = patient.found
        self.patient = patient.numbers()
        self.onset: Ints = onset.read(0)
        self.day: Ints = day.read(0)
        self.scores: Floats = np.stack([column.read(np.nan) for column in scores.values()])

    def patient_at(self, row: int) -> str:
        """Whose row it is; empty where it does not say."""
        number = self.patient[row]
        return self.patients[number] if number >= 0 else ""

    def day_at(self, row: int) -> date:
        """The date of a row that has one."""
        return date.fromordinal(self.day[row])

    def onset_at(self, row: int) -> date:
        """The onset that a row names, where it does."""
        return date.fromordinal(self.onset[row])

    def bad_cells(self) -> list[tuple[int, str, Wrong]]:
        """Row, column and what is wrong, for every cell that cannot be read."""
        found = []
        for name, column in self._columns.items():
            numbers = column.numbers()
            rows = np.flatnonzero(numbers < 0).tolist()
            found += [(row, name, column.wrong[-1 - numbers[row]]) for row in rows]
        return found

    def events(self) -> list[tuple[int, TreatmentKind]]:
        """The rows with a patient, a date and an injection or operation, by patient and day."""
        column = self._columns["event"]
        rows = self.order[self.has_day[self.order]]
        kinds = dict(enumerate(column.found))
        numbers = column.numbers()[rows]
        told = np.isin(numbers, [number for number, kind in kinds.items() if kind])
        pairs = zip(rows[told].tolist(), numbers[told].tolist(), strict=True)
        return [(row, kinds[number]) for row, number in pairs]

    @property
    def has_onset(self) -> Bools:
        """The rows that name a patient and an onset."""
        return (self.patient >= 0) & (self.onset > 0)

    @property
    def has_day(self) -> Bools:
        """The rows that name a patient and a date."""
        return (self.patient >= 0) & (self.day > 0)

    @cached_property
    def key(self) -> Ints:
        """Patient and day in one number (rows,)."""
        return self.patient << DAY_BITS | self.day

    @cached_property
    def order(self) -> Ints:
        """The rows by patient and day, those of the same day in the order of the file."""
        return np.argsort(self.key, kind="stable")

    @cached_property
    def onset_row(self) -> Ints:
        """The first row of each patient that names an onset (patients,); 0 where none does."""
        rows = np.flatnonzero(self.has_onset)[::-1]
        first = np.zeros(len(self.patients), dtype=np.int64)
        first[self.patient[rows]] = rows
        return first


def _fill(columns: Mapping[str, Column[Any]], table: Table) -> Ints:
    """The line on which each row begins (rows,)."""
    lines = []
    for part in table.parts():
        lines.append(part.lines)
        for name, texts in zip(table.columns, part.columns, strict=True):
            columns[name].add(texts)
    told = np.concatenate(lines)
    for name in columns.keys() - set(table.columns):
        columns[name].fill(len(told))
    return told
