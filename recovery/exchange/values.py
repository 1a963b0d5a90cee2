"""Rows of the database as the plain values of a dossier: one place, for whole records and for single readings.

Each is handed who its authors are, by key; nothing is asked of the database that was not loaded.
"""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model

from recovery.aftercare.models import Exercise, ExerciseDay, LoadDay, LoadStep, WeeklyAnswer
from recovery.alerts.models import Alert, AlertStep
from recovery.clinical.aftercare import Load, Reaction, Return, Weekly
from recovery.clinical.body import Place, Sensation
from recovery.clinical.care import Care, DiscLevel, ImagingKind, Painkiller
from recovery.clinical.circumstances import CancerHistory, Pregnancy
from recovery.clinical.scores import Feeling, Side, Sleep, Strength
from recovery.clinical.standing import Standing
from recovery.episodes.models import (
    Episode,
    Imaging,
    Note,
    Preparation,
    Question,
    Recovered,
    Returned,
    Told,
    Treatment,
    Visit,
)
from recovery.exchange.dossier import (
    ActivityTold,
    AlertTold,
    Author,
    BodyTold,
    DoneTold,
    EntryTold,
    EpisodeTold,
    ExerciseTold,
    FilledTold,
    ImagingTold,
    LoadTold,
    MarkTold,
    MedicineTold,
    NoteTold,
    Person,
    PreparationTold,
    QuestionTold,
    ReactionTold,
    RecoveredTold,
    ReturnedTold,
    Signed,
    StepTold,
    TreatmentTold,
    VersionTold,
    VisitTold,
    WeeklyTold,
)
from recovery.journal.models import Activity, BodyMap, Entry, EntryVersion, Filled, Medicine, Taken
from recovery.people.models import Patient

Authors = Mapping[int, Author]


def person(row: Patient) -> Person:
    """Who the patient is; the user is loaded."""
    return Person(
        ref=row.ref,
        name=row.user.name,
        email=row.user.email,
        birth_date=row.birth_date,
        phone=str(row.phone or ""),
        language=row.user.language,
        under_treatment=row.under_treatment,
        gp_name=row.gp_name,
        gp_phone=str(row.gp_phone or ""),
        gp_out_of_hours_phone=str(row.gp_out_of_hours_phone or ""),
        cancer_history=CancerHistory(row.cancer_history) if row.cancer_history else None,
        baselines=row.baselines,
        created_at=row.created_at,
        allergies=row.allergies,
        pregnancy=Pregnancy(row.pregnancy) if row.pregnancy else None,
    )


def signed(row: Model, name: str, by: Authors) -> Signed:
    """Who did this to a row, and when."""
    return Signed(by[getattr(row, f"{name}_by_id")], getattr(row, f"{name}_at"))


def maybe(row: Model, name: str, by: Authors) -> Signed | None:
    """The same, where it may not have been done."""
    return None if getattr(row, f"{name}_at") is None else signed(row, name, by)


def episode(row: Episode, by: Authors) -> EpisodeTold:
    """The episode without what was written down of it."""
    ended_by = by[row.discharged_by_id] if row.discharged_by_id else None
    return EpisodeTold(
        onset=row.onset,
        side=Side(row.side),
        level=DiscLevel(row.level) if row.level else None,
        discharged=(row.discharged_on, ended_by) if row.discharged_on and ended_by else None,
        ended_on=row.ended_on,
        placed=maybe(row, "placed", by),
    )


def entry(row: Entry, by: Authors) -> EntryTold:
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
        written=signed(row, "written", by),
        corrected_at=row.corrected_at,
        activities=tuple(sorted((UUID(ref), score) for ref, score in row.activities.items())),
        answered_at=row.answered_at,
    )


def version(row: EntryVersion, by: Authors) -> VersionTold:
    return VersionTold(
        day=row.day,
        answers=row.answers,
        written_at=row.written_at,
        removed=row.change == EntryVersion.Change.REMOVED,
        changed=signed(row, "changed", by),
    )


def filled(row: Filled, by: Authors, *, turn: int, replaced: bool) -> FilledTold:
    """A questionnaire; `turn` is how many there were of that day before it."""
    return FilledTold(
        code=row.code,
        version=row.version,
        day=row.day,
        answers=row.told,
        score=row.score,
        written=signed(row, "written", by),
        language=row.language,
        turn=turn,
        replaced=replaced,
    )


def _told(row: Told, by: Authors) -> dict[str, Any]:
    return {
        "day": vars(row)["date"],
        "recorded": signed(row, "recorded", by),
        "confirmed": maybe(row, "confirmed", by),
        "withdrawn": maybe(row, "withdrawn", by),
    }


def treatment(row: Treatment, by: Authors) -> TreatmentTold:
    return TreatmentTold(
        kind=Care(row.kind),
        painkiller=Painkiller(row.painkiller) if row.painkiller else None,
        until=row.until,
        ended=maybe(row, "ended", by),
        **_told(row, by),
    )


