"""Steps of load, exercises, the weekly answer."""

from datetime import timedelta

from recovery.aftercare import exercises, steps, weekly
from recovery.aftercare.models import ExerciseDay, LoadDay, LoadStep, WeeklyAnswer
from recovery.clinical.aftercare import Advice, Load, Reaction, Weekly
from recovery.episodes import ladder
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS

DAY = timedelta(days=1)


def walking(patient: Patient, amount: str = "10 minuten", **fields: object) -> LoadStep:
    given = {"kind": Load.WALKING, "what": "naar de winkel", "amount": amount, "by": patient.user}
    return steps.begin(patient, **given | {"now": OFFICE_HOURS} | fields)  # type: ignore[arg-type]


def do_and_react(step: LoadStep, reaction: Reaction, *, after: int = 0) -> None:
    user, on = step.chosen_by, OFFICE_HOURS + after * DAY
    done = steps.do(step, by=user, now=on)
    assert steps.react(done, reaction=reaction, by=user, now=on + DAY)


def test_a_step_sent_twice_is_one_and_done_twice_a_day_is_once(patient: Patient) -> None:
    first, second = walking(patient), walking(patient)
    assert first == second
    assert steps.do(first, by=patient.user, now=OFFICE_HOURS) == steps.do(
        first, by=patient.user, now=OFFICE_HOURS
    )


def test_how_it_went_is_asked_the_day_after_and_told_once(patient: Patient) -> None:
    step = walking(patient)
    done = steps.do(step, by=patient.user, now=OFFICE_HOURS)
    assert not steps.react(done, reaction=Reaction.NOTHING, by=patient.user, now=OFFICE_HOURS)
    (going,) = steps.going_of(patient)
    assert going.waits_for(OFFICE_HOURS.date()) is None
    assert going.waits_for((OFFICE_HOURS + DAY).date()) == done
    assert steps.react(done, reaction=Reaction.LEG, by=patient.user, now=OFFICE_HOURS + DAY)
    assert not steps.react(done, reaction=Reaction.NOTHING, by=patient.user, now=OFFICE_HOURS + DAY)
    assert LoadDay.objects.get().reaction == Reaction.LEG


def test_the_leg_proposes_a_step_back_and_once_more_after_it_the_phone(patient: Patient) -> None:
    step = walking(patient)
    do_and_react(step, Reaction.LEG)
    assert steps.going_of(patient)[0].advice is Advice.STEP_BACK
    smaller = walking(patient, "5 minuten", replaces=step, is_back=True, now=OFFICE_HOURS + DAY)
    assert smaller.is_back
    assert smaller.replaces == step
    (going,) = steps.going_of(patient)
    assert (going.step, going.advice) == (smaller, Advice.NOTHING)
    do_and_react(smaller, Reaction.LEG, after=1)
    assert steps.going_of(patient)[0].advice is Advice.STEP_BACK_AND_PHONE
    assert [done.step for done in steps.answered_by_the_leg(patient, 5)] == [smaller, step]


def test_a_day_can_be_taken_back_until_something_was_said_of_it(patient: Patient) -> None:
    step = walking(patient)
    steps.do(step, by=patient.user, now=OFFICE_HOURS)
    assert steps.undo(step, now=OFFICE_HOURS)
    assert not steps.undo(step, now=OFFICE_HOURS)
    do_and_react(step, Reaction.BACK)
    assert not steps.undo(step, now=OFFICE_HOURS)


def test_a_step_of_somebody_else_is_not_found(patient: Patient, stranger: Patient) -> None:
    step = walking(patient)
    assert steps.find(stranger, step.pk) is None
    assert steps.find_day(stranger, steps.do(step, by=patient.user, now=OFFICE_HOURS).pk) is None


def test_an_exercise_is_done_with_a_tap_and_undone_and_the_row_is_kept(patient: Patient) -> None:
    bridge = exercises.add(patient, name="bruggetje", how_often="", by=patient.user, now=OFFICE_HOURS)
    assert exercises.add(patient, name="bruggetje", how_often="", by=patient.user, now=OFFICE_HOURS) == bridge
    exercises.do(bridge, by=patient.user, now=OFFICE_HOURS)
    exercises.do(bridge, by=patient.user, now=OFFICE_HOURS)
    today = OFFICE_HOURS.date()
    assert exercises.list_of(patient, today=today)[0].days == (today,)
    assert exercises.undo(bridge, by=patient.user, now=OFFICE_HOURS)
    exercises.do(bridge, by=patient.user, now=OFFICE_HOURS)
    assert ExerciseDay.objects.count() == 2
    assert exercises.end(bridge, by=patient.user, now=OFFICE_HOURS)
    assert exercises.list_of(patient, today=today) == []


def test_a_second_weekly_answer_replaces_the_first_which_is_kept(patient: Patient) -> None:
    episode = ladder.current(patient)
    first = weekly.answer(episode, answer=Weekly.SAME, by=patient.user, now=OFFICE_HOURS)
    assert weekly.answer(episode, answer=Weekly.SAME, by=patient.user, now=OFFICE_HOURS) == first
    second = weekly.answer(episode, answer=Weekly.WORSE, by=patient.user, now=OFFICE_HOURS)
    assert second.replaces == first
    assert weekly.latest(episode) == second
    assert WeeklyAnswer.objects.count() == 2
