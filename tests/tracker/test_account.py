"""Signing up and in: clear sentences, and the danger first."""

import re

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.urls import reverse

from recovery.people.models import Patient, User
from tests.cast import PASSWORD, fill_in_code, make_user
from tracker.limits import WRONG_FROM_HERE

SIGNUP = reverse("account_signup")
LOGIN = reverse("account_login")
NEW_PASSWORD = "vijf blauwe ezels zingen"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        ("nieuw@example.nl", "kort", "Dit wachtwoord is te kort. Gebruik minstens 12 tekens."),
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


def test_too_many_attempts_still_say_to_phone(patient: Patient) -> None:
    for _attempt in range(WRONG_FROM_HERE.most + 1):
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
    client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    patient.user.refresh_from_db()
    assert patient.user.check_password(NEW_PASSWORD)


@pytest.mark.django_db
def test_a_password_for_an_unknown_address_tells_nobody() -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": "niemand@example.nl"}, follow=True)
    assert "Als er een account is met dit adres" in answer.content.decode()


# --- nobody finds out who has an account


def what_is_seen(client: Client, url: str, sent: dict[str, str], known: str) -> tuple[object, ...]:
    """All that somebody sees who tries an address: where it leads, what is there, and which cookies are set."""
    answer = client.post(url, sent)
    after = client.get(answer["Location"]) if answer.status_code == 302 else answer
    page = after.content.decode().replace(known, "...")
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
    return answer.status_code, answer.get("Location"), sorted(client.cookies), after.status_code, page


@pytest.mark.parametrize(
    ("url", "field"),
    [(LOGIN, "login"), (SIGNUP, "email"), (reverse("account_reset_password"), "email")],
)
def test_a_known_address_looks_as_an_unknown_one(patient: Patient, url: str, field: str) -> None:
    passwords = {"password": "een ander wachtwoord", "password1": NEW_PASSWORD}
    known, unknown = (
        what_is_seen(Client(), url, {field: email, **passwords}, email)
        for email in ("anna@example.nl", "erik@example.nl")
    )
    assert known == unknown


@pytest.mark.parametrize(("url", "field"), [(LOGIN, "login"), (SIGNUP, "email")])
def test_a_known_address_takes_as_long_as_an_unknown_one(
    patient: Patient, url: str, field: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What takes time is hashing a password: it is done as often."""
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given, **named: hashed.append(1) or encode(*given, **named)
    )
    counts = []
    for email in ("anna@example.nl", "erik@example.nl"):
        hashed.clear()
        Client().post(url, {field: email, "password": "een ander wachtwoord", "password1": NEW_PASSWORD})
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0


def test_who_registers_with_a_known_address_changes_nothing_and_the_owner_is_told(patient: Patient) -> None:
    client = Client()
    client.post(SIGNUP, {"email": "Anna@example.nl", "password1": NEW_PASSWORD})
    (message,) = mail.outbox
    assert message.to == ["anna@example.nl"]
    assert "al een hersteldagboek" in message.subject or "already" in message.subject
    patient.user.refresh_from_db()
    assert patient.user.check_password(PASSWORD)
    assert User.objects.count() == 1
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_an_address_is_proven_by_a_code_before_anything_is_open() -> None:
    client = Client()
    client.post(SIGNUP, {"email": "jan@example.nl", "password1": NEW_PASSWORD})
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("phone")).status_code == 200
    wrong = client.post(reverse("account_email_verification_sent"), {"code": "XXX-XXX"})
    assert wrong.status_code == 200
    fill_in_code(client)
    assert client.get(reverse("patient:start")).status_code == 200


@pytest.mark.django_db
def test_a_code_can_be_tried_three_times() -> None:
    client = Client()
    client.post(SIGNUP, {"email": "jan@example.nl", "password1": NEW_PASSWORD})
    for _attempt in range(3):
        client.post(reverse("account_email_verification_sent"), {"code": "XXX-XXX"})
    fill_in_code(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.django_db
def test_an_account_that_an_operator_made_signs_in_at_once() -> None:
    make_user("post@noord.example")
    client = Client()
    client.post(LOGIN, {"login": "post@noord.example", "password": PASSWORD})
    assert "_auth_user_id" in client.session


def test_who_comes_by_the_mailed_link_has_proven_the_address(as_neurologist: Client) -> None:
    as_neurologist.post(reverse("clinic:invite"), {"name": "Jan Dal", "email": "jan@example.nl"})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[0].body))
    assert link
    client = Client()
    client.post(link[1])
    client.post(SIGNUP, {"email": "jan@example.nl", "password1": NEW_PASSWORD})
    assert "_auth_user_id" in client.session
    assert len(mail.outbox) == 1


def test_the_link_that_the_clinic_sees_proves_no_address(as_neurologist: Client) -> None:
    as_neurologist.post(reverse("clinic:invite"), {"name": "Jan Dal", "email": "jan@example.nl"})
    link = re.search(r"http://testserver([^\s?]+)", str(mail.outbox[0].body))
    assert link
    client = Client()
    client.post(link[1])
    client.post(SIGNUP, {"email": "jan@example.nl", "password1": NEW_PASSWORD})
    assert "_auth_user_id" not in client.session
