"""Why a patient stands where they stand on the list, and how the database is asked for it."""

from datetime import date, datetime, time, timedelta
from enum import IntEnum

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.lookups import Exact
from django.utils import timezone

from recovery.aftercare.models import WeeklyAnswer
from recovery.clinical.cohort import STOPPED_AFTER_DAYS
from recovery.clinical.course import FLAG_DAYS
from recovery.clinical.diary import SILENT_AFTER_DAYS
from recovery.clinical.rhythm import WEEKLY_SILENT_AFTER_DAYS, Every
from recovery.clinical.standing import Standing
from recovery.episodes.models import Recovered, Returned, Visit
from recovery.journal.rhythm import every_of

# A visit counts as coming up from today to so many days on.
VISIT_WITHIN_DAYS = 7

GETTING_WORSE = (Standing.WORSE, Standing.RELAPSED)


class Group(IntEnum):
    """Why a patient stands where they stand on the list, the most pressing first."""

    OPEN_ALERT = 0
    WORSE = 1
    OFF_COURSE = 2
    SILENT = 3
    VISIT = 4
    THE_REST = 5
    STOPPED = 6


def group_without_alert(today: date, *, shows_silence: bool = True) -> Case:
    """The most pressing reason there is but for an open alert. Who stopped and comes this week is waited for again.

    Without `shows_silence` a clinic does not want to see who has written nothing for a week.
    """
    comes = Q(pk__in=who_comes(today))
    reasons: tuple[tuple[Q, Group], ...] = (
        (_has_stopped(today) & comes, Group.VISIT),
        (_has_stopped(today) & ~Q(pk__in=who_is_back(today)), Group.STOPPED),
        (Q(overview__standing__in=GETTING_WORSE) | Q(pk__in=who_is_back(today)), Group.WORSE),
        (Q(overview__standing=Standing.OFF_COURSE), Group.OFF_COURSE),
        *([(_is_silent(today), Group.SILENT)] if shows_silence else []),
        (comes, Group.VISIT),
    )
    return Case(
        *(When(reason, then=Value(group.value)) for reason, group in reasons),
        default=Value(Group.THE_REST.value),
        output_field=IntegerField(),
    )


def who_comes(today: date) -> QuerySet[Visit, int]:
    """The keys of the patients of all clinics with a visit planned from today to a week on."""
    last = today + timedelta(days=VISIT_WITHIN_DAYS)
    return _planned(today).filter(day__lte=last).order_by().values_list("episode__patient", flat=True)


def who_is_back(today: date) -> QuerySet[Returned, int]:
    """The keys of the patients of all clinics who said in the last `FLAG_DAYS` days that leg pain is back.

    The model needs days to see it. Whoever closed the course since is not among them.
    """
    closed = Recovered.objects.filter(episode=OuterRef("episode"), said_at__gt=OuterRef("said_at"))
    said = Returned.objects.filter(said_at__gte=_start_of(today - timedelta(days=FLAG_DAYS - 1)))
    going_on = Q(new_episode=None, episode__ended_on=None) | Q(new_episode__ended_on=None)
    of_now = said.filter(going_on).exclude(Exists(closed))
    return of_now.order_by().values_list("episode__patient", flat=True)


def next_visit(today: date) -> Subquery:
    """The day of a patient's next visit, today's included; empty when none is planned."""
    return Subquery(_planned(today).filter(episode__patient=OuterRef("pk")).values("day")[:1])


def _planned(today: date) -> QuerySet[Visit]:
    return Visit.objects.standing().filter(held_at=None, day__gte=today)


def _has_stopped(today: date) -> Q:
    """Recovered and silent, as most people end their diary; or silent for so long that nobody waits for a day."""
    recovered = Q(overview__standing=Standing.RECOVERED) & _is_silent(today)
    return recovered | _silent_for(STOPPED_AFTER_DAYS, today)


def _is_silent(today: date) -> Q:
    """No word for more than a week; where the diary is kept weekly, for more than two, its weekly question included."""
    answered = WeeklyAnswer.objects.filter(
        episode__patient=OuterRef("pk"), day__gte=today - timedelta(days=WEEKLY_SILENT_AFTER_DAYS)
    )
    is_weekly = Q(Exact(every_of(), Value(Every.WEEK.value)))
    excused = is_weekly & (~_silent_for(WEEKLY_SILENT_AFTER_DAYS, today) | Q(Exists(answered)))
    return _silent_for(SILENT_AFTER_DAYS, today) & ~excused


def _silent_for(days: int, today: date) -> Q:
    """No entry for more than `days` days; without any, since the diary began."""
    since = today - timedelta(days=days)
    return Q(overview__last_entry__lt=since) | Q(overview__last_entry=None, created_at__lt=_start_of(since))


def _start_of(day: date) -> datetime:
    """The first moment of a day, Dutch time."""
    return timezone.make_aware(datetime.combine(day, time.min))
