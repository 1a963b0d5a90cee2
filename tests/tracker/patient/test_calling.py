"""What a patient answers on the urgent page, and what happens then: on the page, at the clinic, on the banner."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.alerts import contact
from recovery.alerts.models import Alert, AlertStep, Delivery, Outcome, Step
from recovery.people.models import Patient, User
from tests.cast import DESK, EMERGENCY, GP, GP_OUT_OF_HOURS, NIGHT, OFFICE_HOURS, flagged, log

URGENT = reverse("patient:urgent")
REACHED = reverse("patient:contacted")
NOT_REACHED = reverse("patient:not_reached")
NOT_MEANT = reverse("patient:not_meant")
TODAY = reverse("patient:today")

Travel = time_machine.Traveller


@pytest.fixture(autouse=True)
def clock() -> object:
    with time_machine.travel(OFFICE_HOURS, tick=False) as traveller:
        yield traveller


@pytest.fixture
def alert(patient: Patient) -> Alert:
    return raised(patient, "bladder")


def raised(patient: Patient, *signs: str) -> Alert:
    found = log(patient, flagged(*signs), now=OFFICE_HOURS).alert
    assert found
    return found


def page(client: Client, url: str = URGENT) -> str:
    return client.get(url).content.decode()


def number(shown: str) -> str:
    found = re.search(r'class="call" href="tel:([+\d]+)"', shown)
    assert found
    return found[1]


def press(client: Client, url: str) -> str:
    """Press a button of the page as it stands, with what its form holds."""
    form = re.search(rf'<form[^>]*action="{url}".*?</form>', page(client), re.DOTALL)
    assert form, f"no form for {url}"
    fields = re.findall(r'name="(alert|tried)" value="([\w-]+)"', form[0])
    sent = {name: [value for key, value in fields if key == name] for name, _value in fields}
    return client.post(url, sent, follow=True).content.decode()


def steps() -> list[tuple[str, str]]:
    return list(AlertStep.objects.values_list("step", "tried"))


def test_who_reached_somebody_goes_back_to_the_diary(as_patient: Client, alert: Alert) -> None:
    assert "Genoteerd: u heeft contact gehad" in press(as_patient, REACHED)
    assert steps() == [("contacted", "")]
    assert 'class="banner"' not in page(as_patient, TODAY)


def test_who_reached_nobody_gets_the_next_number_and_112_when_it_gets_worse(
    as_patient: Client, alert: Alert
) -> None:
    assert number(page(as_patient)) == DESK
    shown = press(as_patient, NOT_REACHED)
    assert number(shown) == EMERGENCY
    assert "Bel nu dit nummer. U kreeg niemand te pakken bij: Poli Neurologie." in shown
    assert "Wordt het erger? Bel 112." in shown
    assert steps() == [("not_reached", "desk")]


def test_every_number_in_turn_and_then_112(as_patient: Client, alert: Alert) -> None:
    tried = []
    for _number in range(4):
        tried.append(number(page(as_patient)))
        press(as_patient, NOT_REACHED)
    assert tried == [DESK, EMERGENCY, GP, GP_OUT_OF_HOURS]
    assert number(page(as_patient)) == "112"
    assert all(f"tel:{each}" in page(as_patient) for each in tried)
    press(as_patient, NOT_REACHED)
    assert number(page(as_patient)) == "112"


def test_what_can_wait_until_tonight_begins_again_after_the_last_number(
    as_patient: Client, patient: Patient
) -> None:
    raised(patient, "fever")
    for _number in range(4):
        press(as_patient, NOT_REACHED)
    assert number(page(as_patient)) == DESK
    assert "Bel nu opnieuw. U heeft alle nummers geprobeerd." in page(as_patient)


def test_after_half_an_hour_the_first_number_is_first_again(
    as_patient: Client, alert: Alert, clock: Travel
) -> None:
    press(as_patient, NOT_REACHED)
    clock.move_to(OFFICE_HOURS + contact.TRIED_COUNTS_FOR)
    assert number(page(as_patient)) == EMERGENCY
    clock.move_to(OFFICE_HOURS + contact.TRIED_COUNTS_FOR + timedelta(seconds=1))
    assert number(page(as_patient)) == DESK


def test_at_night_the_number_of_the_night_is_still_first(
    as_patient: Client, alert: Alert, clock: Travel
) -> None:
    press(as_patient, NOT_REACHED)
    clock.move_to(NIGHT)
    assert number(page(as_patient)) == EMERGENCY


def test_the_banner_has_the_same_next_number(as_patient: Client, alert: Alert) -> None:
    press(as_patient, NOT_REACHED)
    assert f'banner-phone" href="tel:{EMERGENCY}"' in page(as_patient, TODAY)


def test_the_clinic_is_told_once_that_nobody_was_reached_and_reads_on_which_line(
    as_patient: Client, as_neurologist: Client, alert: Alert, patient: Patient
) -> None:
    press(as_patient, NOT_REACHED)
    press(as_patient, NOT_REACHED)
    assert Delivery.objects.filter(reason="not_reached").count() == 1
    review = page(as_neurologist, reverse("clinic:review", args=[patient.ref]))
    assert "Patiënt kreeg niemand te pakken: Poli Neurologie" in review
    assert "Patiënt kreeg niemand te pakken: Spoedeisende Hulp" in review


def test_not_what_i_meant_is_noted_and_does_not_close_what_is_urgent_now(
    as_patient: Client, as_neurologist: Client, alert: Alert
) -> None:
    assert "De melding blijft staan" in page(as_patient)
    shown = press(as_patient, NOT_MEANT)
    assert "Bel toch: dit kan gevaarlijk zijn." in shown
    assert number(shown) == DESK
    assert NOT_MEANT not in shown
    assert contact.ringing_for(alert.patient) == [alert]
    assert 'class="banner"' in page(as_patient, TODAY)
    assert "Patiënt zegt dat het niet zo bedoeld was" in page(as_neurologist, reverse("clinic:alerts"))


@pytest.mark.parametrize("sign", ["fever", "cancer_pain"])
def test_not_what_i_meant_ends_what_can_wait(as_patient: Client, patient: Patient, sign: str) -> None:
    raised(patient, sign)
    assert "Dan stopt de melding." in page(as_patient)
    assert "Genoteerd: u bedoelde het niet zo." in press(as_patient, NOT_MEANT)
    assert contact.open_for(patient) == []
    assert Alert.objects.get().is_over


def test_the_banner_stays_until_the_clinic_closes(
    as_patient: Client, alert: Alert, neurologist: User
) -> None:
    press(as_patient, NOT_REACHED)
    contact.take(alert, by=neurologist, now=OFFICE_HOURS)
    assert 'class="banner"' in page(as_patient, TODAY)
    contact.close(alert, outcome=Outcome.SEEN_TODAY, needed=True, note="", by=neurologist, now=OFFICE_HOURS)
    assert 'class="banner"' not in page(as_patient, TODAY)


@pytest.mark.parametrize("url", [REACHED, NOT_REACHED, NOT_MEANT])
@pytest.mark.parametrize("sent", [{}, {"alert": "x"}, {"alert": "\0"}, {"alert": str(uuid4()), "tried": "'"}])
def test_nonsense_answers_nothing_and_shows_the_number(
    as_patient: Client, alert: Alert, url: str, sent: dict[str, str]
) -> None:
    answer = as_patient.post(url, sent, follow=True)
    assert number(answer.content.decode()) == DESK
    assert steps() == []


@pytest.mark.parametrize("tried", ["", "nonsense", "a" * 500])
def test_a_line_that_does_not_exist_is_not_kept(as_patient: Client, alert: Alert, tried: str) -> None:
    as_patient.post(NOT_REACHED, {"alert": [alert.pk], "tried": tried})
    assert steps() == [("not_reached", "")]


@pytest.mark.parametrize("url", [REACHED, NOT_REACHED, NOT_MEANT])
def test_nobody_answers_for_another(as_patient: Client, stranger: Patient, url: str) -> None:
    other = raised(stranger, "bladder")
    as_patient.post(url, {"alert": [other.pk], "tried": "desk"})
    assert steps() == []


@pytest.mark.parametrize("url", [REACHED, NOT_REACHED, NOT_MEANT])
def test_looked_at_an_answer_leads_to_the_number(as_patient: Client, alert: Alert, url: str) -> None:
    assert as_patient.get(url)["Location"] == URGENT


def test_after_contact_nothing_is_asked_any_more(as_patient: Client, alert: Alert) -> None:
    press(as_patient, REACHED)
    assert "dat u iemand heeft gesproken" in page(as_patient)
    assert "Wordt het erger? Bel meteen opnieuw.</h1>" in page(as_patient)
    assert not [url for url in (REACHED, NOT_REACHED, NOT_MEANT) if url in page(as_patient)]


def test_what_was_tried_before_contact_is_no_reason_for_112(as_patient: Client, alert: Alert) -> None:
    for _number in range(4):
        press(as_patient, NOT_REACHED)
    assert number(page(as_patient)) == "112"
    press(as_patient, REACHED)
    assert number(page(as_patient)) == DESK
    assert "U heeft niemand bereikt" not in page(as_patient)


def test_a_new_alert_after_contact_begins_at_the_first_number(
    as_patient: Client, alert: Alert, patient: Patient
) -> None:
    press(as_patient, NOT_REACHED)
    press(as_patient, REACHED)
    raised(patient, "saddle")
    assert number(page(as_patient)) == DESK


def test_contact_is_said_below_the_number_and_above_the_rest(as_patient: Client, alert: Alert) -> None:
    press(as_patient, REACHED)
    shown = page(as_patient)
    assert (
        shown.index('class="call"')
        < shown.index("dat u iemand heeft gesproken")
        < shown.index("Wat u kunt zeggen")
    )


def test_each_thing_said_is_kept(as_patient: Client, alert: Alert) -> None:
    for url in (NOT_REACHED, NOT_MEANT, REACHED):
        press(as_patient, url)
    assert [Step(step) for step, _tried in steps()] == [Step.NOT_REACHED, Step.NOT_MEANT, Step.CONTACTED]
