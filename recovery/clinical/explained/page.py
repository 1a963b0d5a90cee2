"""What a page of explanation is made of: parts, sentences, and what those rest on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from recovery.clinical.signs import Ground


class Slug(StrEnum):
    """The pages, by the word in their address. Links from elsewhere use these: never rename one."""

    HERNIA = "hernia"
    WAITING = "waiting"
    EIGHTY = "80-of-100"
    HELPS = "what-helps"
    CARE = "scan-injection-operation"
    PHONE = "when-to-phone"
    AFTER = "after-the-hernia"


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence or a few that belong together, and what they rest on; `values` fill its places."""

    text: str
    grounds: tuple[Ground, ...]
    values: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a page under a heading: sentences below each other, or a list of points."""

    heading: str
    facts: tuple[Fact, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page of explanation. One that `comforts` is not told beside an open red flag (section 4).

    `then` are the pages to read on; with `pictured` the picture of a hundred people stands on it, with `signs` the
    table of signs.
    """

    slug: Slug
    title: str
    parts: tuple[Part, ...]
    then: tuple[Slug, ...]
    comforts: bool = False
    pictured: bool = False
    signs: bool = False

    @property
    def facts(self) -> Iterator[Fact]:
        """Every fact of the page, in order."""
        return (fact for part in self.parts for fact in part.facts)

    @property
    def grounds(self) -> tuple[Ground, ...]:
        """What the page rests on, each once, in the order in which it is needed."""
        return tuple(dict.fromkeys(ground for fact in self.facts for ground in fact.grounds))
