"""`python -m bench.looked`: how the log of who looked grows in a year at a clinic, and what its pages then cost.

SQLite, or the PostgreSQL of DATABASE_URL. `SMALL=1`: eleven working days of it.
"""

from bench.throwaway import site  # first: sets Django up

# isort: split
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle, islice
from time import perf_counter
from typing import Any

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings
from django.urls import reverse
from django.utils import timezone

from recovery.people.models import AccessRecord, Clinic, Ground, Membership, Patient, Role, User, What

PART = 20 if os.environ.get("SMALL") == "1" else 1
PATIENTS, STAFF, DAYS = 1_000, 10, 220 // PART

# A working day of one of the staff [P]: the list with fifty patients on it, records, and the panel of open alerts.
DAY = (
    (What.LIST, 6, 50),
    (What.REVIEW, 12, 1),
    (What.EPISODE, 12, 1),
    (What.VISITS, 12, 1),
    (What.ALERTS, 10, 3),
)


def rows_a_year() -> int:
    """Of the whole clinic."""
    return STAFF * DAYS * sum(times * shown for _what, times, shown in DAY)


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one page or file: queries, seconds, bytes."""

    name: str
    queries: int
    seconds: float
    size: int


def main() -> None:
    with site(), override_settings(ALLOWED_HOSTS=["testserver"], SESSION_COOKIE_SECURE=False):
        clinic, manager, patient = _people()
        began = perf_counter()
        total = _fill(clinic)
        print(
            f"{connection.vendor}: {total:,} rows in {perf_counter() - began:.0f} s, {_bytes() / total:.0f} bytes a row"
        )
        for cost in _costs(manager, patient):
            print(f"| {cost.name} | {cost.queries} | {cost.seconds * 1000:,.0f} ms | {cost.size:,} |")


def _people() -> tuple[Clinic, User, Patient]:
    clinic = Clinic.objects.create(name="Neurologie Noord")
    for number in range(STAFF):
        user = User.objects.create(email=f"staff{number}@noord.example", name=f"dr. {number}")
        Membership.objects.create(user=user, clinic=clinic, role=Membership.Role.NEUROLOGIST)
    manager = User.objects.create(email="post@noord.example", name="M. Post")
    Membership.objects.create(user=manager, clinic=clinic, role=Membership.Role.MANAGER)
    TOTP.activate(manager, generate_totp_secret())
    for number in range(PATIENTS):
        user = User.objects.create(email=f"p{number}@example.nl", name=f"Patient {number}")
        patient = Patient.objects.create(user=user, clinic=clinic, shares_diary=True, under_treatment=True)
    return clinic, manager, patient


def _fill(clinic: Clinic) -> int:
    """A year of it, as it would come; returns how many rows."""
    total = 0
    rows = _rows(clinic)
    while some := list(islice(rows, 5_000)):
        AccessRecord.objects.bulk_create(some)
        total += len(some)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return total


def _rows(clinic: Clinic) -> Iterator[AccessRecord]:
    staff = list(Membership.objects.filter(role=Membership.Role.NEUROLOGIST).values_list("user", flat=True))
    patients = cycle(Patient.objects.values_list("pk", flat=True))
    for at in _days():
        for user in staff:
            for number, (what, times, shown) in enumerate(DAY):
                for patient in islice(patients, times * shown):
                    yield AccessRecord(
                        at=at + timedelta(minutes=number),
                        clinic=clinic,
                        user_id=user,
                        role=Role.NEUROLOGIST,
                        patient_id=patient,
                        what=what,
                        ground=Ground.SHARED,
                        address="192.0.2.17",
                    )


def _days() -> list[datetime]:
    last = timezone.now() - timedelta(hours=1)
    return [last - timedelta(days=365 * number / DAYS) for number in reversed(range(DAYS))]


def _bytes() -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_total_relation_size('people_accessrecord')")
            return int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT sum(pgsize) FROM dbstat WHERE name LIKE '%accessrecord%' OR name LIKE 'access_by%'"
        )
        return int(cursor.fetchone()[0])


def _costs(manager: User, patient: Patient) -> Iterator[Cost]:
    today = timezone.localdate()
    boss, own = Client(), Client()
    boss.force_login(manager)
    own.force_login(patient.user)
    log, export = reverse("clinic:access_log"), reverse("clinic:export_access_log")
    yield _cost("a manager's page, the first", lambda: boss.get(log))
    yield _cost("the thousandth", lambda: boss.get(log, {"page": 1000}))
    for name, days in (("the file of a month", 30), ("of a year", 365)):
        period = {"first": today - timedelta(days=days), "last": today}
        yield _cost(name, lambda period=period: boss.get(export, period))  # type: ignore[misc]
    yield _cost("a patient's own page", lambda: own.get(reverse("patient:access_log")))


def _cost(name: str, ask: Callable[[], Any]) -> Cost:
    with CaptureQueriesContext(connection) as asked:
        began = perf_counter()
        answer = ask()
        assert answer.status_code == 200, answer.status_code  # noqa: S101
        size = sum(map(len, answer.streaming_content)) if answer.streaming else len(answer.content)
        return Cost(name, len(asked), perf_counter() - began, size)


if __name__ == "__main__":
    main()
