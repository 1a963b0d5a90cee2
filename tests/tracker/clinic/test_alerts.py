"""The panel of open alerts and their figures, as the neurologist and the manager see them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.alerts import contact
from recovery.alerts.models import Alert, Outcome
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, make_staff, make_user

PANEL = reverse("clinic:alerts")
FIGURES = reverse("clinic:figures")
LATER = OFFICE_HOURS + timedelta(minutes=12)


@pytest.fixture(autouse=True)
def _clock() -> object:
    with time_machine.travel(LATER, tick=False):
        yield


def raised(patient: Patient, *signs: str, minutes: int = 0) -> Alert:
    alert = log(patient, flagged(*signs), now=OFFICE_HOURS + timedelta(minutes=minutes)).alert
    assert alert
    return alert


def panel(client: Client) -> str:
    return client.get(PANEL).content.decode()


def test_an_empty_panel_says_so(as_neurologist: Client) -> None:
    assert "Er staat geen melding open" in panel(as_neurologist)


def test_alerts_stand_by_patient_the_most_urgent_and_then_the_longest_waiting_first(
    as_neurologist: Client, clinic: Clinic, patient: Patient
) -> None:
    raised(patient, "fever")
    raised(patient, "saddle", minutes=4)
    raised(make_patient(clinic, "kees@example.nl", name="Kees Dal"), "bladder", minutes=2)
    page = panel(as_neurologist)
    assert page.count("Anna Bos</a>") == page.count("Kees Dal</a>") == 1
    assert page.index("Kees Dal</a>") < page.index("Anna Bos</a>")
    assert page.index("Doof rond billen") < page.index("Koorts of erg ziek")
    assert "12\xa0minuten geleden" in page


def test_the_panel_says_what_the_patient_said_and_who_has_it(
    as_neurologist: Client, patient: Patient, neurologist: User
) -> None:
    alert = raised(patient)
    for say in (contact.say_contacted, contact.say_not_meant):
        say(patient, alerts=[alert.pk], by=patient.user, now=LATER)
    assert "Patiënt zegt dat er contact is geweest" in panel(as_neurologist)
    assert reverse("clinic:take", args=[alert.pk]) in panel(as_neurologist)
    contact.take(alert, by=neurologist, now=LATER)
    page = panel(as_neurologist)
    assert "Opgepakt: dr. Haan" in page
    assert reverse("clinic:take", args=[alert.pk]) not in page


def test_a_closed_alert_leaves_the_panel(as_neurologist: Client, patient: Patient, neurologist: User) -> None:
    alert = raised(patient)
    contact.close(alert, outcome=Outcome.PHONED, needed=True, note="", by=neurologist, now=LATER)
    assert "Anna Bos" not in panel(as_neurologist)


def test_another_clinic_does_not_see_it(
    patient: Patient, other_neurologist: User, as_user: Callable[[User], Client]
) -> None:
    raised(patient)
    assert "Anna Bos" not in panel(as_user(other_neurologist))


def test_the_second_to_take_it_reads_who_was_first(
    as_neurologist: Client, patient: Patient, clinic: Clinic, as_user: Callable[[User], Client]
) -> None:
    alert = raised(patient)
    take = reverse("clinic:take", args=[alert.pk])
    as_neurologist.post(take)
    colleague = make_staff(clinic, "tweede@noord.example", name="dr. Tweede")
    page = as_user(colleague).post(take, follow=True).content.decode()
    assert "Opgepakt: dr. Haan, 18 november 2026, 10:12." in page


def test_what_the_patient_withdrew_cannot_be_taken_and_says_why(
    as_neurologist: Client, patient: Patient
) -> None:
    alert = raised(patient, "fever")
    contact.say_not_meant(patient, alerts=[alert.pk], by=patient.user, now=LATER)
    page = as_neurologist.post(reverse("clinic:take", args=[alert.pk]), follow=True).content.decode()
    assert "Patiënt zegt dat het niet zo bedoeld was: Anna Bos" in page


def test_what_was_withdrawn_is_shown_for_a_week_and_not_among_what_is_open(
    as_neurologist: Client, patient: Patient
) -> None:
    alert = raised(patient, "fever")
    contact.say_not_meant(patient, alerts=[alert.pk], by=patient.user, now=LATER)
    page = panel(as_neurologist)
    assert page.index("Er staat geen melding open") < page.index("Ingetrokken door de patiënt")
    assert reverse("clinic:alert", args=[alert.pk]) in page
    with time_machine.travel(LATER + timedelta(days=7, seconds=1), tick=False):
        assert "Anna Bos" not in panel(as_neurologist)


def test_the_figures_are_told_in_words(as_neurologist: Client, patient: Patient, neurologist: User) -> None:
    alert = raised(patient)
    contact.take(alert, by=neurologist, now=LATER)
    contact.close(alert, outcome=Outcome.PHONED, needed=False, note="", by=neurologist, now=LATER)
    page = as_neurologist.get(FIGURES).content.decode()
    everything = re.search(r"Alle meldingen</th>(.*?)</tr>", page, re.DOTALL)
    assert everything
    assert re.findall(r">([^<>]+)</td>", everything[1]) == ["1", "1 van 1", "12 min", "12 min", "0 van 1"]
    assert "Plassen</th>" in page


@pytest.mark.parametrize("days", ["90", "365", "x", "-1", "999999999999", ""])
def test_a_period_that_makes_no_sense_gives_the_shortest(as_neurologist: Client, days: str) -> None:
    page = as_neurologist.get(FIGURES, {"days": days}).content.decode()
    shown = days if days in {"90", "365"} else "30"
    assert f'aria-current="page" href="?days={shown}"' in page


def test_a_manager_sees_figures_and_of_few_patients_no_signs(
    patient: Patient, manager: User, as_user: Callable[[User], Client]
) -> None:
    raised(patient)
    page = as_user(manager).get(FIGURES).content.decode()
    assert "Alle meldingen" in page
    assert "Plassen</th>" not in page
    assert "vanaf 10 patiënten" in page
    assert as_user(manager).get(PANEL).status_code == 404


def test_a_patient_has_no_panel_and_no_figures(patient: Patient, as_user: Callable[[User], Client]) -> None:
    somebody = as_user(make_user("x@example.nl"))
    for client in (as_user(patient.user), somebody):
        assert {client.get(url).status_code for url in (PANEL, FIGURES)} == {404}


def test_a_sign_that_these_rules_do_not_know_hides_no_alert_and_no_number(
    as_patient: Client, as_neurologist: Client, patient: Patient
) -> None:
    log(patient, flagged("saddle"))
    found = {"sign": "of_a_later_release", "urgency": "now", "because": "ticked"}
    strange = Alert.objects.get()
    Alert.objects.update(stored_findings=[found], answers=strange.answers | {"signs": ["of_a_later_release"]})
    for page in (reverse("clinic:alerts"), reverse("clinic:review", args=[patient.ref])):
        assert "of_a_later_release" in as_neurologist.get(page).content.decode()
    assert as_neurologist.get(reverse("clinic:figures")).status_code == 200
    assert "tel:" in as_patient.get(reverse("patient:urgent")).content.decode()
    assert log(patient, flagged("bladder")).alert != strange
