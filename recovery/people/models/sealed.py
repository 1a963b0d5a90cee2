"""Fields that are sealed in the database (`recovery.people.sealing`), and in a model what they always were.

A value is bound to its place, `app.Model.field`; a field that is renamed keeps its old `place`. Empty stays empty. What
was never sealed is read as it is, so that a database from before is read while `manage.py rotate_keys` is at it; every
write seals. A sealed field is not searched by: its lookups are the ones named here, anything else is Django's error.

What cannot be opened never keeps a page from being shown: a text says so, a number, an address or a date is as if it
was not known. It is put back as it stood when its row is saved, since the key may be found again.
"""

import json
import logging
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any, ClassVar

from django.core.exceptions import EmptyResultSet, FieldError
from django.db import models
from django.utils.translation import gettext
from phonenumber_field.modelfields import PhoneNumberField

from recovery.people import sealing
from recovery.people.sealing import CannotOpen

logger = logging.getLogger(__name__)


class Unreadable(str):
    """In the place of what cannot be opened; `stored` is what stands in the database."""

    __slots__ = ("stored",)
    stored: str

    def __new__(cls, shown: str, stored: str) -> "Unreadable":
        made = super().__new__(cls, shown)
        made.stored = stored
        return made

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.stored


class UnreadableJson(dict[str, Any]):
    """As `Unreadable`, for what holds several values."""

    def __init__(self, stored: str) -> None:
        super().__init__()
        self.stored = stored


@lru_cache(maxsize=1000)
def _say_once(place: str, why: str) -> None:
    """Once in each process: a key that is missing is missing for every row."""
    logger.error("%s cannot be opened: %s; look at FIELD_KEYS", place, why)


class Sealed(models.Field):  # type: ignore[type-arg]
    """What every sealed field does; the ways in which they differ are `closed` and `opened`."""

    findable_by: ClassVar[frozenset[str]] = frozenset({"isnull"})
    _place = ""

    def __init__(self, *args: Any, place: str = "", **kwargs: Any) -> None:
        self._place = place
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | ({"place": self._place} if self._place else {})

    @property
    def place(self) -> str:
        """Where its values belong: they open nowhere else."""
        return self._place or f"{self.model._meta.label}.{self.name}"

    def get_internal_type(self) -> str:
        return "TextField"

    def get_lookup(self, lookup_name: str) -> Any:
        return super().get_lookup(lookup_name) if lookup_name in self.findable_by else None

    def get_transform(self, lookup_name: str) -> Any:
        return None

    def closed(self, text: str) -> str:
        """`text` as it is to stand in the database."""
        return sealing.seal(text, self.place) if text and sealing.is_on() else text

    def opened(self, stored: str) -> str:
        """What stands in the database as text; what was never sealed is text. Raises `CannotOpen`."""
        return sealing.unseal(stored, self.place) if sealing.is_sealed(stored) else stored

    def text(self, value: Any) -> str | None:
        """A value of this field as text."""
        text: str | None = super().get_prep_value(value)
        return text

    def value(self, text: str) -> Any:
        """The value of this field that a text stands for."""
        return text

    def unreadable(self, stored: str) -> Any:
        """What is shown for something that cannot be opened."""
        return Unreadable("", stored)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or hasattr(value, "as_sql"):
            return value
        if isinstance(value, Unreadable | UnreadableJson):
            return value.stored
        text = self.text(value)
        return None if text is None else self.closed(text)

    def from_db_value(self, stored: str | None, _expression: Any, _connection: Any) -> Any:
        if stored is None:
            return None
        try:
            return self.value(self.opened(stored))
        except CannotOpen as error:
            _say_once(self.place, str(error))
            return self.unreadable(stored)
        except ValueError:  # its own words repeat the value
            _say_once(self.place, "it is no value of this field")
            return self.unreadable(stored)


class OnlyEmpty(models.lookups.Exact):  # type: ignore[type-arg]
    """Whether there is nothing: the one thing that can be asked of what is never sealed the same twice."""

    def get_prep_lookup(self) -> Any:
        if self.rhs is not None and self.rhs != "":
            raise FieldError("What is sealed can be asked whether it is empty, and nothing else.")
        return self.rhs


class SealedTextField(Sealed, models.TextField):  # type: ignore[type-arg]
    """A text. `max_length` is for forms: a sealed text is longer."""

    findable_by: ClassVar[frozenset[str]] = frozenset({"isnull", "exact"})

    def unreadable(self, stored: str) -> Unreadable:
        return Unreadable(gettext("(cannot be read)"), stored)


SealedTextField.register_lookup(OnlyEmpty)


class SealedPhoneField(Sealed, PhoneNumberField):  # type: ignore[misc]
    """A telephone number. One that cannot be opened is one that is not known."""

    findable_by: ClassVar[frozenset[str]] = frozenset({"isnull", "exact"})

    def value(self, text: str) -> Any:
        return PhoneNumberField.from_db_value(self, text, None, None)


