"""The database as dossiers: the records of some patients, read with the same few queries however many they are."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from django.db.models import Model, QuerySet

from recovery.alerts.models import Alert, AlertStep
from recovery.clinical.care import Care, DiscLevel, ImagingKind, Painkiller
from recovery.clinical.circumstances import CancerHistory
from recovery.clinical.scores import Feeling, Side, Sleep, Strength
from recovery.episodes.models import Episode, Imaging, Note, Question, Told, Treatment, Visit
from recovery.exchange.dossier import (
    AlertTold,
    Author,
    Dossier,
    EntryTold,
    EpisodeTold,
    FilledTold,
    ImagingTold,
    NoteTold,
    Person,
    QuestionTold,
    Signed,
    StepTold,
    TreatmentTold,
    VersionTold,
    VisitTold,
)
from recovery.journal.models import Entry, EntryVersion
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
        here = [episode.pk for rows in self.episodes.values() for episode in rows]
        self.entries = _by("episode_id", Entry.objects.filter(episode__in=here).order_by("day"))
        self.treatments = _by("episode_id", Treatment.objects.filter(episode__in=here).order_by("date", "pk"))
        self.imaging = _by("episode_id", Imaging.objects.filter(episode__in=here).order_by("date", "pk"))
        self.visits = _by("episode_id", _visits(here))
        self.notes = _by("episode_id", _notes(here))
        self.questions = _by("episode_id", _questions(here))
        self.versions = _by("patient_id", _versions(pks))
        self.alerts = _by("patient_id", Alert.objects.filter(patient__in=pks).order_by("raised_at", "pk"))
        self.steps = _by("alert_id", AlertStep.objects.filter(alert__patient__in=pks).order_by("at", "pk"))
        self.authors = self._authors()

    def _authors(self) -> dict[int, Author]:
        """Everybody who wrote something, by key."""
        shelves: tuple[dict[Any, list[Any]], ...] = (
            *(self.episodes, self.entries, self.treatments, self.imaging, self.visits, self.notes),
            *(self.questions, self.versions, self.alerts, self.steps),
        )
        rows = [row for shelf in shelves for found in shelf.values() for row in found]
        keys = {key for row in rows for name, key in vars(row).items() if name.endswith("by_id")}
        names = dict(User.objects.filter(pk__in=keys - self.owners - {None}).values_list("pk", "name"))
        return {pk: Author(is_patient=True) for pk in self.owners} | {
            pk: Author(is_patient=False, name=name) for pk, name in names.items()
        }

    def signed(self, row: Model, name: str) -> Signed:
        """Who did this to a row, and when."""
        return Signed(self.authors[getattr(row, f"{name}_by_id")], getattr(row, f"{name}_at"))

    def maybe(self, row: Model, name: str) -> Signed | None:
        """The same, where it may not have been done."""
        return None if getattr(row, f"{name}_at") is None else self.signed(row, name)

    def dossiers(self) -> list[Dossier]:
        return [
            Dossier(
                person=_person(patient),
                episodes=tuple(self.episode(one) for one in self.episodes[patient.pk]),
                versions=tuple(self.version(one) for one in self.versions[patient.pk]),
                alerts=tuple(self.alert(one) for one in self.alerts[patient.pk]),
            )
            for patient in self.patients
        ]

    def episode(self, row: Episode) -> EpisodeTold:
        ended_by = self.authors[row.discharged_by_id] if row.discharged_by_id else None
        return EpisodeTold(
            onset=row.onset,
            side=Side(row.side),
            level=DiscLevel(row.level) if row.level else None,
            discharged=(row.discharged_on, ended_by) if row.discharged_on and ended_by else None,
            ended_on=row.ended_on,
            entries=tuple(self.entry(one) for one in self.entries[row.pk]),
            treatments=tuple(self.treatment(one) for one in self.treatments[row.pk]),
            imaging=tuple(self.picture(one) for one in self.imaging[row.pk]),
            visits=tuple(self.visit(one) for one in self.visits[row.pk]),
            notes=tuple(self.note(one) for one in self.notes[row.pk]),
            questions=tuple(self.question(one) for one in self.questions[row.pk]),
            filled=self.filled(row),
        )

    def filled(self, _row: Episode) -> tuple[FilledTold, ...]:
        """The questionnaires of an episode: this is their one place, once they are stored."""
        return ()

    def entry(self, row: Entry) -> EntryTold:
        return EntryTold(
            day=row.day,
            limitation=row.limitation,
            leg_pain=row.leg_pain,
            back_pain=row.back_pain,
            feeling=Feeling(row.feeling) if row.feeling else None,
            strength=Strength(row.strength) if row.strength else None,
            signs=None if row.signs is None else tuple(row.signs),
            sleep=Sleep(row.sleep) if row.sleep else None,
            painkillers=row.painkillers,
            worse_on_coughing=row.worse_on_coughing,
            note=row.note,
            backfilled=row.backfilled,
            written=self.signed(row, "written"),
            corrected_at=row.corrected_at,
        )

    def told(self, row: Told) -> dict[str, Any]:
        return {
            "day": vars(row)["date"],
            "recorded": self.signed(row, "recorded"),
            "confirmed": self.maybe(row, "confirmed"),
            "withdrawn": self.maybe(row, "withdrawn"),
        }

    def treatment(self, row: Treatment) -> TreatmentTold:
        painkiller = Painkiller(row.painkiller) if row.painkiller else None
        return TreatmentTold(kind=Care(row.kind), painkiller=painkiller, until=row.until, **self.told(row))

    def picture(self, row: Imaging) -> ImagingTold:
        return ImagingTold(kind=ImagingKind(row.kind), finding=row.finding, **self.told(row))

    def visit(self, row: Visit) -> VisitTold:
        return VisitTold(
            day=row.day,
            clinic=row.clinic.name if row.clinic else "",
            planned=self.signed(row, "planned"),
            held=self.maybe(row, "held"),
            cancelled=self.maybe(row, "cancelled"),
        )

    def note(self, row: Note) -> NoteTold:
        return NoteTold(row.ref, row.clinic.name, row.text, self.signed(row, "written"))

    def question(self, row: Question) -> QuestionTold:
        visit = row.discussed_at_visit
        return QuestionTold(
            row.text, self.signed(row, "asked"), visit.day if visit else None, row.withdrawn_at
        )

    def version(self, row: EntryVersion) -> VersionTold:
        return VersionTold(
            day=row.day,
            answers=row.answers,
            written_at=row.written_at,
            removed=row.change == EntryVersion.Change.REMOVED,
            changed=self.signed(row, "changed"),
        )

    def alert(self, row: Alert) -> AlertTold:
        steps: dict[Any, list[AlertStep]] = self.steps
        return AlertTold(
            id=row.pk,
            day=row.day,
            urgency=row.urgency,
            findings=tuple(row.stored_findings),
            answers=row.answers,
            rules_version=row.rules_version,
            raised=self.signed(row, "raised"),
            steps=tuple(self.step(one) for one in steps[row.pk]),
        )

    def step(self, row: AlertStep) -> StepTold:
        done = Signed(self.authors[row.by_id], row.at)
        return StepTold(row.step, done, row.outcome, row.needed, row.note, row.tried)


def _by(key: str, rows: Iterable[M]) -> Rows[M]:
    found: Rows[M] = defaultdict(list)
    for row in rows:
        found[getattr(row, key)].append(row)
    return found


def _visits(episodes: list[int]) -> QuerySet[Visit]:
    rows = Visit.objects.filter(episode__in=episodes)
    return rows.select_related("clinic").order_by("day", "pk")


def _notes(episodes: list[int]) -> QuerySet[Note]:
    """What the patient may read and nobody replaced: the rest is the clinic's own."""
    shared = Note.objects.filter(episode__in=episodes, shared=True, replaced_by=None)
    return shared.select_related("clinic").order_by("written_at", "pk")


def _questions(episodes: list[int]) -> QuerySet[Question]:
    rows = Question.objects.filter(episode__in=episodes)
    return rows.select_related("discussed_at_visit").order_by("asked_at", "pk")


def _versions(patients: list[int]) -> QuerySet[EntryVersion]:
    return EntryVersion.objects.filter(patient__in=patients).order_by("changed_at", "pk")


def _person(patient: Patient) -> Person:
    user = patient.user
    return Person(
        ref=patient.ref,
        name=user.name,
        email=user.email,
        birth_date=patient.birth_date,
        phone=str(patient.phone or ""),
        language=user.language,
        under_treatment=patient.under_treatment,
        gp_name=patient.gp_name,
        gp_phone=str(patient.gp_phone or ""),
        gp_out_of_hours_phone=str(patient.gp_out_of_hours_phone or ""),
        cancer_history=CancerHistory(patient.cancer_history) if patient.cancer_history else None,
        baselines=patient.baselines,
        created_at=patient.created_at,
    )
