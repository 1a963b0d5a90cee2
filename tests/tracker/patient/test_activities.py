"""Own activities by the patient: chosen, asked on the day, skipped without error, shown week by week."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.alerts.models import Alert
from recovery.episodes import ladder
from recovery.journal import activities
from recovery.journal.models import Activity, Entry
from recovery.people.models import Patient
from tests.cast import flagged, log, posted, quiet

PAGE = reverse("patient:activities")


@pytest.fixture
def anna(as_patient: Client) -> Client:
    as_patient.cookies["language"] = "en"
    return as_patient


def day() -> str:
    return reverse("patient:day", args=[timezone.localdate()])


def text(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def choose(patient: Patient, name: str = "walking to the shop") -> Activity:
    return activities.choose(ladder.current(patient), name=name, by=patient.user, now=timezone.now())


def test_one_is_chosen_in_own_words_and_stopped(anna: Client, patient: Patient) -> None:
    anna.post(PAGE, {"name": "  walking   to the shop "})
    one = Activity.objects.get()
    assert one.name == "walking to the shop"
    assert "walking to the shop" in text(anna, PAGE)
    anna.post(reverse("patient:retire_activity", args=[one.ref]))
    assert not activities.standing(ladder.current(patient))


def test_the_fourth_replaces_one(anna: Client, patient: Patient) -> None:
    for name in ("a", "b", "c"):
        choose(patient, name)
    assert "Choose which one this replaces" in " ".join(
        anna.post(PAGE, {"name": "d"}).content.decode().split()
    )
    first = next(one for one in Activity.objects.all() if one.name == "a")
    anna.post(PAGE, {"name": "d", "instead_of": str(first.ref)})
    assert [one.name for one in activities.standing(ladder.current(patient))] == ["b", "c", "d"]


def test_anothers_is_not_stopped(anna: Client, stranger: Patient) -> None:
    theirs = choose(stranger)
    anna.post(reverse("patient:retire_activity", args=[theirs.ref]))
    assert activities.standing(ladder.current(stranger)) == [theirs]


def test_the_day_asks_right_after_limitation_with_both_ends_said(anna: Client, patient: Patient) -> None:
    one = choose(patient)
    page = text(anna, day())
    names = re.findall(r'name="(limitation|leg_pain|activity_[^"]*)" value="0"', page)
    assert names == ["limitation", f"activity_{one.ref}", "leg_pain"]
    assert "How hard was this: walking to the shop?" in page
    assert "0 = no trouble" in page
    assert "10 = impossible" in page


def test_a_score_is_kept_and_a_day_without_is_whole(anna: Client, patient: Patient) -> None:
    one = choose(patient)
    anna.post(day(), posted())
    assert Entry.objects.get().activities == {}
    assert not Entry.objects.get().is_partly_filled
    anna.post(day(), posted(**{f"activity_{one.ref}": "10"}))
    assert Entry.objects.get().activities == {str(one.ref): 10}
    assert re.search(rf'name="activity_{one.ref}" value="10" checked', text(anna, day()))


def test_a_score_off_the_scale_is_refused_with_a_sentence(anna: Client, patient: Patient) -> None:
    answer = anna.post(day(), posted(**{f"activity_{choose(patient).ref}": "11"}))
    assert "Choose a whole number from 0 to 10." in answer.content.decode()
    assert not Entry.objects.exists()


def test_a_score_of_anothers_is_left_out_and_the_day_is_saved(
    anna: Client, patient: Patient, stranger: Patient
) -> None:
    theirs = {f"activity_{choose(stranger).ref}": "5", f"activity_{uuid4()}": "5", "activity_x": "1"}
    answer = anna.post(day(), posted(**theirs), follow=True)
    assert Entry.objects.get().activities == {}
    assert "A score of an activity that is not yours was left out" in answer.content.decode()


def test_a_correction_keeps_the_score_of_what_is_asked_no_more(anna: Client, patient: Patient) -> None:
    one = choose(patient)
    log(patient, quiet(activities={str(one.ref): 6}), day=timezone.localdate(), now=timezone.now())
    activities.retire(ladder.current(patient), one.ref, by=patient.user, now=timezone.now())
    assert f'name="activity_{one.ref}" value="6" checked' in text(anna, day())


def test_the_course_and_the_review_say_it_with_its_direction(
    anna: Client, patient: Patient, as_neurologist: Client
) -> None:
    one = choose(patient)
    log(patient, quiet(activities={str(one.ref): 6}), day=timezone.localdate(), now=timezone.now())
    as_neurologist.cookies["language"] = "en"
    for client, url in (
        (anna, reverse("patient:course")),
        (as_neurologist, reverse("clinic:review", args=[patient.ref])),
    ):
        page = text(client, url)
        assert "walking to the shop: <strong>6</strong>" in page
        assert "0 is no trouble, 10 is impossible: more is worse." in page


def test_beside_an_open_alert_nothing_is_compared_with_before(anna: Client, patient: Patient) -> None:
    one, today = choose(patient), timezone.localdate()
    for ago, score in ((10, 9), (1, 2)):
        now = timezone.now() - timedelta(days=ago)
        log(patient, quiet(activities={str(one.ref): score}), day=timezone.localdate(now), now=now)
    assert "was 9" in text(anna, reverse("patient:course"))
    log(patient, flagged(), day=today, now=timezone.now())
    assert "was 9" not in text(anna, reverse("patient:course"))


def test_an_alert_card_says_the_activity(patient: Patient, as_neurologist: Client) -> None:
    one = choose(patient)
    log(patient, flagged(activities={str(one.ref): 6}), day=timezone.localdate(), now=timezone.now())
    as_neurologist.cookies["language"] = "en"
    assert Alert.objects.exists()
    assert "walking to the shop" in text(as_neurologist, reverse("clinic:review", args=[patient.ref]))
