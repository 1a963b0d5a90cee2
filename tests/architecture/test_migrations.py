"""No migration locks out who writes, or breaks the version before while both run during an upgrade."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from recovery.people.operations import AddCheckQuietly, AddIndexQuietly
from tests.architecture.migrations_linter import lint
from tracker.keeping import places

OURS = ("people", "episodes", "journal", "trends", "aftercare", "reminders", "alerts", "exchange")

# Released before there was a rule, and never edited: to be applied while the site stands still (docs/backup.md).
COLUMN = "adds a column that the version before does not fill"
RELEASED = {
    "people.0002_clinic_starting_share": COLUMN,
    "people.0003_whom_to_phone": "gives a clinic hours for each weekday instead of one pair; clinics are few",
    "people.0004_patient_cancer_history": COLUMN,
    "people.0005_remove_clinic_alert_email": "the address moved to the ladder in alerts.0003",
    "people.0006_patient_phone": COLUMN,
    "people.0007_followed_up": COLUMN,
    "people.0008_invited_and_discharged": COLUMN,
    "people.0009_clinic_elsewhere": COLUMN,
    "people.0010_phone": COLUMN,
    "people.0011_proxy_tries": COLUMN,
    "episodes.0002_care": COLUMN,
    "episodes.0003_who_said_what": COLUMN,
    "journal.0004_function_and_medicines": COLUMN,
    "alerts.0002_ladder": "a delivery gets an address of the ladder; its e-mail address becomes where it was sent",
    "alerts.0004_loop": "the same, with its constraints and indexes",
    "alerts.0006_passed_on": "a step gets the clinic's turn, which its constraints rest on",
    "alerts.0007_over": "two indexes, in the transaction that fills what they are on",
    "trends.0003_assessment_outlook": "a check on three columns that are new and empty",
}


@cache
def found_in_all() -> dict[str, list[str]]:
    """What is wrong with each migration of ours, by its name."""
    return dict(linted())


def linted() -> Iterator[tuple[str, list[str]]]:
    """Every migration of ours, in the order in which they are applied."""
    graph = MigrationLoader(None).graph
    state, seen = ProjectState(), set[tuple[str, str]]()
    for leaf in sorted(graph.leaf_nodes()):
        for key in graph.forwards_plan(leaf):
            if key in seen:
                continue
            seen.add(key)
            migration = graph.nodes[key]
            if key[0] in OURS:
                yield ".".join(key), lint(migration, state)
            else:
                migration.mutate_state(state, preserve=False)


def test_no_migration_locks_out_who_writes_or_breaks_the_version_before() -> None:
    wrong = [
        f"{name}: {said}" for name, found in found_in_all().items() if name not in RELEASED for said in found
    ]
    assert not wrong, "\n".join(wrong)


def test_what_is_excused_needs_it() -> None:
    assert {name for name, found in found_in_all().items() if found} >= set(RELEASED)


def state() -> ProjectState:
    """A big table of the version before."""
    made = ProjectState()
    fields = {
        "id": models.BigAutoField(primary_key=True),
        "day": models.DateField(),
        "note": models.CharField(max_length=20),
        "seen": models.DateField(null=True),
    }
    made.add_model(ModelState("journal", "Entry", list(fields.items())))
    return made


INDEX = models.Index(fields=("day",), name="by_day")
CHECK = models.CheckConstraint(condition=models.Q(day__gt="2020-01-01"), name="late")


@pytest.mark.parametrize(
    ("operation", "said"),
    [
        (migrations.AddField("entry", "x", models.IntegerField(default=0)), "db_default"),
        (migrations.AddField("entry", "x", models.IntegerField(null=True, db_index=True)), "AddIndexQuietly"),
        (migrations.RemoveField("entry", "note"), "a release later"),
        (migrations.RenameField("entry", "note", "text"), "a release later"),
        (migrations.DeleteModel("Entry"), "a release later"),
        (migrations.AlterField("entry", "seen", models.DateField(default="2026-01-01")), "becomes NOT NULL"),
        (migrations.AlterField("entry", "day", models.TextField()), "another type"),
        (migrations.AlterField("entry", "note", models.CharField(max_length=10)), "shorter"),
        (migrations.AddIndex("entry", INDEX), "AddIndexQuietly"),
        (migrations.AddConstraint("entry", CHECK), "AddCheckQuietly"),
        (AddIndexQuietly("entry", INDEX), "atomic = False"),
        (migrations.RunPython(migrations.RunPython.noop), "no way back"),
        (migrations.RunSQL("ALTER TABLE x RENAME TO y", ""), "by SQL"),
    ],
)
def test_what_would_lock_or_break_is_found(operation: Operation, said: str) -> None:
    migration = migrations.Migration("0002", "journal")
    migration.operations = [operation]
    assert any(said in line for line in lint(migration, state()))


def test_what_holds_up_nobody_passes() -> None:
    migration = migrations.Migration("0002", "journal")
    migration.atomic = False
    migration.operations = [
        migrations.AddField("entry", "x", models.IntegerField(db_default=0)),
        migrations.AlterField("entry", "note", models.CharField(max_length=40)),
        AddIndexQuietly("entry", INDEX),
        AddCheckQuietly("entry", CHECK),
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))]),
        migrations.AddField("other", "x", models.IntegerField(default=0)),
    ]
    assert lint(migration, state()) == []


@pytest.mark.django_db(transaction=True)
def test_the_quiet_ways_do_what_the_plain_ones_do() -> None:
    """On the database that there is; on PostgreSQL without a lock on who writes."""
    before, table = ProjectState(), "people_quiet"
    migrations.CreateModel(
        "Quiet", [("id", models.BigAutoField(primary_key=True)), ("day", models.DateField())]
    ).state_forwards("people", before)
    with connection.schema_editor() as editor:
        editor.create_model(before.apps.get_model("people", "Quiet"))
    try:
        for operation in (AddIndexQuietly("quiet", INDEX.clone()), AddCheckQuietly("quiet", CHECK.clone())):
            after = before.clone()
            operation.state_forwards("people", after)
            with connection.schema_editor(atomic=False) as editor:
                operation.database_forwards("people", editor, before, after)
            before = after
        with connection.cursor() as cursor:
            made = connection.introspection.get_constraints(cursor, table)
        assert made["by_day"]["index"]
        assert made["late"]["check"]
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE {table}")


KINDS = ("primary_key", "unique", "index", "check")


def kind_of(column: Any) -> str:
    """SQLite keeps to no length of a text; a migration that only makes one longer passes it over there."""
    kind = str(connection.introspection.get_field_type(column.type_code, column))
    return "TextField" if connection.vendor == "sqlite" and kind == "CharField" else kind


def tables() -> dict[str, tuple[set[Any], set[Any]]]:
    """What each table of ours is made of: columns, and constraints whatever they are called."""
    look, made = connection.introspection, {}
    with connection.cursor() as cursor:
        for table in (name for name in look.table_names(cursor) if name.split("_")[0] in OURS):
            columns = {
                (column.name, kind_of(column), column.null_ok)
                for column in look.get_table_description(cursor, table)
            }
            constraints = {
                (
                    tuple(found["columns"] or ()),
                    *(kind for kind in KINDS if found[kind]),
                    found["foreign_key"],
                )
                for found in look.get_constraints(cursor, table).values()
            }
            made[table] = (columns, constraints)
    return made


@pytest.mark.django_db(transaction=True)
def test_the_migrations_end_at_the_tables_of_the_models() -> None:
    """From nothing, as an installation does; the other tests run on tables that were made from the models."""
    place = places.beside()
    try:
        with places.inside(place):
            call_command("migrate", verbosity=0)
            migrated = tables()
    finally:
        place.drop()
    of_models = tables()
    assert migrated.keys() == of_models.keys() != set()
    differ = [
        f"{name}: {part} {sorted(one ^ other, key=repr)}"
        for name in migrated
        for part, one, other in zip(("columns", "constraints"), migrated[name], of_models[name], strict=True)
        if one != other
    ]
    assert not differ, "\n".join(differ)
