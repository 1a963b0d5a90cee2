"""What a migration may not do while the version before still runs and patients still write."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, models
from django.db.migrations import Migration
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    AlterModelTable,
    CreateModel,
    DeleteModel,
    RemoveField,
    RenameField,
    RenameModel,
    RunPython,
    RunSQL,
)
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from recovery.people.models.sealed import Sealed
from recovery.people.operations import AddCheckQuietly, AddIndexQuietly

# Tables with a row for each day, reading, alert or message: to read one whole takes seconds, and nobody writes then.
BIG = frozenset(
    {
        ("journal", "entry"),
        ("journal", "entryversion"),
        ("journal", "filled"),
        ("journal", "arrived"),
        ("journal", "bodymap"),
        ("trends", "assessment"),
        ("alerts", "alert"),
        ("alerts", "alertstep"),
        ("alerts", "delivery"),
        ("people", "accessrecord"),
    }
)
TAKES_AWAY = (RemoveField, DeleteModel, RenameField, RenameModel, AlterModelTable)
SQL_THAT_TAKES_AWAY = re.compile(r"\b(DROP\s+(TABLE|COLUMN)|RENAME|ALTER\s+COLUMN)\b", re.IGNORECASE)
TEXTS = ("varchar", "text")


def lint(migration: Migration, state: ProjectState) -> list[str]:
    """What is wrong with it, coming from `state`, which it changes."""
    app, new, wrong = migration.app_label, set[str](), list[str]()
    for operation in migration.operations:
        if isinstance(operation, CreateModel):
            new.add(operation.name_lower)
        wrong += [f"{operation.describe()}: {said}" for said in _found(operation, app, new, state)]
        if operation.atomic is False and migration.atomic and isinstance(operation, QUIET):
            wrong.append(f"{operation.describe()}: the migration must say atomic = False")
        operation.state_forwards(app, state)
    return wrong


QUIET = (AddIndexQuietly, AddCheckQuietly)


def _found(operation: Operation, app: str, new: set[str], state: ProjectState) -> Iterator[str]:
    """A table that the same migration makes is empty, and nobody reads it yet."""
    model = str(getattr(operation, "model_name_lower", ""))
    if model in new:
        return
    if isinstance(operation, TAKES_AWAY) and not _keeps_its_column(operation, (app, model), state):
        yield "the version before still reads it; leave it, and take it away a release later"
    for kind, rule in RULES.items():
        if isinstance(operation, kind):
            yield from rule(operation, (app, model), state)


def _keeps_its_column(operation: Operation, table: tuple[str, str], state: ProjectState) -> bool:
    """Another name in the code only: the column is named by itself."""
    if not isinstance(operation, RenameField):
        return False
    return state.models[table].fields[operation.old_name].db_column is not None


def _field(operation: Any, table: tuple[str, str], state: ProjectState) -> Iterator[str]:
    field = operation.field
    if isinstance(field, models.ManyToManyField):
        return
    if not field.null and not field.has_db_default():
        yield "NOT NULL without db_default: the version before cannot add a row"
    if table in BIG and (field.unique or field.db_index):
        yield "an index on a big table: db_index=False, and AddIndexQuietly"


def _altered(operation: Any, table: tuple[str, str], state: ProjectState) -> Iterator[str]:
    before, after = state.models[table].fields[operation.name], operation.field
    if before.null and not after.null:
        yield "becomes NOT NULL: the version before may write none, and the whole table is read under a lock"
    if _stored(before) != _stored(after):
        yield "another type: the whole table is written anew under a lock; add a column beside it"
    if _is_shorter(before, after):
        yield "shorter than what the version before writes"


def _is_shorter(before: Any, after: Any) -> bool:
    """The length of a sealed text is one of forms: its column has none."""
    if isinstance(after, Sealed):
        return False
    return bool(after.max_length and before.max_length and after.max_length < before.max_length)


def _stored(field: Any) -> str:
    """The type of its column; PostgreSQL makes a longer text of a text without touching a row."""
    kind = (
        field.get_internal_type() if isinstance(field, models.ForeignKey) else field.db_type(connection) or ""
    )
    is_text = kind.startswith(TEXTS) and field.get_internal_type() != "JSONField"
    return "text" if is_text else kind


def _index(operation: Any, table: tuple[str, str], state: ProjectState) -> Iterator[str]:
    if table in BIG and not isinstance(operation, QUIET):
        yield "nobody can write while it is built: AddIndexQuietly"


def _constraint(operation: Any, table: tuple[str, str], state: ProjectState) -> Iterator[str]:
    if table in BIG and not isinstance(operation, QUIET):
        yield "the whole table is read under a lock: AddCheckQuietly, or a unique index with AddIndexQuietly"


def _code(operation: Any, table: tuple[str, str], state: ProjectState) -> Iterator[str]:
    if not operation.reversible:
        yield "no way back: say noop where nothing is to be undone"


def _sql(operation: Any, table: tuple[str, str], state: ProjectState) -> Iterator[str]:
    yield from _code(operation, table, state)
    if SQL_THAT_TAKES_AWAY.search(str(operation.sql)):
        yield "takes away or renames by SQL"


Rule = Callable[[Any, tuple[str, str], ProjectState], Iterator[str]]

RULES: dict[type[Operation], Rule] = {
    AddField: _field,
    AlterField: _altered,
    AddIndex: _index,
    AddConstraint: _constraint,
    RunPython: _code,
    RunSQL: _sql,
}
