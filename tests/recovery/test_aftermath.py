"""The story of what comes after: closing, and leg pain that is back. No alert and no question is lost on the way."""

from datetime import date, timedelta

import pytest

from recovery import aftermath, checkin
from recovery.aftermath import Back
from recovery.alerts.models import Alert
from recovery.clinical.aftercare import Return, Weekly
from recovery.clinical.body import marks_of
from recovery.clinical.care import DiscLevel
from recovery.clinical.course import TreatmentKind
from recovery.clinical.rhythm import Because, Every
from recovery.clinical.scores import Side
from recovery.clinical.signs import Sign, When
from recovery.episodes import course, ladder, visits
from recovery.episodes.models import Episode, Recovered, Returned
from recovery.journal import activities, body_maps, diary, rhythm
from recovery.journal.models import BodyMap, Entry, Filled, Rhythm
from recovery.people.models import Patient
from recovery.trends import assess
from recovery.trends.models import Assessment, Overview
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, quiet

TODAY = OFFICE_HOURS.date()
DAY = timedelta(days=1)


@pytest.fixture
def anna(clinic: object) -> Patient:
    return make_patient(clinic, onset_days_ago=100, now=OFFICE_HOURS)  # type: ignore[arg-type]


def back(kind: Return = Return.NEW, *, days_ago: int = 2, side: Side = Side.RIGHT) -> Back:
    return Back(kind, TODAY - days_ago * DAY, side, DiscLevel.L5_S1)


def came_back(patient: Patient, told: Back) -> aftermath.CameBack:
    return aftermath.come_back(ladder.current(patient), told, by=patient.user, now=OFFICE_HOURS)


def close(patient: Patient, effect: int = 1) -> Recovered | None:
    return aftermath.say_how_it_is(
        ladder.current(patient), effect=effect, by=patient.user, now=OFFICE_HOURS - 30 * DAY
    )


def test_the_patients_word_closes_and_the_models_stands_beside_it(anna: Patient) -> None:
    closed = close(anna, 2)
    assert closed
    assert (closed.effect, closed.standing) == (2, "too_early")
    assert Filled.objects.get().code == "gpe-7"
    assert close(anna, 1) == closed
    assert course.is_recovered(ladder.current(anna))


def test_a_word_that_is_not_recovered_is_kept_and_closes_nothing(anna: Patient) -> None:
    assert close(anna, 3) is None
    assert Filled.objects.get().score == 3
    assert not Recovered.objects.exists()


def test_nothing_is_closed_while_an_alert_is_open(anna: Patient) -> None:
    log(anna, flagged(), now=OFFICE_HOURS)
    with pytest.raises(aftermath.OpenAlertError):
        close(anna)
    assert not Recovered.objects.exists()
    assert not Filled.objects.exists()


@pytest.mark.parametrize("answer", [Weekly.WORSE, Weekly.LEG_PAIN])
def test_a_worse_weekly_answer_makes_the_rhythm_daily(anna: Patient, answer: Weekly) -> None:
    rhythm.choose(anna, every=Every.WEEK, because=Because.CHOSEN, by=anna.user, now=OFFICE_HOURS - DAY)
    aftermath.answer_the_week(ladder.current(anna), answer=answer, by=anna.user, now=OFFICE_HOURS)
    assert rhythm.rhythm_of(anna, TODAY).every is Every.DAY
    assert Rhythm.objects.latest("pk").because == Because.WORSE


def test_the_same_or_better_leaves_the_rhythm(anna: Patient) -> None:
    rhythm.choose(anna, every=Every.WEEK, because=Because.CHOSEN, by=anna.user, now=OFFICE_HOURS - DAY)
    aftermath.answer_the_week(ladder.current(anna), answer=Weekly.SAME, by=anna.user, now=OFFICE_HOURS)
    assert rhythm.rhythm_of(anna, TODAY).every is Every.WEEK


def test_a_flare_goes_on_in_the_same_episode_and_opens_the_course(anna: Patient) -> None:
    close(anna)
    episode = ladder.current(anna)
    came_back(anna, back(Return.FLARE))
    assert ladder.current(anna) == episode
    assert not course.is_recovered(episode)
    assert Returned.objects.get().kind == Return.FLARE


def test_closed_opened_and_closed_again_on_one_day_it_is_closed_and_back_again(anna: Patient) -> None:
    episode, noon = ladder.current(anna), OFFICE_HOURS
    for hour in range(2):
        now = noon + hour * timedelta(hours=2)
        aftermath.say_how_it_is(episode, effect=1, by=anna.user, now=now)
        assert course.is_recovered(episode)
        for _tab in range(2):
            aftermath.come_back(episode, back(Return.FLARE), by=anna.user, now=now + timedelta(hours=1))
            assert not course.is_recovered(episode)
    assert (Recovered.objects.count(), Returned.objects.count()) == (2, 2)


