"""What may stand in a cell, and a column of cells as numbers."""

import re
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from math import nan
from typing import Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.course import TreatmentKind
from recovery.clinical.scores import NRS_HIGH, NRS_LOW
from recovery.exchange.csv_table import listed, shown

# Years outside these are typing errors [P].
FIRST_YEAR, LAST_YEAR = 1900, 2100

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_KINDS = {kind.value: kind for kind in TreatmentKind}

T = TypeVar("T", bound=Hashable)


class Wrong(ValueError):
    """A cell that cannot be read: what is wrong, and what is expected."""

    def __init__(self, wrong: str, expected: str) -> None:
        super().__init__(f"{wrong}; expected: {expected}")
        self.wrong, self.expected = wrong, expected


def patient(text: str) -> str:
    """Whatever the patient is called."""
    if not text:
        raise Wrong("it is empty", "a number or name")
    return text


def day(text: str) -> date:
    """A date as 2026-03-02."""
    expected = f"an existing date as YYYY-MM-DD, from {FIRST_YEAR} to {LAST_YEAR}"
    try:
        found = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        found = None
    if found is None or not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Wrong(f"{shown(text)} is no such date" if text else "it is empty", expected)
    return found


def ordinal(text: str) -> int:
    """A date as the number of its day."""
    return day(text).toordinal()


def score(text: str) -> float:
    """A score, or NaN where nothing was answered."""
    if not text:
        return nan
    expected = f"a number from {NRS_LOW} to {NRS_HIGH} with a decimal point, or nothing for not answered"
    if not _NUMBER.fullmatch(text):
        raise Wrong(f"{shown(text)} is no number", expected)
    if not NRS_LOW <= float(text) <= NRS_HIGH:
        raise Wrong(f"{shown(text)} is not between {NRS_LOW} and {NRS_HIGH}", expected)
    return abs(float(text))


def event(text: str) -> TreatmentKind | None:
    """An injection or operation, or nothing."""
    if text and text.lower() not in _KINDS:
        raise Wrong(f"{shown(text)} is no event", f"{listed(list(_KINDS), 'or')}, or nothing")
    return _KINDS.get(text.lower())


class Column(dict[str, int], Generic[T]):
    """A column of texts as numbers: from 0 up a place in `found`, below 0 one in `wrong`, from -1 down.

    Every different text is read once. A million cells hold few different ones, and looking one up is all that is left.
    """

    def __init__(self, reads: Callable[[str], T]) -> None:
        super().__init__()
        self.wrong: list[Wrong] = []
        self._reads = reads
        self._places: dict[T, int] = {}
        self._parts: list[NDArray[np.intc]] = []

    def __missing__(self, text: str) -> int:
        try:
            number = self._places.setdefault(self._reads(text.strip()), len(self._places))
        except Wrong as wrong:
            self.wrong.append(wrong)
            number = -len(self.wrong)
        self[text] = number
        return number

    def add(self, texts: Sequence[str]) -> None:
        """More cells."""
        self._parts.append(np.fromiter(map(self.__getitem__, texts), dtype=np.intc, count=len(texts)))

    def fill(self, rows: int) -> None:
        """So many empty cells: the column of a file that does not have it."""
        self._parts.append(np.full(rows, self[""], dtype=np.intc))

    @property
    def found(self) -> list[T]:
        """The different values, in order of first appearance."""
        return list(self._places)

    def numbers(self) -> NDArray[np.int64]:
        """All cells (rows,)."""
        return np.concatenate(self._parts, dtype=np.int64)

    def read(self, otherwise: T) -> NDArray[Any]:
        """What the cells hold (rows,); `otherwise` stands last, where every number below 0 is sent."""
        return np.array([*self._places, otherwise])[np.maximum(self.numbers(), -1)]
