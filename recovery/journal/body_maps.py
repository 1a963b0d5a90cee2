"""The body picture: writing one down for a day, and reading those that stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from recovery.clinical.body import Mark, marks_of
from recovery.episodes.models import Episode
from recovery.journal.diary import Change
from recovery.journal.models import BodyMap
from recovery.people.models import Patient, User


@dataclass(frozen=True, slots=True)
class Written:
    """A body picture as it stands now, and what writing it did."""

    body_map: BodyMap
    change: Change


@transaction.atomic
def write(episode: Episode, *, marks: Sequence[Mark], by: User, now: datetime) -> Written:
    """Write down what is felt today; there already, it is replaced and what it said before is kept.

    The patient's row is locked first, so that the same thing sent twice at once is one row.
    """
    Patient.objects.select_for_update().get(pk=episode.patient_id)
    day, told = timezone.localdate(now), as_stored(marks)
    standing = on_day(episode, day)
    if standing and standing.marks == told:
        return Written(standing, Change.SAME)
    made = BodyMap.objects.create(
        patient_id=episode.patient_id,
        episode=episode,
        day=day,
        marks=told,
        written_by=by,
        written_at=now,
        replaces=standing,
    )
    return Written(made, Change.CORRECTED if standing else Change.NEW)


def hand_over(old: Episode, new: Episode) -> int:
    """Pictures from the onset of the episode that follows belong to that, those they replaced as well. How many."""
    return BodyMap.objects.filter(episode=old, day__gte=new.onset).update(episode=new)


def as_stored(marks: Sequence[Mark]) -> list[list[str]]:
    """Pairs of place and sensation, in the order of the list."""
    return [[mark.place.value, mark.sensation.value] for mark in marks_of(one.code for one in marks)]


def marks_in(body_map: BodyMap) -> tuple[Mark, ...]:
    """What was marked, as far as it is known here."""
    return marks_of(f"{place}:{sensation}" for place, sensation in body_map.marks)


def on_day(episode: Episode, day: date) -> BodyMap | None:
    """What stands for a day, if one was made."""
    return BodyMap.objects.standing().filter(patient_id=episode.patient_id, day=day).first()


def latest_of(episode: Episode, number: int) -> list[BodyMap]:
    """The last `number` that stand, the latest first."""
    return list(BodyMap.objects.standing().filter(episode=episode).order_by("-day", "-pk")[:number])
