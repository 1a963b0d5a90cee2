"""Rows into a table as fast as the database takes them: COPY on PostgreSQL, many values at once elsewhere.

Constraints and types hold as always; no signal, no default and no instance of the model is involved.
"""

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db import connection
from django.db.models import Model


def write(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Add rows, whose values are as the database takes them (`connection.ops.adapt_...`), in order of `columns`."""
    quote = connection.ops.quote_name
    table, names = quote(model._meta.db_table), ", ".join(map(quote, columns))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            values = cast("Any", rows)  # any iterable will do, which its type does not know
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)  # noqa: S608 - our own names
