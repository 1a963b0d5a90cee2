"""The urgent page by itself: every number in it, and nothing that it waits for."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from recovery.alerts.models import Delivery
from recovery.people.models import Clinic, Patient
from tests.cast import NIGHT, OFFICE_HOURS, flagged, log, posted

URGENT = reverse("patient:urgent")
DAY = reverse("patient:day", args=[OFFICE_HOURS.date()])
EVERY_NUMBER = ("tel:+31883203900", "tel:+31883203300", "tel:+31201234567", "tel:+31301234567", "tel:112")


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def _flagged(patient: Patient) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)


def urgent(client: Client) -> str:
    answer = client.get(URGENT)
    assert answer.status_code == 200
    return answer.content.decode()


def broken(*_args: Any, **_kwargs: Any) -> None:
    raise RuntimeError


def test_it_needs_no_mail_and_no_trend_and_holds_every_number(
    as_patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the tick to the number, with everything broken that may break."""
    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)
    monkeypatch.setattr("recovery.trends.assess.course_of", broken)
    monkeypatch.setattr("recovery.trends.assess.assess", broken)
    answer = as_patient.post(DAY, posted(none_new=None, signs=["bladder"]))
    assert answer["Location"] == URGENT
    page = urgent(as_patient)
    for number in EVERY_NUMBER:
        assert f'href="{number}"' in page


@pytest.mark.usefixtures("_flagged")
def test_its_numbers_need_no_script_and_no_second_request(as_patient: Client) -> None:
    main = urgent(as_patient).split("<main")[1].split("</main>")[0]
    assert not re.search(r"<(script|img|iframe|object|link)\b|\bsrc=", main)
    for number in EVERY_NUMBER:
        assert f'href="{number}"' in main


@pytest.mark.usefixtures("_flagged")
def test_it_goes_from_the_danger_to_the_number_to_the_rest(as_patient: Client) -> None:
    page = urgent(as_patient).split("<main")[1]
    places = [
        page.index(words)
        for words in (
            "Bel nu. Dit kan spoed zijn.",
            'class="call" href="tel:+31883203900"',
            "Dit dagboek wordt niet dag en nacht gelezen",
            "Wat u kunt zeggen",
            "Neem mee",
            "Rijd niet zelf.",
            "Bent u in het buitenland?",
        )
    ]
    assert places == sorted(places)


@pytest.mark.usefixtures("_flagged")
def test_from_abroad_the_numbers_stand_in_full(as_patient: Client) -> None:
    abroad = urgent(as_patient).split("Bent u in het buitenland?")[1].split("</details>")[0]
    for number in ("+31 88 320 3900", "+31 88 320 3300", "+31 20 123 4567", "+31 30 123 4567"):
        assert number in abroad
    assert "112 in de hele EU" in abroad


@pytest.mark.usefixtures("_flagged")
def test_what_the_clinic_tells_never_comes_before_the_number(as_patient: Client) -> None:
    Clinic.objects.update(told_nl="De Spoedeisende Hulp is achter het station.")
    with time_machine.travel(NIGHT, tick=False):
        page = urgent(as_patient)
    assert page.index('class="call" href="tel:+31883203300"') < page.index("achter het station")


@pytest.mark.usefixtures("_flagged")
def test_without_a_number_that_works_it_is_112_and_the_broken_ones_stand_below(
    as_patient: Client, patient: Patient
) -> None:
    Clinic.objects.update(desk_phone="geen", emergency_phone="", gp_out_of_hours_phone="")
    Patient.objects.update(gp_phone="12")
    page = urgent(as_patient)
    assert 'class="call" href="tel:112"' in page
    assert "De nummers die we van u hebben kunnen niet kloppen." in page
    assert page.index('class="call"') < page.index("tel:geen")
    assert "tel:12" in page


@pytest.mark.usefixtures("_flagged")
def test_it_does_not_say_that_the_clinic_is_told_when_the_message_was_given_up(as_patient: Client) -> None:
    said = "Neurologie Noord krijgt ook een bericht"
    assert said in urgent(as_patient)
    Delivery.objects.update(given_up_at=OFFICE_HOURS)
    assert said not in urgent(as_patient)
