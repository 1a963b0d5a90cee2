"""Operations of migrations that hold up nobody who writes meanwhile. On SQLite they are the plain ones.

A migration that uses one says `atomic = False`. When it is interrupted, PostgreSQL keeps an index or constraint that
does not count: drop that by its name, and migrate again.
"""

from typing import Any

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddIndex
from django.db.models import CheckConstraint


def _on_postgres(editor: BaseDatabaseSchemaEditor) -> bool:
    return editor.connection.vendor == "postgresql"


class AddIndexQuietly(AddIndex):
    """As `AddIndex`, built while others write."""

    atomic = False

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not _on_postgres(schema_editor):
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        return AddIndexConcurrently(self.model_name, self.index).database_forwards(
            app_label, schema_editor, from_state, to_state
        )


class AddCheckQuietly(AddConstraint):
    """As `AddConstraint` for a check: it holds for new rows at once, and old rows are looked at without a lock."""

    atomic = False
    model_name: str
    constraint: CheckConstraint

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if not _on_postgres(schema_editor):
            return super().database_forwards(app_label, schema_editor, from_state, to_state)
        states = (app_label, schema_editor, from_state, to_state)
        AddConstraintNotValid(self.model_name, self.constraint).database_forwards(*states)
        return ValidateConstraint(self.model_name, self.constraint.name).database_forwards(*states)
