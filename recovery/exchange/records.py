"""The database as dossiers: the records of some patients, read with the same few queries however many they are."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from django.db.models import Exists, Model, OuterRef, QuerySet

from recovery.aftercare.models import Exercise, ExerciseDay, LoadDay, LoadStep, WeeklyAnswer
from recovery.alerts.models import Alert, AlertStep
from recovery.episodes.models import (
    Episode,
    Imaging,
    Note,
    Preparation,
    Question,
    Recovered,
    Returned,
    Treatment,
    Visit,
)
from recovery.exchange import values
from recovery.exchange.dossier import Author, Dossier, EpisodeTold, LoadTold
from recovery.exchange.values import Authors
from recovery.journal.models import Activity, BodyMap, Entry, EntryVersion, Filled, Medicine, Taken
from recovery.people.models import Patient, Proxy, User

# Patients read together: their days stay within some megabytes.
BATCH = 50

M = TypeVar("M", bound=Model)
T = TypeVar("T")

# The rows of one kind, by the key of what they belong to.
Rows = dict[Any, list[Any]]


def dossier_of(patient: Patient) -> Dossier:
    """Everything about one patient."""
    return dossiers([patient])[0]


def for_the_patient(told: Dossier) -> Dossier:
    """Without what the clinic wrote for itself when it closed an alert, as a note that is not shared."""
    alerts = tuple(
        replace(alert, steps=tuple(replace(step, note="") for step in alert.steps)) for alert in told.alerts
    )
    return replace(told, alerts=alerts)


def dossiers(patients: Sequence[Patient]) -> list[Dossier]:
    """Everything about these patients, whose users are loaded, in their order."""
    return _Shelf(patients).dossiers()


def in_batches(patients: QuerySet[Patient], size: int = BATCH) -> Iterator[list[Patient]]:
    """The patients by key, a batch at a time, so that no more than one is in memory."""
    last = 0
    while batch := list(patients.filter(pk__gt=last).order_by("pk")[:size]):
        yield batch
        last = batch[-1].pk


# What can be told again on its day, and what is replaced then: whose, and of which day.
TOLD_AGAIN: dict[type[Model], Callable[[Any], tuple[Any, ...]]] = {
    Filled: lambda row: (row.patient_id, row.day, row.code),
    BodyMap: lambda row: (row.patient_id, row.day),
    WeeklyAnswer: lambda row: (row.episode_id, row.day),
}


class _Shelf:
    """The rows of some patients, each kind asked for once and laid under its patient, episode or other owner."""

    def __init__(self, patients: Sequence[Patient]) -> None:
        self.patients = patients
        self.owners = {patient.user_id for patient in patients}
        pks = [patient.pk for patient in patients]
        episodes = list(Episode.objects.filter(patient__in=pks).order_by("onset", "pk"))
        here = [episode.pk for episode in episodes]
        self.rows: dict[type[Model], Rows] = {
            Episode: _by("patient_id", episodes),
            **{model: _by("patient_id", rows) for model, rows in _of_patients(pks).items()},
            **{model: _by("episode_id", rows) for model, rows in _of_episodes(here).items()},
            AlertStep: _by("alert_id", _in_order(AlertStep, "at", alert__patient__in=pks)),
            Taken: _by("medicine_id", _in_order(Taken, "day", medicine__patient__in=pks)),
            LoadDay: _by("step_id", _in_order(LoadDay, "day", step__patient__in=pks)),
            ExerciseDay: _by("exercise_id", _in_order(ExerciseDay, "day", exercise__patient__in=pks)),
        }
        self.turns = {model: _turns(self.rows[model], key) for model, key in TOLD_AGAIN.items()}
        self.authors = self._authors()

    def _authors(self) -> dict[int, Author]:
        """Everybody who wrote something, by key."""
        found = (row for rows in self.rows.values() for rows_of in rows.values() for row in rows_of)
        keys = {key for row in found for name, key in vars(row).items() if name.endswith("by_id")}
        others = User.objects.filter(pk__in=keys - self.owners - {None})
        for_somebody = Proxy.objects.filter(user=OuterRef("pk"), patient__in=self.patients)
        told = others.annotate(is_proxy=Exists(for_somebody)).values_list("pk", "name", "is_proxy")
        return {pk: Author(is_patient=True) for pk in self.owners} | {
            pk: Author(is_patient=False, name=name, is_proxy=is_proxy) for pk, name, is_proxy in told
        }

    def dossiers(self) -> list[Dossier]:
        return [self.dossier(patient) for patient in self.patients]

    def dossier(self, patient: Patient) -> Dossier:
        by, pk = self.authors, patient.pk
        return Dossier(
            person=values.person(patient),
            episodes=tuple(self.episode(one) for one in self.rows[Episode][pk]),
            versions=self.each(EntryVersion, pk, values.version),
            alerts=self.each(Alert, pk, lambda one, by: values.alert(one, self.rows[AlertStep][one.pk], by)),
            medicines=self.each(
                Medicine, pk, lambda one, by: values.medicine(one, self.rows[Taken][one.pk], by)
            ),
            loads=self.loads(pk),
            exercises=tuple(
                values.exercise(one, self.rows[ExerciseDay][one.pk], by) for one in self.rows[Exercise][pk]
            ),
        )

    def each(self, model: type[Model], key: int, value: Callable[[Any, Authors], T]) -> tuple[T, ...]:
        """The rows of a kind as values."""
        return tuple(value(one, self.authors) for one in self.rows[model][key])

    def loads(self, patient: int) -> tuple[LoadTold, ...]:
        """The steps of load, each with the place of the one it came after."""
        rows = self.rows[LoadStep][patient]
        places = {row.pk: place for place, row in enumerate(rows)}
        return tuple(
            values.load(row, self.rows[LoadDay][row.pk], self.authors, replaces=places.get(row.replaces_id))
            for row in rows
        )

    def episode(self, row: Episode) -> EpisodeTold:
        pk = row.pk
        return replace(
            values.episode(row, self.authors),
            entries=self.each(Entry, pk, values.entry),
            treatments=self.each(Treatment, pk, values.treatment),
            imaging=self.each(Imaging, pk, values.picture),
            visits=self.each(Visit, pk, values.visit),
            notes=self.each(Note, pk, values.note),
            questions=self.each(Question, pk, values.question),
            filled=self.in_turn(Filled, pk, values.filled),
            activities=self.each(Activity, pk, values.activity),
            body=self.in_turn(BodyMap, pk, values.body),
            weekly=self.in_turn(WeeklyAnswer, pk, values.weekly),
            recovered=self.each(Recovered, pk, values.recovered),
            returned=self.each(Returned, pk, values.returned),
            preparations=self.each(Preparation, pk, values.preparation),
        )

    def in_turn(self, model: type[Model], episode: int, value: Callable[..., T]) -> tuple[T, ...]:
        """Rows of an episode with what they replaced, each with its turn."""
        turns = self.turns[model]
        rows = sorted(self.rows[model][episode], key=lambda row: (row.day, turns[row.pk].order))
        return tuple(
            value(row, self.authors, turn=turns[row.pk].turn, replaced=turns[row.pk].replaced) for row in rows
        )


@dataclass(frozen=True, slots=True)
class _Turn:
    """How many there were of that day before it, whether it was replaced, and its place among all of its day."""

    turn: int
    replaced: bool
    order: tuple[Any, ...]


def _turns(rows: Rows, key: Callable[[Any], tuple[Any, ...]]) -> dict[int, _Turn]:
    """By the row. One replaces the one before it with that key, whatever the episode: counting gives the turn."""
    every = sorted((row for ones in rows.values() for row in ones), key=lambda row: row.pk)
    replaced = {row.replaces_id for row in every}
    counted: Counter[Any] = Counter()
    found = {}
    for row in every:
        found[row.pk] = _Turn(counted[key(row)], row.pk in replaced, (*key(row)[1:], row.pk))
        counted[key(row)] += 1
    return found


def _by(key: str, every: Iterable[Any]) -> Rows:
    found: Rows = defaultdict(list)
    for row in every:
        found[getattr(row, key)].append(row)
    return found


def _in_order(model: type[M], order: str, **where: Any) -> QuerySet[M]:
    return model._default_manager.filter(**where).order_by(order, "pk")


def _of_patients(pks: list[int]) -> dict[type[Model], QuerySet[Any]]:
    """What belongs to a patient, whatever the episode."""
    where = {"patient__in": pks}
    return {
        EntryVersion: _in_order(EntryVersion, "changed_at", **where),
        Alert: _in_order(Alert, "raised_at", **where),
        Medicine: _in_order(Medicine, "recorded_at", **where).select_related("replaces"),
        LoadStep: _in_order(LoadStep, "chosen_at", **where),
        Exercise: _in_order(Exercise, "chosen_at", **where),
    }


def _of_episodes(pks: list[int]) -> dict[type[Model], QuerySet[Any]]:
    where = {"episode__in": pks}
    return {
        Entry: _in_order(Entry, "day", **where),
        Treatment: _in_order(Treatment, "date", **where),
        Imaging: _in_order(Imaging, "date", **where),
        Visit: _in_order(Visit, "day", **where).select_related("clinic"),
        Note: _notes(pks),
        Question: _in_order(Question, "asked_at", **where).select_related("discussed_at_visit"),
        Filled: _in_order(Filled, "day", **where),
        Activity: _in_order(Activity, "chosen_at", **where),
        BodyMap: _in_order(BodyMap, "day", **where),
        WeeklyAnswer: _in_order(WeeklyAnswer, "day", **where),
        Recovered: _in_order(Recovered, "said_at", **where),
        Returned: _in_order(Returned, "said_at", **where).select_related("new_episode"),
        Preparation: _in_order(Preparation, "written_at", **where),
    }


def _notes(episodes: list[int]) -> QuerySet[Note]:
    """What the patient may read and nobody replaced: the rest is the clinic's own."""
    shared = _in_order(Note, "written_at", episode__in=episodes, shared=True, replaced_by=None)
    return shared.select_related("clinic")
