"""A value from a file that may hold anything, with its place in it: what is wrong is said, never raised as such."""

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NoReturn, TypeVar
from uuid import UUID

from recovery.exchange.dossier import Author, Signed
from recovery.exchange.fhir.codes import extension_url, own
from recovery.exchange.fhir.elements import exact_text

Codes = TypeVar("Codes", bound=StrEnum)
Read = TypeVar("Read")

# No date of a living patient lies outside, and none can leave the calendar on its way to another time zone.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class NotADossier(ValueError):
    """A file cannot be read; `sentences` say what is wrong and where."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def every(nodes: "tuple[Node, ...]", read: "Callable[[Node], Read]") -> tuple[Read, ...]:
    """Each as it was read; what is wrong with any of them is said together."""
    found: list[Read] = []
    wrong: list[str] = []
    for node in nodes:
        try:
            found.append(read(node))
        except NotADossier as fault:
            wrong.extend(fault.sentences)
    if wrong:
        raise NotADossier(*wrong)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands."""

    value: Any
    place: str

    def wrong(self, what: str) -> NoReturn:
        raise NotADossier(f"{self.place}: {what}.")

    # --- the way down

    def get(self, name: str) -> "Node | None":
        """A field of an object, or `None` where it is not there."""
        if not isinstance(self.value, dict):
            self.wrong("expected an object")
        return Node(self.value[name], f"{self.place}.{name}") if name in self.value else None

    def need(self, name: str) -> "Node":
        return self.get(name) or self.wrong(f"“{name}” is missing")

    def each(self, name: str) -> "tuple[Node, ...]":
        """The elements of a list; none where it is not there."""
        found = self.get(name)
        return found.elements() if found else ()

    def elements(self) -> "tuple[Node, ...]":
        if not isinstance(self.value, list):
            self.wrong("expected a list")
        return tuple(Node(value, f"{self.place}[{n}]") for n, value in enumerate(self.value))

    def first(self, name: str) -> "Node | None":
        """The first element of a list that may not be there."""
        return next(iter(self.each(name)), None)

    def need_first(self, name: str) -> "Node":
        return self.first(name) or self.wrong(f"“{name}” is missing or empty")

    def extensions(self, name: str) -> "tuple[Node, ...]":
        """Our extensions of this name."""
        url = extension_url(name)
        return tuple(found for found in self.each("extension") if found.need("url").value == url)

    def extension(self, name: str, value: str) -> "Node | None":
        """The value of our extension of this name, if it is there."""
        found = next(iter(self.extensions(name)), None)
        return found and found.need(value)

    def need_extension(self, name: str, value: str) -> "Node":
        return self.extension(name, value) or self.wrong(f"the extension “{name}” is missing")

    def own_code(self, kind: str) -> "Node":
        """The code of our own system among the codings of a CodeableConcept."""
        for coding in self.each("coding"):
            if coding.need("system").value == own(kind):
                return coding.need("code")
        return self.wrong(f"no code of {own(kind)}")

    # --- the values

    def text(self) -> str:
        if not isinstance(self.value, str):
            self.wrong("expected a text")
        try:
            read = exact_text(self.value)
        except (ValueError, OverflowError):
            self.wrong("a character that does not exist")
        return self._held(read)

    def _held(self, read: str) -> str:
        if "\x00" in read or any("\ud800" <= letter <= "\udfff" for letter in read):
            self.wrong("a character that no text can hold")
        return read

    def flag(self) -> bool:
        return self.value if isinstance(self.value, bool) else self.wrong("expected true or false")

    def whole(self) -> int:
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            self.wrong("expected a whole number")
        return int(self.value)

    def number(self) -> float:
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            self.wrong("expected a number")
        try:
            read = float(self.value)
        except OverflowError:
            self.wrong("the number is too large")
        return read if math.isfinite(read) else self.wrong("expected a number that ends")

    def date(self) -> date:
        try:
            read = datetime.strptime(self.text(), "%Y-%m-%d").date()  # noqa: DTZ007
        except ValueError:
            self.wrong("expected a date such as 2026-11-18")
        self._believed(read.year)
        return read

    def moment(self) -> datetime:
        try:
            read = datetime.fromisoformat(self.text())
        except ValueError:
            self.wrong("expected a moment such as 2026-11-18T10:00:00Z")
        if read.tzinfo is None:
            self.wrong("the moment has no time zone")
        self._believed(read.year)
        return read

    def _believed(self, year: int) -> None:
        if not FIRST_YEAR <= year < LAST_YEAR:
            self.wrong(f"the year is not between {FIRST_YEAR} and {LAST_YEAR}")

    def code(self, codes: type[Codes]) -> Codes:
        if self.value not in list(codes):
            self.wrong(f"“{self.value}” is not one of {', '.join(codes)}")
        return codes(self.value)

    def uuid(self) -> UUID:
        try:
            return UUID(self.text())
        except ValueError:
            self.wrong("expected a UUID")

    def exact(self) -> "Node":
        """What a string of JSON holds."""
        try:
            read = json.loads(self.text(), parse_constant=_refuse)
            self._held(json.dumps(read, ensure_ascii=False))
        except NotADossier:
            raise
        except (ValueError, RecursionError):
            self.wrong("expected JSON")
        return Node(read, self.place)

    def author(self) -> Author:
        """Who wrote something down, by the type of the reference."""
        kind, name = self.need("type").text(), self.get("display")
        if kind not in {"Patient", "Practitioner", "RelatedPerson"}:
            self.wrong(f"“{kind}” is neither Patient, RelatedPerson nor Practitioner")
        return Author(kind == "Patient", name.text() if name else "", kind == "RelatedPerson")


def maybe(node: "Node | None", read: "Callable[[Node], Read]") -> Read | None:
    """What stands there, or `None` where nothing does."""
    return None if node is None else read(node)


def signed(by: Node, at: Node) -> Signed:
    return Signed(by.author(), at.moment())


def said(resource: Node) -> str:
    """What a Communication says."""
    found = resource.first("payload")
    return found.need("contentString").text() if found else ""


def text_or_empty(node: Node | None) -> str:
    return node.text() if node else ""
