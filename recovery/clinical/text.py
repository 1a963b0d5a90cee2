"""Sentences that the medicine speaks, before they are translated."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def _(text: str) -> str:
    """Mark `text` for the translators; the site translates it when it shows it."""
    return text


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence with its figures apart, so that it can be stored and said in another language.

    `text` is a source sentence with `%(name)s` places; `values` holds numbers, or dates as ISO strings
    under names that end in `_on`.
    """

    text: str
    values: Mapping[str, float | int | str] = field(default_factory=dict)
