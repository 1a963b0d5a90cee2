"""Signing up and in: clear sentences, and the danger first."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from recovery.people.models import Patient, User
from tests.cast import PASSWORD

SIGNUP = reverse("account_signup")
LOGIN = reverse("account_login")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("nieuw@example.nl", "kort", "Dit wachtwoord is te kort. Gebruik minstens 8 tekens."),
        (f"{'a' * 250}@example.nl", PASSWORD, "Dit adres is te lang"),
        (f"a@{'é' * 60}.nl", PASSWORD, "Naar dit adres kan geen mail worden verstuurd"),
    ],
)
def test_a_wrong_sign_up_gets_a_sentence_and_no_account(email: str, password: str, sentence: str) -> None:
    page = Client().post(SIGNUP, {"email": email, "password1": password}).content.decode()
    assert sentence in page
    assert not User.objects.exists()


def test_capitals_in_an_address_do_not_matter(patient: Patient) -> None:
    client = Client()
    client.post(LOGIN, {"login": "ANNA@Example.nl", "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_too_many_attempts_still_say_to_phone(patient: Patient, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "2/m/key"}  # type: ignore[attr-defined]
    for _attempt in range(4):
        page = Client().post(LOGIN, {"login": "anna@example.nl", "password": "wrong"}).content.decode()
    assert "Is er iets mis? Wacht niet: bel." in page


@pytest.mark.django_db
def test_the_sign_in_page_says_the_danger() -> None:
    assert 'href="tel:112"' in Client().get(LOGIN).content.decode()


def test_a_forgotten_password_is_mended_by_mail(patient: Patient) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": "anna@example.nl"})
    (message,) = mail.outbox
    assert message.subject == "Kies een nieuw wachtwoord voor uw hersteldagboek"
    link = re.search(r"http://testserver(\S+)", str(message.body))
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "heel-nieuw-88", "password2": "heel-nieuw-88"})
    patient.user.refresh_from_db()
    assert patient.user.check_password("heel-nieuw-88")


@pytest.mark.django_db
def test_a_password_for_an_unknown_address_tells_nobody() -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": "niemand@example.nl"}, follow=True)
    assert "Als er een account is met dit adres" in answer.content.decode()
