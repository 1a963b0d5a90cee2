"""Any plain value of a dossier <-> extensions, by its own fields: for what FHIR has no resource, or no place in one.

`Basic` is what FHIR has for that: a resource that says what it is, of whom, and carries the rest in extensions. A field
that is empty is left out, and what is read has these fields and no others.
"""

import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from recovery.exchange.dossier import Author, Signed
from recovery.exchange.fhir.codes import Term, concept, extension_url
from recovery.exchange.fhir.elements import (
    Resource,
    author,
    day,
    moment,
    part,
    patient_reference,
    pruned,
    text,
)
from recovery.exchange.fhir.node import Node, signed

T = TypeVar("T")


# --- writing


def basic(told: Any, kind: str, ref: UUID, *names: str) -> Resource:
    """A value as a Basic resource of our own `kind`."""
    return pruned(
        resourceType="Basic",
        id=part(ref, *names),
        extension=parts(told, ref, extension_url),
        code=concept(Term("basic", kind, kind)),
        subject=patient_reference(ref),
    )


def parts(told: Any, ref: UUID, url: Callable[[str], str] = str) -> list[Resource]:
    """Each field that is not empty as an extension; those inside another are known by their name alone."""
    return [
        {"url": url(_name(field)), **_value(one, ref)}
        for field in fields(told)
        for one in _each(getattr(told, field.name))
    ]


def _name(field: Field[Any]) -> str:
    return field.name.replace("_", "-")


def _each(value: Any) -> tuple[Any, ...]:
    """The values of a field, none where it is empty. False and 0 are values."""
    if isinstance(value, tuple):
        return value
    return () if value in (None, "") else (value,)


def _value(value: Any, ref: UUID) -> Resource:
    if isinstance(value, Signed):
        by = {"url": "by", "valueReference": author(value.by, ref)}
        return {"extension": [by, {"url": "at", "valueDateTime": moment(value.at)}]}
    if is_dataclass(value):
        return {"extension": parts(value, ref)}
    if isinstance(value, bool):
        return {"valueBoolean": value}
    return _plain(value)


def _plain(value: Any) -> Resource:
    if isinstance(value, int):
        return {"valueInteger": value}
    if isinstance(value, datetime):
        return {"valueDateTime": moment(value)}
    if isinstance(value, date):
        return {"valueDate": day(value)}
    if isinstance(value, UUID):
        return {"valueString": str(value)}
    return {"valueCode": value.value} if isinstance(value, StrEnum) else {"valueString": text(value)}


# --- reading


def read(resource: Node, of: type[T], *, but: frozenset[str] = frozenset()) -> T:
    """A resource as a value of this class. Our extensions named in `but` are not its fields."""
    return _read(resource, of, extension_url, {extension_url(name) for name in but})


def _read(node: Node, of: type[T], url: Callable[[str], str], but: set[str]) -> T:
    hints = _hints(cast("Any", of))
    known = {url(_name(field)): field for field in fields(cast("Any", of))}
    found: dict[str, list[Node]] = {field.name: [] for field in known.values()}
    for one in node.each("extension"):
        name = one.need("url").text()
        if name in but:
            continue
        if name not in known:
            one.wrong(f"“{name}” has no place here")
        found[known[name].name].append(one)
    return of(
        **{name: _field(node, known[url(_dashed(name))], hints[name], ones) for name, ones in found.items()}
    )


def _dashed(name: str) -> str:
    return name.replace("_", "-")


@cache
def _hints(of: type) -> dict[str, Any]:
    return get_type_hints(of)


def _field(node: Node, field: Field[Any], hint: Any, found: list[Node]) -> Any:
    """What a field holds, by its type: all of a list, one of anything else, or what it is when it is empty."""
    if get_origin(hint) is tuple:
        return tuple(_one(one, get_args(hint)[0]) for one in found)
    if len(found) > 1:
        found[1].wrong("is there twice")
    if found:
        return _one(found[0], hint)
    return _empty(node, field, hint)


def _empty(node: Node, field: Field[Any], hint: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    if hint is str:
        return ""
    if type(None) in get_args(hint):
        return None
    return node.wrong(f"“{_name(field)}” is missing")


def _one(node: Node, hint: Any) -> Any:
    kind = _without_none(hint)
    if kind is Signed:
        inner = {one.need("url").text(): one for one in node.each("extension")}
        if inner.keys() != {"by", "at"}:
            node.wrong("expected who and when")
        return signed(inner["by"].need("valueReference"), inner["at"].need("valueDateTime"))
    if is_dataclass(kind) and kind is not Author:
        return _read(node, cast("type[Any]", kind), str, set())
    name, reader = _readers(kind)
    return reader(node.need(name))


def _without_none(hint: Any) -> Any:
    if get_origin(hint) in {Union, types.UnionType}:
        return next(one for one in get_args(hint) if one is not type(None))
    return hint


def _readers(kind: Any) -> tuple[str, Callable[[Node], Any]]:
    if issubclass(kind, StrEnum):
        return "valueCode", lambda node: node.code(kind)
    return {
        bool: ("valueBoolean", Node.flag),
        int: ("valueInteger", Node.whole),
        datetime: ("valueDateTime", Node.moment),
        date: ("valueDate", Node.date),
        UUID: ("valueString", Node.uuid),
        str: ("valueString", Node.text),
    }[kind]
