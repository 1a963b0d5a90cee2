"""A style sheet as rules: read, picked from, and written again. For the minified sheet of Bootstrap, not for any."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")
NOT = re.compile(r":not\([^()]*\)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
ANIMATION = re.compile(r"animation(?:-name)?:([^;}]*)")


@dataclass(frozen=True, slots=True)
class Rule:
    """A selector or an at-rule, and what stands between its braces: declarations, or rules of its own."""

    head: str
    body: str

    @property
    def selectors(self) -> list[str]:
        """The selectors, those within brackets left whole."""
        return re.split(r",(?![^()]*\))", self.head)


def rules(sheet: str) -> Iterator[Rule]:
    """The rules of a sheet, in order; comments and rules without braces are left out."""
    text, start, at = COMMENT.sub("", sheet), 0, 0
    while (opens := text.find("{", at)) >= 0:
        head = text[start:opens].split(";")[-1].strip()
        closes = _closing(text, opens)
        yield Rule(head, text[opens + 1 : closes])
        start = at = closes + 1


def _closing(text: str, opens: int) -> int:
    depth = 0
    for at in range(opens, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return at
    raise ValueError("a brace that is never closed")


def classes(selector: str) -> set[str]:
    """The classes that something must have for a selector to hold."""
    return set(CLASS.findall(NOT.sub("", selector)))


def every_class(sheet: str) -> set[str]:
    """Every class that a sheet says something about."""
    found: set[str] = set()
    for rule in rules(sheet):
        found |= every_class(rule.body) if _has_rules(rule) else set(CLASS.findall(rule.head))
    return found


def pick(sheet: str, wanted: Callable[[str], bool]) -> str:
    """The sheet with only the selectors that are wanted, and only the animations that are still named."""
    kept = "".join(_picked(rule, wanted) for rule in rules(sheet))
    moves = " ".join(ANIMATION.findall(kept))
    return "".join(
        f"{rule.head}{{{rule.body}}}" for rule in rules(kept) if not _is_unused_animation(rule, moves)
    )


def _picked(rule: Rule, wanted: Callable[[str], bool]) -> str:
    if rule.head.startswith("@keyframes"):
        return f"{rule.head}{{{rule.body}}}"
    if _has_rules(rule):
        inside = "".join(_picked(inner, wanted) for inner in rules(rule.body))
        return f"{rule.head}{{{inside}}}" if inside else ""
    selectors = [selector for selector in rule.selectors if wanted(selector)]
    return f"{','.join(selectors)}{{{rule.body}}}" if selectors else ""


def _has_rules(rule: Rule) -> bool:
    return rule.head.startswith(("@media", "@supports"))


def _is_unused_animation(rule: Rule, moves: str) -> bool:
    return rule.head.startswith("@keyframes") and rule.head.split()[-1] not in moves
