"""Writing a day down, correcting it, taking it back, and reading the days of an episode."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import chain
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from recovery.clinical import red_flags
from recovery.clinical.scores import BACKFILL_DAYS, Day, Feeling, Strength
from recovery.episodes.models import Episode
from recovery.journal import activities
from recovery.journal.answers import Answers
from recovery.journal.models import Entry, EntryVersion, Filled
from recovery.people.models import Patient, User


class NotThisDay(ValueError):
    """The day cannot be written: it lies in the future, before the onset, or too far back."""


class Change(StrEnum):
    """What writing a day did. `KEPT_OLDER`: what was answered later stands, this is kept beside it."""

    NEW = "new"
    CORRECTED = "corrected"
    SAME = "same"
    KEPT_OLDER = "kept_older"


@dataclass(frozen=True, slots=True)
class Written:
    """An entry as it is now, and what writing it did."""

    entry: Entry
    change: Change


def days_to_log(episode: Episode, today: date) -> list[date]:
    """The days that can still be written, the latest first."""
    days = [today - timedelta(days=back) for back in range(BACKFILL_DAYS + 1)]
    return [day for day in days if day >= episode.onset]


def may_write(episode: Episode, day: date, today: date) -> bool:
    """Whether `day` can be written: recent enough, or there already and therefore corrected."""
    return day in days_to_log(episode, today) or Entry.objects.filter(episode=episode, day=day).exists()


@transaction.atomic
def write(episode: Episode, *, day: date, answers: Answers, by: User, now: datetime) -> Written:
    """Write a day; when it is there already, correct it and keep what it said before.

    The patient's row is locked first, so that of two tabs at once the second becomes a correction. The
    same answers again change nothing. `NotThisDay` when the day cannot be written. A score that is not of an activity
    of this patient, or not on the scale, is left out: a day, and what it reports, is never lost over one.
    """
    return _write(episode, day, answers, by, now, None)


@transaction.atomic
def write_late(
    episode: Episode, *, day: date, answers: Answers, by: User, now: datetime, answered_at: datetime
) -> Change:
    """Write a day that was answered at `answered_at` (aware) and comes now: it had to be a day to write then.

    What was told of that day after it was answered stands, also that it was taken back; these answers are then kept as
    a version beside it. `NotThisDay` when the day could not be written.
    """
    entry = _held(episode, day, timezone.localdate(answered_at))
    if not _is_overtaken(episode, day, entry, answered_at):
        return _write(episode, day, answers, by, now, answered_at).change
    if entry and entry.answers() == answers:
        return Change.SAME
    _write_beside(episode, day, answers, by, now, answered_at)
    return Change.KEPT_OLDER


def _held(episode: Episode, day: date, today: date) -> Entry | None:
    """The entry of a day, held until the transaction ends; `NotThisDay` when the day could not be written `today`."""
    Patient.objects.select_for_update().get(pk=episode.patient_id)
    if not may_write(episode, day, today):
        raise NotThisDay(day.isoformat())
    return Entry.objects.filter(patient_id=episode.patient_id, day=day).first()


def _write(
    episode: Episode, day: date, answers: Answers, by: User, now: datetime, answered_at: datetime | None
) -> Written:
    entry = _held(episode, day, timezone.localdate(answered_at or now))
    answers = replace(answers, activities=activities.fitting(episode, answers.activities))
    if entry is None:
        return Written(_create(episode, day, answers, by, now, answered_at), Change.NEW)
    if entry.answers() == answers:
        return Written(entry, Change.SAME)
    _keep(entry, EntryVersion.Change.CORRECTED, by, now)
    _set(entry, answers)
    entry.corrected_at = now
    entry.answered_at = answered_at
    entry.save()
    return Written(entry, Change.CORRECTED)


def _is_overtaken(episode: Episode, day: date, entry: Entry | None, answered_at: datetime) -> bool:
    """Whether the day was told, or taken back, after `answered_at`."""
    if entry:
        return (entry.answered_at or entry.told_at) > answered_at
    versions = EntryVersion.objects.filter(patient_id=episode.patient_id, day=day)
    return versions.filter(change=EntryVersion.Change.REMOVED, changed_at__gt=answered_at).exists()


def _write_beside(
    episode: Episode, day: date, answers: Answers, by: User, now: datetime, answered_at: datetime
) -> None:
    """Keep as a version what was answered earlier and came later: what stands is left as it is."""
    EntryVersion.objects.create(
        patient_id=episode.patient_id,
        day=day,
        answers=asdict(answers),
        written_at=answered_at,
        change=EntryVersion.Change.CORRECTED,
        changed_by=by,
        changed_at=now,
    )


@transaction.atomic
def remove(entry: Entry, *, by: User, now: datetime) -> None:
    """Take a day back; what it says by now is kept. Taken back already, nothing happens."""
    Patient.objects.select_for_update().get(pk=entry.patient_id)
    if current := Entry.objects.filter(pk=entry.pk).first():
        _keep(current, EntryVersion.Change.REMOVED, by, now)
        current.delete()


def hand_over(old: Episode, new: Episode) -> int:
    """Days of an episode from the onset of the one that follows belong to that: they tell its course. How many.

    What was said of a day stays as it is, and by whom; only the episode it is counted with changes.
    """
    Filled.objects.filter(episode=old, day__gte=new.onset).update(episode=new)
    return Entry.objects.filter(episode=old, day__gte=new.onset).update(episode=new)


def entry_on(episode: Episode, day: date) -> Entry | None:
    """The entry of a day, if it is there."""
    return Entry.objects.filter(episode=episode, day=day).first()


def entries_of(episode: Episode) -> list[Entry]:
    """The entries of an episode, the oldest first."""
    return list(Entry.objects.of(episode))


# What the model and the rules take of an entry, in the order of `Day`.
_JUDGED = ("day", "limitation", "leg_pain", "back_pain", "feeling", "strength", "signs")
_FEELINGS = {"": None, **{code.value: code for code in Feeling}}
_STRENGTHS = {"": None, **{code.value: code for code in Strength}}


def days_of(episode: Episode) -> list[Day]:
    """The days of an episode as the model takes them, the oldest first: quick for a diary of years."""
    return [
        Day(day, limitation, leg, back, _FEELINGS[feeling], _STRENGTHS[strength], frozenset(signs))
        for day, limitation, leg, back, feeling, strength, signs in Entry.objects.of(episode).values_list(
            *_JUDGED
        )
    ]


def leg_pain_of(episodes: Sequence[Episode]) -> dict[int, list[tuple[date, int]]]:
    """Leg pain by day of each of some episodes, by its key, the oldest first. One query."""
    found: dict[int, list[tuple[date, int]]] = {episode.pk: [] for episode in episodes}
    rows = Entry.objects.filter(episode__in=found).exclude(leg_pain=None).order_by("day")
    for pk, day, score in rows.values_list("episode_id", "day", "leg_pain"):
        if score is not None:
            found[pk].append((day, score))
    return found


def told_with_a_flag(episode: Episode, days: Iterable[Day]) -> list[tuple[Day, datetime]]:
    """Of the days as they stand, those with a red flag, each with when it was last told."""
    flagged = {day.date: day for day in days if red_flags.find(day)}
    if not flagged:
        return []
    rows = Entry.objects.of(episode).filter(day__in=flagged)
    return [(flagged[entry.day], entry.told_at) for entry in rows.only("day", "written_at", "corrected_at")]


def latest_of(episode: Episode, number: int) -> list[Entry]:
    """The last `number` entries of an episode, the oldest first."""
    return list(Entry.objects.of(episode).order_by("-day")[:number])[::-1]


def all_of(episode: Episode) -> QuerySet[Entry]:
    """Every entry of an episode, the latest first, to be read a page at a time."""
    return Entry.objects.of(episode).order_by("-day")


def flags_reported_on(episode: Episode, told: Iterable[tuple[Day, datetime]]) -> frozenset[date]:
    """The dates on which a red flag was written down, also where it was corrected or removed since.

    `told` are the days as they stand, each with when it was last told. Those of other episodes of the patient count
    as well: a new episode makes no flag of last week undone.
    """
    earlier = EntryVersion.objects.filter(patient_id=episode.patient_id)
    before = ((Answers(**version.answers).on(version.day), version.written_at) for version in earlier)
    every = chain(told, before, _told_elsewhere(episode))
    return frozenset(timezone.localdate(at) for day, at in every if red_flags.find(day))


def _told_elsewhere(episode: Episode) -> Iterator[tuple[Day, datetime]]:
    """The days of other episodes on which something was ticked, or strength fell."""
    others = Entry.objects.filter(patient_id=episode.patient_id).exclude(episode=episode)
    for entry in others.filter(Q(strength=Strength.WORSE) | ~Q(signs=[])):
        yield entry.value(), entry.told_at


def recent_entries(episode: Episode, *, today: date) -> list[Entry]:
    """Of the days that can be written, those that were."""
    first = today - timedelta(days=BACKFILL_DAYS)
    return list(Entry.objects.of(episode).filter(day__gte=first))


def number_written(*, since: datetime) -> int:
    """How many days of all diaries together were first written since then."""
    return Entry.objects.filter(written_at__gte=since).count()


def first_day(episode: Episode) -> date | None:
    """The first day of an episode that was written down."""
    return Entry.objects.of(episode).values_list("day", flat=True).first()


def painkiller_days(episode: Episode) -> list[date]:
    """The days on which the patient said that painkillers were taken, the oldest first."""
    return list(Entry.objects.of(episode).filter(painkillers=True).values_list("day", flat=True))


def versions_of(patient: Patient) -> list[EntryVersion]:
    """What was corrected or removed, the latest first."""
    return list(EntryVersion.objects.filter(patient=patient).select_related("changed_by"))


def corrected_by(patient: Patient, days: Collection[date]) -> dict[date, int]:
    """The user who corrected each of these days last; asks nothing where there are none."""
    if not days:
        return {}
    versions = EntryVersion.objects.filter(
        patient=patient, day__in=days, change=EntryVersion.Change.CORRECTED
    ).order_by("changed_at", "pk")
    return dict(versions.values_list("day", "changed_by_id"))


def stored(entry: Entry) -> dict[str, Any]:
    """The answers of an entry as its versions keep them."""
    return asdict(entry.answers())


def versions_on(episode: Episode, day: date) -> list[EntryVersion]:
    """What a day said before, or beside what stands; the latest first."""
    return list(EntryVersion.objects.filter(patient_id=episode.patient_id, day=day))


def _create(
    episode: Episode, day: date, answers: Answers, by: User, now: datetime, answered_at: datetime | None
) -> Entry:
    entry = Entry(
        patient_id=episode.patient_id,
        episode=episode,
        day=day,
        backfilled=day < timezone.localdate(answered_at or now),
        written_by=by,
        written_at=now,
        answered_at=answered_at,
    )
    _set(entry, answers)
    entry.save()
    return entry


def _set(entry: Entry, answers: Answers) -> None:
    for name, value in asdict(answers).items():
        setattr(entry, name, list(value) if isinstance(value, tuple) else value)


def _keep(entry: Entry, change: EntryVersion.Change, by: User, now: datetime) -> None:
    EntryVersion.objects.create(
        patient_id=entry.patient_id,
        day=entry.day,
        answers=asdict(entry.answers()),
        written_at=entry.told_at,
        change=change,
        changed_by=by,
        changed_at=now,
    )