SealedPhoneField.register_lookup(OnlyEmpty)


class SealedDateField(Sealed, models.DateField):  # type: ignore[type-arg]
    """A date."""

    findable_by: ClassVar[frozenset[str]] = frozenset({"isnull", "exact"})

    def text(self, value: Any) -> str | None:
        day: date | None = self.to_python(value)
        return None if day is None else day.isoformat()

    def value(self, text: str) -> date:
        return date.fromisoformat(text)


SealedDateField.register_lookup(OnlyEmpty)


class SealedJSONField(Sealed, models.JSONField):
    """Answers and what else has parts: sealed whole, as one string of JSON, in the column that JSON has.

    A page reads answers by name: one that cannot be opened has none.
    """

    findable_by: ClassVar[frozenset[str]] = frozenset({"isnull", "exact"})

    def get_internal_type(self) -> str:
        return "JSONField"

    def unreadable(self, stored: str) -> UnreadableJson:
        return UnreadableJson(stored)

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, UnreadableJson):
            value = value.stored
        elif sealing.is_on() and value is not None and not hasattr(value, "as_sql"):
            value = self.closed(json.dumps(value, cls=self.encoder))
        return models.JSONField.get_db_prep_value(self, value, connection, prepared)

    def from_db_value(self, stored: str | None, expression: Any, connection: Any) -> Any:
        value = models.JSONField.from_db_value(self, stored, expression, connection)
        is_sealed = isinstance(value, str) and sealing.is_sealed(value)
        return super().from_db_value(value, expression, connection) if is_sealed else value

    def value(self, text: str) -> Any:
        return json.loads(text, cls=self.decoder)


SealedJSONField.register_lookup(OnlyEmpty)


class Alike(Sealed):
    """Sealed the same each time, so that it can be found, and be unique in the database.

    It is looked for as it stands under every key, and as it stood before it was sealed.
    """

    findable_by: ClassVar[frozenset[str]] = frozenset({"isnull", "exact", "in"})

    def normal(self, text: str) -> str:
        """What is one and the same here."""
        return text

    def closed(self, text: str) -> str:
        same = self.normal(text)
        return sealing.seal_alike(same, self.place) if same and sealing.is_on() else same

    def opened(self, stored: str) -> str:
        return sealing.unseal_alike(stored, self.place) if sealing.is_sealed(stored) else stored

    def as_it_may_stand(self, value: Any) -> list[str]:
        """Everything that may stand in the database for a value."""
        if isinstance(value, Unreadable):
            return [value.stored]
        same = self.normal(str(value))
        return [*(sealing.alike(same, self.place) if same else ()), same]


class AnyOf(models.Lookup):  # type: ignore[type-arg]
    """Values that stand in a column of `Alike`: one, or a list of them."""

    lookup_name = "in"
    prepare_rhs = False

    def values(self) -> Iterable[Any]:
        if hasattr(self.rhs, "as_sql") or hasattr(self.rhs, "query"):
            raise FieldError("What is sealed is looked for by its values, not by another column.")
        return self.rhs  # type: ignore[no-any-return]

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        field: Any = self.lhs.output_field
        stored = [
            text for value in self.values() if value is not None for text in field.as_it_may_stand(value)
        ]
        if not stored:
            raise EmptyResultSet
        column, params = self.process_lhs(compiler, connection)
        return f"{column} IN ({', '.join(['%s'] * len(stored))})", [*params, *stored]


class TheOne(AnyOf):
    lookup_name = "exact"

    def values(self) -> Iterable[Any]:
        return super().values() if hasattr(self.rhs, "as_sql") else [self.rhs]


class TheOneBySound(TheOne):
    """As `exact`, and whatever capitals it had before it was sealed."""

    lookup_name = "iexact"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        found, params = super().as_sql(compiler, connection)
        column, more = self.process_lhs(compiler, connection)
        (value,) = self.values()
        return f"({found} OR LOWER({column}) = %s)", [*params, *more, str(value).lower()]


for _lookup in (AnyOf, TheOne):
    Alike.register_lookup(_lookup)


class SealedAlikeField(Alike, models.TextField):  # type: ignore[type-arg]
    """A text that is found by all of it."""

    def unreadable(self, stored: str) -> Unreadable:
        return Unreadable(gettext("(cannot be read)"), stored)


class SealedEmailField(Alike, models.EmailField):  # type: ignore[type-arg]
    """An address of e-mail, the same whatever its capitals."""

    findable_by: ClassVar[frozenset[str]] = frozenset({"isnull", "exact", "iexact", "in"})

    def normal(self, text: str) -> str:
        return text.lower()


SealedEmailField.register_lookup(TheOneBySound)
