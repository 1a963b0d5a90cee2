"""Everything about one patient as plain values: what is exchanged, whatever the format.

`records` turns the database into a `Dossier` and back, `fhir` a `Dossier` into a FHIR bundle and back, and the diary's
CSV holds its days. A format never sees the database, so that none of them can read more than this.
Moments have a time zone; days are dates of the Netherlands.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from recovery.clinical.aftercare import Load, Reaction, Return, Weekly
from recovery.clinical.body import Place, Sensation
from recovery.clinical.care import Care, DiscLevel, ImagingKind, Painkiller
from recovery.clinical.circumstances import CancerHistory, Pregnancy
from recovery.clinical.red_flags import Baseline
from recovery.clinical.scores import Feeling, Side, Sleep, Strength
from recovery.clinical.signs import Sign
from recovery.clinical.standing import Standing


@dataclass(frozen=True, slots=True, order=True)
class Author:
    """Who wrote something down: the patient, a proxy of theirs, or somebody of a clinic, by name.

    Pseudonymised, the name is empty.
    """

    is_patient: bool
    name: str = ""
    is_proxy: bool = False


@dataclass(frozen=True, slots=True)
class Signed:
    """Who and when."""

    by: Author
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """Who the patient is, and what decides whom they phone. `ref` is the record's own; pseudonymised, another's.

    A pseudonymised person has no name, e-mail, numbers or birth date.
    """

    ref: UUID
    name: str
    email: str
    birth_date: date | None
    phone: str
    language: str
    under_treatment: bool
    gp_name: str
    gp_phone: str
    gp_out_of_hours_phone: str
    cancer_history: CancerHistory | None
    baselines: dict[Sign, Baseline]
    created_at: datetime
    allergies: str = ""
    pregnancy: Pregnancy | None = None


@dataclass(frozen=True, slots=True)
class EntryTold:
    """A day of the diary. `None` and the empty string are unanswered: unknown, never "no".

    `signs` is empty when the patient said that none is new, and `None` when that question was not answered.
    `activities` are scores (0 without trouble to 10 impossible) by the `ref` of an activity, in the order of the refs.
    `answered_at` is when a day was told that came later from a phone.
    """

    day: date
    limitation: int | None
    leg_pain: int | None
    back_pain: int | None
    feeling: Feeling | None
    strength: Strength | None
    signs: tuple[str, ...] | None
    sleep: Sleep | None
    painkillers: bool | None
    worse_on_coughing: bool | None
    note: str
    backfilled: bool
    written: Signed
    corrected_at: datetime | None
    activities: tuple[tuple[UUID, int], ...] = ()
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class VersionTold:
    """What a day said before it was corrected or removed; `answers` as they were kept."""

    day: date
    answers: dict[str, Any]
    written_at: datetime
    removed: bool
    changed: Signed


@dataclass(frozen=True, slots=True)
class TreatmentTold:
    """A step of the ladder; `painkiller` for painkillers only. `ended` is who told of the end, where that was later."""

    kind: Care
    painkiller: Painkiller | None
    day: date
    until: date | None
    recorded: Signed
    confirmed: Signed | None
    withdrawn: Signed | None
    ended: Signed | None = None


@dataclass(frozen=True, slots=True)
class ImagingTold:
    """A picture of the lower back and what was found."""

    kind: ImagingKind
    day: date
    finding: str
    recorded: Signed
    confirmed: Signed | None
    withdrawn: Signed | None


@dataclass(frozen=True, slots=True)
class VisitTold:
    """A visit, planned, held or called off. `clinic` is its name, or empty."""

    day: date
    clinic: str
    planned: Signed
    held: Signed | None
    cancelled: Signed | None


@dataclass(frozen=True, slots=True)
class NoteTold:
    """What a clinic wrote that the patient may read, and nobody replaced."""

    ref: UUID
    clinic: str
    text: str
    written: Signed


@dataclass(frozen=True, slots=True)
class QuestionTold:
    """What the patient asked for a visit; `discussed_on` the day of that visit."""

    text: str
    asked: Signed
    discussed_on: date | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class FilledTold:
    """A questionnaire that was filled in. `answers` by item, in order; `None` was left open. `score` may be silent.

    `language` is that of the words, empty where not known. Filled in again on its day, the earlier one is `replaced`
    and kept; `turn` counts them from 0, so that the last of a day stands.
    """

    code: str
    version: str
    day: date
    answers: tuple[tuple[str, int | None], ...]
    score: float | None
    written: Signed
    language: str = ""
    turn: int = 0
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class StepTold:
    """One thing that happened to an alert; codes as in `alerts`. `turn`: how often it had been passed on by then."""

    step: str
    done: Signed
    outcome: str
    needed: bool | None
    note: str
    tried: str
    turn: int = 0


@dataclass(frozen=True, slots=True)
class AlertTold:
    """An alert with the exact answers and what was done. `findings` as they were found then."""

    id: UUID
    day: date | None
    urgency: str
    findings: tuple[dict[str, str], ...]
    answers: dict[str, Any]
    rules_version: str
    raised: Signed
    steps: tuple[StepTold, ...]
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ActivityTold:
    """Something the patient chose to follow, in their words; its scores are in the days."""

    ref: UUID
    name: str
    chosen: Signed
    retired: Signed | None


@dataclass(frozen=True, slots=True)
class MarkTold:
    """Something that was felt in a place of the body."""

    place: Place
    sensation: Sensation


@dataclass(frozen=True, slots=True)
class BodyTold:
    """A body picture of a day; `turn` and `replaced` as in `FilledTold`."""

    day: date
    marks: tuple[MarkTold, ...]
    written: Signed
    turn: int = 0
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class WeeklyTold:
    """An answer to the one question a week; `turn` and `replaced` as in `FilledTold`."""

    day: date
    answer: Weekly
    written: Signed
    turn: int = 0
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class RecoveredTold:
    """The patient closed the course: their own word (1 to 7), and where the model stood."""

    day: date
    effect: int
    standing: Standing | None
    said: Signed


@dataclass(frozen=True, slots=True)
class ReturnedTold:
    """Leg pain came back: a flare, or the episode that began on `new_onset`."""

    day: date
    kind: Return
    said: Signed
    new_onset: date | None = None


@dataclass(frozen=True, slots=True)
class PreparationTold:
    """What the patient wrote to prepare a visit. What was sent ahead is with the clinic that it was sent to."""

    matters: str
    not_understood: str
    written: Signed


@dataclass(frozen=True, slots=True)
class DoneTold:
    """A medicine was taken or an exercise done on a day; `undone` where that was taken back."""

    day: date
    told: Signed
    undone: Signed | None


@dataclass(frozen=True, slots=True)
class MedicineTold:
    """A medicine in the patient's words. `replaces` is the `ref` of what it was before it was changed."""

    ref: UUID
    name: str
    strength: str
    how_often: str
    painkiller: Painkiller | None
    recorded: Signed
    stopped_on: date | None
    stopped: Signed | None
    replaces: UUID | None
    taken: tuple[DoneTold, ...] = ()


