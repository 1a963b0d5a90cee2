"""How often a patient keeps the diary: every day, or every week once recovered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from recovery.clinical.course import Reading
from recovery.clinical.rhythm import PROPOSED_AGAIN_AFTER_DAYS, Because, Every, next_question
from recovery.journal.models import Rhythm
from recovery.people.models import Patient, User


@dataclass(frozen=True, slots=True)
class Kept:
    """How often the diary is kept, and since when; never chosen, it is every day and has no beginning."""

    every: Every = Every.DAY
    since: date | None = None
    because: Because | None = None

    @property
    def is_weekly(self) -> bool:
        return self.every is Every.WEEK

    def next_question(self, today: date) -> date | None:
        """The next day of the weekly question, today included; `None` every day."""
        return next_question(self.since, today) if self.is_weekly and self.since else None

    def explains(self, reading: Reading) -> bool:
        """Whether a reading says nothing only because the diary was kept once a week by then."""
        since = self.since if self.is_weekly else None
        return reading.wants_days and since is not None and since <= reading.as_of


def rhythm_of(patient: Patient, today: date) -> Kept:
    """The rhythm that holds on `today`."""
    row = Rhythm.objects.filter(patient=patient, since__lte=today).order_by("-set_at", "-pk").first()
    return Kept(Every(row.every), row.since, Because(row.because)) if row else Kept()


def every_of(patient: str = "pk") -> Coalesce:
    """The code of the rhythm in a query; `patient` is the path to the patient's key."""
    return Coalesce(_latest(patient, "every"), Value(Every.DAY.value))


def since_of(patient: str = "pk") -> Subquery:
    """Since when that rhythm holds; empty where none was chosen."""
    return _latest(patient, "since")


def _latest(patient: str, column: str) -> Subquery:
    latest = Rhythm.objects.filter(patient=OuterRef(patient)).order_by("-set_at", "-pk")
    return Subquery(latest.values(column)[:1])


@transaction.atomic
def choose(patient: Patient, every: Every, *, because: Because, by: User, now: datetime) -> Rhythm | None:
    """Keep the diary in another rhythm from today on; a row only when it changes."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    if rhythm_of(patient, timezone.localdate(now)).every is every:
        return None
    return _write(patient, every, because=because, by=by, now=now)


def stay_daily(patient: Patient, *, by: User, now: datetime) -> Rhythm:
    """The lighter rhythm was proposed, and the patient said no: kept, so that it is not asked again for a while."""
    return _write(patient, Every.DAY, because=Because.CHOSEN, by=by, now=now)


def may_propose_weekly(kept: Kept, today: date) -> bool:
    """Whether the lighter rhythm can be proposed, as far as what was said before goes."""
    if kept.is_weekly:
        return False
    return kept.since is None or kept.since + timedelta(days=PROPOSED_AGAIN_AFTER_DAYS) <= today


def _write(patient: Patient, every: Every, *, because: Because, by: User, now: datetime) -> Rhythm:
    return Rhythm.objects.create(
        patient=patient, every=every, since=timezone.localdate(now), because=because, set_by=by, set_at=now
    )
