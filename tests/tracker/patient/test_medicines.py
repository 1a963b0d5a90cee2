"""My medicines: the list, taken in one tap, allergies and pregnancy; and where they are read."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from recovery.clinical import wording
from recovery.clinical.care import Painkiller
from recovery.episodes import ladder
from recovery.journal import diary, medicines
from recovery.journal.medicines import Told
from recovery.journal.models import Medicine, Taken
from recovery.people.models import Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, posted, quiet

TODAY = OFFICE_HOURS.date()
LIST = reverse("patient:medicines")
ADD = reverse("patient:add_medicine")
DAY = reverse("patient:day", args=[TODAY])
NAPROXEN = {"name": "Naproxen", "strength": "500 mg", "how_often": "2x", "painkiller": "nsaid"}
CHECKED = 'name="painkillers" value="yes" checked'


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def me(as_patient: Client) -> Client:
    as_patient.cookies["language"] = "en"
    return as_patient


@pytest.fixture
def naproxen(patient: Patient) -> Medicine:
    return add(patient, Told("Naproxen", "500 mg", "2x", Painkiller.NSAID))


def add(patient: Patient, told: Told) -> Medicine:
    return medicines.add(ladder.current(patient), told, by=patient.user, now=OFFICE_HOURS)


def read(client: Client, url: str = LIST) -> str:
    return " ".join(client.get(url).content.decode().split())


def send(client: Client, url: str, data: dict[str, Any]) -> str:
    return " ".join(client.post(url, data, follow=True).content.decode().split())


def tap(client: Client, medicine: Medicine, **given: str) -> str:
    return send(client, reverse("patient:medicine_taken", args=[medicine.pk]), {"taken": "yes"} | given)


def test_a_medicine_is_added_and_its_class_is_asked_once(me: Client) -> None:
    page = send(me, ADD, NAPROXEN)
    assert "Naproxen is on your list." in page
    assert "<strong>Naproxen 500 mg</strong><br>2x<br>Anti-inflammatory" in page
    assert "Painkillers: Anti-inflammatory" in read(me, reverse("patient:care"))


def test_what_is_missing_is_asked_in_a_sentence(me: Client) -> None:
    page = send(me, ADD, {"name": " ", "since": "2026-11-19"})
    assert "Fill in the name, as it stands on the box." in page
    assert "Choose one of the answers." in page
    assert "This date has yet to come." in page
    assert "Check the year." in send(me, ADD, NAPROXEN | {"since": "1026-11-19"})
    assert not Medicine.objects.exists()


def test_a_medicine_used_since_before_the_hernia_is_a_step_from_the_first_day(
    me: Client, patient: Patient
) -> None:
    send(me, ADD, NAPROXEN | {"since": "2024-01-01"})
    episode = ladder.current(patient)
    assert [step.date for step in ladder.everything_done(episode)] == [episode.onset]


def test_a_change_and_a_stop_keep_what_was_used(me: Client, naproxen: Medicine) -> None:
    page = send(me, reverse("patient:change_medicine", args=[naproxen.pk]), NAPROXEN | {"strength": "250 mg"})
    assert "Naproxen 250 mg" in page
    newer = Medicine.objects.get(replaces=naproxen)
    page = send(me, reverse("patient:stop_medicine", args=[newer.pk]), {"on": "2026-11-17"})
    assert "What I used before" in page
    assert "Until 17 Nov 2026." in page
    assert "No medicine written down." in page


def test_a_second_tab_is_told_what_the_list_is_now(me: Client, naproxen: Medicine) -> None:
    stop = reverse("patient:stop_medicine", args=[naproxen.pk])
    send(me, stop, {"on": "2026-11-17"})
    for answer in (send(me, stop, {"on": "2026-11-16"}), tap(me, naproxen)):
        assert "This medicine was stopped or changed already." in answer
    naproxen.refresh_from_db()
    assert str(naproxen.stopped_on) == "2026-11-17"
    assert not Taken.objects.exists()


def test_the_medicine_of_somebody_else_does_not_exist(
    naproxen: Medicine, stranger: Patient, as_user: Callable[[User], Client]
) -> None:
    other = as_user(stranger.user)
    for name in ("change_medicine", "stop_medicine", "medicine_taken"):
        url = reverse(f"patient:{name}", args=[naproxen.pk])
        assert other.post(url, NAPROXEN | {"on": "2026-11-17", "taken": "yes"}).status_code == 404
    naproxen.refresh_from_db()
    assert naproxen.stopped_at is None
    assert not Taken.objects.exists()


def test_one_tap_on_today_and_one_to_take_it_back(me: Client, naproxen: Medicine) -> None:
    today = reverse("patient:today")
    assert "Taken today?" in read(me, today)
    for _two_tabs in range(2):
        page = tap(me, naproxen, back="today", day=TODAY.isoformat())
    assert Taken.objects.count() == 1
    assert 'aria-pressed="true"' in page
    assert "Fill in today" in page
    page = tap(me, naproxen, back="today", day=TODAY.isoformat(), taken="no")
    assert 'aria-pressed="true"' not in page
    assert not Taken.objects.standing().exists()


@pytest.mark.parametrize("day", ["2026-02-31", "gisteren", "1999-01-01", "2026-11-19"])
def test_a_day_that_makes_no_sense_is_never_a_fault(me: Client, naproxen: Medicine, day: str) -> None:
    assert "<h1>My medicines</h1>" in tap(me, naproxen, day=day)
    assert not Taken.objects.exclude(day=TODAY).exists()


def test_today_has_a_few_buttons_and_the_rest_behind_a_link(me: Client, patient: Patient) -> None:
    for n in range(6):
        add(patient, Told(f"middel {n}"))
    page = read(me, reverse("patient:today"))
    assert page.count('name="taken" value="yes"') == 4
    assert "2 more medicines, and the whole list" in page


def test_a_painkiller_that_was_tapped_fills_in_yes_in_sight(me: Client, naproxen: Medicine) -> None:
    assert CHECKED not in read(me, DAY)
    tap(me, naproxen)
    page = read(me, DAY)
    assert CHECKED in page
    assert '<details class="more" open>' in page
    assert "so “yes” is filled in" in page
    yesterday = reverse("patient:day", args=[TODAY - timedelta(days=1)])
    assert CHECKED not in read(me, yesterday)


def test_another_medicine_fills_in_nothing(me: Client, patient: Patient) -> None:
    tap(me, add(patient, Told("Omeprazol")))
    page = read(me, DAY)
    assert CHECKED not in page
    assert '<details class="more" open>' not in page


@pytest.mark.parametrize("said", [True, False])
def test_what_the_patient_said_stands_whatever_was_tapped(
    me: Client, patient: Patient, naproxen: Medicine, said: bool
) -> None:
    log(patient, quiet(painkillers=said), now=OFFICE_HOURS)
    tap(me, naproxen)
    page = read(me, DAY)
    assert (CHECKED in page) is said
    assert "so “yes” is filled in" not in page
    entry = diary.entry_on(ladder.current(patient), TODAY)
    assert entry
    assert entry.painkillers is said


def test_a_saved_day_without_an_answer_is_not_touched_by_a_tap(
    me: Client, patient: Patient, naproxen: Medicine
) -> None:
    log(patient, quiet(), now=OFFICE_HOURS)
    tap(me, naproxen)
    entry = diary.entry_on(ladder.current(patient), TODAY)
    assert entry
    assert entry.painkillers is None
    assert entry.corrected_at is None


def test_the_answer_that_was_posted_is_the_one_that_is_saved(
    me: Client, patient: Patient, naproxen: Medicine
) -> None:
    tap(me, naproxen)
    me.post(DAY, posted(painkillers="no"))
    entry = diary.entry_on(ladder.current(patient), TODAY)
    assert entry
    assert entry.painkillers is False


def test_what_was_taken_stands_under_the_chart_drawn_and_in_a_table(
    me: Client, patient: Patient, naproxen: Medicine
) -> None:
    course = reverse("patient:course")
    log(patient, quiet(), now=OFFICE_HOURS)
    assert 'id="taken"' not in read(me, course)
    tap(me, naproxen)
    page = read(me, course)
    assert "Naproxen: 1 day, last on 18 Nov 2026." in page
    assert '<th scope="col" class="number">Naproxen</th>' in page


def test_allergies_and_pregnancy_are_unknown_until_they_are_answered(me: Client, patient: Patient) -> None:
    page = read(me)
    assert page.count("not filled in: unknown") == 2
    url = reverse("patient:safe_care")
    assert 'value="possible" checked' not in read(me, url)
    page = send(me, url, {"allergies": "penicilline", "pregnancy": "possible"})
    assert "“penicilline”" in page
    assert "Possibly" in page
    page = send(me, url, {"allergies": "", "pregnancy": "possible"})
    assert page.count("not filled in: unknown") == 1
    assert "at most 500" in send(me, url, {"allergies": "x" * 501})


def test_other_details_take_no_allergy_back(me: Client, patient: Patient) -> None:
    send(me, reverse("patient:safe_care"), {"allergies": "latex", "pregnancy": "no"})
    page = me.get(reverse("patient:details"))
    form = page.context["form"]
    given = {name: form[name].value() for name in form.fields}
    told = {name: "" if value is None else str(value) for name, value in given.items()}
    me.post(reverse("patient:details"), told | {"name": "Anna Anders"})
    patient.refresh_from_db()
    patient.user.refresh_from_db()
    assert patient.user.name == "Anna Anders"
    assert (patient.allergies, patient.pregnancy) == ("latex", "no")


def test_the_urgent_page_has_it_to_read_aloud_after_the_number(
    me: Client, patient: Patient, naproxen: Medicine
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    page = read(me, reverse("patient:urgent"))
    assert page.index("tel:+31883203900") < page.index(wording.TELL_THIS) < page.index("Naproxen 500 mg")
    assert "not filled in: unknown" in page


def test_the_urgent_page_keeps_its_number_when_the_list_is_at_fault(
    me: Client, patient: Patient, naproxen: Medicine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError

    log(patient, flagged(), now=OFFICE_HOURS)
    monkeypatch.setattr("recovery.journal.medicines.of", broken)
    page = read(me, reverse("patient:urgent"))
    assert 'href="tel:+31883203900"' in page
    assert wording.TELL_THIS not in page


def test_a_longer_list_asks_no_more_of_the_database(
    me: Client, patient: Patient, naproxen: Medicine, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    pages = (LIST, reverse("patient:today"), reverse("patient:urgent"), DAY)

    def walk() -> None:
        for url in pages:
            assert me.get(url).status_code == 200

    walk()
    with CaptureQueriesContext(connection) as few:
        walk()
    asked = len(few)
    for n in range(8):
        tap(me, add(patient, Told(f"middel {n}")))
    walk()
    with django_assert_num_queries(asked):
        walk()


def test_the_number_and_who_does_not_read_stand_where_something_is_typed(me: Client) -> None:
    page = read(me)
    assert "tel:+31883203900" in page
    assert wording.NOBODY_READS in page
