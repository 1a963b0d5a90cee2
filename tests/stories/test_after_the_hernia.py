"""One patient through her pages: from the first day over recovery to leg pain that is back, with an alert in it."""

import html
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery import aftermath, checkin
from recovery.alerts.models import Alert
from recovery.clinical.aftercare import Return
from recovery.clinical.course import TreatmentKind
from recovery.clinical.rhythm import Every
from recovery.clinical.scores import Side
from recovery.episodes import ladder
from recovery.episodes.models import Episode, Recovered, Returned
from recovery.journal import rhythm
from recovery.journal.models import Entry
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS, log, make_patient, posted, quiet

FIRST_DAY = OFFICE_HOURS - timedelta(days=120)
LEVELS = (7, 6, 5, 3, 2, 1, 0, 0, 0, 0, 0, 0)


@pytest.fixture
def anna(clinic: object) -> Patient:
    with time_machine.travel(FIRST_DAY, tick=False):
        return make_patient(clinic, onset_days_ago=3)  # type: ignore[arg-type]


def on(day: int) -> datetime:
    return FIRST_DAY + timedelta(days=day)


def today(day: int) -> date:
    return timezone.localdate(on(day))


def go(client: Client, name: str, data: dict[str, object] | None = None, *args: object) -> str:
    """The page that an address leads to, asked for or sent to."""
    url = reverse(f"patient:{name}", args=args)
    answer = client.post(url, data, follow=True) if data is not None else client.get(url, follow=True)
    assert answer.status_code == 200
    return html.unescape(answer.content.decode())


def signed_in(patient: Patient, as_user: Callable[[User], Client]) -> Client:
    client = as_user(patient.user)
    client.post(reverse("language"), {"language": "en", "next": "/today/"})
    return client


