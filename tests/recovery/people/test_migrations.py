"""What was set before a release still holds after it."""

from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from recovery.people import kept

BEFORE = ("people", "0002_clinic_starting_share")
AFTER = ("people", "0003_whom_to_phone")


def migrate(*targets: tuple[str, str | None]) -> Any:
    """Bring the tables to `targets`; returns the models as they were then."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return MigrationExecutor(connection).loader.project_state(list(targets)).apps


@pytest.fixture
def _and_back(transactional_db: None) -> Iterator[None]:
    yield
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())
    kept.take_away(connection)


@pytest.mark.usefixtures("_and_back")
def test_the_hours_of_every_working_day_and_the_two_holidays_are_carried_over() -> None:
    clinic = migrate(BEFORE).get_model("people", "Clinic")
    clinic.objects.create(name="Noord", opens=time(9), closes=time(16, 30), closed_on_good_friday=True)
    after = migrate(AFTER).get_model("people", "Clinic").objects.get()
    for day in ("monday", "tuesday", "wednesday", "thursday", "friday"):
        assert (getattr(after, f"{day}_opens"), getattr(after, f"{day}_closes")) == (time(9), time(16, 30))
    assert (after.saturday_opens, after.sunday_closes) == (None, None)
    assert (after.closed_on_good_friday, after.closed_on_liberation_day) == (True, False)
    assert after.closed_on_new_year
    after.delete()


@pytest.mark.usefixtures("_and_back")
def test_the_hours_of_monday_are_carried_back() -> None:
    clinic = migrate(AFTER).get_model("people", "Clinic")
    clinic.objects.create(name="Noord", monday_opens=time(9), monday_closes=time(12))
    before = migrate(BEFORE).get_model("people", "Clinic").objects.get()
    assert (before.opens, before.closes) == (time(9), time(12))
    before.delete()


def triggers() -> set[str]:
    asked = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }
    with connection.cursor() as cursor:
        cursor.execute(asked[connection.vendor])
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.usefixtures("_and_back")
def test_after_the_last_migration_the_database_keeps_the_log_as_it_is() -> None:
    """A later one that builds the table anew would lose the triggers."""
    migrate(("people", "0011_proxy_tries"))
    assert not triggers()
    migrate(*MigrationExecutor(connection).loader.graph.leaf_nodes())
    assert (
        triggers()
        == {
            "sqlite": {"access_is_kept", "access_is_never_changed"},
            "postgresql": {"access_is_kept", "access_is_not_emptied"},
        }[connection.vendor]
    )
