"""What is kept, and how a row of it is written down: alike on every database, so that a sum of them says "the same".

The tables are those of the migrations that were applied, not those of the code: an upgrade may be half done. A text
stays as it stands in the table, so what was sealed stays sealed.
"""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import islice
from typing import Any
from uuid import UUID

from django.apps.registry import Apps
from django.core.management.color import no_style
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

# Sessions: a restore must not sign anybody in again who signed out. The others are made by `migrate`.
LEFT_OUT = frozenset({"sessions", "usersessions", "contenttypes", "auth"})

# Where somebody is signed in goes with the sessions. Tries are counted anew: the key of a digest may be gone.
LEFT_OUT_TABLES = frozenset({"people_signedin", "people_attempts"})

BATCH = 1000

Row = list[Any]
Migration = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose rows are kept, in the order of `key`."""

    name: str
    key: str
    columns: tuple[Column, ...]


def connection() -> BaseDatabaseWrapper:
    """The database that is the default one just now; see `places`."""
    return connections["default"]


def applied() -> list[Migration]:
    """The migrations that the database has."""
    return sorted(MigrationLoader(connection()).applied_migrations)


def known() -> set[Migration]:
    """The migrations that this version has."""
    return set(MigrationLoader(None).disk_migrations or ())


def ends_of(migrations: Iterable[Migration]) -> list[Migration]:
    """The last ones of a set of migrations: migrating to these applies all of them."""
    graph, chosen = MigrationLoader(None).graph, set(migrations)
    nodes = [graph.node_map[key] for key in chosen if key in graph.node_map]
    return sorted(node.key for node in nodes if not {child.key for child in node.children} & chosen)


def tables(migrations: Iterable[Migration]) -> list[Table]:
    """What is kept when these migrations are applied."""
    state = MigrationLoader(None).project_state(ends_of(migrations))
    return sorted(_tables(state.apps), key=lambda table: table.name)


def _tables(apps: Apps) -> Iterator[Table]:
    for model in apps.get_models(include_auto_created=True):
        meta = model._meta
        if meta.managed and not meta.proxy and not _is_left_out(model):
            columns = tuple(Column(str(field.column), _kind(field)) for field in meta.local_concrete_fields)
            yield Table(meta.db_table, str(meta.pk.column), columns)


def _is_left_out(model: type[models.Model]) -> bool:
    return model._meta.app_label in LEFT_OUT or model._meta.db_table in LEFT_OUT_TABLES


def _kind(field: "models.Field[Any, Any]") -> str:
    """By what is stored, whatever Python makes of it: a sealed date is a text."""
    while isinstance(field, models.ForeignKey):
        field = field.target_field
    kind, stored = field.get_internal_type(), field.db_type(connection()) or ""
    if kind != "JSONField" and stored.startswith(("text", "varchar")):
        return "TextField"
    return kind


def written(rows: Iterable[Row]) -> Iterator[bytes]:
    """Each row as its line."""
    for row in rows:
        yield json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read(table: Table) -> Iterator[Row]:
    """The rows of a table as they are written down, few at a time in memory."""
    quote = connection().ops.quote_name
    columns = ", ".join(quote(column.name) for column in table.columns)
    tells = [TOLD.get(column.kind, _as_it_is) for column in table.columns]
    with connection().chunked_cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {quote(table.name)} ORDER BY {quote(table.key)}")  # noqa: S608
        while found := cursor.fetchmany(BATCH):
            for raw in found:
                pairs = zip(tells, raw, strict=True)
                yield [None if value is None else tell(value) for tell, value in pairs]


def write(table: Table, rows: Iterable[Row]) -> None:
    """Add rows that were written down."""
    quote = connection().ops.quote_name
    columns = ", ".join(quote(column.name) for column in table.columns)
    marks = ", ".join(["%s"] * len(table.columns))
    keeps = [STORED.get(column.kind, _as_it_is) for column in table.columns]
    stored = (
        [None if value is None else keep(value) for keep, value in zip(keeps, row, strict=True)]
        for row in rows
    )
    with connection().cursor() as cursor:
        while batch := list(islice(stored, BATCH)):
            cursor.executemany(
                f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})",  # noqa: S608
                batch,
            )


def empty(table: Table) -> None:
    """Remove what a migration put there; where there is nothing, not even a trigger is woken."""
    if holds(table):
        with connection().cursor() as cursor:
            cursor.execute(f"DELETE FROM {connection().ops.quote_name(table.name)}")  # noqa: S608


def holds(table: Table) -> bool:
    """Whether there is any row."""
    with connection().cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {connection().ops.quote_name(table.name)} LIMIT 1")  # noqa: S608
        return cursor.fetchone() is not None


def number(table: Table) -> int:
    """How many rows there are."""
    with connection().cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connection().ops.quote_name(table.name)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def count_on(migrations: Iterable[Migration]) -> None:
    """Let the numbers of new rows go on after the highest that was written."""
    apps = MigrationLoader(None).project_state(ends_of(migrations)).apps
    models_then = [model for model in apps.get_models() if not _is_left_out(model)]
    with connection().cursor() as cursor:
        for statement in connection().ops.sequence_reset_sql(no_style(), models_then):
            cursor.execute(statement)


def _as_it_is(value: Any) -> Any:
    return value


def _moment(value: datetime) -> str:
    aware = value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return aware.isoformat()


def _json(value: Any) -> str:
    """The text of it; the order of keys is the database's own choice."""
    loaded = json.loads(value) if isinstance(value, str) else value
    return json.dumps(loaded, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


TOLD: dict[str, Callable[[Any], Any]] = {
    "BooleanField": bool,
    "DateTimeField": _moment,
    "DateField": date.isoformat,
    "TimeField": time.isoformat,
    "UUIDField": lambda value: str(UUID(str(value))),
    "GenericIPAddressField": str,
    "JSONField": _json,
    "BinaryField": lambda value: base64.b64encode(bytes(value)).decode(),
}


STORED: dict[str, Callable[[Any], Any]] = {
    "DateTimeField": lambda told: connection().ops.adapt_datetimefield_value(datetime.fromisoformat(told)),
    "DateField": lambda told: connection().ops.adapt_datefield_value(date.fromisoformat(told)),
    "TimeField": lambda told: connection().ops.adapt_timefield_value(time.fromisoformat(told)),
    "GenericIPAddressField": str,
    "UUIDField": lambda told: models.UUIDField().get_db_prep_value(UUID(told), connection()),
    "JSONField": lambda told: connection().ops.adapt_json_value(json.loads(told), None),
    "BinaryField": base64.b64decode,
}
# What else there is stands in JSON as it stands in the table; a test walks over every kind of every model.
PLAIN = frozenset(
    {
        "AutoField",
        "BigAutoField",
        "BooleanField",
        "CharField",
        "TextField",
        "FloatField",
        "IntegerField",
        "BigIntegerField",
        "SmallIntegerField",
        "PositiveIntegerField",
        "PositiveSmallIntegerField",
        "PositiveBigIntegerField",
    }
)
