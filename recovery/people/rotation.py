"""Sealing what is not, or not with the current key: in batches, to be interrupted, twice at once if need be.

A row is written only while it still holds what was read, so that nothing newer is lost; whatever is left when it is
interrupted is read as before, and is found by who begins again.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.db.models.functions import Cast

from recovery.people import sealing
from recovery.people.models import User
from recovery.people.models.born import Born
from recovery.people.models.sealed import Sealed, SealedJSONField, Unreadable, UnreadableJson

BATCH = 200

# From either end: what was never sealed anew, and what was sealed last.
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Step:
    """So far: `done` rows of a field are as they should be now; `stuck` could not be opened or written."""

    place: str
    done: int
    stuck: int


class Place(Protocol):
    """Where something is sealed."""

    @property
    def place(self) -> str:
        """What it is called."""

    def left(self) -> "models.QuerySet[Any]":
        """The rows that are not as they would be written now, with what stands there as `stored`."""

    def write(self, key: Any, stored: str) -> bool:
        """Write a row anew; false where it cannot be. One that changed since it was read is left as it is."""


@dataclass(frozen=True, slots=True)
class Column:
    """A sealed field, and its rows as the database holds them."""

    model: type[models.Model]
    field: Any

    @property
    def place(self) -> str:
        return f"{self.model._meta.label}.{self.field.name}"

    def rows(self) -> "models.QuerySet[models.Model]":
        """All rows that hold something, with what stands there as `stored`."""
        stored = Cast(self.field.name, models.TextField())
        rows: models.QuerySet[models.Model] = self.model._base_manager.annotate(stored=stored)
        return rows.exclude(stored=None).exclude(stored__in=("", "null")).order_by("pk")

    def left(self) -> "models.QuerySet[models.Model]":
        quote = '"' if isinstance(self.field, SealedJSONField) else ""
        if sealing.is_on():
            return self.rows().exclude(stored__startswith=quote + sealing.current_mark())
        return self.rows().filter(stored__startswith=quote + sealing.MARK)

    def value(self, stored: str) -> Any:
        """What a stored text stands for; `Unreadable` where it cannot be opened."""
        return self.field.from_db_value(stored, None, None)

    def write(self, key: Any, stored: str) -> bool:
        value = self.value(stored)
        if isinstance(value, Unreadable | UnreadableJson):
            return False
        try:
            with transaction.atomic():
                self.rows().filter(pk=key, stored=stored).update(**{self.field.name: value})
        except DatabaseError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class ByHand:
    """A column in which something else than a sealed field puts what it sealed.

    Of the rows that `only` says. `anew` gives the columns of a row as they are to be, from what is stored in `column`,
    or raises `CannotOpen`.
    """

    place: str
    model: type[models.Model]
    column: str
    anew: Callable[[str], dict[str, Any]]
    only: models.Q

    def left(self) -> "models.QuerySet[Any]":
        rows = self._rows().filter(stored__contains=sealing.MARK)
        return rows.exclude(stored__contains=sealing.current_mark())

    def write(self, key: Any, stored: str) -> bool:
        try:
            columns = self.anew(stored)
        except sealing.CannotOpen:
            return False
        self._rows().filter(pk=key, stored=stored).update(**columns)
        return True

    def _rows(self) -> "models.QuerySet[Any]":
        stored = Cast(self.column, models.TextField())
        chosen: models.QuerySet[Any] = self.model._base_manager.filter(self.only)
        rows: models.QuerySet[Any] = chosen.annotate(stored=stored).order_by("pk")
        return rows


def columns() -> list[Column]:
    """Every sealed field of every model."""
    return [
        Column(model, field)
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, Sealed)
    ]


def left(others: Sequence[Place] = ()) -> dict[str, int]:
    """By field how many rows are not sealed with the current key; fields without such rows are not in it."""
    counts = {one.place: one.left().count() for one in (*columns(), *others)}
    counts |= {f"{model._meta.label}.birth_date_clear": _misplaced(model).count() for model in _born()}
    return {place: count for place, count in counts.items() if count}


def rotate(others: Sequence[Place] = (), *, batch: int = BATCH) -> Iterator[Step]:
    """Bring every row of every sealed field, and of what `others` seal, up to date; tells after each batch how far."""
    for model in _born():
        yield from _move_dates(model, batch)
    for place in (*columns(), *others):
        yield from _rotate(place, batch)


def missing_keys() -> list[str]:
    """The keys that are not there, by name, with which an address of the oldest or newest users is sealed."""
    addresses = Column(User, User._meta.get_field("email")).rows().values_list("stored", flat=True)
    looked_at = [*addresses[:LOOKED_AT], *addresses.order_by("-pk")[:LOOKED_AT]]
    found = {sealing.key_of(text) for text in looked_at if sealing.is_sealed(text)}
    return sorted(found - set(sealing.key_names()))


def _rotate(place: Place, batch: int) -> Iterator[Step]:
    done = stuck = 0
    last: Any = None
    while rows := list(_after(place.left(), last).values_list("pk", "stored")[:batch]):
        written = sum(place.write(key, stored) for key, stored in rows)
        done, stuck, last = done + written, stuck + len(rows) - written, rows[-1][0]
        yield Step(place.place, done, stuck)


def _after(rows: "models.QuerySet[models.Model]", last: Any) -> "models.QuerySet[models.Model]":
    return rows if last is None else rows.filter(pk__gt=last)


def _born() -> list[type[Born]]:
    return [model for model in apps.get_models() if issubclass(model, Born)]


def _misplaced(model: type[Born]) -> "models.QuerySet[Any]":
    """Dates of birth that stand in the other column than the one they belong in now."""
    away = "birth_date_clear" if sealing.is_on() else "birth_date"
    return model._base_manager.exclude(**{away: None}).order_by("pk")


def _move_dates(model: type[Born], batch: int) -> Iterator[Step]:
    done = stuck = 0
    last: Any = None
    while rows := list(_after(_misplaced(model), last)[:batch]):
        moved = sum(_move_date(model, row) for row in rows)
        done, stuck, last = done + moved, stuck + len(rows) - moved, rows[-1].pk
        yield Step(f"{model._meta.label}.birth_date_clear", done, stuck)


def _move_date(model: type[Born], row: Any) -> bool:
    """Write a date where it belongs. One in the open column is newer: an older version wrote it."""
    if row.birth_date is None:
        return False
    if sealing.is_on():
        same = model._base_manager.filter(pk=row.pk, birth_date_clear=row.birth_date_clear)
        same.update(birth_date=row.birth_date, birth_date_clear=None)
    else:
        model._base_manager.filter(pk=row.pk, birth_date_clear=row.birth_date_clear).update(
            birth_date=None, birth_date_clear=row.birth_date
        )
    return True
