"""A row of a table in plain words: names for people and clinics, ISO dates, codes as they are stored."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date, datetime, time
from typing import Any

from django.db.models import Field, ForeignKey, Model

from recovery.people.models import Clinic, User


def fields_of(model: type[Model], *, without: Collection[str] = ()) -> list[Field[Any, Any]]:
    """The columns of a table, but for those that are withheld."""
    return [field for field in model._meta.concrete_fields if field.name not in without]


def told(row: Model, *, without: Collection[str] = ()) -> dict[str, Any]:
    """A row by the names of its columns, as JSON can hold it."""
    return {field.name: _value(row, field) for field in fields_of(type(row), without=without)}


def people_in(model: type[Model]) -> list[str]:
    """The columns that hold a person or a clinic, to be loaded with the rows."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model in {User, Clinic}
    ]


def _value(row: Model, field: Field[Any, Any]) -> Any:
    if isinstance(field, ForeignKey) and field.related_model in {User, Clinic}:
        named = getattr(row, field.name)
        return None if named is None else str(named)
    return _plain(getattr(row, field.attname))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    return str(value)


def cell(value: Any) -> str:
    """A value as a cell of a table: empty for nothing, JSON for lists and objects."""
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict | bool) else str(value)