def test_a_new_episode_ends_the_old_one_on_the_day_before(anna: Patient) -> None:
    old = ladder.current(anna)
    came_back(anna, back())
    old.refresh_from_db()
    new = ladder.current(anna)
    assert old.ended_on == TODAY - 3 * DAY
    assert (new.onset, new.side, new.level) == (TODAY - 2 * DAY, "right", "L5-S1")
    assert Returned.objects.get().new_episode == new


def test_said_in_two_tabs_it_is_one_new_episode(anna: Patient) -> None:
    episode = ladder.current(anna)
    for _tab in range(2):
        stale = Episode.objects.select_related("patient").get(pk=episode.pk)
        aftermath.come_back(stale, back(), by=anna.user, now=OFFICE_HOURS)
    assert Episode.objects.count() == 2
    assert Returned.objects.count() == 1


def test_a_flare_said_by_mistake_can_become_something_new_the_same_day(anna: Patient) -> None:
    came_back(anna, back(Return.FLARE))
    came_back(anna, back(Return.NEW))
    assert {row.kind for row in Returned.objects.all()} == {"flare", "new"}


@pytest.mark.parametrize("since", [TODAY + DAY, TODAY - 100 * DAY, TODAY - 101 * DAY])
def test_a_new_episode_begins_after_the_old_one_and_not_tomorrow(anna: Patient, since: date) -> None:
    with pytest.raises(aftermath.NotThisDate):
        came_back(anna, Back(Return.NEW, since, Side.LEFT))
    assert Episode.objects.count() == 1


def test_days_from_the_new_onset_on_are_counted_with_the_new_episode_and_say_the_same(anna: Patient) -> None:
    for ago in (4, 3, 2, 1):
        log(anna, quiet(leg_pain=ago), day=TODAY - ago * DAY)
    told = {entry.day: entry.answers() for entry in Entry.objects.all()}
    judged = set(Assessment.objects.values_list("pk", "episode", "as_of"))
    came_back(anna, back(days_ago=2))
    new = ladder.current(anna)
    assert [entry.day for entry in diary.entries_of(new)] == [TODAY - 2 * DAY, TODAY - DAY]
    assert {entry.day: entry.answers() for entry in Entry.objects.all()} == told
    assert judged <= set(Assessment.objects.values_list("pk", "episode", "as_of"))
    assert Overview.objects.get().standing == "too_early"
    assert Assessment.objects.latest("made_at", "pk").episode == new


def test_body_pictures_go_along_with_what_they_replaced(anna: Patient) -> None:
    old = ladder.current(anna)
    for ago, code in ((5, "calf_left:pain"), (1, "calf_left:pain"), (1, "calf_right:pain")):
        now = OFFICE_HOURS - ago * DAY
        checkin.mark_body(anna, marks=marks_of([code]), by=anna.user, now=now)
    came_back(anna, back(days_ago=2))
    new = ladder.current(anna)
    assert [one.marks for one in body_maps.latest_of(new, 5)] == [[["calf_right", "pain"]]]
    assert BodyMap.objects.filter(episode=new).count() == 2
    assert [one.day for one in body_maps.latest_of(old, 5)] == [TODAY - 5 * DAY]


def test_own_activities_are_asked_on_and_their_scores_stay_with_the_days(anna: Patient) -> None:
    old = ladder.current(anna)
    walking = activities.choose(old, name="walking", by=anna.user, now=OFFICE_HOURS - 9 * DAY)
    scores = {str(walking.ref): 6}
    for ago in (5, 1):
        log(anna, quiet(activities=scores), day=TODAY - ago * DAY)
    came_back(anna, back(days_ago=2))
    new = ladder.current(anna)
    assert activities.standing(new) == [walking]
    assert activities.days_of(new) == [(TODAY - DAY, scores)]
    corrected = log(anna, quiet(leg_pain=1, activities=scores), day=TODAY - DAY).entry
    assert (corrected.episode, corrected.activities) == (new, scores)
    assert activities.retire(new, walking.ref, by=anna.user, now=OFFICE_HOURS)
    assert [one.name for one in activities.asked(old, scores)] == ["walking"]


def test_a_mark_that_is_a_sign_rings_in_a_new_episode(anna: Patient) -> None:
    came_back(anna, back(days_ago=0))
    made = checkin.mark_body(anna, marks=marks_of(["anus:numb"]), by=anna.user, now=OFFICE_HOURS)
    assert made.alert
    assert made.body_map.episode == ladder.current(anna)


