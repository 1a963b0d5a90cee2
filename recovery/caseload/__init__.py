"""The patients of a clinic, those who need somebody first: one query, a page at a time."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils import timezone

from recovery.alerts.models import Alert
from recovery.clinical.cohort import STOPPED_AFTER_DAYS
from recovery.clinical.diary import SILENT_AFTER_DAYS, WEEK_DAYS
from recovery.clinical.signs import MOST_URGENT_FIRST, Urgency
from recovery.clinical.standing import NEEDS_A_LOOK, Standing
from recovery.episodes.models import Episode
from recovery.journal.models import Entry
from recovery.people import access
from recovery.people.models import Clinic, Patient
from recovery.trends.models import Assessment

PAGE_SIZE = 50


class Group(IntEnum):
    """Why a patient stands where they stand on the list, the most pressing first."""

    OPEN_ALERT = 0
    NEEDS_A_LOOK = 1
    SILENT = 2
    THE_REST = 3
    STOPPED = 4


@dataclass(frozen=True, slots=True)
class Row:
    """One patient on the list. `standing` is as of `assessed_on`; days are whole days before today."""

    ref: UUID
    name: str
    age: int | None
    group: Group
    weeks_since_onset: int | None
    standing: Standing | None
    assessed_on: date | None
    last_entry: date | None
    days_silent: int | None
    alert_urgency: Urgency | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: `number` of `pages`, those beside it, and how many patients there are on all."""

    rows: list[Row]
    number: int
    pages: int
    previous: int | None
    next: int | None
    patients: int


def page_of(clinic: Clinic, *, today: date, number: object = 1, size: int = PAGE_SIZE) -> Page:
    """A page of the clinic's patients, by urgency. A page number that makes no sense gives the nearest."""
    page = Paginator(_by_urgency(clinic, today), size).get_page(number)  # type: ignore[arg-type]
    return Page(
        rows=[_row(patient, today) for patient in page],
        number=page.number,
        pages=page.paginator.num_pages,
        previous=page.number - 1 if page.has_previous() else None,
        next=page.number + 1 if page.has_next() else None,
        patients=page.paginator.count,
    )


def _by_urgency(clinic: Clinic, today: date) -> QuerySet[Patient]:
    return (
        access.patients_of(clinic)
        .annotate(
            alert_rank=_of_patient(Alert.objects.open().most_urgent_first(), "rank"),
            onset=_of_patient(Episode.objects.filter(ended_on=None).order_by("-onset"), "onset"),
            last_entry=_of_patient(Entry.objects.order_by("-day"), "day"),
            standing=_latest_assessment("standing"),
            assessed_on=_latest_assessment("as_of"),
        )
        .annotate(
            group=Case(
                When(alert_rank__isnull=False, then=Value(Group.OPEN_ALERT.value)),
                When(_has_stopped(today), then=Value(Group.STOPPED.value)),
                When(standing__in=[s.value for s in NEEDS_A_LOOK], then=Value(Group.NEEDS_A_LOOK.value)),
                When(_silent_for(SILENT_AFTER_DAYS, today), then=Value(Group.SILENT.value)),
                default=Value(Group.THE_REST.value),
                output_field=IntegerField(),
            )
        )
        .order_by("group", "alert_rank", F("last_entry").asc(nulls_first=True), "pk")
    )


def _has_stopped(today: date) -> Q:
    """Recovered and silent, as most people end their diary; or silent for so long that nobody waits for a day."""
    recovered = Q(standing=Standing.RECOVERED.value) & _silent_for(SILENT_AFTER_DAYS, today)
    return recovered | _silent_for(STOPPED_AFTER_DAYS, today)


def _silent_for(days: int, today: date) -> Q:
    """No entry for more than `days` days; without any, since the diary began."""
    since = today - timedelta(days=days)
    return Q(last_entry__lt=since) | Q(last_entry=None, created_at__lt=_start_of(since))


def _start_of(day: date) -> datetime:
    """The first moment of a day, Dutch time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def _of_patient(rows: QuerySet, column: str) -> Subquery:  # type: ignore[type-arg]
    return Subquery(rows.filter(patient=OuterRef("pk")).values(column)[:1])


def _latest_assessment(column: str) -> Subquery:
    return _of_patient(Assessment.objects.order_by("-made_at", "-id"), column)


def _row(patient: Patient, today: date) -> Row:
    found = vars(patient)
    onset, last_entry, rank = found["onset"], found["last_entry"], found["alert_rank"]
    return Row(
        ref=patient.ref,
        name=str(patient.user),
        age=patient.age_on(today),
        group=Group(found["group"]),
        weeks_since_onset=(today - onset).days // WEEK_DAYS if onset else None,
        standing=Standing(found["standing"]) if found["standing"] else None,
        assessed_on=found["assessed_on"],
        last_entry=last_entry,
        days_silent=(today - last_entry).days if last_entry else None,
        alert_urgency=None if rank is None else MOST_URGENT_FIRST[rank],
    )