def picture(row: Imaging, by: Authors) -> ImagingTold:
    return ImagingTold(kind=ImagingKind(row.kind), finding=row.finding, **_told(row, by))


def visit(row: Visit, by: Authors) -> VisitTold:
    """A visit whose clinic is loaded."""
    return VisitTold(
        day=row.day,
        clinic=row.clinic.name if row.clinic else "",
        planned=signed(row, "planned", by),
        held=maybe(row, "held", by),
        cancelled=maybe(row, "cancelled", by),
    )


def note(row: Note, by: Authors) -> NoteTold:
    """A note whose clinic is loaded."""
    return NoteTold(row.ref, row.clinic.name, row.text, signed(row, "written", by))


def question(row: Question, by: Authors) -> QuestionTold:
    """A question whose visit is loaded."""
    at = row.discussed_at_visit
    return QuestionTold(row.text, signed(row, "asked", by), at.day if at else None, row.withdrawn_at)


def alert(row: Alert, steps: Iterable[AlertStep], by: Authors) -> AlertTold:
    return AlertTold(
        id=row.pk,
        day=row.day,
        urgency=row.urgency,
        findings=tuple(row.stored_findings),
        answers=row.answers,
        rules_version=row.rules_version,
        raised=signed(row, "raised", by),
        steps=tuple(_step(one, by) for one in steps),
        answered_at=row.answered_at,
    )


def _step(row: AlertStep, by: Authors) -> StepTold:
    return StepTold(
        step=row.step,
        done=Signed(by[row.by_id], row.at),
        outcome=row.outcome,
        needed=row.needed,
        note=row.note,
        tried=row.tried,
        turn=row.turn,
    )


def activity(row: Activity, by: Authors) -> ActivityTold:
    return ActivityTold(row.ref, row.name, signed(row, "chosen", by), maybe(row, "retired", by))


def body(row: BodyMap, by: Authors, *, turn: int, replaced: bool) -> BodyTold:
    """A body picture; `turn` is how many there were of that day before it."""
    marks = tuple(MarkTold(Place(place), Sensation(sensation)) for place, sensation in row.marks)
    return BodyTold(row.day, marks, signed(row, "written", by), turn, replaced)


def weekly(row: WeeklyAnswer, by: Authors, *, turn: int, replaced: bool) -> WeeklyTold:
    """An answer of a week; `turn` is how many there were of that day before it."""
    return WeeklyTold(row.day, Weekly(row.answer), signed(row, "written", by), turn, replaced)


def recovered(row: Recovered, by: Authors) -> RecoveredTold:
    standing = Standing(row.standing) if row.standing else None
    return RecoveredTold(row.day, row.effect, standing, signed(row, "said", by))


def returned(row: Returned, by: Authors) -> ReturnedTold:
    """A return whose new episode is loaded."""
    onset = row.new_episode.onset if row.new_episode else None
    return ReturnedTold(row.day, Return(row.kind), signed(row, "said", by), onset)


def preparation(row: Preparation, by: Authors) -> PreparationTold:
    return PreparationTold(row.matters, row.not_understood, signed(row, "written", by))


def medicine(row: Medicine, taken: Iterable[Taken], by: Authors) -> MedicineTold:
    """A medicine whose former row is loaded, and the days on which it was taken."""
    return MedicineTold(
        ref=row.ref,
        name=row.name,
        strength=row.strength,
        how_often=row.how_often,
        painkiller=Painkiller(row.painkiller) if row.painkiller else None,
        recorded=signed(row, "recorded", by),
        stopped_on=row.stopped_on,
        stopped=maybe(row, "stopped", by),
        replaces=row.replaces.ref if row.replaces else None,
        taken=tuple(_done(one, by) for one in taken),
    )


def _done(row: Taken | ExerciseDay, by: Authors) -> DoneTold:
    return DoneTold(row.day, signed(row, "told", by), maybe(row, "undone", by))


def load(row: LoadStep, days: Iterable[LoadDay], by: Authors, *, replaces: int | None) -> LoadTold:
    return LoadTold(
        kind=Load(row.kind),
        what=row.what,
        amount=row.amount,
        started_on=row.started_on,
        is_back=row.is_back,
        chosen=signed(row, "chosen", by),
        ended=maybe(row, "ended", by),
        replaces=replaces,
        days=tuple(_reaction(one, by) for one in days),
    )


def _reaction(row: LoadDay, by: Authors) -> ReactionTold:
    reaction = Reaction(row.reaction) if row.reaction else None
    return ReactionTold(row.day, signed(row, "told", by), reaction, maybe(row, "reacted", by))


def exercise(row: Exercise, days: Iterable[ExerciseDay], by: Authors) -> ExerciseTold:
    chosen, ended = signed(row, "chosen", by), maybe(row, "ended", by)
    return ExerciseTold(row.name, row.how_often, chosen, ended, tuple(_done(one, by) for one in days))