def test_an_earlier_day_can_still_be_told_and_rings_after_a_new_episode_began(anna: Patient) -> None:
    old = ladder.current(anna)
    came_back(anna, back(days_ago=0))
    done = checkin.check_in(anna, day=TODAY - DAY, answers=flagged(), by=anna.user, now=OFFICE_HOURS)
    assert done.alert
    assert done.entry.episode == old


def test_an_injection_in_the_old_episode_is_still_asked_about_in_the_new_one(anna: Patient) -> None:
    checkin.record_treatment(
        ladder.current(anna),
        kind=TreatmentKind.INJECTION,
        on=TODAY - 14 * DAY,
        by=anna.user,
        now=OFFICE_HOURS,
    )
    came_back(anna, back())
    assert When.AFTER_INJECTION in ladder.circumstances_on(ladder.current(anna), TODAY)
    alert = log(anna, flagged("fever"), now=OFFICE_HOURS).alert
    assert alert


@pytest.mark.parametrize("days_ago", [3, 13])
def test_a_flag_of_the_last_two_weeks_in_the_old_episode_takes_comfort_from_the_new_one(
    anna: Patient, days_ago: int
) -> None:
    log(anna, flagged(), day=TODAY - days_ago * DAY)
    came_back(anna, back(days_ago=1))
    reading = aftermath.reading_of(ladder.current(anna), today=TODAY)
    assert reading
    assert reading.flagged_on == TODAY - days_ago * DAY


def test_without_a_flag_the_new_episode_has_none(anna: Patient) -> None:
    log(anna, quiet(), day=TODAY - 3 * DAY)
    came_back(anna, back(days_ago=1))
    assert assess.course_now(ladder.current(anna)).flagged_on == frozenset()


def test_a_flag_that_was_corrected_away_in_the_old_episode_still_counts(anna: Patient) -> None:
    log(anna, flagged(), day=TODAY - 5 * DAY)
    log(anna, quiet(), day=TODAY - 5 * DAY)
    came_back(anna, back(days_ago=1))
    assert TODAY - 5 * DAY in assess.course_now(ladder.current(anna)).flagged_on


def test_pain_in_both_legs_is_a_sign_as_at_the_start(anna: Patient) -> None:
    alert = came_back(anna, back(side=Side.BOTH)).alert
    assert alert
    assert alert.signs == {Sign.BOTH_LEGS}
    assert alert.deliveries.count() == 1
    assert TODAY in assess.course_now(ladder.current(anna)).flagged_on


def test_an_open_alert_stays_open_over_a_new_episode(anna: Patient) -> None:
    log(anna, flagged(), now=OFFICE_HOURS)
    came_back(anna, back())
    assert Alert.objects.open().count() == 1


def test_visits_to_come_and_open_questions_go_along_and_held_ones_of_before_stay(anna: Patient) -> None:
    old, by = ladder.current(anna), anna.user
    held = visits.plan(old, day=TODAY - 20 * DAY, clinic=None, by=by, now=OFFICE_HOURS)
    visits.hold(held, by=by, now=OFFICE_HOURS)
    visits.plan(old, day=TODAY + 5 * DAY, clinic=None, by=by, now=OFFICE_HOURS)
    visits.ask(old, text="Mag ik fietsen?", by=by, now=OFFICE_HOURS)
    came_back(anna, back())
    new = ladder.current(anna)
    assert [visit.day for visit in visits.visits_of(new)] == [TODAY + 5 * DAY]
    assert visits.visits_of(old) == [held]
    assert visits.questions_for_the_next_visit(new).count() == 1


def test_a_discharge_still_holds_in_the_new_episode(anna: Patient, neurologist: object) -> None:
    ladder.discharge(ladder.current(anna), on=TODAY - 20 * DAY, by=neurologist)  # type: ignore[arg-type]
    came_back(anna, back())
    assert ladder.current(anna).discharged_on == TODAY - 20 * DAY


def test_signs_reported_outside_a_day_stand_beside_what_the_day_says(anna: Patient) -> None:
    log(anna, quiet(leg_pain=3), now=OFFICE_HOURS)
    done = checkin.report(anna, signs=[Sign.BLADDER], by=anna.user, now=OFFICE_HOURS)
    assert done.alert
    assert (done.entry.leg_pain, done.entry.signs) == (3, ["bladder"])
    with pytest.raises(ValueError, match="nothing"):
        checkin.report(anna, signs=[], by=anna.user, now=OFFICE_HOURS)
