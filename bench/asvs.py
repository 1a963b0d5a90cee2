"""`make asvs`: the table of docs/security.md, from docs/asvs.csv."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "asvs.csv"
TARGET = ROOT / "docs" / "security.md"
BEGIN, END = "<!-- asvs -->\n", "<!-- /asvs -->\n"

STATUSES = ("met", "not applicable", "open")

PATH = re.compile(r"(?:tests|tracker|recovery|docs|bench|templates|deploy)(?:/[\w.-]+)*/[\w.-]*\w")

# The items of levels 1 and 2 in ASVS 5.0.0, by section: so many from 1 up, of each.
SECTIONS = {
    "1.1": 2,
    "1.2": 9,
    "1.3": 11,
    "1.4": 3,
    "1.5": 2,
    "2.1": 3,
    "2.2": 3,
    "2.3": 4,
    "2.4": 1,
    "3.2": 2,
    "3.3": 4,
    "3.4": 6,
    "3.5": 5,
    "3.7": 2,
    "4.1": 3,
    "4.2": 1,
    "4.3": 2,
    "4.4": 4,
    "5.1": 1,
    "5.2": 3,
    "5.3": 2,
    "5.4": 3,
    "6.1": 3,
    "6.2": 12,
    "6.3": 4,
    "6.4": 4,
    "6.5": 5,
    "6.6": 3,
    "6.8": 4,
    "7.1": 3,
    "7.2": 4,
    "7.3": 2,
    "7.4": 5,
    "7.5": 2,
    "7.6": 2,
    "8.1": 2,
    "8.2": 3,
    "8.3": 1,
    "8.4": 1,
    "9.1": 3,
    "9.2": 4,
    "10.1": 2,
    "10.2": 2,
    "10.3": 4,
    "10.4": 11,
    "10.5": 5,
    "10.6": 2,
    "10.7": 3,
    "11.1": 2,
    "11.2": 3,
    "11.3": 3,
    "11.4": 4,
    "11.5": 1,
    "11.6": 1,
    "12.1": 3,
    "12.2": 2,
    "12.3": 4,
    "13.1": 1,
    "13.2": 5,
    "13.3": 2,
    "13.4": 5,
    "14.1": 2,
    "14.2": 4,
    "14.3": 3,
    "15.1": 3,
    "15.2": 3,
    "15.3": 7,
    "16.1": 1,
    "16.2": 5,
    "16.3": 4,
    "16.4": 3,
    "16.5": 3,
    "17.1": 1,
    "17.2": 4,
    "17.3": 2,
}


@dataclass(frozen=True, slots=True)
class Row:
    """An item, what it asks in our words, and where it is met, or why it is not."""

    item: str
    asks: str
    status: str
    where: str

    @property
    def paths(self) -> list[str]:
        """The files that it names."""
        return PATH.findall(self.where)


def items() -> list[str]:
    """The numbers of every item of the level."""
    return [f"{section}.{n}" for section, count in SECTIONS.items() for n in range(1, count + 1)]


def rows() -> list[Row]:
    """The table."""
    with SOURCE.open(encoding="utf-8", newline="") as file:
        return [Row(**row) for row in csv.DictReader(file, delimiter="|", quoting=csv.QUOTE_NONE)]


def table() -> str:
    """As Markdown, with how many of each there are."""
    counted = Counter(row.status for row in rows())
    told = ", ".join(f"{counted[status]} {status}" for status in STATUSES)
    head = f"{len(rows())} items: {told}."
    lines = [f"| {row.item} | {row.asks} | {row.status} | {row.where} |" for row in rows()]
    return (
        "\n".join([head, "", "| item | asks | status | where, or why |", "|---|---|---|---|", *lines]) + "\n"
    )


def document(before: str) -> str:
    """The document with its table anew."""
    start, rest = before.split(BEGIN)
    _old, end = rest.split(END)
    return f"{start}{BEGIN}{table()}{END}{end}"


def main() -> None:
    """Write it."""
    TARGET.write_text(document(TARGET.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
