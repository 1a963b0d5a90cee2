"""Who read, took out or wrote in what is a patient's: written before they have it, and never changed (NEN 7513)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from recovery.people.models import AccessRecord, ApiToken, Clinic, Ground, Patient, Role, User

# So many rows are deleted at once: no table is held for long.
BATCH = 5000

# Of a row, of who and of whom it was, what a file of the log tells.
COLUMNS = (
    *("at", "role", "what", "wrote", "ground", "address"),
    *("user__name", "user__email", "token__name", "clinic__name"),
    *("patient__ref", "patient__user__name", "patient__user__email"),
)

# Days that have a moment at which they begin, wherever one is.
FIRST_DAY, LAST_DAY = date(1, 1, 3), date(9999, 12, 29)

# What makes rows one visit of one reader.
OF_A_VISIT = ("user", "token", "role", "clinic", "ground", "day")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a user or a token, in a role, for a clinic if it is one, from an IP address if that is known."""

    role: Role
    clinic: Clinic | None
    user: User | None = None
    token: ApiToken | None = None
    address: str | None = None


def record(
    reader: Reader,
    *,
    what: str,
    now: datetime,
    patient: Patient | None = None,
    ground: Ground | None = None,
    wrote: bool = False,
) -> None:
    """Write down one reading. Without `patient`, of nobody in particular."""
    one = [patient] if patient else []
    record_each(reader, one, what=what, now=now, ground=ground, wrote=wrote)


def record_each(
    reader: Reader,
    patients: Iterable[Patient],
    *,
    what: str,
    now: datetime,
    ground: Ground | None = None,
    wrote: bool = False,
) -> None:
    """Write down one reading of several patients: a row for each, once, in one statement.

    Of nobody it is one row all the same: that there was nothing has been read as well. Without `ground` it is the one
    that the patient's record tells.
    """
    everybody, today = {patient.pk: patient for patient in patients}, timezone.localdate(now)
    AccessRecord.objects.bulk_create(
        AccessRecord(
            at=now,
            clinic=reader.clinic,
            user=reader.user,
            token=reader.token,
            role=reader.role,
            address=reader.address,
            patient=patient,
            what=what,
            wrote=wrote,
            ground=ground or ground_of(patient, today),
        )
        for patient in (everybody.values() or (None,))
    )


def ground_of(patient: Patient | None, today: date) -> Ground:
    """On what ground the patient's clinic reads on `today`."""
    if patient is None or patient.reads_until is None:
        return Ground.SHARED
    return Ground.AFTER_DISCHARGE if patient.reads_until >= today else Ground.OPEN_ALERT


# Reading the log


def of_clinic(clinic: Clinic) -> QuerySet[AccessRecord]:
    """Every reading by this clinic, the latest first."""
    return _told(AccessRecord.objects.filter(clinic=clinic))


def of_patient(patient: Patient) -> QuerySet[AccessRecord]:
    """Every reading of this patient's record, by whatever clinic, the latest first."""
    return _told(AccessRecord.objects.filter(patient=patient))


def _told(records: QuerySet[AccessRecord]) -> QuerySet[AccessRecord]:
    with_names = records.select_related("user", "token", "clinic", "patient__user")
    return with_names.order_by("-at", "-pk")


def between(clinic: Clinic, first: date, last: date) -> QuerySet[AccessRecord]:
    """The readings by this clinic from one day to another, both included, the earliest first.

    By moments, which an index answers; of who and of whom the name alone is unsealed: a year may be a million rows.
    """
    until = last + timedelta(days=1) if last < date.max else last
    days = AccessRecord.objects.filter(clinic=clinic, at__gte=_midnight(first), at__lt=_midnight(until))
    told = days.select_related("user", "token", "clinic", "patient__user").order_by("at", "pk")
    return told.only(*COLUMNS)


def _midnight(day: date) -> datetime:
    """When a day begins here. The first and the last that there are have no such moment in UTC, and are cut off."""
    bound = min(max(day, FIRST_DAY), LAST_DAY)
    return timezone.make_aware(datetime.combine(bound, time.min))


def patients_in(records: QuerySet[AccessRecord]) -> QuerySet[Patient]:
    """Of whom these readings were."""
    return Patient.objects.filter(pk__in=records.order_by().values("patient"))


@dataclass(frozen=True, slots=True)
class Visit:
    """What one reader did with one record on one day. `did` is what, whether they wrote, and how often."""

    who: str
    role: str
    clinic: str
    ground: str
    day: date
    first: datetime
    last: datetime
    times: int
    did: tuple[tuple[str, bool, int], ...]


def visits(patient: Patient, *, start: int, size: int) -> list[Visit]:
    """Of this patient's record, a row a reader a day, the latest first: at most `size` after the first `start`."""
    found = list(
        _by_visit(patient)
        .annotate(first=Min("at"), last=Max("at"), times=Count("pk"))
        .order_by("-last", *OF_A_VISIT)[start : start + size]
    )
    return list(_visits(patient, found)) if found else []


def _by_visit(patient: Patient, *more: str) -> QuerySet[AccessRecord, dict[str, Any]]:
    rows = AccessRecord.objects.filter(patient=patient).annotate(day=TruncDate("at"))
    return rows.values(*OF_A_VISIT, *more)


def _visits(patient: Patient, found: list[dict[str, Any]]) -> Iterator[Visit]:
    """With what was done in each, and the names: the same number of questions however many there are."""
    did: dict[tuple[object, ...], list[tuple[str, bool, int]]] = {}
    parts = _by_visit(patient, "what", "wrote").filter(
        at__gte=min(row["first"] for row in found), at__lte=max(row["last"] for row in found)
    )
    for part in parts.annotate(times=Count("pk")).order_by("wrote", "-times", "what"):
        key = tuple(part[name] for name in OF_A_VISIT)
        did.setdefault(key, []).append((part["what"], part["wrote"], part["times"]))
    users = User.objects.in_bulk({row["user"] for row in found if row["user"]})
    tokens = ApiToken.objects.in_bulk({row["token"] for row in found if row["token"]})
    clinics = Clinic.objects.in_bulk({row["clinic"] for row in found if row["clinic"]})
    for row in found:
        token = tokens.get(row["token"])
        yield Visit(
            who=token.name if token else str(users[row["user"]]),
            role=row["role"],
            clinic=str(clinics.get(row["clinic"], "")),
            ground=row["ground"],
            day=row["day"],
            first=row["first"],
            last=row["last"],
            times=row["times"],
            did=tuple(did[tuple(row[name] for name in OF_A_VISIT)]),
        )


# How long it is kept


def forget_old(*, now: datetime, years: int | None = None) -> int:
    """Delete what was kept long enough, a batch at a time; how many rows. The database keeps the last five years."""
    before, gone = _years_before(now, years or settings.ACCESS_LOG_YEARS), 0
    while batch := AccessRecord.objects.forget(before, at_most=BATCH):
        gone += batch
    return gone


def _years_before(now: datetime, years: int) -> datetime:
    """The same moment so many years ago; of 29 February that of the 28th."""
    try:
        return now.replace(year=now.year - years)
    except ValueError:
        return now.replace(year=now.year - years, day=28)
