"""A dossier on its way into one record."""

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import models
from django.utils import timezone

from recovery.alerts import contact
from recovery.alerts.models import Alert, AlertStep
from recovery.clinical.questionnaires import BY_CODE
from recovery.episodes.models import Episode, Imaging, Note, Question, Treatment, Visit
from recovery.exchange.arrivals import beside
from recovery.exchange.arrivals.checks import (
    check,
    check_answers,
    check_first_answers,
    check_marked,
    check_passing_on,
    check_signs,
    check_turns,
)
from recovery.exchange.arrivals.names import AT_ONCE, authors_of, clinic_names, clinics_of, users_of
from recovery.exchange.arrivals.refused import Reason, Refused
from recovery.exchange.dossier import (
    AlertTold,
    Dossier,
    EntryTold,
    EpisodeTold,
    FilledTold,
    ImagingTold,
    NoteTold,
    QuestionTold,
    Signed,
    StepTold,
    TreatmentTold,
    VersionTold,
)
from recovery.journal import bringing_in
from recovery.journal.answers import Answers
from recovery.journal.bringing_in import DayIn, Sorted
from recovery.journal.models import EntryVersion, Filled
from recovery.people.models import Clinic, Patient

M = TypeVar("M", bound=models.Model)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Added:
    """What came of it: the days by what was done with them, how many other rows were added, the names of the
    clinics of which notes were left out because they can write them here themselves, and the questionnaires that are
    not known here, whose scores stand as the file says them."""

    days: Sorted
    others: int
    left_out: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


