"""The page about reminders, and what “today” offers: once, and never beside an open alert."""

from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery import aftermath
from recovery.clinical.aftercare import Return
from recovery.clinical.rhythm import Because, Every
from recovery.clinical.scores import Side
from recovery.clinical.standing import Standing
from recovery.episodes import course, ladder
from recovery.journal import rhythm
from recovery.people.models import Patient
from recovery.reminders import wishes
from recovery.trends.models import Overview
from tests.cast import flagged, log, quiet

PAGE, TODAY, KEEP = reverse("patient:reminders"), reverse("patient:today"), reverse("patient:keep_rhythm")
DECLINE = reverse("patient:decline_reminders")


def text(client: Client, url: str = TODAY) -> str:
    return client.get(url).content.decode()


def stands(patient: Patient, standing: Standing) -> None:
    log(patient, quiet(0), now=timezone.now())
    Overview.objects.filter(patient=patient).update(standing=standing)


def test_a_choice_is_kept(as_patient: Client, patient: Patient) -> None:
    until = timezone.localdate() + timedelta(days=5)
    as_patient.post(PAGE, {"is_on": "on", "at": "20:30", "paused_until": until.isoformat()})
    wish = wishes.wish_of(patient)
    assert wish
    assert (wish.is_on, wish.at, wish.paused_until) == (True, time(20, 30), until)
    assert (wish.asks_after_silence, wish.channel) == (False, "mail")
    assert 'value="20:30"' in text(as_patient, PAGE)


@pytest.mark.parametrize(
    "wrong", [{"at": ""}, {"at": "25:00"}, {"at": "19:00", "paused_until": "2999-01-01"}]
)
def test_what_makes_no_sense_is_not_kept(as_patient: Client, patient: Patient, wrong: dict[str, str]) -> None:
    assert "error-summary" in as_patient.post(PAGE, {"is_on": "on", **wrong}).content.decode()
    assert wishes.wish_of(patient) is None


def test_reminders_are_offered_once(as_patient: Client, patient: Patient) -> None:
    assert DECLINE in text(as_patient)
    as_patient.post(DECLINE)
    assert DECLINE not in text(as_patient)
    wish = wishes.wish_of(patient)
    assert wish
    assert not wish.is_on


def test_to_decline_what_was_offered_turns_nothing_off_that_was_chosen(
    as_patient: Client, patient: Patient
) -> None:
    as_patient.post(PAGE, {"is_on": "on", "at": "20:30"})
    as_patient.post(DECLINE)
    wish = wishes.wish_of(patient)
    assert wish
    assert wish.is_on


def test_the_lighter_rhythm_is_proposed_to_who_recovered(as_patient: Client, patient: Patient) -> None:
    assert 'value="week"' not in text(as_patient)
    stands(patient, Standing.RECOVERED)
    assert 'value="week"' in text(as_patient)
    assert 'value="week"' in text(as_patient, PAGE)


def test_who_said_that_leg_pain_is_back_is_not_proposed_a_lighter_rhythm(
    as_patient: Client, patient: Patient
) -> None:
    stands(patient, Standing.RECOVERED)
    episode, now = ladder.current(patient), timezone.now()
    course.close(episode, effect=1, standing=None, by=patient.user, now=now)
    told = aftermath.Back(Return.FLARE, timezone.localdate(now), Side.LEFT)
    aftermath.come_back(episode, told, by=patient.user, now=now)
    for standing in (Standing.RECOVERED, Standing.NOT_CLEAR):
        Overview.objects.filter(patient=patient).update(standing=standing)
        assert KEEP not in text(as_patient)


def test_after_no_it_is_not_proposed_again(as_patient: Client, patient: Patient) -> None:
    stands(patient, Standing.RECOVERED)
    as_patient.post(KEEP, {"every": "stay"})
    assert 'value="week"' not in text(as_patient) + text(as_patient, PAGE)


def test_beside_an_open_alert_nothing_is_offered(as_patient: Client, patient: Patient) -> None:
    log(patient, flagged(), now=timezone.now())
    Overview.objects.filter(patient=patient).update(standing=Standing.RECOVERED)
    page = text(as_patient)
    assert 'value="week"' not in page
    assert DECLINE not in page


def test_kept_weekly_today_does_not_press_and_goes_back_in_one_tap(
    as_patient: Client, patient: Patient
) -> None:
    as_patient.post(KEEP, {"every": "week"})
    page = text(as_patient)
    assert reverse("patient:day", args=[timezone.localdate()]) in page
    assert 'btn-primary btn-wide" href="/day/' not in page
    assert 'value="day"' in text(as_patient, PAGE)
    as_patient.post(KEEP, {"every": "day"})
    assert not rhythm.rhythm_of(patient, timezone.localdate()).is_weekly


def test_on_the_day_of_the_weekly_question_today_asks(as_patient: Client, patient: Patient) -> None:
    since = timezone.now() - timedelta(days=7)
    rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=patient.user, now=since)
    assert 'btn-primary btn-wide" href="/day/' in text(as_patient)