@dataclass(frozen=True, slots=True)
class ReactionTold:
    """A step of load was done on a day, and how it was the day after, where that was told."""

    day: date
    told: Signed
    reaction: Reaction | None
    reacted: Signed | None


@dataclass(frozen=True, slots=True)
class LoadTold:
    """A small step of load. `replaces` is the place in the list, from 0, of the step it came after."""

    kind: Load
    what: str
    amount: str
    started_on: date
    is_back: bool
    chosen: Signed
    ended: Signed | None
    replaces: int | None
    days: tuple[ReactionTold, ...] = ()


@dataclass(frozen=True, slots=True)
class ExerciseTold:
    """An exercise in the patient's words, and the days on which it was done."""

    name: str
    how_often: str
    chosen: Signed
    ended: Signed | None
    days: tuple[DoneTold, ...] = ()


@dataclass(frozen=True, slots=True)
class EpisodeTold:
    """One hernia and all that was written down of it, each list in the order of its dates.

    `placed`: who of the clinic set side and level last.
    """

    onset: date
    side: Side
    level: DiscLevel | None
    discharged: tuple[date, Author] | None
    ended_on: date | None
    placed: Signed | None = None
    entries: tuple[EntryTold, ...] = ()
    treatments: tuple[TreatmentTold, ...] = ()
    imaging: tuple[ImagingTold, ...] = ()
    visits: tuple[VisitTold, ...] = ()
    notes: tuple[NoteTold, ...] = ()
    questions: tuple[QuestionTold, ...] = ()
    filled: tuple[FilledTold, ...] = ()
    activities: tuple[ActivityTold, ...] = ()
    body: tuple[BodyTold, ...] = ()
    weekly: tuple[WeeklyTold, ...] = ()
    recovered: tuple[RecoveredTold, ...] = ()
    returned: tuple[ReturnedTold, ...] = ()
    preparations: tuple[PreparationTold, ...] = ()


@dataclass(frozen=True, slots=True)
class Dossier:
    """One patient: who, their episodes, what was corrected, their alerts, medicines, and what they do after the
    hernia."""

    person: Person
    episodes: tuple[EpisodeTold, ...]
    versions: tuple[VersionTold, ...] = field(default=())
    alerts: tuple[AlertTold, ...] = field(default=())
    medicines: tuple[MedicineTold, ...] = field(default=())
    loads: tuple[LoadTold, ...] = field(default=())
    exercises: tuple[ExerciseTold, ...] = field(default=())
