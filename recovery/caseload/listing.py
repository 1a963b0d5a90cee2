"""A page of the list. Open alerts are asked for first, by themselves; the others the database puts in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    F,
    FloatField,
    OrderBy,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    When,
)
from django.db.models.expressions import Expression

from recovery.alerts.models import Alert
from recovery.alerts.models.alert import urgency_rank
from recovery.caseload.asked import Asked, Order, matching
from recovery.caseload.groups import Group, group_without_alert, next_visit, who_comes, who_is_back
from recovery.clinical.course import OUTLOOK_LASTS_DAYS
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.library import WINDOW_DAYS
from recovery.clinical.rhythm import Every
from recovery.clinical.signs import MOST_URGENT_FIRST, Urgency
from recovery.clinical.standing import Standing
from recovery.episodes.models import Episode
from recovery.journal.rhythm import every_of
from recovery.people import access, searching
from recovery.people.models import Clinic, Patient
from recovery.trends.models import Overview

PAGE_SIZE = 50

ALL = Asked()


@dataclass(frozen=True, slots=True)
class Chance:
    """How likely recovery is within 26 weeks of onset (0 to 1), with its 80% interval."""

    probability: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Row:
    """One patient on the list. `standing` is as of `assessed_on`; days are whole days before today.

    `leg_pain` are means (0-10) by week up to the last entry. `chance` is empty where the model was silent, and where it
    spoke too long ago. `is_back_of_late` when the patient said so of leg pain, whatever the standing is.
    """

    ref: UUID
    name: str
    age: int | None
    doctor: str
    group: Group
    weeks_since_onset: int | None
    standing: Standing | None
    assessed_on: date | None
    chance: Chance | None
    leg_pain: tuple[float | None, ...]
    last_entry: date | None
    days_silent: int | None
    next_visit: date | None
    alert_urgency: Urgency | None
    kept_weekly: bool = False
    is_back_of_late: bool = False

    @property
    def wants_days(self) -> bool:
        """Whether nothing can be said only because the diary is kept once a week."""
        last = self.leg_pain[-1] if self.leg_pain else None
        return self.kept_weekly and self.standing is Standing.NOT_CLEAR and last is None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the list: `number` of `pages`, those beside it, and how many patients there are on all.

    `alerts_outside` are the open alerts of patients whom the search or a filter leaves out, on whatever page.
    """

    rows: list[Row]
    number: int
    pages: int
    previous: int | None
    next: int | None
    patients: int
    alerts_outside: int = 0


@dataclass(frozen=True, slots=True)
class OpenAlerts:
    """Of each patient with an open alert how urgent it is, the first to be phoned first; and how many are open."""

    ranks: dict[int, int]
    counts: dict[int, int]


def page_of(
    clinic: Clinic, *, today: date, asked: Asked = ALL, number: object = 1, size: int = PAGE_SIZE
) -> Page:
    """A page of what was asked for. A page number that makes no sense gives the nearest."""
    alerts = _open_alerts(clinic)
    patients = _selected(clinic, asked, alerts, today)
    first = _in_selection(patients, alerts, asked)
    page = Paginator(range(patients.count()), size).get_page(number)  # type: ignore[arg-type]
    start = (page.number - 1) * size
    keys = [(patient, Group.OPEN_ALERT.value) for patient in first[start : start + size]]
    rest = _in_order(patients.exclude(pk__in=first), asked, today, shows_silence=clinic.shows_silence)
    keys.extend(rest[max(0, start - len(first)) : max(0, start + size - len(first))])
    shown = set(first)
    return Page(
        rows=_rows(clinic, dict(keys), alerts, today),
        number=page.number,
        pages=page.paginator.num_pages,
        previous=page.number - 1 if page.has_previous() else None,
        next=page.number + 1 if page.has_next() else None,
        patients=page.paginator.count,
        alerts_outside=sum(n for patient, n in alerts.counts.items() if patient not in shown),
    )


def _open_alerts(clinic: Clinic) -> OpenAlerts:
    """By urgency, then the longest waiting."""
    of_clinic = Alert.objects.open().of_any(access.patients_of(clinic))
    open_ones = of_clinic.annotate(rank=urgency_rank("urgency"))
    ranks: dict[int, int] = {}
    counts: dict[int, int] = {}
    for patient, rank in open_ones.order_by("rank", "raised_at").values_list("patient_id", "rank"):
        ranks.setdefault(patient, rank)
        counts[patient] = counts.get(patient, 0) + 1
    return OpenAlerts(ranks, counts)


def _selected(clinic: Clinic, asked: Asked, alerts: OpenAlerts, today: date) -> QuerySet[Patient]:
    """The patients that the search and every filter leave over."""
    found = access.patients_of(clinic)
    if asked.search:
        found = found.filter(matching(found, asked.search))
    if asked.standing:
        found = found.filter(overview__standing=asked.standing)
    if asked.doctor:
        found = found.filter(doctor=asked.doctor)
    if asked.no_doctor:
        found = found.filter(doctor=None)
    if asked.group is None:
        return found
    return _for_whom_holds(asked.group, found, alerts, today, shows_silence=clinic.shows_silence)


