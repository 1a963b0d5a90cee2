"""The pages for after the hernia: no sign is hidden, and no word of the model outlives the patient's."""

from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery import aftermath
from recovery.aftercare.models import WeeklyAnswer
from recovery.alerts import contact
from recovery.alerts.models import Alert, Outcome
from recovery.clinical.aftercare import Return
from recovery.clinical.rhythm import Because, Every
from recovery.clinical.scores import Side
from recovery.episodes import course, ladder
from recovery.episodes.models import Episode, Recovered
from recovery.journal import rhythm
from recovery.journal.models import Entry
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, quiet

NOW = OFFICE_HOURS
TODAY = NOW.date()
DAY = timedelta(days=1)
COURSE, WEEKLY, RETURNED = reverse("patient:course"), reverse("patient:weekly"), reverse("patient:returned")
RECOVERED, SHEET = reverse("patient:recovered"), reverse("patient:prepare")
URGENT = reverse("patient:urgent")

WANTS_DAYS = "Days filled in over the last 7 days"
KEPT_WEEKLY = "The diary is kept once a week"


@pytest.fixture(autouse=True)
def _clock(patient: Patient, neurologist: User) -> object:
    User.objects.update(language="en")
    with time_machine.travel(NOW, tick=False):
        yield


def text(client: Client, url: str = COURSE) -> str:
    return client.get(url).content.decode()


def diary(patient: Patient, *, days_ago: int = 0) -> None:
    """Six weeks up to some days ago: from 8 to nothing, and then a month without pain."""
    for back in range(41, -1, -1):
        score = max(0, 8 - (41 - back))
        log(patient, quiet(leg_pain=score, back_pain=0), day=TODAY - (back + days_ago) * DAY)


def close(patient: Patient, at: datetime = NOW - 20 * DAY) -> None:
    course.close(ladder.current(patient), effect=1, standing=None, by=patient.user, now=at)


def keep_weekly(patient: Patient, since: datetime = NOW - 14 * DAY) -> None:
    rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=patient.user, now=since)


def came_back(patient: Patient, kind: Return = Return.FLARE, days_ago: int = 0) -> None:
    told = aftermath.Back(kind, TODAY - days_ago * DAY, Side.LEFT)
    aftermath.come_back(ladder.current(patient), told, by=patient.user, now=NOW)


def told(patient: Patient, **fields: object) -> dict[str, object]:
    about = ladder.current(patient).pk
    return {"about": about, "since": TODAY.isoformat(), "kind": "new", "side": "left"} | fields


def test_kept_once_a_week_it_says_so_and_not_that_nothing_is_better(
    as_patient: Client, as_neurologist: Client, patient: Patient
) -> None:
    diary(patient, days_ago=14)
    keep_weekly(patient)
    log(patient, quiet(leg_pain=0, back_pain=0), day=TODAY)
    review = reverse("clinic:review", args=[patient.ref])
    pages = [text(as_patient, url) for url in (COURSE, RECOVERED, SHEET)]
    pages += [text(as_neurologist, url) for url in (review, reverse("clinic:caseload"))]
    for page in pages:
        assert KEPT_WEEKLY in page
        assert WANTS_DAYS not in page
        assert "Not clear yet." not in page


def test_kept_every_day_too_few_days_are_said_to_be_too_few(as_patient: Client, patient: Patient) -> None:
    diary(patient, days_ago=14)
    log(patient, quiet(leg_pain=0), day=TODAY)
    page = text(as_patient)
    assert WANTS_DAYS in page
    assert KEPT_WEEKLY not in page


def test_kept_once_a_week_a_red_flag_of_late_is_still_the_reason(
    as_patient: Client, neurologist: User, patient: Patient
) -> None:
    diary(patient, days_ago=14)
    keep_weekly(patient)
    alert = log(patient, flagged("fever"), day=TODAY - 3 * DAY).alert
    assert alert
    contact.close(alert, outcome=Outcome.PHONED, needed=True, note="", by=neurologist, now=NOW)
    page = text(as_patient)
    assert "A red flag was reported on" in page
    assert KEPT_WEEKLY not in page


def test_closed_while_kept_weekly_the_model_is_kept_as_silent(patient: Patient) -> None:
    diary(patient, days_ago=14)
    keep_weekly(patient)
    log(patient, quiet(leg_pain=0, back_pain=0), day=TODAY)
    aftermath.say_how_it_is(ladder.current(patient), effect=1, by=patient.user, now=NOW)
    assert Recovered.objects.get().standing == ""


