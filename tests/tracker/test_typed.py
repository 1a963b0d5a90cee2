"""What nobody can type does not reach a form, and nothing is refused for it."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.journal.models import Entry
from recovery.people.models import Patient
from tests.cast import PASSWORD, posted
from tracker.typed import typed


@pytest.mark.parametrize(
    "text", ["\0", "\x08", "\x1b[31m", "\x7f", "\x9b", "\ud800", "\u2028", "\u202e", "\u2066"]
)
def test_a_sign_that_nobody_types_is_taken_out(text: str) -> None:
    assert typed(f"voor{text[0]}na") == "voorna"


@pytest.mark.parametrize(
    "text", ["één\nregel\tverder\r\n", "👩🏽‍⚕️", "مرحبا\u200f", "a&b <c>", "‘ja’ – “nee” ≥ €"]
)
def test_what_somebody_types_stays(text: str) -> None:
    assert typed(text) is text or typed(text) == text


def test_a_day_with_such_a_sign_is_saved_without_it(as_patient: Client, patient: Patient) -> None:
    """The fuzz found a backspace in the diary: it was stored, and went into mails and PDFs."""
    today = timezone.localdate()
    answer = as_patient.post(
        reverse("patient:day", args=[today]), posted(note="bel\x07 \u202erood\x1b[0m\x08\nverder")
    )
    assert answer.status_code == 302
    assert Entry.objects.get(patient=patient, day=today).note == "bel rood[0m\nverder"


def test_a_password_is_taken_as_it_comes(patient: Patient) -> None:
    odd = f"{PASSWORD}\u2066x"
    patient.user.set_password(odd)
    patient.user.save()
    client = Client()
    told = {"login": patient.user.email, "password": f"{PASSWORD}x"}
    assert client.post(reverse("account_login"), told).status_code == 200
    assert client.post(reverse("account_login"), told | {"password": odd}).status_code == 302


def test_going_back_to_words_that_are_no_address_leads_to_the_start(
    as_patient: Client, as_user: Callable[..., Client]
) -> None:
    """The fuzz found a page of error: “gewone tekst” was taken for the name of a page."""
    answer = as_patient.post(reverse("display"), {"scheme": "dark", "size": "normal", "next": "gewone tekst"})
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_a_queue_that_is_sent_as_parts_is_no_page_of_error(patient: Patient) -> None:
    """The fuzz found that the check of the form had read the body before the queue did."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(patient.user)
    token = client.get(reverse("app_queue")).json()["csrf"]
    answer = client.post(reverse("app_queue"), {"a": "b"}, headers={"X-CSRFToken": token})
    assert answer.status_code == 409
