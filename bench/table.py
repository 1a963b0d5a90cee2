"""A table that reads well on a terminal and as Markdown, and a goal that is reached or not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import isnan

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class Goal:
    """What was asked for, what was found, and whether that is enough; `None` where it was not measured."""

    asked: str
    found: str
    reached: bool | None


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, sentences, a header with its rows (the first column to the left), sentences below them."""

    title: str
    header: Row
    rows: Sequence[Row]
    above: str = ""
    below: str = ""

    def __str__(self) -> str:
        parts = [f"### {self.title}", self.above, _grid(self.header, self.rows), self.below]
        return "\n\n".join(part for part in parts if part)


def _grid(header: Row, rows: Sequence[Row]) -> str:
    if not rows:
        return ""
    widths = [max(len(line[at]) for line in (header, *rows)) for at in range(len(header))]
    rule = ["-" * widths[0], *(f"{'-' * (width - 1)}:" for width in widths[1:])]
    return "\n".join(_line(line, widths) for line in (header, rule, *rows))


def _line(cells: Row, widths: Sequence[int]) -> str:
    first, *others = cells
    padded = [cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True)]
    return f"| {' | '.join([first.ljust(widths[0]), *padded])} |"


def goals_table(goals: Iterable[Goal]) -> Table:
    """Each goal with what was found."""
    said = {True: "yes", False: "no", None: "not measured"}
    rows = [(goal.asked, goal.found, said[goal.reached]) for goal in goals]
    return Table("Goals", ("goal", "found", "reached"), rows)


def percent(share: float, digits: int = 0) -> str:
    """A share as a percentage; a dash for NaN."""
    return "–" if isnan(share) else f"{100 * share:.{digits}f}%"


def listed(words: Iterable[str]) -> str:
    """A list for a sentence; a dash for nothing."""
    return ", ".join(words) or "–"
