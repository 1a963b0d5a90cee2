"""Exercises learned from a physiotherapist, and the days on which they were done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from recovery.aftercare.models import Exercise, ExerciseDay
from recovery.people.models import Patient, User

# The list shows the days of so long [P].
SHOWN_FOR = timedelta(days=13)


@dataclass(frozen=True, slots=True)
class Practice:
    """An exercise and the days of the last two weeks on which it was done, the first first."""

    exercise: Exercise
    days: tuple[date, ...]


@transaction.atomic
def add(patient: Patient, *, name: str, how_often: str, by: User, now: datetime) -> Exercise:
    """Put an exercise on the list. The same name, still on it, is the same row."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    for there in Exercise.objects.filter(patient=patient, ended_at=None):
        if there.name == name:
            return there
    return Exercise.objects.create(
        patient=patient, name=name, how_often=how_often, chosen_by=by, chosen_at=now
    )


def end(exercise: Exercise, *, by: User, now: datetime) -> bool:
    """Take an exercise off the list; its days are kept. False when it was off."""
    on_the_list = Exercise.objects.filter(pk=exercise.pk, ended_at=None)
    return bool(on_the_list.update(ended_by=by, ended_at=now))


def do(exercise: Exercise, *, by: User, now: datetime) -> ExerciseDay:
    """It was done today. Twice is once."""
    done, _new = ExerciseDay.objects.get_or_create(
        exercise=exercise,
        day=timezone.localdate(now),
        undone_at=None,
        defaults={"told_by": by, "told_at": now},
    )
    return done


def undo(exercise: Exercise, *, by: User, now: datetime) -> bool:
    """A tap too many: not done today after all; the row is kept. False when there was none."""
    told = ExerciseDay.objects.filter(exercise=exercise, day=timezone.localdate(now), undone_at=None)
    return bool(told.update(undone_by=by, undone_at=now))


def find(patient: Patient, pk: int) -> Exercise | None:
    """An exercise on the list of this patient."""
    return Exercise.objects.filter(patient=patient, pk=pk, ended_at=None).first()


def list_of(patient: Patient, *, today: date) -> list[Practice]:
    """The list, with the days of the last two weeks. Two queries."""
    listed = list(Exercise.objects.filter(patient=patient, ended_at=None))
    days: dict[int, list[date]] = {exercise.pk: [] for exercise in listed}
    done = ExerciseDay.objects.filter(exercise__in=days, undone_at=None, day__gte=today - SHOWN_FOR)
    for pk, day in done.order_by("day").values_list("exercise_id", "day"):
        days[pk].append(day)
    return [Practice(exercise, tuple(days[exercise.pk])) for exercise in listed]
