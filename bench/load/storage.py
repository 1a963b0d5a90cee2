"""What PostgreSQL says of the tables: bytes a row, which index answers which question, and the days by the quarter."""

import re
from collections.abc import Iterator
from datetime import date

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from recovery.alerts.models import Alert, Delivery
from recovery.episodes.models import Episode
from recovery.journal import diary
from recovery.journal.models import Entry
from recovery.people import access
from recovery.people.models import AccessRecord, Clinic, Patient
from recovery.trends.models import Assessment

Lines = tuple[tuple[str, ...], ...]

TABLES = (Entry, Assessment, Patient, Episode, Alert)

# A copy of the entries, a partition a quarter; as many rows as take a few seconds.
COPY = "entry_by_quarter"
MOST_COPIED = 300_000

READ = re.compile(r"(?:Index Scan|Index Only Scan|Index Scan Backward|Index Only Scan Backward) using (\w+)")
READ_AS_BITMAP = re.compile(r"Bitmap Index Scan on (\w+)")
READ_WHOLE = re.compile(r"Seq Scan on (\w+)")


def tell_the_planner() -> None:
    """After a bulk of rows, as autovacuum does within a minute."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def look() -> tuple[Lines, Lines]:
    """The plans, and the bytes."""
    return (*_plans(), *_partitions()), tuple(_sizes())


def _sizes() -> Iterator[tuple[str, ...]]:
    for model in TABLES:
        table, rows = model._meta.db_table, model._default_manager.count()
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_relation_size(%s), pg_total_relation_size(%s)", [table, table])
            own, total = cursor.fetchone()
        if rows:
            yield table, f"{rows:,}", f"{own / rows:,.0f}", f"{total / rows:,.0f}", f"{total / 2**20:,.0f}"


def _plans() -> Lines:
    """Questions of the pages, and how each is answered where there is enough that an index pays."""
    episode = Episode.objects.filter(patient__clinic__isnull=False).latest("pk")
    clinic = Clinic.objects.get(patients=episode.patient_id)
    today = timezone.localdate()
    questions: dict[str, QuerySet] = {  # type: ignore[type-arg]
        "the days of an episode": Entry.objects.of(episode),
        "its latest sixty": diary.all_of(episode)[:60],
        "one day of a patient": Entry.objects.filter(patient=episode.patient_id, day=today),
        "the latest assessment": Assessment.objects.filter(patient=episode.patient_id).order_by(
            "-made_at", "-id"
        )[:1],
        "open alerts of a clinic": Alert.objects.open().of_any(access.patients_of(clinic)),
        "alerts of a patient": Alert.objects.filter(patient=episode.patient_id),
        "owed deliveries": Delivery.objects.claimable(timezone.now()),
        "who read a record": AccessRecord.objects.filter(patient=episode.patient_id).order_by("-at")[:50],
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        return tuple((name, _how(query.explain())) for name, query in questions.items())


def _how(plan: str) -> str:
    """The indexes of a plan, and the tables that it reads from end to end."""
    indexes = dict.fromkeys([*READ.findall(plan), *READ_AS_BITMAP.findall(plan)])
    whole = dict.fromkeys(READ_WHOLE.findall(plan))
    return ", ".join([*indexes, *(f"all of {table}" for table in whole)]) or "nothing to read"


def _partitions() -> Lines:
    """The questions of the pages to a copy of the entries in parts, and how many of the parts each reads."""
    bounds = list(_quarters())
    with connection.cursor() as cursor:
        for statement in _statements(bounds):
            cursor.execute(statement)
    episode = Episode.objects.latest("onset")
    patient, onset, today = episode.patient_id, episode.onset, timezone.localdate()
    questions = {
        "in parts: one day of a patient": (f"patient_id = {patient}", f"day = '{today}'"),
        "in parts: the days of an episode": (f"episode_id = {episode.pk}",),
        "in parts: the same, since its onset": (f"episode_id = {episode.pk}", f"day >= '{onset}'"),
    }
    return tuple((name, _parts_read(where, len(bounds))) for name, where in questions.items())


def _quarters() -> Iterator[tuple[date, date]]:
    """The quarters that have days, from the first of each up to that of the next."""
    days = Entry.objects.order_by("day").values_list("day", flat=True)
    first, last = days[0], days.reverse()[0]
    at = date(first.year, 1 + 3 * ((first.month - 1) // 3), 1)
    while at <= last:
        following = date(at.year + at.month // 10, (at.month + 2) % 12 + 1, 1)
        yield at, following
        at = following


def _statements(bounds: list[tuple[date, date]]) -> Iterator[str]:
    """The same columns, checks, keys and indexes; the key of the parts has to be in every unique one."""
    entry, patient, episode = (model._meta.db_table for model in (Entry, Patient, Episode))
    like = "INCLUDING DEFAULTS INCLUDING IDENTITY INCLUDING CONSTRAINTS"
    yield f"CREATE TABLE {COPY} (LIKE {entry} {like}) PARTITION BY RANGE (day)"
    yield f"ALTER TABLE {COPY} ADD PRIMARY KEY (id, day), ADD UNIQUE (patient_id, day)"
    yield f"ALTER TABLE {COPY} ADD FOREIGN KEY (patient_id) REFERENCES {patient} (id)"
    yield f"ALTER TABLE {COPY} ADD FOREIGN KEY (episode_id) REFERENCES {episode} (id)"
    yield f"CREATE INDEX ON {COPY} (episode_id, day)"
    for first, following in bounds:
        part = f"{COPY}_{first:%Y_%m}"
        yield f"CREATE TABLE {part} PARTITION OF {COPY} FOR VALUES FROM ('{first}') TO ('{following}')"
    yield f"INSERT INTO {COPY} SELECT * FROM {entry} ORDER BY id DESC LIMIT {MOST_COPIED}"  # noqa: S608 - our names
    yield f"ANALYZE {COPY}"


def _parts_read(where: tuple[str, ...], parts: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN SELECT * FROM {COPY} WHERE {' AND '.join(where)} ORDER BY day")  # noqa: S608 - as above
        plan = "\n".join(line for (line,) in cursor.fetchall())
    read = set(re.findall(rf"on ({COPY}_\d+_\d+)", plan))
    return f"{len(read)} of {parts} parts"
