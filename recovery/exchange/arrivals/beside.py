"""What stands beside the days of a dossier on its way in: activities, body pictures, medicines, and what came after.

Each kind is known by something of its own, so that bringing a file in twice brings nothing in twice.
"""

from collections.abc import Hashable, Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import timezone

from recovery.aftercare.models import Exercise, ExerciseDay, LoadDay, LoadStep, WeeklyAnswer
from recovery.clinical.aftercare import Return
from recovery.episodes.models import Episode, Preparation, Recovered, Returned
from recovery.exchange.arrivals.refused import Reason, Refused
from recovery.exchange.dossier import (
    BodyTold,
    DoneTold,
    EpisodeTold,
    ExerciseTold,
    LoadTold,
    MedicineTold,
    ReactionTold,
    ReturnedTold,
    WeeklyTold,
)
from recovery.journal.models import Activity, BodyMap, Medicine, Taken

if TYPE_CHECKING:
    from recovery.exchange.arrivals.arrival import Arrival

Pairs = list[tuple[EpisodeTold, Episode]]


def bring_in(arrival: "Arrival", pairs: Pairs) -> None:
    """Everything but the days, treatments, questionnaires and alerts. `Refused` for what cannot be."""
    rows = dict(_rows_by_onset(pairs))
    for told, episode in pairs:
        arrival.keep(_activities(arrival, told, episode))
        arrival.keep(_recovered(arrival, told, episode))
        arrival.keep(_returned(arrival, told, episode, rows))
        arrival.keep(_preparations(arrival, told, episode))
    bodies = [(one, row) for told, row in pairs for one in told.body]
    arrival.in_turns(BodyMap, bodies, _day, lambda one, row, last: _body(arrival, one, row, last))
    weeks = [(one, row) for told, row in pairs for one in told.weekly]
    arrival.in_turns(WeeklyAnswer, weeks, _day, lambda one, row, last: _weekly(arrival, one, row, last))
    _medicines(arrival)
    _loads(arrival)
    _exercises(arrival)


def _rows_by_onset(pairs: Pairs) -> Iterator[tuple[date, Episode]]:
    for told, row in pairs:
        yield told.onset, row


def _day(one: Any) -> date:
    day: date = one.day
    return day


def _past(arrival: "Arrival", day: date) -> date:
    """A day that is not to come."""
    if day > timezone.localdate(arrival.now):
        raise Refused(Reason.FUTURE, day)
    return day


def _of_this_patient(arrival: "Arrival", there: Iterable[tuple[UUID, int]]) -> set[UUID]:
    """The ids that are here already. `Refused` when one is of somebody else."""
    found = dict(there)
    if any(patient != arrival.patient.pk for patient in found.values()):
        raise Refused(Reason.OF_ANOTHER)
    return set(found)


# --- of an episode


def _activities(arrival: "Arrival", told: EpisodeTold, episode: Episode) -> Iterator[Activity]:
    there = Activity.objects.filter(ref__in=[one.ref for one in told.activities])
    known = _of_this_patient(arrival, there.values_list("ref", "episode__patient"))
    for one in told.activities:
        if one.ref not in known:
            yield Activity(
                ref=one.ref,
                episode=episode,
                name=one.name,
                **arrival.signed("chosen", one.chosen),
                **arrival.signed("retired", one.retired),
            )


def _body(arrival: "Arrival", told: BodyTold, episode: Episode, last: BodyMap | None) -> BodyMap:
    arrival.check_day(told.day, episode)
    return BodyMap(
        patient=arrival.patient,
        episode=episode,
        day=told.day,
        marks=[[mark.place.value, mark.sensation.value] for mark in told.marks],
        replaces=last,
        **arrival.signed("written", told.written),
    )


def _weekly(
    arrival: "Arrival", told: WeeklyTold, episode: Episode, last: WeeklyAnswer | None
) -> WeeklyAnswer:
    arrival.check_day(told.day, episode)
    return WeeklyAnswer(
        episode=episode,
        day=told.day,
        answer=told.answer.value,
        replaces=last,
        **arrival.signed("written", told.written),
    )


def _recovered(arrival: "Arrival", told: EpisodeTold, episode: Episode) -> Iterator[Recovered]:
    known = set(Recovered.objects.filter(episode=episode).values_list("day", flat=True))
    for one in told.recovered:
        if one.day not in known:
            arrival.check_day(one.day, episode)
            yield Recovered(
                episode=episode,
                day=one.day,
                effect=one.effect,
                standing=one.standing.value if one.standing else "",
                **arrival.signed("said", one.said),
            )


def _returned(
    arrival: "Arrival", told: EpisodeTold, episode: Episode, rows: dict[date, Episode]
) -> Iterator[Returned]:
    known = set(Returned.objects.filter(episode=episode).values_list("day", flat=True))
    for one in told.returned:
        if one.day not in known:
            arrival.check_day(one.day, episode)
            yield Returned(
                episode=episode,
                day=one.day,
                kind=one.kind.value,
                new_episode=_new_episode(one, rows),
                **arrival.signed("said", one.said),
            )


