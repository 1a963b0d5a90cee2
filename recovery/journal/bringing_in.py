"""Days that were written down elsewhere, or here before, brought into a diary.

The rules of the diary hold: one entry a day, from the onset to today. What is there already is never overwritten. How
far back a day may lie has no bound here: it was told at the time, and only its place is new.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db import transaction
from django.utils import timezone

from recovery.episodes.models import Episode
from recovery.journal.answers import Answers
from recovery.journal.diary import NotThisDay
from recovery.journal.models import Entry
from recovery.people.models import Patient, User

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class DayIn:
    """A day to bring in, with when and by whom it was told."""

    day: date
    answers: Answers
    written_by: User
    written_at: datetime
    backfilled: bool = True
    corrected_at: datetime | None = None
    answered_at: datetime | None = None


class Outside(StrEnum):
    """Why a day cannot be in an episode."""

    FUTURE = "future"
    BEFORE_ONSET = "before_onset"


@dataclass(frozen=True, slots=True)
class Sorted:
    """Days by what bringing them in would do: add them, nothing, or nothing because another one is there."""

    new: tuple[date, ...]
    same: tuple[date, ...]
    different: tuple[date, ...]


def outside(day: date, *, onset: date, today: date) -> Outside | None:
    """Why a day cannot be written, or nothing."""
    if day > today:
        return Outside.FUTURE
    return Outside.BEFORE_ONSET if day < onset else None


def sort(patient: Patient, days: Iterable[tuple[date, Answers]]) -> Sorted:
    """What bringing in these days would do; one query, and nothing is written."""
    there = {entry.day: entry.answers() for entry in Entry.objects.filter(patient=patient)}
    kinds: dict[str, list[date]] = {"new": [], "same": [], "different": []}
    for day, answers in days:
        kind = "new" if day not in there else "same" if there[day] == answers else "different"
        kinds[kind].append(day)
    return Sorted(**{kind: tuple(found) for kind, found in kinds.items()})


@transaction.atomic
def bring_in(episode: Episode, days: Sequence[DayIn], *, now: datetime) -> Sorted:
    """Add the days that are not there yet, or nothing at all.

    A day that is there stays as it is. `NotThisDay` when one lies before the onset or in the future. The patient's
    row is locked first, so that of two at once the second adds nothing.
    """
    patient = Patient.objects.select_for_update().get(pk=episode.patient_id)
    today = timezone.localdate(now)
    if wrong := [told.day for told in days if outside(told.day, onset=episode.onset, today=today)]:
        raise NotThisDay(wrong[0].isoformat())
    done = sort(patient, ((told.day, told.answers) for told in days))
    new = frozenset(done.new)
    Entry.objects.bulk_create((entry_of(episode, told) for told in days if told.day in new), AT_ONCE)
    return done


def entry_of(episode: Episode, told: DayIn) -> Entry:
    """The row of a day, not saved."""
    answers = asdict(told.answers)
    signs = told.answers.signs
    return Entry(
        patient_id=episode.patient_id,
        episode=episode,
        day=told.day,
        backfilled=told.backfilled,
        written_by=told.written_by,
        written_at=told.written_at,
        corrected_at=told.corrected_at,
        answered_at=told.answered_at,
        **answers | {"signs": None if signs is None else list(signs)},
    )
