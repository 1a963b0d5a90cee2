"""The patient's own list of medicines: added, changed, stopped; and the days on which they were taken.

A painkiller on the list is the painkiller step of the ladder as well: it is typed once. Nothing here says a word about
doses or about what goes together.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from recovery.clinical.care import Care, Painkiller
from recovery.clinical.scores import BACKFILL_DAYS
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal.models import Medicine, Taken
from recovery.people.models import Patient, User

# A list is no longer than this, so that it can be read; of those that were stopped so many are shown [P].
MOST_STANDING = 40
MOST_STOPPED = 40


class ListIsFull(ValueError):
    """There are `MOST_STANDING` medicines in use."""


class StoppedBefore(ValueError):
    """It was stopped, or changed, by somebody who was first."""


class NotThisDay(ValueError):
    """The day lies in the future, or further back than the diary goes."""


@dataclass(frozen=True, slots=True)
class Told:
    """A medicine in the patient's words; `painkiller` is `None` for what is not one."""

    name: str
    strength: str = ""
    how_often: str = ""
    painkiller: Painkiller | None = None

    def columns(self) -> dict[str, str]:
        """As the row has it."""
        return {
            "name": self.name,
            "strength": self.strength,
            "how_often": self.how_often,
            "painkiller": self.painkiller.value if self.painkiller else "",
        }


@dataclass(frozen=True, slots=True)
class DaysTaken:
    """The days on which a medicine of this name was taken, the earliest first."""

    name: str
    is_painkiller: bool
    days: tuple[date, ...]


def of(patient: Patient) -> list[Medicine]:
    """What the patient uses, in the order in which it was written down."""
    return list(Medicine.objects.standing().filter(patient=patient))


def stopped(patient: Patient) -> list[Medicine]:
    """What was used before, the latest first; what was changed since is left out, but for what it became."""
    rows = Medicine.objects.filter(patient=patient, stopped_at__isnull=False, replaced_by=None)
    return list(rows.order_by("-stopped_on", "-pk")[:MOST_STOPPED])


def find(patient: Patient, pk: int) -> Medicine | None:
    """A medicine in use on the list of this patient."""
    return Medicine.objects.standing().filter(patient=patient, pk=pk).first()


def was_on_the_list(patient: Patient, pk: int) -> bool:
    """Whether this medicine is or was one of this patient's."""
    return Medicine.objects.filter(patient=patient, pk=pk).exists()


@transaction.atomic
def add(episode: Episode, told: Told, *, since: date | None = None, by: User, now: datetime) -> Medicine:
    """Put a medicine on the list; the same one again is the same row. `ListIsFull` where there are too many.

    A painkiller becomes a step of the ladder from `since` on (without it: today), unless its class goes on already.
    `telling.NotThisDate` for a day outside the episode; then nothing is written.
    """
    Patient.objects.select_for_update().get(pk=episode.patient_id)
    standing = list(Medicine.objects.standing().filter(patient_id=episode.patient_id))
    for medicine in standing:
        if _is_told_of(medicine, told):
            return medicine
    if len(standing) >= MOST_STANDING:
        raise ListIsFull
    _begin_step(episode, told.painkiller, since, by=by, now=now)
    return Medicine.objects.create(
        patient_id=episode.patient_id, recorded_by=by, recorded_at=now, **told.columns()
    )


@transaction.atomic
def change(medicine: Medicine, episode: Episode, told: Told, *, by: User, now: datetime) -> Medicine:
    """What is used is another row, which replaces this one. `StoppedBefore` when somebody was first.

    The same words change nothing.
    """
    _hold(medicine)
    if _is_told_of(medicine, told):
        return medicine
    _stop(medicine, on=timezone.localdate(now), by=by, now=now)
    newer = Medicine.objects.create(
        patient_id=medicine.patient_id, recorded_by=by, recorded_at=now, replaces=medicine, **told.columns()
    )
    if told.columns()["painkiller"] != medicine.painkiller:
        _end_step(episode, medicine, by=by, now=now)
        _begin_step(episode, told.painkiller, None, by=by, now=now)
    return newer


@transaction.atomic
def stop(medicine: Medicine, episode: Episode, *, on: date, by: User, now: datetime) -> None:
    """It was used up to and including `on`. `StoppedBefore` when somebody was first; `NotThisDay` in the future."""
    _hold(medicine)
    if on > timezone.localdate(now):
        raise NotThisDay(on.isoformat())
    _stop(medicine, on=on, by=by, now=now)
    _end_step(episode, medicine, by=by, now=now)


