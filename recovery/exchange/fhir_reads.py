"""What a clinic's systems ask for, page by page: rows of the database as the same FHIR resources as in a document.

Every function is handed the patients that may be read. A page ends in a key, not in a number: what is written in
between makes nothing skip.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from recovery.alerts.models import Alert
from recovery.exchange import values
from recovery.exchange.arrivals.names import ELSEWHERE
from recovery.exchange.dossier import AlertTold, Author, EntryTold
from recovery.exchange.fhir import alerts as flags
from recovery.exchange.fhir import diary, questionnaires
from recovery.exchange.fhir.elements import Resource
from recovery.exchange.fhir.patient import patient as patient_resource
from recovery.journal.models import Entry, EntryVersion, Filled
from recovery.people.models import Patient, User

Key = tuple[str, ...]

DIARY = "diary"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` up to, not including, `before`; `None` is without end."""

    first: date | None = None
    before: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day is one of them."""
        return (self.first is None or day >= self.first) and (self.before is None or day < self.before)

    def days(self, field: str) -> Q:
        """As a condition on a date."""
        return _between(field, self.first, self.before)

    def moments(self, field: str) -> Q:
        """As a condition on a moment."""
        return _between(field, self.first and _midnight(self.first), self.before and _midnight(self.before))


def _between(field: str, low: date | None, high: date | None) -> Q:
    bounds = {f"{field}__gte": low, f"{field}__lt": high}
    return Q(**{name: bound for name, bound in bounds.items() if bound is not None})


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


@dataclass(frozen=True, slots=True)
class Found:
    """A resource, whose it is, and the key of its place in the order."""

    resource: Resource
    patient: Patient
    key: Key


# --- pages: at most `count` and one more, by which it shows that there is a next page


def patients(those: QuerySet[Patient], *, after: Key | None, count: int) -> list[Found]:
    """Patients in the order of their reference."""
    later = those.filter(ref__gt=UUID(after[0])) if after else those
    found = later.order_by("ref")[: count + 1]
    return [Found(patient_resource(values.person(one)), one, (one.ref.hex,)) for one in found]


def responses(
    those: QuerySet[Patient], *, days: Span, authored: Span, after: Key | None, count: int
) -> list[Found]:
    """Days of the diary and questionnaires as they stand, the latest first, of a day the diary before the others."""
    entries = _entries(those, days, after).filter(authored.moments("written_at"))
    if after:
        entries = entries.exclude(day=date.fromisoformat(after[0]), patient__ref=UUID(after[1]))
    sheets = _sheets(those, days, after).filter(authored.moments("written_at"))
    found = [
        *(_response(row) for row in entries[: count + 1]),
        *(_sheet(row) for row in sheets[: count + 1]),
    ]
    # Each list is in its order already, and sorting keeps it: codes are compared by the database alone.
    return sorted(found, key=_latest_first)[: count + 1]


def _latest_first(found: Found) -> tuple[int, str, bool]:
    day, ref, code = found.key
    return -date.fromisoformat(day).toordinal(), ref, bool(code)


def _response(row: Entry) -> Found:
    return Found(diary.response(_entry(row), row.patient.ref), row.patient, (*_place(row), ""))


def _sheet(row: Filled) -> Found:
    told = values.filled(row, _writers(row.patient, row.written_by), turn=vars(row)["turn"], replaced=False)
    resource = questionnaires.filled(told, row.patient.ref)
    return Found(resource, row.patient, (row.day.isoformat(), row.patient.ref.hex, row.code))


def _sheets(those: QuerySet[Patient], days: Span, after: Key | None) -> QuerySet[Filled]:
    """Questionnaires that stand, the latest day first, with how many there were of that day before."""
    rows = Filled.objects.filter(days.days("day"), patient__in=those, replaced_by=None)
    if after:
        day, ref, code = date.fromisoformat(after[0]), UUID(after[1]), after[2]
        same = Q(patient__ref__gt=ref) | Q(patient__ref=ref, code__gt=code)
        rows = rows.filter(Q(day__lt=day) | Q(same, day=day))
    of_the_day = Filled.objects.filter(
        patient=OuterRef("patient"), code=OuterRef("code"), day=OuterRef("day")
    )
    every = of_the_day.order_by().values("day").annotate(number=Count("pk")).values("number")
    counted = rows.annotate(turn=Subquery(every) - 1)
    return counted.select_related("patient__user", "written_by").order_by("-day", "patient__ref", "code")


def observations(those: QuerySet[Patient], *, days: Span, after: Key | None, count: int) -> list[Found]:
    """What was observed, the latest day first, each day in the order of its questions."""
    answered = ~Q(feeling="") | ~Q(strength="")
    for scale in diary.SCALES:
        answered |= Q(**{f"{scale}__isnull": False})
    # Each day gives one at least; of the day on which the last page ended, none may be left.
    rows = _entries(those, days, after).filter(answered)[: count + 2]
    found = (one for row in rows for one in _observed(row))
    left = [
        one for one in found if after is None or one.key[:2] != after[:2] or _rank(one.key) > _rank(after)
    ]
    return left[: count + 1]


def _rank(key: Key) -> int:
    return diary.OBSERVED.index(key[2])


def _observed(row: Entry) -> Iterator[Found]:
    told, ref = _entry(row), row.patient.ref
    for name in diary.OBSERVED:
        if resource := diary.observation(told, ref, name):
            yield Found(resource, row.patient, (*_place(row), name))


def _entries(those: QuerySet[Patient], days: Span, after: Key | None) -> QuerySet[Entry]:
    """Entries, the latest day first; after a key, from that of the key on."""
    rows = Entry.objects.filter(days.days("day"), patient__in=those)
    if after:
        day, ref = date.fromisoformat(after[0]), UUID(after[1])
        rows = rows.filter(Q(day__lt=day) | Q(day=day, patient__ref__gte=ref))
    return rows.select_related("patient__user", "written_by").order_by("-day", "patient__ref")


def _place(row: Entry) -> Key:
    return row.day.isoformat(), row.patient.ref.hex


def flags_raised(those: QuerySet[Patient], *, raised: Span, after: Key | None, count: int) -> list[Found]:
    """Alerts, the latest first."""
    rows = Alert.objects.filter(raised.moments("raised_at"), patient__in=those)
    if after:
        at, key = datetime.fromisoformat(after[0]), UUID(after[1])
        rows = rows.filter(Q(raised_at__lt=at) | Q(raised_at=at, pk__gt=key))
    found = _with_steps(rows).order_by("-raised_at", "pk")[: count + 1]
    return [_flag(row) for row in found]


def _with_steps(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    return rows.select_related("patient__user", "raised_by").prefetch_related("steps__by")


def _flag(row: Alert) -> Found:
    resource = flags.flag(_alert(row), row.patient.ref)
    return Found(resource, row.patient, (row.raised_at.isoformat(), row.pk.hex))


# --- one by its id


def the_patient(those: QuerySet[Patient], key: str) -> Found | None:
    ref = _uuid(key)
    found = those.filter(ref=ref).first() if ref and key == str(ref) else None
    return Found(patient_resource(values.person(found)), found, ()) if found else None


def the_flag(those: QuerySet[Patient], key: str) -> Found | None:
    alert_id = _uuid(key)
    if alert_id is None or key != str(alert_id):
        return None
    found = _with_steps(Alert.objects.filter(pk=alert_id, patient__in=those)).first()
    return _flag(found) if found else None


@dataclass(frozen=True, slots=True)
class DayKey:
    """What the id of something of a day says: whose, which day, and what was asked."""

    ref: UUID
    day: date
    what: str

    @property
    def is_sheet(self) -> bool:
        """Whether it is a questionnaire."""
        return self.what.startswith("q_")

    @property
    def is_whole(self) -> bool:
        """Whether it is a QuestionnaireResponse, and not one answer of the diary."""
        return self.what == DIARY or self.is_sheet


def day_key(key: str) -> DayKey | None:
    """The parts of the id of something of a day, or `None` when it is none."""
    ref, _, rest = key.partition(".")
    day, _, what = rest.partition(".")
    try:
        read = DayKey(UUID(ref), datetime.strptime(day, "%Y%m%d").date(), what.replace("-", "_"))  # noqa: DTZ007
    except ValueError:
        return None
    return read if diary.day_id(read.ref, read.day, read.what) == key else None


def the_day(those: QuerySet[Patient], key: DayKey) -> Found | None:
    """One answer of a day, or the whole of it: the diary, or a questionnaire."""
    if key.is_sheet:
        return _the_sheet(those.filter(ref=key.ref), key)
    row = _entries(those.filter(ref=key.ref), Span(), None).filter(day=key.day).first()
    if row is None:
        return None
    if key.what == DIARY:
        return Found(diary.response(_entry(row), key.ref), row.patient, ())
    found = diary.observation(_entry(row), key.ref, key.what) if key.what in diary.OBSERVED else None
    return Found(found, row.patient, ()) if found else None


def _the_sheet(those: QuerySet[Patient], key: DayKey) -> Found | None:
    rows = _sheets(those, Span(), None).filter(day=key.day)
    wanted = diary.day_id(key.ref, key.day, key.what)
    return next((found for found in map(_sheet, rows) if found.resource["id"] == wanted), None)


def who_removed_the_day(those: QuerySet[Patient], key: DayKey) -> Patient | None:
    """The patient who took this day of the diary back, if it was there."""
    if key.is_sheet:
        return None
    removed = EntryVersion.objects.filter(
        patient__in=those.filter(ref=key.ref), day=key.day, change=EntryVersion.Change.REMOVED
    )
    found = removed.select_related("patient").first()
    return found.patient if found else None


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


# --- rows as values


def _entry(row: Entry) -> EntryTold:
    """A day whose patient and author are loaded."""
    return values.entry(row, _writers(row.patient, row.written_by))


def _alert(row: Alert) -> AlertTold:
    """An alert whose patient, author and steps are loaded."""
    steps = row.steps.all()
    done_by = {step.by.pk: Author(step.by.pk == row.patient.user_id, step.by.name) for step in steps}
    return values.alert(row, steps, done_by | _writers(row.patient, row.raised_by))


def _writers(patient: Patient, *users: User) -> dict[int, Author]:
    """Who wrote in a diary: the patient or a proxy of theirs; of what was brought in only the name is known."""
    return {user.pk: _writer(patient, user) for user in users}


def _writer(patient: Patient, user: User) -> Author:
    is_patient = user.pk == patient.user_id
    return Author(is_patient, user.name, not is_patient and not user.email.endswith(ELSEWHERE))