def _new_episode(told: ReturnedTold, rows: dict[date, Episode]) -> Episode | None:
    if told.kind is not Return.NEW:
        return None
    if told.new_onset not in rows:
        raise Refused(Reason.NOT_VALID, told.day)
    return rows[told.new_onset]


def _preparations(arrival: "Arrival", told: EpisodeTold, episode: Episode) -> Iterator[Preparation]:
    known = set(Preparation.objects.filter(episode=episode).values_list("written_at", flat=True))
    for one in told.preparations:
        if one.written.at not in known:
            yield Preparation(
                episode=episode,
                matters=one.matters,
                not_understood=one.not_understood,
                **arrival.signed("written", one.written),
            )


# --- of a patient


def _medicines(arrival: "Arrival") -> None:
    """Each after the one that it replaces, with the days on which it was taken."""
    told = arrival.dossier.medicines
    there = {row.ref: row for row in Medicine.objects.filter(ref__in=[one.ref for one in told])}
    _of_this_patient(arrival, ((row.ref, row.patient_id) for row in there.values()))
    for one in told:
        if one.ref not in there:
            there[one.ref] = arrival.keep([_medicine(arrival, one, there)])[0]
    days = [(there[one.ref], day) for one in told for day in one.taken]
    arrival.keep(_done(arrival, days, Taken, "medicine"))


def _medicine(arrival: "Arrival", told: MedicineTold, there: dict[UUID, Medicine]) -> Medicine:
    if told.replaces and told.replaces not in there:
        raise Refused(Reason.NOT_VALID, told.name)
    return Medicine(
        ref=told.ref,
        patient=arrival.patient,
        name=told.name,
        strength=told.strength,
        how_often=told.how_often,
        painkiller=told.painkiller.value if told.painkiller else "",
        stopped_on=told.stopped_on,
        replaces=there[told.replaces] if told.replaces else None,
        **arrival.signed("recorded", told.recorded),
        **arrival.signed("stopped", told.stopped),
    )


def _done(arrival: "Arrival", days: list[tuple[Any, DoneTold]], model: Any, of: str) -> Iterator[Any]:
    """The days that are not there yet, of what is here or has just come."""
    known = set(
        model.objects.filter(**{f"{of}__in": {row.pk for row, _day in days}}).values_list(
            of, "day", "told_at"
        )
    )
    for row, one in days:
        if (row.pk, one.day, one.told.at) not in known:
            yield model(
                **{of: row},
                day=_past(arrival, one.day),
                **arrival.signed("told", one.told),
                **arrival.signed("undone", one.undone),
            )


def _loads(arrival: "Arrival") -> None:
    """The steps in their order, each after the one that it came after."""
    rows: list[LoadStep] = []
    there = {_step_key(row): row for row in LoadStep.objects.filter(patient=arrival.patient)}
    for one in arrival.dossier.loads:
        if one.replaces is not None and not 0 <= one.replaces < len(rows):
            raise Refused(Reason.NOT_VALID, one.what)
        row = there.get((one.chosen.at, one.kind.value, one.what))
        rows.append(row or arrival.keep([_step(arrival, one, rows)])[0])
    days = [(row, day) for row, one in zip(rows, arrival.dossier.loads, strict=True) for day in one.days]
    arrival.keep(_reactions(arrival, days))


def _step_key(row: LoadStep) -> Hashable:
    return row.chosen_at, row.kind, row.what


def _step(arrival: "Arrival", told: LoadTold, rows: list[LoadStep]) -> LoadStep:
    return LoadStep(
        patient=arrival.patient,
        kind=told.kind.value,
        what=told.what,
        amount=told.amount,
        started_on=told.started_on,
        is_back=told.is_back,
        replaces=None if told.replaces is None else rows[told.replaces],
        **arrival.signed("chosen", told.chosen),
        **arrival.signed("ended", told.ended),
    )


def _reactions(arrival: "Arrival", days: list[tuple[LoadStep, ReactionTold]]) -> Iterator[LoadDay]:
    steps = {row.pk for row, _day in days}
    known = set(LoadDay.objects.filter(step__in=steps).values_list("step", "day"))
    for row, one in days:
        if (row.pk, one.day) not in known:
            yield LoadDay(
                step=row,
                day=_past(arrival, one.day),
                reaction=one.reaction.value if one.reaction else "",
                **arrival.signed("told", one.told),
                **arrival.signed("reacted", one.reacted),
            )


def _exercises(arrival: "Arrival") -> None:
    there = {(row.chosen_at, row.name): row for row in Exercise.objects.filter(patient=arrival.patient)}
    days: list[tuple[Any, DoneTold]] = []
    for one in arrival.dossier.exercises:
        row = there.get((one.chosen.at, one.name)) or arrival.keep([_exercise(arrival, one)])[0]
        days += [(row, day) for day in one.days]
    arrival.keep(_done(arrival, days, ExerciseDay, "exercise"))


def _exercise(arrival: "Arrival", told: ExerciseTold) -> Exercise:
    return Exercise(
        patient=arrival.patient,
        name=told.name,
        how_often=told.how_often,
        **arrival.signed("chosen", told.chosen),
        **arrival.signed("ended", told.ended),
    )