def test_who_says_that_leg_pain_is_back_reads_nothing_of_recovered(
    as_patient: Client, as_neurologist: Client, patient: Patient
) -> None:
    diary(patient)
    close(patient)
    assert "standing-recovered" in text(as_patient)
    came_back(patient)
    review, sheet = reverse("clinic:review", args=[patient.ref]), reverse("patient:prepare")
    for client, url in ((as_patient, COURSE), (as_neurologist, review), (as_patient, sheet)):
        page = text(client, url)
        assert "Complaints are back" in page
        assert "standing-recovered" not in page
    page = text(as_neurologist, reverse("clinic:caseload"))
    assert "Leg pain is back, says the patient" in page
    assert ">Recovered</span>" not in page


def test_a_new_episode_shows_nothing_of_the_old_prognosis(as_patient: Client, patient: Patient) -> None:
    diary(patient)
    close(patient)
    came_back(patient, Return.NEW, days_ago=0)
    page = text(as_patient)
    assert "standing-too_early" in page
    assert "standing-recovered" not in page


def test_a_sign_told_with_leg_pain_that_is_back_rings_and_moves_to_the_new_episode(
    as_patient: Client, patient: Patient
) -> None:
    close(patient)
    old = ladder.current(patient)
    form = told(patient, signs="bladder")
    assert as_patient.post(RETURNED, form).url == URGENT  # type: ignore[attr-defined]
    assert Alert.objects.open().count() == 1
    new = ladder.current(patient)
    assert new != old
    entry = Entry.objects.get()
    assert (entry.episode, entry.signs) == (new, ["bladder"])
    assert URGENT in text(as_patient)


def test_the_same_form_twice_is_one_new_episode_and_rings_on(as_patient: Client, patient: Patient) -> None:
    close(patient)
    form = told(patient, signs="bladder")
    for _tab in range(2):
        assert as_patient.post(RETURNED, form).url == URGENT  # type: ignore[attr-defined]
    assert Episode.objects.filter(patient=patient).count() == 2
    assert Alert.objects.open().count() == 1


def test_a_form_that_makes_no_sense_loses_no_sign(as_patient: Client, patient: Patient) -> None:
    close(patient)
    form = told(patient, signs="bladder", since="2999-01-01", side="")
    assert as_patient.post(RETURNED, form).url == URGENT  # type: ignore[attr-defined]
    assert Alert.objects.open().count() == 1
    assert Episode.objects.filter(patient=patient).count() == 1


@pytest.mark.parametrize("about", ["²", "9" * 5000, "", "x"])
def test_nonsense_in_the_form_of_the_page_is_no_fault_and_loses_no_sign(
    as_patient: Client, patient: Patient, about: str
) -> None:
    close(patient)
    form = told(patient, signs="bladder", about=about)
    assert as_patient.post(RETURNED, form).url == URGENT  # type: ignore[attr-defined]
    assert Alert.objects.open().count() == 1


def test_a_weekly_answer_rings_from_a_tab_that_was_left_open_over_a_new_episode(
    as_patient: Client, patient: Patient
) -> None:
    close(patient)
    keep_weekly(patient)
    came_back(patient, Return.NEW)
    assert as_patient.post(WEEKLY, {"answer": "same", "signs": "saddle"}).url == URGENT  # type: ignore[attr-defined]
    assert Alert.objects.open().count() == 1


def test_a_weekly_answer_of_before_says_nothing_of_a_course_that_is_open_again(
    as_patient: Client, patient: Patient
) -> None:
    close(patient)
    keep_weekly(patient)
    came_back(patient)
    page = as_patient.post(WEEKLY, {"answer": "same", "none_new": "on"}, follow=True).content.decode()
    assert "In a week we ask you again" not in page
    assert not WeeklyAnswer.objects.exists()


def test_a_weekly_answer_while_an_alert_is_open_is_kept_and_leads_to_the_number(
    as_patient: Client, patient: Patient
) -> None:
    close(patient)
    keep_weekly(patient)
    log(patient, flagged(), now=NOW)
    page = as_patient.post(WEEKLY, {"answer": "same", "none_new": "on"}, follow=True).content.decode()
    assert WeeklyAnswer.objects.count() == 1
    assert URGENT in page
    assert Alert.objects.open().count() == 1


def test_an_alert_that_rings_in_another_tab_keeps_the_course_open(
    as_patient: Client, patient: Patient
) -> None:
    diary(patient)
    assert 'name="effect"' in text(as_patient, RECOVERED)
    log(patient, flagged(), now=NOW)
    page = as_patient.post(RECOVERED, {"effect": "1"}, follow=True).content.decode()
    assert URGENT in page
    assert not Recovered.objects.exists()


@pytest.mark.parametrize("url", [COURSE, reverse("patient:aftercare"), SHEET, RECOVERED])
def test_a_flag_of_the_old_episode_silences_comfort_in_the_new_one(
    as_patient: Client, patient: Patient, url: str
) -> None:
    diary(patient)
    log(patient, flagged(), day=TODAY - 5 * DAY)
    came_back(patient, Return.NEW)
    page = text(as_patient, url)
    assert "standing-recovered" not in page
    assert "There are no restrictions once" not in page
