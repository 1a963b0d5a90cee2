"""The step of a migration that seals a field: a longer column, and no row is touched."""

from typing import Any

from django.db.migrations import AlterField


class SealField(AlterField):
    """What a sealed field holds is longer. PostgreSQL makes `varchar` a `text` without writing a row anew.

    SQLite keeps to no length, and would copy the table. What is there is sealed afterwards, by `manage.py rotate_keys`.
    """

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        if schema_editor.connection.vendor != "sqlite" and self._is_longer(app_label, from_state, to_state):
            super().database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        self.database_forwards(app_label, schema_editor, from_state, to_state)

    def _is_longer(self, app_label: str, from_state: Any, to_state: Any) -> bool:
        before, after = (
            state.apps.get_model(app_label, self.model_name)._meta.get_field(self.name).get_internal_type()
            for state in (from_state, to_state)
        )
        return bool(before != after)