class Arrival:
    """A dossier on its way into one record."""

    def __init__(self, patient: Patient, dossier: Dossier, *, is_own_word: bool, now: datetime) -> None:
        self.patient, self.dossier, self.now = patient, dossier, now
        self.is_own_word = is_own_word
        self.users = users_of(authors_of(dossier), patient)
        self.clinics = clinics_of(clinic_names(dossier))
        self.left_out: list[str] = []
        self.others = 0

    def run(self) -> Added:
        pairs = list(self._matched())
        kinds = [self.episode(pair) for pair in pairs]
        self.in_turns(Filled, _told_in(pairs, "filled"), lambda one: (one.code, one.day), self.sheet)
        beside.bring_in(self, pairs)
        self.keep(self.versions())
        self.alerts()
        Alert.objects.filter(patient=self.patient).mark_over()
        contact.owe_what_is_open(self.patient, now=self.now)
        days = Sorted(
            *(tuple(day for done in kinds for day in getattr(done, field.name)) for field in fields(Sorted))
        )
        return Added(days, self.others, _once(self.left_out), unknown_in(self.dossier))

    def _matched(self) -> Iterator[tuple[EpisodeTold, Episode]]:
        """Each episode with its row: the current one is the current one, another is known by its onset."""
        told = self.dossier.episodes
        if sum(one.ended_on is None for one in told) != 1 and not self.is_own_word:
            raise Refused(Reason.NO_EPISODE)
        rows = list(Episode.objects.filter(patient=self.patient).order_by("pk"))
        current = next((row for row in rows if row.ended_on is None), None)
        ended = {row.onset: row for row in rows if row.ended_on}
        for one in told:
            here = current if one.ended_on is None else ended.get(one.onset)
            yield one, here or self.begin(one)

    def begin(self, told: EpisodeTold) -> Episode:
        day, by = told.discharged or (None, None)
        row = Episode(
            patient=self.patient,
            onset=told.onset,
            side=told.side.value,
            level=told.level.value if told.level else "",
            discharged_on=day,
            discharged_by=self.users[by] if by else None,
            ended_on=told.ended_on,
            **self.signed("placed", None if self.is_own_word else told.placed),
        )
        return self.keep([row])[0]

    def keep(self, rows: Iterable[M]) -> list[M]:
        """Write rows of one kind."""
        made = list(rows)
        if made:
            check(made)
            type(made[0])._default_manager.bulk_create(made, AT_ONCE)
        self.others += len(made)
        return made

    def episode(self, pair: tuple[EpisodeTold, Episode]) -> Sorted:
        told, row = pair
        self.keep(self.treatments(told, row))
        self.keep(self.imaging(told, row))
        self.keep(self.visits(told, row))
        self.keep(self.notes(told, row))
        self.keep(self.questions(told, row))
        return self.days(told, row)

    def days(self, told: EpisodeTold, row: Episode) -> Sorted:
        for entry in told.entries:
            check_signs(entry.signs)
            self.check_day(entry.day, row)
        days = [self.day(entry) for entry in told.entries]
        check([bringing_in.entry_of(row, day) for day in days])
        return bringing_in.bring_in(row, days, now=self.now)

    def day(self, told: EntryTold) -> DayIn:
        return DayIn(
            day=told.day,
            answers=answers_of(told),
            written_by=self.users[told.written.by],
            written_at=told.written.at,
            backfilled=told.backfilled,
            corrected_at=told.corrected_at,
            answered_at=told.answered_at,
        )

    def signed(self, name: str, signed: Signed | None) -> dict[str, Any]:
        """Who and when, as the columns of a row."""
        by = self.users[signed.by] if signed else None
        return {f"{name}_by": by, f"{name}_at": signed.at if signed else None}

    def told(self, told: TreatmentTold | ImagingTold) -> dict[str, Any]:
        confirmed = None if self.is_own_word else told.confirmed
        return {
            "date": told.day,
            **self.signed("recorded", told.recorded),
            **self.signed("confirmed", confirmed),
            **self.signed("withdrawn", told.withdrawn),
        }

    def check_dates(self, episode: Episode, *days: date | None) -> None:
        """A patient tells of what happened in the episode so far, in a file as on the page."""
        today = timezone.localdate(self.now)
        for day in filter(None, days) if self.is_own_word else ():
            if why := bringing_in.outside(day, onset=episode.onset, today=today):
                raise Refused(Reason(why.value), day)

    def treatments(self, told: EpisodeTold, episode: Episode) -> Iterator[Treatment]:
        there = Treatment.objects.filter(episode=episode)
        known = {(row.kind, row.painkiller, row.date, bool(row.withdrawn_at)) for row in there}
        for one in _new(told.treatments, known, _treatment_key):
            self.check_dates(episode, one.day, one.until)
            painkiller = one.painkiller.value if one.painkiller else ""
            yield Treatment(
                episode=episode,
                kind=one.kind.value,
                painkiller=painkiller,
                until=one.until,
                **self.signed("ended", one.ended),
                **self.told(one),
            )

    def imaging(self, told: EpisodeTold, episode: Episode) -> Iterator[Imaging]:
        there = Imaging.objects.filter(episode=episode)
        known = {(row.kind, row.date, bool(row.withdrawn_at)) for row in there}
        for one in _new(told.imaging, known, lambda one: (one.kind.value, one.day, bool(one.withdrawn))):
            self.check_dates(episode, one.day)
            yield Imaging(episode=episode, kind=one.kind.value, finding=one.finding, **self.told(one))

    def visits(self, told: EpisodeTold, episode: Episode) -> Iterator[Visit]:
        there = Visit.objects.filter(episode=episode)
        known = {(row.day, bool(row.cancelled_at)) for row in there}
        for one in _new(told.visits, known, lambda one: (one.day, bool(one.cancelled))):
            if one.held:
                self.check_dates(episode, one.day)
            yield Visit(
                episode=episode,
                clinic=self.clinics.get(one.clinic),
                day=one.day,
                **self.signed("planned", one.planned),
                **self.signed("held", one.held),
                **self.signed("cancelled", one.cancelled),
            )

    def notes(self, told: EpisodeTold, episode: Episode) -> Iterator[Note]:
        refs = [one.ref for one in told.notes]
        there = Note.objects.filter(ref__in=refs).values_list("ref", "episode__patient")
        if any(patient != self.patient.pk for _ref, patient in there):
            raise Refused(Reason.OF_ANOTHER)
        for one in _new(told.notes, {ref for ref, _patient in there}, lambda one: one.ref):
            clinic = self.clinics[one.clinic]
            if self.is_own_word and not clinic.is_elsewhere:
                self.left_out.append(clinic.name)
                continue
            yield self.note(one, episode, clinic)

    def note(self, told: NoteTold, episode: Episode, clinic: Clinic) -> Note:
        return Note(
            ref=told.ref,
            episode=episode,
            clinic=clinic,
            text=told.text,
            shared=True,
            **self.signed("written", told.written),
        )

    def questions(self, told: EpisodeTold, episode: Episode) -> Iterator[Question]:
        there = Question.objects.filter(episode=episode)
        known = {(row.text, row.asked_at) for row in there}
        visits = {visit.day: visit for visit in _called_off_first(episode)}
        for one in _new(told.questions, known, lambda one: (one.text, one.asked.at)):
            if one.discussed_on and one.discussed_on not in visits:
                raise Refused(Reason.NOT_VALID, one.discussed_on)
            yield self.question(one, episode, visits.get(one.discussed_on) if one.discussed_on else None)

    def question(self, told: QuestionTold, episode: Episode, visit: Visit | None) -> Question:
        return Question(
            episode=episode,
            text=told.text,
            discussed_at_visit=visit,
            withdrawn_at=told.withdrawn_at,
            **self.signed("asked", told.asked),
        )

    def in_turns(
        self,
        model: type[M],
        told: list[tuple[T, Episode]],
        key: Callable[[Any], Hashable],
        make: Callable[[T, Episode, M | None], M],
    ) -> None:
        """What is not there, each after the one of its day that it replaces."""
        there = {key(row) for row in model._default_manager.filter(episode__patient=self.patient)}
        new: list[tuple[Any, Episode]] = [(one, row) for one, row in told if key(one) not in there]
        check_turns((key(one), one) for one, _row in new)
        last: dict[Hashable, M] = {}
        for turn in sorted({one.turn for one, _row in new}):
            rows = [make(one, row, last.get(key(one))) for one, row in new if one.turn == turn]
            last |= {key(row): row for row in self.keep(rows)}

    def check_day(self, day: date, episode: Episode) -> None:
        """A day of the diary lies in its episode, and is not to come."""
        today = timezone.localdate(self.now)
        if why := bringing_in.outside(day, onset=episode.onset, today=today):
            raise Refused(Reason(why.value), day)

    def sheet(self, told: FilledTold, episode: Episode, last: Filled | None) -> Filled:
        self.check_day(told.day, episode)
        answers, score = self.scored(told)
        return Filled(
            patient=self.patient,
            episode=episode,
            code=told.code,
            version=told.version,
            day=told.day,
            answers=[list(pair) for pair in answers],
            score=score,
            language=told.language,
            replaces=last,
            **self.signed("written", told.written),
        )

    def scored(self, told: FilledTold) -> tuple[Iterable[tuple[str, int | None]], float | None]:
        """The answers and their score, counted here: that of a file only where the questionnaire is not known here."""
        answers, known = dict(told.answers), BY_CODE.get(told.code)
        if not (told.code and told.version) or len(answers) < len(told.answers):
            raise Refused(Reason.NOT_VALID, told.day)
        if known is None or not _is_known(told):
            return told.answers, told.score
        if not known.fits_answers(answers):
            raise Refused(Reason.NOT_VALID, told.day)
        return [(item.code, answers[item.code]) for item in known.items], known.score(answers)

    def versions(self) -> Iterator[EntryVersion]:
        there = EntryVersion.objects.filter(patient=self.patient)
        known = {(row.day, row.changed_at) for row in there}
        for one in _new(self.dossier.versions, known, lambda one: (one.day, one.changed.at)):
            yield self.version(one)

    def version(self, told: VersionTold) -> EntryVersion:
        check_answers(told.answers)
        kinds = EntryVersion.Change
        return EntryVersion(
            patient=self.patient,
            day=told.day,
            answers=told.answers,
            written_at=told.written_at,
            change=kinds.REMOVED if told.removed else kinds.CORRECTED,
            **self.signed("changed", told.changed),
        )

    def alerts(self) -> None:
        """The alerts that are not here, with what was done about them. Whoever had one in hand is not here."""
        told = {one.id: one for one in self.dossier.alerts}
        there = dict(Alert.objects.filter(pk__in=told).values_list("pk", "patient"))
        if any(patient != self.patient.pk for patient in there.values()):
            raise Refused(Reason.OF_ANOTHER)
        new = [one for key, one in told.items() if key not in there]
        self.keep(self.alert(one) for one in new)
        self.keep(self.step(one, step) for one in new for step in one.steps)
        contact.free_what_came_in(self.patient, {one.id for one in new}, now=self.now)

    def step(self, alert: AlertTold, told: StepTold) -> AlertStep:
        return AlertStep(
            alert_id=alert.id,
            step=told.step,
            by=self.users[told.done.by],
            at=told.done.at,
            outcome=told.outcome,
            needed=told.needed,
            note=told.note,
            tried=told.tried,
            turn=told.turn,
        )

    def alert(self, told: AlertTold) -> Alert:
        """No clinic: it was not raised here, and its figures are not those of a clinic here."""
        if "baseline" in told.answers:
            check_first_answers(told.answers)
        elif "body" in told.answers:
            check_marked(told.answers)
        else:
            check_answers(told.answers)
        if any(set(found) != {"sign", "urgency", "because"} for found in told.findings):
            raise Refused(Reason.NOT_VALID)
        check_passing_on(told.steps)
        raised_on = timezone.localdate(told.raised.at)
        if self.is_own_word and raised_on > timezone.localdate(self.now):
            raise Refused(Reason.FUTURE, raised_on)
        return Alert(
            id=told.id,
            patient=self.patient,
            day=told.day,
            urgency=told.urgency,
            stored_findings=list(told.findings),
            answers=told.answers,
            rules_version=told.rules_version,
            answered_at=told.answered_at,
            **self.signed("raised", told.raised),
        )