def test_from_the_first_day_over_recovery_to_something_new(  # noqa: PLR0915 - one life, told in one piece
    anna: Patient, neurologist: User, as_user: Callable[[User], Client]
) -> None:
    # Twelve weeks of diary.
    for day in range(84):
        log(anna, quiet(leg_pain=LEVELS[day // 7], back_pain=0), day=today(day), now=on(day))

    with time_machine.travel(on(84), tick=False):
        client = signed_in(anna, as_user)
        assert reverse("patient:recovered") in go(client, "course")
        page = go(client, "recovered")
        assert "What your diary says" in page
        assert "Your own word" in page
        page = go(client, "recovered", {"effect": "1"})
        assert "Your course is closed" in page
        assert "Own word: completely recovered. The diary said: Recovered." in page
        assert "about 25 of 100 people" in page
        go(client, "add_step", {"kind": "walking", "what": "naar de winkel", "amount": "10 minuten"})
        step = go(client, "aftercare").split("/aftercare/steps/")[1].split("/")[0]
        go(client, "step_done", {}, step)
        go(client, "lighter", {})
    assert Recovered.objects.get().standing == "recovered"

    with time_machine.travel(on(85), tick=False):
        client = signed_in(anna, as_user)
        page = go(client, "aftercare")
        assert "how was it the day after?" in page
        done = page.split("/aftercare/days/")[1].split("/")[0]
        page = go(client, "react", {"reaction": "leg"}, done)
        assert "Consider a step back" in page
        assert "Another step" not in page
        assert "well done" not in page.lower()

    with time_machine.travel(on(91), tick=False):
        client = signed_in(anna, as_user)
        assert "The question of this week" in go(client, "today")
        assert "In a week we ask you again" in go(client, "weekly", {"none_new": "on", "answer": "same"})
        assert "The question of this week" not in go(client, "today")

    # The safety question first: unanswered, nothing is saved; ticked, it rings and the answer counts as well.
    with time_machine.travel(on(98), tick=False):
        client = signed_in(anna, as_user)
        assert "tick what is new" in go(client, "weekly", {"answer": "worse"})
        assert rhythm.rhythm_of(anna, today(98)).every is Every.WEEK
        page = go(client, "weekly", {"answer": "worse", "signs": ["bladder"]})
        assert "Phone now" in page
        assert Alert.objects.open().count() == 1
        assert rhythm.rhythm_of(anna, today(98)).every is Every.DAY
        page = go(client, "aftercare")
        assert "nothing that you may not do" not in page
        assert "this page gives no judgement" in page
        assert Entry.objects.get(day=today(98)).signs == ["bladder"]

    # Leg pain is back, in the other leg.
    with time_machine.travel(on(100), tick=False):
        client = signed_in(anna, as_user)
        episode = ladder.current(anna)
        log(anna, quiet(leg_pain=6), day=today(99), now=on(99))
        told = {
            "about": str(episode.pk),
            "none_new": "on",
            "kind": "new",
            "since": today(99).isoformat(),
            "side": "right",
            "level": "",
        }
        assert "First the signs that cannot wait" in go(client, "returned")
        page = go(client, "returned", told)
        assert "every day again" in page
        go(client, "returned", told)
    assert Episode.objects.count() == 2
    assert Returned.objects.get().new_episode == ladder.current(anna)
    assert Alert.objects.open().count() == 1, "the alert of the week before is still open"

    for day in range(101, 115):
        log(anna, quiet(leg_pain=6), day=today(day), now=on(day))
    with time_machine.travel(on(115), tick=False):
        client = signed_in(anna, as_user)
        page = go(client, "course")
        assert "this page gives no judgement" in page
        assert "Beside the earlier course" not in page, (
            "the earlier course went well: no comfort beside an alert"
        )
        doctor = as_user(neurologist)
        doctor.post(reverse("language"), {"language": "en", "next": "/clinic/"})
        page = html.unescape(doctor.get(reverse("clinic:review", args=[anna.ref])).content.decode())
        assert "Own word: completely recovered. The diary said: Recovered." in page
        assert "Earlier episodes" in page
        assert "Beside the earlier course" in page
        assert "naar de winkel, 10 minuten" in page
        assert doctor.get(reverse("clinic:caseload")).status_code == 200


def test_a_flare_goes_on_where_it_was_and_both_are_explained(
    anna: Patient, as_user: Callable[[User], Client]
) -> None:
    with time_machine.travel(on(30), tick=False):
        client = signed_in(anna, as_user)
        page = go(client, "returned")
        assert "the same hernia stirs again" in page
        assert "The other leg, another place" in page
        told = {
            "about": ladder.current(anna).pk,
            "none_new": "on",
            "kind": "flare",
            "since": today(29).isoformat(),
        }
        go(client, "returned", told)
        assert Episode.objects.count() == 1
        assert "a flare of the same episode" in go(client, "course")


def test_a_sign_on_the_page_of_return_rings_though_the_rest_is_not_filled_in(
    anna: Patient, as_user: Callable[[User], Client]
) -> None:
    with time_machine.travel(on(30), tick=False):
        client = signed_in(anna, as_user)
        page = go(client, "returned", {"about": ladder.current(anna).pk, "signs": ["saddle"]})
        assert "Phone now" in page
        assert "not saved yet" in page
        assert Alert.objects.open().count() == 1
        assert Episode.objects.count() == 1


def test_after_an_injection_in_the_old_episode_its_questions_stand_in_every_form(
    anna: Patient, as_user: Callable[[User], Client]
) -> None:
    with time_machine.travel(on(30), tick=False):
        old = ladder.current(anna)
        checkin.record_treatment(old, kind=TreatmentKind.INJECTION, on=today(16), by=anna.user, now=on(30))
        told = aftermath.Back(Return.NEW, today(29), Side.RIGHT)
        aftermath.come_back(old, told, by=anna.user, now=on(30))
        client = signed_in(anna, as_user)
        for name, *args in (("returned",), ("day", today(30))):
            assert "Since your injection" in go(client, name, None, *args)


def test_no_page_of_after_may_close_beside_an_alert(anna: Patient, as_user: Callable[[User], Client]) -> None:
    with time_machine.travel(on(30), tick=False):
        client = signed_in(anna, as_user)
        client.post(reverse("patient:day", args=[today(30)]), posted(signs=["bladder"], none_new=None))
        page = go(client, "recovered")
        assert "your course cannot be closed" in page
        assert 'name="effect"' not in page
        go(client, "recovered", {"effect": "1"})
        assert not Recovered.objects.exists()
