"""The triggers that keep the log of readings as it was written: no change ever, no end before its time.

As migration 0013 puts them; another text of them is another migration. SQLite forgets the triggers of a table that a
migration builds anew: such a migration puts them back, and a test finds it when it does not.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

# What the law asks (NEN 7513); a setting can only keep longer.
YEARS = 5

REFUSED = "who looked at a diary is never changed"

SQLITE = (
    f"""CREATE TRIGGER access_is_never_changed BEFORE UPDATE ON people_accessrecord
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
    f"""CREATE TRIGGER access_is_kept BEFORE DELETE ON people_accessrecord
    WHEN OLD.at > datetime('now', '-{YEARS} years')
    BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END""",
)
SQLITE_AWAY = (
    "DROP TRIGGER IF EXISTS access_is_never_changed",
    "DROP TRIGGER IF EXISTS access_is_kept",
)

POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION access_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' AND OLD.at <= now() - interval '{YEARS} years' THEN RETURN OLD; END IF;
        RAISE EXCEPTION '{REFUSED}' USING ERRCODE = 'integrity_constraint_violation';
    END $$""",
    """CREATE TRIGGER access_is_kept BEFORE UPDATE OR DELETE ON people_accessrecord
    FOR EACH ROW EXECUTE FUNCTION access_is_kept()""",
    """CREATE TRIGGER access_is_not_emptied BEFORE TRUNCATE ON people_accessrecord
    FOR EACH STATEMENT EXECUTE FUNCTION access_is_kept()""",
)
POSTGRESQL_AWAY = (
    "DROP TRIGGER IF EXISTS access_is_not_emptied ON people_accessrecord",
    "DROP TRIGGER IF EXISTS access_is_kept ON people_accessrecord",
    "DROP FUNCTION IF EXISTS access_is_kept()",
)


def put(connection: BaseDatabaseWrapper) -> None:
    """From now on the database refuses."""
    _run(connection, SQLITE if connection.vendor == "sqlite" else POSTGRESQL)


def take_away(connection: BaseDatabaseWrapper) -> None:
    """From now on it does not: for a migration back, and for tests that empty every table."""
    _run(connection, SQLITE_AWAY if connection.vendor == "sqlite" else POSTGRESQL_AWAY)


def _run(connection: BaseDatabaseWrapper, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