def answers_of(told: EntryTold) -> Answers:
    """A day as the diary takes it."""
    return Answers(
        limitation=told.limitation,
        leg_pain=told.leg_pain,
        back_pain=told.back_pain,
        feeling=told.feeling.value if told.feeling else "",
        strength=told.strength.value if told.strength else "",
        signs=told.signs,
        sleep=told.sleep.value if told.sleep else "",
        painkillers=told.painkillers,
        worse_on_coughing=told.worse_on_coughing,
        note=told.note,
        activities={str(ref): score for ref, score in told.activities},
    )


def _told_in(pairs: Iterable[tuple[EpisodeTold, Episode]], name: str) -> list[tuple[Any, Episode]]:
    """What every episode holds of one kind, with its row."""
    return [(one, row) for told, row in pairs for one in getattr(told, name)]


def _new(told: Iterable[T], known: set[Any], key: Callable[[T], Hashable]) -> Iterator[T]:
    """Those that are not there yet."""
    return (one for one in told if key(one) not in known)


def unknown_in(dossier: Dossier) -> tuple[str, ...]:
    """The questionnaires, by code and version, of which nothing is known here."""
    told = (one for episode in dossier.episodes for one in episode.filled)
    return _once(f"{one.code} {one.version}" for one in told if not _is_known(one))


def _is_known(told: FilledTold) -> bool:
    known = BY_CODE.get(told.code)
    return known is not None and known.version == told.version


def _once(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))


def _treatment_key(told: TreatmentTold) -> Hashable:
    painkiller = told.painkiller.value if told.painkiller else ""
    return told.kind.value, painkiller, told.day, bool(told.withdrawn)


def _called_off_first(episode: Episode) -> list[Visit]:
    """So that of two on a day the one that stands is found last."""
    return sorted(Visit.objects.filter(episode=episode), key=lambda visit: visit.cancelled_at is None)
