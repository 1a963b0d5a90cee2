"""The date on which somebody was born, sealed; and the column of dates in which it stood before."""

from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.db import models

from recovery.people import sealing
from recovery.people.models.sealed import SealedDateField, Unreadable


class ClearDateField(models.DateField):  # type: ignore[type-arg]
    """Emptied by every write, unless nothing is sealed: then the date stands here, for a version from before."""

    def pre_save(self, model_instance: models.Model, add: bool) -> date | None:
        return None if sealing.is_on() else getattr(model_instance, "birth_date", None)


class BornField(SealedDateField):
    """A date of birth. What cannot be opened stays as it stands, unless another date is filled in."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        born = super().pre_save(model_instance, add)
        kept = vars(model_instance).get("_birth_date_unreadable")
        return (born or kept) if sealing.is_on() else kept


class Born(models.Model):
    """Somebody with a date of birth, in whichever of the two columns it stands. Neither is searched in the database.

    Both are written, and so both are named where only some fields are saved.
    """

    birth_date = BornField(null=True, blank=True, db_column="birth_date_sealed")
    birth_date_clear = ClearDateField(null=True, blank=True, editable=False, db_column="birth_date")

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        row = super().from_db(db, field_names, values)
        held = vars(row)
        if isinstance(held.get("birth_date"), Unreadable):
            held["_birth_date_unreadable"], held["birth_date"] = held["birth_date"], None
        if held.get("birth_date_clear"):
            held["birth_date"] = held["birth_date_clear"]
        return row
