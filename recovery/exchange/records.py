"""The database as dossiers: the records of some patients, read with the same few queries however many they are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from recovery.alerts.models import Alert, AlertStep
from recovery.episodes.models import Episode, Imaging, Note, Question, Treatment, Visit
from recovery.exchange import values
from recovery.exchange.dossier import Author, Dossier, EpisodeTold, FilledTold
from recovery.journal.models import Entry, EntryVersion, Filled
from recovery.people.models import Patient, User

# Patients read together: their days stay within some megabytes.
BATCH = 50

M = TypeVar("M", bound=Model)
Rows = dict[int, list[M]]


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


class _Shelf:
    """The rows of some patients, each kind asked for once and laid under its patient or episode."""

    def __init__(self, patients: Sequence[Patient]) -> None:
        self.patients = patients
        pks = [patient.pk for patient in patients]
        self.owners = {patient.user_id for patient in patients}
        self.episodes = _by("patient_id", Episode.objects.filter(patient__in=pks).order_by("onset", "pk"))
        here = [episode.pk for found in self.episodes.values() for episode in found]
        self.entries = _by("episode_id", Entry.objects.filter(episode__in=here).order_by("day"))
        self.treatments = _by("episode_id", Treatment.objects.filter(episode__in=here).order_by("date", "pk"))
        self.imaging = _by("episode_id", Imaging.objects.filter(episode__in=here).order_by("date", "pk"))
        self.visits = _by("episode_id", _visits(here))
        self.notes = _by("episode_id", _notes(here))
        self.questions = _by("episode_id", _questions(here))
        self.versions = _by("patient_id", _versions(pks))
        self.alerts = _by("patient_id", Alert.objects.filter(patient__in=pks).order_by("raised_at", "pk"))
        self.steps = _by("alert_id", AlertStep.objects.filter(alert__patient__in=pks).order_by("at", "pk"))
        self.sheets = list(Filled.objects.filter(patient__in=pks))
        self.authors = self._authors()
        self.filled = self._filled()

    def _authors(self) -> dict[int, Author]:
        """Everybody who wrote something, by key."""
        shelves: tuple[dict[Any, list[Any]], ...] = (
            *(self.episodes, self.entries, self.treatments, self.imaging, self.visits, self.notes),
            *(self.questions, self.versions, self.alerts, self.steps),
        )
        found = [row for shelf in shelves for rows_of in shelf.values() for row in rows_of]
        keys = {
            key for row in (*found, *self.sheets) for name, key in vars(row).items() if name.endswith("by_id")
        }
        names = dict(User.objects.filter(pk__in=keys - self.owners - {None}).values_list("pk", "name"))
        return {pk: Author(is_patient=True) for pk in self.owners} | {
            pk: Author(is_patient=False, name=name) for pk, name in names.items()
        }

    def dossiers(self) -> list[Dossier]:
        return [
            Dossier(
                person=values.person(patient),
                episodes=tuple(self.episode(one) for one in self.episodes[patient.pk]),
                versions=tuple(values.version(one, self.authors) for one in self.versions[patient.pk]),
                alerts=tuple(
                    values.alert(one, self.of(one), self.authors) for one in self.alerts[patient.pk]
                ),
            )
            for patient in self.patients
        ]

    def of(self, alert: Alert) -> list[AlertStep]:
        """What was done about an alert."""
        steps: dict[Any, list[AlertStep]] = self.steps
        return steps[alert.pk]

    def episode(self, row: Episode) -> EpisodeTold:
        by = self.authors
        return replace(
            values.episode(row, by),
            entries=tuple(values.entry(one, by) for one in self.entries[row.pk]),
            treatments=tuple(values.treatment(one, by) for one in self.treatments[row.pk]),
            imaging=tuple(values.picture(one, by) for one in self.imaging[row.pk]),
            visits=tuple(values.visit(one, by) for one in self.visits[row.pk]),
            notes=tuple(values.note(one, by) for one in self.notes[row.pk]),
            questions=tuple(values.question(one, by) for one in self.questions[row.pk]),
            filled=tuple(self.filled[row.pk]),
        )

    def _filled(self) -> dict[int, list[FilledTold]]:
        """Every questionnaire by its episode, with what it replaced, in the order of its day.

        A row replaces the one before it of that patient, code and day, so that counting them gives the turn.
        """
        found: dict[int, list[FilledTold]] = defaultdict(list)
        turns: Counter[tuple[int, str, date]] = Counter()
        every = sorted(self.sheets, key=lambda row: (row.day, row.code, row.pk))
        replaced = {row.replaces_id for row in every}
        for row in every:
            key = (row.patient_id, row.code, row.day)
            told = values.filled(row, self.authors, turn=turns[key], replaced=row.pk in replaced)
            found[row.episode_id].append(told)
            turns[key] += 1
        return found


def _by(key: str, every: Iterable[M]) -> Rows[M]:
    found: Rows[M] = defaultdict(list)
    for row in every:
        found[getattr(row, key)].append(row)
    return found


def _visits(episodes: list[int]) -> QuerySet[Visit]:
    found = Visit.objects.filter(episode__in=episodes)
    return found.select_related("clinic").order_by("day", "pk")


def _notes(episodes: list[int]) -> QuerySet[Note]:
    """What the patient may read and nobody replaced: the rest is the clinic's own."""
    shared = Note.objects.filter(episode__in=episodes, shared=True, replaced_by=None)
    return shared.select_related("clinic").order_by("written_at", "pk")


def _questions(episodes: list[int]) -> QuerySet[Question]:
    found = Question.objects.filter(episode__in=episodes)
    return found.select_related("discussed_at_visit").order_by("asked_at", "pk")


def _versions(patients: list[int]) -> QuerySet[EntryVersion]:
    return EntryVersion.objects.filter(patient__in=patients).order_by("changed_at", "pk")
