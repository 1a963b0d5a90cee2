"""How often a patient keeps the diary: every day, or lighter once recovered."""

from datetime import date, datetime

from django.utils import timezone

from recovery.clinical.rhythm import Because, Every
from recovery.journal.models import Rhythm
from recovery.people.models import Patient, User


def rhythm_of(patient: Patient, today: date) -> Every:
    """How often the diary is kept on `today`; without a choice every day."""
    last = Rhythm.objects.filter(patient=patient, since__lte=today).last()
    return Every(last.every) if last else Every.DAY


def choose(patient: Patient, *, every: Every, because: Because, by: User, now: datetime) -> Rhythm:
    """Keep the diary so often from today on."""
    return Rhythm.objects.create(
        patient=patient, every=every, since=timezone.localdate(now), because=because, set_by=by, set_at=now
    )