def _is_told_of(medicine: Medicine, told: Told) -> bool:
    return all(getattr(medicine, name) == value for name, value in told.columns().items())


def _hold(medicine: Medicine) -> None:
    """Lock the list of the patient, and see that this medicine is still on it."""
    Patient.objects.select_for_update().get(pk=medicine.patient_id)
    if not Medicine.objects.standing().filter(pk=medicine.pk).exists():
        raise StoppedBefore


def _stop(medicine: Medicine, *, on: date, by: User, now: datetime) -> None:
    medicine.stopped_on, medicine.stopped_by, medicine.stopped_at = on, by, now
    medicine.save(update_fields=["stopped_on", "stopped_by", "stopped_at"])


def _begin_step(
    episode: Episode, painkiller: Painkiller | None, since: date | None, *, by: User, now: datetime
) -> None:
    """The painkiller step of this class, unless it goes on already."""
    if painkiller is None:
        return
    if any(step.episode_id == episode.pk for step in ladder.painkillers_going_on(episode, painkiller)):
        return
    on = since or timezone.localdate(now)
    step = ladder.record_treatment(
        episode, kind=Care.PAINKILLERS, painkiller=painkiller, on=on, by=by, now=now
    )
    if step.until:
        ladder.go_on(step)


def _end_step(episode: Episode, medicine: Medicine, *, by: User, now: datetime) -> None:
    """The step ends with the last medicine of its class; the day before it began, that is the day it began."""
    others = Medicine.objects.standing().filter(
        patient_id=medicine.patient_id, painkiller=medicine.painkiller
    )
    if medicine.painkiller and medicine.stopped_on and not others.exists():
        for step in ladder.painkillers_going_on(episode, Painkiller(medicine.painkiller)):
            ladder.end(step, until=max(medicine.stopped_on, step.date), by=by, now=now)


def take(medicine: Medicine, *, day: date, by: User, now: datetime) -> None:
    """It was taken on `day`. Said twice, it was taken once. `NotThisDay` for a day that the diary does not take."""
    today = timezone.localdate(now)
    if not today - timedelta(days=BACKFILL_DAYS) <= day <= today:
        raise NotThisDay(day.isoformat())
    try:
        with transaction.atomic():
            Taken.objects.standing().get_or_create(
                medicine=medicine, day=day, defaults={"told_by": by, "told_at": now}
            )
    except IntegrityError:
        pass  # two taps at the very same moment: the other one wrote it


def undo(medicine: Medicine, *, day: date, by: User, now: datetime) -> None:
    """A tap too many: it was not taken on `day`. The tap is kept."""
    others = Medicine.objects.filter(patient=medicine.patient_id, stopped_at__isnull=False)
    before = [one.pk for one in others if one.name.casefold() == medicine.name.casefold()]
    told = Taken.objects.filter(medicine__in=[medicine.pk, *before], day=day, undone_at=None)
    told.update(undone_by=by, undone_at=now)


def taken_on(medicines: Iterable[Medicine], day: date) -> frozenset[int]:
    """Of these medicines of one patient those that were taken on a day, by their keys. One query.

    What was taken before it was changed, or stopped and added again, was taken: nobody is to take it twice for that.
    """
    used = list(medicines)
    told = Taken.objects.standing().filter(medicine__patient__in={one.patient_id for one in used}, day=day)
    rows = list(told.values_list("medicine", "medicine__name", "medicine__stopped_at"))
    taken = {key for key, _name, _stopped in rows}
    before = {name.casefold() for _key, name, stopped in rows if stopped}
    return frozenset(one.pk for one in used if one.pk in taken or one.name.casefold() in before)


def took_painkiller(patient: Patient, day: date) -> bool:
    """Whether a painkiller of the list was taken on a day."""
    told = Taken.objects.standing().filter(medicine__patient=patient, day=day)
    return told.exclude(medicine__painkiller="").exists()


def days_taken(patient: Patient, *, since: date) -> list[DaysTaken]:
    """By name, on which days a medicine was taken from `since` on; painkillers first, then the most often taken.

    A change of strength is the same name still.
    """
    told = Taken.objects.standing().filter(medicine__patient=patient, day__gte=since)
    days: dict[str, set[date]] = {}
    names: dict[str, tuple[str, bool]] = {}
    for name, painkiller, day in told.values_list("medicine__name", "medicine__painkiller", "day"):
        days.setdefault(name.casefold(), set()).add(day)
        names[name.casefold()] = (name, bool(painkiller))
    found = [DaysTaken(*names[key], tuple(sorted(these))) for key, these in days.items()]
    return sorted(found, key=lambda one: (not one.is_painkiller, -len(one.days), one.name))
