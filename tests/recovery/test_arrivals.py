"""What a phone kept without a connection: taken once, an alert never lost, nothing merged in silence."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError

from recovery import aftermath, arrivals, checkin
from recovery.aftermath import Back
from recovery.alerts.models import Alert, Delivery
from recovery.arrivals import Item
from recovery.clinical.aftercare import Return
from recovery.clinical.scores import Side
from recovery.clinical.signs import Sign, Urgency
from recovery.episodes.models import Episode
from recovery.journal.answers import Answers
from recovery.journal.models import Arrived, Entry, EntryVersion
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS, flagged, log, quiet

TODAY = OFFICE_HOURS.date()
YESTERDAY = TODAY - timedelta(days=1)


def item(**fields: Any) -> Item:
    given = {"id": uuid4(), "day": TODAY, "told": {}, "answered_at": OFFICE_HOURS - timedelta(hours=3)}
    return Item(**given | fields)


def take_in(
    patient: Patient, one: Item, answers: Answers | None = None, *, now: datetime = OFFICE_HOURS
) -> dict[str, Any]:
    def clean(episode: Episode, one: Item) -> Answers | None:
        return answers

    return arrivals.take_in(patient, one, clean=clean, by=patient.user, now=now)


def test_a_day_is_taken_with_the_time_at_which_it_was_answered(patient: Patient) -> None:
    one = item(day=YESTERDAY, answered_at=OFFICE_HOURS - timedelta(days=1))
    assert take_in(patient, one, quiet()) == {"status": "taken", "change": "new", "alert": False}
    entry = Entry.objects.get()
    assert (entry.answers(), entry.answered_at, entry.written_at) == (
        quiet(),
        one.answered_at,
        OFFICE_HOURS,
    )
    assert not entry.backfilled


def test_what_comes_twice_is_taken_once_and_told_the_same(patient: Patient) -> None:
    one = item()
    first = take_in(patient, one, flagged())
    log(patient, quiet(leg_pain=1), day=TODAY, now=OFFICE_HOURS)
    assert take_in(patient, one, flagged()) == first
    assert Entry.objects.get().answers() == quiet(leg_pain=1)
    assert Alert.objects.count() == Delivery.objects.count() == Arrived.objects.count() == 1


def test_what_the_server_took_before_the_answer_was_lost_is_taken_once(patient: Patient) -> None:
    one = item()
    checkin.check_in(
        patient, day=TODAY, answers=flagged(), by=patient.user, now=OFFICE_HOURS, phone_id=one.id
    )
    assert take_in(patient, one, flagged())["status"] == "taken"
    assert Entry.objects.count() == Alert.objects.count() == 1
    assert not EntryVersion.objects.exists()


def test_the_same_id_with_other_answers_is_taken_as_well_and_rings(patient: Patient) -> None:
    one = item(told={"leg_pain": "4"})
    take_in(patient, one, quiet())
    other = replace(one, told={"signs": ["bladder"]})
    assert take_in(patient, other)["alert"]
    assert take_in(patient, other)["alert"]
    assert Alert.objects.count() == 1
    assert Arrived.objects.count() == 2
    assert take_in(patient, one, quiet())["alert"] is False


def test_a_fault_while_the_day_is_written_does_not_silence_its_sign(
    patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: Any, **_fields: Any) -> None:
        raise IntegrityError

    monkeypatch.setattr("recovery.journal.diary.write_late", fails)
    result = take_in(patient, item(told={"signs": ["bladder"]}), flagged())
    assert result == {"status": "not_understood", "change": "", "alert": True}
    assert Alert.objects.count() == Delivery.objects.count() == Arrived.objects.count() == 1


def test_a_day_before_a_new_episode_goes_to_the_one_it_was_answered_in(patient: Patient) -> None:
    old = Episode.objects.current(patient)
    told = Back(Return.NEW, since=TODAY - timedelta(days=1), side=Side.LEFT)
    aftermath.come_back(old, told, by=patient.user, now=OFFICE_HOURS)
    before = TODAY - timedelta(days=3)
    answered = OFFICE_HOURS - timedelta(days=3)
    assert take_in(patient, item(day=before, answered_at=answered), flagged())["alert"]
    assert take_in(patient, item(day=TODAY), quiet())["status"] == "taken"
    by_day = {entry.day: entry.episode for entry in Entry.objects.all()}
    assert by_day == {before: old, TODAY: Episode.objects.current(patient)}


def test_an_alert_says_when_it_was_answered(patient: Patient) -> None:
    one = item()
    assert take_in(patient, one, flagged("saddle"))["alert"]
    alert = Alert.objects.get()
    assert (alert.answered_at, alert.raised_at) == (one.answered_at, OFFICE_HOURS)
    assert alert.signs == {Sign.SADDLE}


@pytest.mark.parametrize("day", [None, TODAY - timedelta(days=90), TODAY + timedelta(days=1)])
def test_a_flag_rings_though_the_day_cannot_be_written(patient: Patient, day: Any) -> None:
    result = take_in(patient, item(day=day, told={"signs": ["bladder"]}), flagged())
    assert result["status"] in {"not_this_day", "not_understood"}
    assert result["alert"]
    assert Alert.objects.get().signs == {Sign.BLADDER}
    assert Delivery.objects.count() == Arrived.objects.count() == 1
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("told", "signs"),
    [
        ({"signs": ["bladder"], "limitation": "many"}, {Sign.BLADDER}),
        ({"signs": "bowel"}, {Sign.BOWEL}),
        ({"strength": "worse"}, {Sign.WEAKNESS}),
        ({"strength": ["worse"]}, {Sign.WEAKNESS}),
    ],
)
def test_a_flag_rings_though_the_rest_is_no_good(patient: Patient, told: Any, signs: set[Sign]) -> None:
    assert take_in(patient, item(told=told)) == {"status": "not_understood", "change": "", "alert": True}
    assert Alert.objects.get().signs == signs
    assert Arrived.objects.get().answers == told


def test_a_sign_that_the_rules_do_not_have_rings_as_now(patient: Patient) -> None:
    assert take_in(patient, item(told={"signs": ["brand_new_sign"]}))["alert"]
    alert = Alert.objects.get()
    assert alert.unread == ["brand_new_sign"]
    assert alert.urgency == Urgency.NOW


def test_the_answers_are_kept_whatever_became_of_them(patient: Patient) -> None:
    take_in(patient, item(told={"note": "wat dan ook"}))
    assert Arrived.objects.get().answers == {"note": "wat dan ook"}
    assert not Entry.objects.exists()
    assert not Alert.objects.exists()


def test_a_day_that_was_answered_in_time_is_taken_though_it_comes_weeks_later(patient: Patient) -> None:
    then = OFFICE_HOURS - timedelta(days=29)
    assert take_in(patient, item(day=then.date(), answered_at=then), quiet())["status"] == "taken"


@pytest.mark.parametrize("away", [timedelta(days=31), timedelta(days=-2)])
def test_a_clock_that_cannot_be_right_is_not_believed(patient: Patient, away: timedelta) -> None:
    one = item(answered_at=OFFICE_HOURS - away)
    assert take_in(patient, one, flagged())["status"] == "taken"
    assert Entry.objects.get().answered_at == Alert.objects.get().answered_at == OFFICE_HOURS
    assert Arrived.objects.get().answered_at == one.answered_at


@pytest.mark.parametrize("behind", [timedelta(days=1), timedelta(days=20)])
def test_a_day_is_taken_from_a_phone_of_which_the_clock_lags_behind(
    patient: Patient, behind: timedelta
) -> None:
    one = item(answered_at=OFFICE_HOURS - behind)
    assert take_in(patient, one, flagged()) == {"status": "taken", "change": "new", "alert": True}
    began = OFFICE_HOURS.replace(hour=0, minute=0)
    assert Entry.objects.get().answered_at == Alert.objects.get().answered_at == began
    assert not Entry.objects.get().backfilled


def test_what_a_lagging_clock_says_stands_after_nothing_that_was_told_of_that_day(patient: Patient) -> None:
    log(patient, quiet(leg_pain=2), day=TODAY, now=OFFICE_HOURS - timedelta(hours=1))
    one = item(answered_at=OFFICE_HOURS - timedelta(days=1))
    assert take_in(patient, one, quiet(leg_pain=8))["status"] == "kept_older"
    assert EntryVersion.objects.get().answers["leg_pain"] == 8


@pytest.mark.parametrize("day", [TODAY + timedelta(days=1), date.max, date.min])
def test_a_day_that_cannot_be_is_refused_whatever_the_clock_says(patient: Patient, day: date) -> None:
    one = item(day=day, answered_at=OFFICE_HOURS - timedelta(days=1))
    assert take_in(patient, one, flagged())["status"] == "not_this_day"
    assert Alert.objects.get().day == day


def test_the_bounds_of_what_is_believed() -> None:
    earliest = OFFICE_HOURS - arrivals.LONGEST_AWAY
    assert arrivals.believed(earliest, now=OFFICE_HOURS) == earliest
    assert arrivals.believed(earliest - timedelta(seconds=1), now=OFFICE_HOURS) == OFFICE_HOURS
    assert arrivals.believed(None, now=OFFICE_HOURS) == OFFICE_HOURS


def test_of_two_devices_what_was_answered_later_stands_and_both_are_kept(patient: Patient) -> None:
    log(patient, quiet(leg_pain=6), day=TODAY, now=OFFICE_HOURS - timedelta(hours=1))
    result = take_in(patient, item(), quiet(leg_pain=2))
    assert result["status"] == "kept_older"
    assert Entry.objects.get().leg_pain == 6
    kept = EntryVersion.objects.get()
    assert kept.answers["leg_pain"] == 2
    assert kept.written_at == OFFICE_HOURS - timedelta(hours=3)
    assert arrivals.from_two_devices(patient, TODAY)


def test_the_phone_corrects_what_was_answered_earlier_elsewhere(patient: Patient) -> None:
    log(patient, quiet(leg_pain=6), day=TODAY, now=OFFICE_HOURS - timedelta(hours=5))
    assert take_in(patient, item(), quiet(leg_pain=2))["change"] == "corrected"
    assert Entry.objects.get().leg_pain == 2
    assert EntryVersion.objects.get().answers["leg_pain"] == 6
    assert arrivals.from_two_devices(patient, TODAY)


def test_an_older_flag_that_does_not_stand_rings_all_the_same(patient: Patient) -> None:
    log(patient, quiet(), day=TODAY, now=OFFICE_HOURS - timedelta(hours=1))
    result = take_in(patient, item(), flagged())
    assert (result["status"], result["alert"]) == ("kept_older", True)


def test_a_day_that_was_taken_back_since_does_not_return(patient: Patient) -> None:
    done = log(patient, quiet(), day=TODAY, now=OFFICE_HOURS - timedelta(hours=5))
    checkin.take_back(done.entry, by=patient.user, now=OFFICE_HOURS - timedelta(hours=1))
    assert take_in(patient, item(), quiet(leg_pain=9))["status"] == "kept_older"
    assert not Entry.objects.exists()
    assert EntryVersion.objects.count() == 2


def test_another_record_is_told_nothing_of_an_id_in_use(patient: Patient, stranger: Patient) -> None:
    one = item()
    take_in(patient, one, quiet())
    assert take_in(stranger, one, flagged()) == {"status": "id_in_use"}
