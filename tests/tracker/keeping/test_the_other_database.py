"""A backup made on SQLite is restored on PostgreSQL, and the other way round: row by row the same, or refused."""

import copy
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import load_backend
from django.utils import timezone

from recovery.alerts.delivery import deliver_owed
from recovery.alerts.models import Alert
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User
from tests.cast import PASSWORD, flagged, log, make_clinic, make_patient, make_staff, quiet
from tracker.keeping import backup, places, restore, rows

POSTGRES = pytest.mark.skipif(
    connection.vendor != "postgresql", reason="two kinds of database are needed: make test-postgres"
)

# Kinds whose order is the same everywhere: a text would stand where the rules of a language put it.
ORDERED = {"AutoField", "BigAutoField", "PositiveSmallIntegerField", "UUIDField"}


def sqlite(path: Path) -> BaseDatabaseWrapper:
    """A connection to a file, as the settings make one."""
    told = copy.deepcopy(connections["default"].settings_dict)
    told |= {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "CONN_HEALTH_CHECKS": False}
    told["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA foreign_keys=ON;"}
    return load_backend(told["ENGINE"]).DatabaseWrapper(told, "default")


@pytest.fixture
def small(site: Path) -> Iterator[BaseDatabaseWrapper]:
    """The tables of today in a file of SQLite, for a site whose database is PostgreSQL."""
    made = sqlite(site / "small.sqlite3")
    with places._default(made):
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)
    yield made
    made.close()


def a_clinic_with_a_red_flag() -> None:
    clinic = make_clinic()
    make_staff(clinic, "haan@noord.example")
    for name in ("anna", "bram", "Çelik"):
        patient = make_patient(clinic, f"{name.lower().replace('ç', 'c')}@example.nl", name=name)
        log(patient, quiet(note="é ≥ 8 „zo” 🙂"))
    log(patient, flagged("saddle"), now=timezone.now())


def back_up(site: Path) -> backup.Made:
    return backup.back_up(site / "backups", to=[], keep=14, now=timezone.now())


def put_back(made: backup.Made) -> restore.Restored:
    return restore.restore(made.path, keys=[], over=places.name(), now=timezone.now())


def look_and_send(site: Path, made: backup.Made, done: restore.Restored) -> None:
    """Whoever signed in signs in, the alert leaves, new rows are numbered on, and a backup from here is alike."""
    assert done.tally.sums == made.tally.sums
    assert done.owed == 1
    assert {str(one) for one in Patient.objects.all()} == {"anna", "bram", "Çelik"}
    assert set(Entry.objects.values_list("note", flat=True)) >= {"é ≥ 8 „zo” 🙂"}
    assert User.objects.get(email="anna@example.nl").check_password(PASSWORD)
    sent: list[object] = []
    deliver_owed(lambda delivery: sent.append(delivery.alert_id))
    assert sent == [Alert.objects.get().pk]
    highest = max(Patient.objects.values_list("pk", flat=True))
    assert make_patient(Clinic.objects.get(), "next@example.nl").pk > highest
    restore.rehearse(back_up(site).path, keys=[], now=timezone.now())


@POSTGRES
def test_what_sqlite_wrote_is_restored_on_postgresql(site: Path, small: BaseDatabaseWrapper) -> None:
    with places._default(small):
        a_clinic_with_a_red_flag()
        made = back_up(site)
    assert made.header.database == "sqlite"
    look_and_send(site, made, put_back(made))


@POSTGRES
def test_what_postgresql_wrote_is_restored_on_sqlite(site: Path, small: BaseDatabaseWrapper) -> None:
    a_clinic_with_a_red_flag()
    made = back_up(site)
    assert made.header.database == "postgresql"
    with places._default(small):
        look_and_send(site, made, put_back(made))


@POSTGRES
def test_a_text_that_postgresql_does_not_take_is_refused_in_a_sentence(
    site: Path, small: BaseDatabaseWrapper
) -> None:
    """SQLite keeps a text of any length in any column."""
    here = make_clinic()
    with places._default(small):
        make_clinic()
    for name in ("x" * 400, "nul\0"):
        with places._default(small):
            Clinic.objects.update(name=name)
            made = back_up(site)
        with pytest.raises(restore.Refused, match="people_clinic do not fit in this database") as refused:
            put_back(made)
        assert "Nothing was touched" in str(refused.value)
        assert name not in str(refused.value)
        assert Clinic.objects.get().name == here.name


def test_rows_stand_in_an_order_that_is_the_same_on_every_database(db: None) -> None:
    """A sum is over the rows in this order."""
    keys = {
        column.kind
        for table in rows.tables(rows.applied())
        for column in table.columns
        if column.name == table.key
    }
    assert keys <= ORDERED
