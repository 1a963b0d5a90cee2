"""How a clinic's alerts went, so that alert fatigue is visible: how many, how fast, and how many were needed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import inf, isinf
from statistics import median

from django.db.models import prefetch_related_objects

from recovery.alerts.ladder import shift_at
from recovery.alerts.models import Alert, Outcome, Rung, Shift, Step, Until
from recovery.clinical.signs import RULES, Sign, Urgency
from recovery.people.models import Clinic

# Over how many days figures can be asked.
PERIODS = (30, 90, 365)

# Taken in time: before the ladder climbs to its second rung; so many minutes where it has none [P].
BOUND_MINUTES = 30

# With these the clinic has had contact.
CONTACT = frozenset({Outcome.PHONED, Outcome.SEEN_TODAY, Outcome.EMERGENCY_DEPARTMENT, Outcome.MRI})

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Course:
    """One alert in minutes after it was raised: `None` for what has not happened (yet).

    `age` is how old it is, `bound` within how many minutes it had to be taken. `needed` is what was judged
    afterwards.
    """

    patient: int
    urgency: Urgency
    shift: Shift
    signs: frozenset[Sign]
    age: float
    bound: int
    taken: float | None
    contact: float | None
    needed: bool | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Of some alerts: how many; in time, of those whose bound has passed or that were taken; judged needed, of
    those that were judged. Medians in minutes, `None` where half of them or more have not come to it."""

    alerts: int
    due: int
    in_time: int
    minutes_to_taken: float | None
    minutes_to_contact: float | None
    judged: int
    needed: int


@dataclass(frozen=True, slots=True)
class ClinicFigures:
    """Over a period: of all alerts, by urgency, by shift and by sign; and about how many patients."""

    patients: int
    every: Figures
    by_urgency: dict[Urgency, Figures]
    by_shift: dict[Shift, Figures]
    by_sign: dict[Sign, Figures]


def figures_of(clinic: Clinic, *, days: int, now: datetime) -> ClinicFigures:
    """The alerts of the last `days`, raised while this clinic read along. A few queries, however many there are."""
    prefetch_related_objects([clinic], "closed_days")
    since = now - timedelta(days=days)
    raised = Alert.objects.filter(clinic=clinic, raised_at__gt=since, raised_at__lte=now)
    courses = list(_courses(clinic, raised.prefetch_related("steps"), now))
    signs = [rule.sign for rule in RULES]
    return ClinicFigures(
        patients=len({course.patient for course in courses}),
        every=count(courses),
        by_urgency={each: count([c for c in courses if c.urgency is each]) for each in Urgency},
        by_shift={each: count([c for c in courses if c.shift is each]) for each in Shift},
        by_sign={each: count([c for c in courses if each in c.signs]) for each in signs},
    )


def count(courses: Sequence[Course]) -> Figures:
    """The figures of some alerts."""
    due = [course for course in courses if course.taken is not None or course.age > course.bound]
    judged = [course.needed for course in courses if course.needed is not None]
    return Figures(
        alerts=len(courses),
        due=len(due),
        in_time=sum(course.taken is not None and course.taken <= course.bound for course in due),
        minutes_to_taken=_median(course.taken for course in due),
        minutes_to_contact=_median(
            course.contact for course in courses if course.contact is not None or course.age > course.bound
        ),
        judged=len(judged),
        needed=sum(judged),
    )


def bound_of(clinic: Clinic) -> dict[Shift, int]:
    """Within how many minutes an alert is taken in time: before the next rung of "not taken"."""
    climbs = Rung.objects.filter(clinic=clinic, until=Until.TAKEN, after_minutes__gt=0)
    first: dict[str, int] = {}
    for shift, minutes in climbs.order_by("after_minutes").values_list("shift", "after_minutes"):
        first.setdefault(shift, minutes)
    return {shift: first.get(shift, BOUND_MINUTES) for shift in Shift}


def _courses(clinic: Clinic, alerts: Iterable[Alert], now: datetime) -> Iterator[Course]:
    bounds = bound_of(clinic)
    for alert in alerts:
        shift = shift_at(clinic, alert.raised_at)
        steps = list(alert.steps.all())
        closed = next((step for step in steps if step.step == Step.CLOSED), None)
        contacts = [step.at for step in steps if step.step == Step.CONTACTED]
        if closed and closed.outcome in CONTACT:
            contacts.append(closed.at)
        yield Course(
            patient=alert.patient_id,
            urgency=Urgency(alert.urgency),
            shift=shift,
            signs=alert.signs,
            age=(now - alert.raised_at) / MINUTE,
            bound=bounds[shift],
            taken=_minutes(alert, (step.at for step in steps if step.step == Step.TAKEN)),
            contact=_minutes(alert, contacts),
            needed=closed.needed if closed else None,
        )


def _minutes(alert: Alert, moments: Iterable[datetime]) -> float | None:
    """Minutes from the alert to the first of some moments."""
    first = min(moments, default=None)
    return (first - alert.raised_at) / MINUTE if first else None


def _median(minutes: Iterable[float | None]) -> float | None:
    """The median, with what has not happened counted as never."""
    known = [inf if each is None else each for each in minutes]
    middle = median(known) if known else inf
    return None if isinf(middle) else middle