def _for_whom_holds(
    group: Group, found: QuerySet[Patient], alerts: OpenAlerts, today: date, *, shows_silence: bool
) -> QuerySet[Patient]:
    match group:
        case Group.OPEN_ALERT:
            return found.filter(pk__in=list(alerts.ranks))
        case Group.VISIT:
            return found.filter(pk__in=who_comes(today))
        case _:
            by_reason = group_without_alert(today, shows_silence=shows_silence)
            return found.annotate(group=by_reason).filter(Q(group=group.value))


def _in_selection(patients: QuerySet[Patient], alerts: OpenAlerts, asked: Asked) -> list[int]:
    """Those of the patients who have an open alert, in the order of the alerts."""
    if not asked.is_narrowed:
        return list(alerts.ranks)
    found = set(patients.filter(pk__in=list(alerts.ranks)).values_list("pk", flat=True))
    return [patient for patient in alerts.ranks if patient in found]


def _in_order(
    patients: QuerySet[Patient], asked: Asked, today: date, *, shows_silence: bool
) -> Sequence[tuple[int, int]] | QuerySet[Patient, tuple[int, int]]:
    """Their keys and groups, by what was asked; whoever has nothing to be ordered by comes last.

    Then who was silent for longest.
    """
    longest_silent = F("overview__last_entry").asc(nulls_first=True)
    group = group_without_alert(today, shows_silence=shows_silence)
    rows = patients.annotate(group=group).values_list("pk", "group")
    if asked.order is Order.URGENCY:
        return rows.order_by("group", longest_silent, "pk")
    if asked.order is Order.NAME:
        names = searching.names_of(patients)
        alphabetic = rows.order_by(longest_silent, "pk")
        return sorted(alphabetic, key=lambda row: names.get(row[0], ""), reverse=asked.backwards)
    order = OrderBy(_by(asked.order, today), nulls_last=True, descending=asked.backwards)
    return rows.order_by(order, longest_silent, "pk")


def _by(order: Order, today: date) -> Expression | F | Subquery:
    """What the database puts the list in order by: the longest ago, the soonest, or the lowest first."""
    match order:
        case Order.WEEKS:
            return _onset()
        case Order.LAST_ENTRY:
            return F("overview__last_entry")
        case Order.PROBABILITY:
            still_holds = When(
                overview__last_entry__gte=_outlook_holds_from(today), then=F("overview__probability")
            )
            return Case(still_holds, output_field=FloatField())
        case _:
            return next_visit(today)


def _rows(clinic: Clinic, groups: dict[int, int], alerts: OpenAlerts, today: date) -> list[Row]:
    """The rows of these patients, in the order of `groups`."""
    patients = access.patients_of(clinic).filter(pk__in=list(groups)).select_related("doctor", "overview")
    is_back = ExpressionWrapper(Q(pk__in=who_is_back(today)), output_field=BooleanField())
    found = patients.annotate(
        onset=_onset(), next_visit=next_visit(today), every=every_of(), is_back=is_back
    ).in_bulk()
    return [
        _row(found[key], Group(group), alerts.ranks.get(key), today)
        for key, group in groups.items()
        if key in found
    ]


def _onset() -> Subquery:
    current = Episode.objects.filter(patient=OuterRef("pk"), ended_on=None)
    return Subquery(current.values("onset")[:1])


def _row(patient: Patient, group: Group, alert: int | None, today: date) -> Row:
    overview = getattr(patient, "overview", None) or Overview(patient=patient)
    onset, last_entry = vars(patient)["onset"], overview.last_entry
    return Row(
        ref=patient.ref,
        name=str(patient.user),
        age=patient.age_on(today),
        doctor=str(patient.doctor or ""),
        group=group,
        weeks_since_onset=(today - onset).days // WEEK_DAYS if onset else None,
        standing=Standing(overview.standing) if overview.standing else None,
        assessed_on=overview.assessed_on,
        chance=_chance(overview, onset, today),
        leg_pain=overview.weekly_leg_pain,
        last_entry=last_entry,
        days_silent=(today - last_entry).days if last_entry else None,
        next_visit=vars(patient)["next_visit"],
        alert_urgency=None if alert is None else MOST_URGENT_FIRST[alert],
        kept_weekly=vars(patient)["every"] == Every.WEEK,
        is_back_of_late=vars(patient)["is_back"],
    )


def _chance(overview: Overview, onset: date | None, today: date) -> Chance | None:
    """The outlook while it holds: within the window, of a diary that did not fall silent."""
    probability, low, high, last = overview.probability, overview.low, overview.high, overview.last_entry
    if probability is None or low is None or high is None or last is None or onset is None:
        return None
    holds = last >= _outlook_holds_from(today) and (today - onset).days <= WINDOW_DAYS
    return Chance(probability, low, high) if holds else None


def _outlook_holds_from(today: date) -> date:
    return today - timedelta(days=OUTLOOK_LASTS_DAYS)
