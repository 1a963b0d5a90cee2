"""A site whose backups, ledger and notes lie in a directory of their own, and whose old databases are removed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings


@pytest.fixture
def site(transactional_db: None, settings: Settings, tmp_path: Path) -> Iterator[Path]:
    settings.VAR_DIR, settings.ALERT_LEDGER = tmp_path, tmp_path / "ledger"
    yield tmp_path
    if connection.vendor == "sqlite":
        path = Path(str(connection.settings_dict["NAME"]))
        for old in path.parent.glob(f"{path.name}.*"):
            old.unlink()
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '^(before|restoring)_'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP SCHEMA "{name}" CASCADE')
