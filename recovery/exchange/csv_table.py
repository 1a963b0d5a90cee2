"""A CSV file column by column, quickly. What cannot be read is named by its line, and the rest goes on.

Almost every block of a file is lines with the same number of plain fields, which two calls split at once. Where that
fails, the csv module reads the block; where that fails too, it is read line by line to find what is wrong.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import itemgetter
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

# Bytes read at once: so few that a block and all that is made of it stay in the processor's cache. With a megabyte
# reading takes twice as long.
BLOCK = 1 << 15

# A quoted field may go on over so many lines; beyond that a quotation mark was forgotten.
LONGEST_FIELD_LINES = 50

DELIMITERS = (",", ";")

# How much of a wrong cell a message repeats.
LONGEST_SHOWN = 40


class NoTable(ValueError):
    """The file as a whole cannot be read; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Part:
    """Rows under each other: the line each begins on, and the columns that were asked for."""

    lines: NDArray[np.int64]
    columns: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that is no row, and its first column if it has that many fields."""

    line: int
    wrong: str
    expected: str
    first: str


class Table:
    """The rows under a header that names at least `needed`; `bad` fills while the parts are read."""

    def __init__(self, blocks: Iterable[bytes], needed: Sequence[str], optional: Sequence[str] = ()) -> None:
        self.bad: list[BadLine] = []
        self._texts = _texts(blocks)
        self._line = 1
        header = self._header()
        self._delimiter, names = _names(header, needed, optional)
        self.columns = [name for name in (*needed, *optional) if name in names]
        self._width = len(names)
        self._used = [names.index(name) for name in self.columns]
        self._pick = itemgetter(*self._used)
        self._empty = "\n" + self._delimiter * (self._width - 1) + "\n"

    def parts(self) -> Iterator[Part]:
        """The rows in the order of the file, once."""
        waiting = ""
        for text in chain(self._texts, [""]):
            part, waiting = self._read(waiting + text, is_end=not text)
            yield part

    def _header(self) -> str:
        """The first line with anything on it; the text after it waits for its turn."""
        for text in self._texts:
            rest = text
            while rest:
                line, _end, rest = rest.partition("\n")
                self._line += 1
                if line.strip("\ufeff").strip():
                    self._texts = chain([rest], self._texts) if rest else self._texts
                    return line
        return ""

    def _read(self, text: str, *, is_end: bool) -> tuple[Part, str]:
        columns = self._columns(text)
        if columns is None:
            return self._line_by_line(text.split("\n")[:-1], is_end=is_end)
        first, self._line = self._line, self._line + text.count("\n")
        return Part(np.arange(first, self._line), columns), ""

    def _columns(self, text: str) -> Sequence[Sequence[str]] | None:
        """The columns of lines that are each one row, or nothing where a line is not."""
        if not text:
            return [()] * len(self._used)
        if _unreadable(text) or self._empty in "\n" + text:
            return None
        return self._quoted(text) if '"' in text else self._plain(text)

    def _plain(self, text: str) -> Sequence[Sequence[str]] | None:
        between, step, count = self._delimiter, self._width + 1, text.count("\n")
        fields = text.replace("\n", f"{between}\n{between}").split(between)
        if len(fields) != count * step + 1 or fields[self._width :: step].count("\n") != count:
            return None
        return [fields[n:-1:step] for n in self._used]

    def _quoted(self, text: str) -> Sequence[Sequence[str]] | None:
        lines = text.split("\n")[:-1]
        try:
            rows = list(csv.reader(lines, delimiter=self._delimiter, strict=True))
        except csv.Error:
            return None
        if len(rows) != len(lines) or set(map(len, rows)) != {self._width}:
            return None
        return list(zip(*map(self._pick, rows), strict=True))

    def _line_by_line(self, lines: list[str], *, is_end: bool) -> tuple[Part, str]:
        """The rows of these lines but the last, which a quoted field might go on over, and the lines left."""
        numbers, rows, n = [], [], 0
        while n < len(lines) - (0 if is_end else LONGEST_FIELD_LINES):
            row, taken = self._row(lines[n : n + LONGEST_FIELD_LINES])
            if row:
                numbers.append(self._line)
                rows.append(self._pick(row))
            n, self._line = n + taken, self._line + taken
        columns = list(zip(*rows, strict=True)) or [()] * len(self._used)
        return Part(np.array(numbers, dtype=np.int64), columns), "".join(line + "\n" for line in lines[n:])

    def _row(self, lines: list[str]) -> tuple[list[str], int]:
        """The row that begins on the first of these lines, and how many it takes; no fields if it is no row."""
        reader = csv.reader((line + "\n" for line in lines), delimiter=self._delimiter, strict=True)
        try:
            row = next(reader)
        except csv.Error as error:
            return self._bad(lines, f"it is no CSV ({error})", "quotation marks in pairs")
        taken = reader.line_num
        if wrong := _unreadable("".join(lines[:taken])):
            return self._bad(lines, wrong, "text in UTF-8")
        if not any(row) or (row[0].isspace() and len(row) == 1):
            return [], taken
        if len(row) != self._width:
            return self._bad(lines, *self._miscounted(row, taken))
        return row, taken

    def _miscounted(self, row: list[str], taken: int) -> tuple[str, str]:
        if taken > 1:
            return "a quotation mark is not closed", "quotation marks in pairs"
        fields = "1 field" if len(row) == 1 else f"{len(row)} fields"
        return f"it has {fields}", f"{self._width}, as the header has, with {self._delimiter} between"

    def _bad(self, lines: list[str], wrong: str, expected: str) -> tuple[list[str], int]:
        fields = lines[0].split(self._delimiter)
        first = fields[self._used[0]] if self._used[0] < len(fields) else ""
        self.bad.append(BadLine(self._line, wrong, expected, first.strip().strip('"').strip()))
        return [], 1


def blocks(stream: BinaryIO) -> Iterator[bytes]:
    """What is in a file, bit by bit."""
    while block := stream.read(BLOCK):
        yield block


def shown(text: str, longest: int = LONGEST_SHOWN) -> str:
    """Text from a file as a message may repeat it: not too long, and nothing that a terminal obeys."""
    cut = text if len(text) <= longest else text[: longest - 3] + "..."
    return "".join(sign if sign.isprintable() else f"\\x{ord(sign):02x}" for sign in cut)


def listed(names: Sequence[str], last: str = "and") -> str:
    """“a, b and c”."""
    return f" {last} ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _texts(blocks: Iterable[bytes]) -> Iterator[str]:
    """Whole lines, each ended by a line feed. Bytes that are no UTF-8 stay in it as lone surrogates."""
    parts: list[bytes] = []
    for block in blocks:
        end = max(block.rfind(b"\n"), block.rfind(b"\r", 0, -1)) + 1
        if end:
            yield _text(b"".join([*parts, block[:end]]))
            parts = []
        parts.append(block[end:])
    if last := b"".join(parts):
        yield _text(last.removesuffix(b"\r") + b"\n")


def _text(lines: bytes) -> str:
    return lines.replace(b"\r\n", b"\n").replace(b"\r", b"\n").decode(errors="surrogateescape")


def _unreadable(text: str) -> str:
    """What keeps this from being text, if anything does."""
    if "\0" in text:
        return "it holds a NUL byte"
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError as error:
            return f"it holds the byte {ord(text[error.start]) - 0xDC00:#04x}, which is no UTF-8"
    return ""


def _names(header: str, needed: Sequence[str], optional: Sequence[str]) -> tuple[str, list[str]]:
    """What stands between the fields, and the names of the columns."""
    expected = f"The first line has to name the columns {listed(needed)}, with commas or semicolons between, in UTF-8."
    if not header:
        raise NoTable(f"The file is empty. {expected}")
    if "\0" in header:
        raise NoTable(f"The file is not UTF-8 text. {expected}")
    readings = [(between, _split_names(header, between)) for between in DELIMITERS]
    between, names = max(readings, key=lambda reading: len(set(reading[1]).intersection(needed)))
    if missing := [name for name in needed if name not in names]:
        raise NoTable(f"Missing in the first line: {listed(missing)}. {expected}")
    if twice := [name for name in (*needed, *optional) if names.count(name) > 1]:
        raise NoTable(f"Named more than once in the first line: {listed(twice)}. {expected}")
    return between, names


def _split_names(header: str, between: str) -> list[str]:
    try:
        fields = next(csv.reader([header.removeprefix("\ufeff")], delimiter=between), [])
    except csv.Error:
        return []
    return ["_".join(field.lower().split()) for field in fields]
