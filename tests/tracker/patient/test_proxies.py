"""Asking somebody to help with the diary: the page, the mail, the link, and the end of it."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.people import letters, proxies
from recovery.people.models import Patient, Proxy, User
from tests.cast import PASSWORD, accepted, make_user
from tracker.post import send

ASKED = {"name": "Karin", "email": "Karin@example.nl", "may": "write"}


@pytest.fixture
def karin(db: None) -> User:
    return make_user("karin@example.nl", "Karin de Wit")


def link_in_the_mail() -> str:
    """The path of the link, once the worker has sent what is owed."""
    assert letters.send_owed(send) == 1
    found = re.search(r"/proxy/[^/\s]+/", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_the_mail_goes_to_who_was_asked_with_a_link_of_which_a_hash_is_kept(as_patient: Client) -> None:
    answer = as_patient.post(reverse("patient:proxies"), ASKED, follow=True)
    assert "Karin" in answer.content.decode()
    assert mail.outbox == []
    link = link_in_the_mail()
    assert mail.outbox[0].to == ["karin@example.nl"]
    assert "dagboek" not in mail.outbox[0].subject
    assert "diary" not in mail.outbox[0].subject
    assert "/for/" not in str(mail.outbox[0].body)
    assert Proxy.objects.get().token_hash not in link


def test_who_was_asked_registers_says_yes_and_opens_the_diary(as_patient: Client, patient: Patient) -> None:
    as_patient.post(reverse("patient:proxies"), ASKED)
    link, client = link_in_the_mail(), Client()
    page = client.get(link).content.decode()
    assert "Anna Bos" in page
    assert f"next={link.replace('/', '%2F')}" in page
    answer = client.post(
        f"{reverse('account_signup')}?next={link}", {"email": "karin@example.nl", "password1": PASSWORD}
    )
    assert answer["Location"] == link
    assert client.post(link, {"answer": "yes"})["Location"] == reverse("diaries")
    assert client.get(f"/for/{patient.ref}/today/").status_code == 200
    assert client.get(link).status_code == 404


def test_the_link_does_not_work_for_who_merely_holds_it(
    as_patient: Client, stranger: Patient, as_user: Callable[[User], Client]
) -> None:
    as_patient.post(reverse("patient:proxies"), ASKED)
    link = link_in_the_mail()
    client = as_user(stranger.user)
    page = client.get(link).content.decode()
    assert "karin@example.nl" not in page
    assert 'value="yes"' not in page
    client.post(link, {"answer": "yes"})
    assert not proxies.records_of(stranger.user)
    assert Proxy.objects.get().tries == 1


def test_the_link_does_not_work_for_the_patient(as_patient: Client) -> None:
    as_patient.post(reverse("patient:proxies"), ASKED)
    as_patient.post(link := link_in_the_mail(), {"answer": "yes"})
    assert 'value="yes"' not in as_patient.get(link).content.decode()
    assert Proxy.objects.get().accepted_at is None


def test_who_was_asked_may_say_no(as_patient: Client, karin: User, as_user: Callable[[User], Client]) -> None:
    as_patient.post(reverse("patient:proxies"), ASKED)
    link, client = link_in_the_mail(), as_user(karin)
    client.post(link, {"answer": "no"})
    assert Proxy.objects.get().ended_by == karin
    assert client.get(link).status_code == 404


def test_an_invitation_that_was_withdrawn_is_not_sent(as_patient: Client) -> None:
    as_patient.post(reverse("patient:proxies"), ASKED)
    as_patient.post(reverse("patient:end_proxy", args=[Proxy.objects.get().ref]))
    assert letters.send_owed(send) == 0
    assert mail.outbox == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"email": "anna@example.nl"}, "email"),
        ({"email": "geen adres"}, "email"),
        ({"name": ""}, "name"),
        ({"may": "everything"}, "may"),
    ],
)
def test_what_is_wrong_is_said_and_nobody_is_asked(
    as_patient: Client, fields: dict[str, str], field: str
) -> None:
    answer = as_patient.post(reverse("patient:proxies"), ASKED | fields)
    assert field in answer.context["form"].errors
    assert not Proxy.objects.exists()


def test_the_page_tells_who_may_now_who_was_asked_and_who_could_before(
    as_patient: Client, patient: Patient, karin: User
) -> None:
    proxies.end(accepted(patient, karin, name="Karin Eens"), by=karin, now=timezone.now())
    accepted(patient, make_user("jan@example.nl"), name="Jan Nu", may_write=False)
    as_patient.post(reverse("patient:proxies"), ASKED | {"name": "Karin Straks"})
    page = as_patient.get(reverse("patient:proxies")).context["page"]
    assert [one.name for one in page.standing] == ["Jan Nu"]
    assert [one.name for one in page.waiting] == ["Karin Straks"]
    assert [one.name for one in page.before] == ["Karin Eens"]
    assert "Jan Nu" in as_patient.get(reverse("patient:sharing")).content.decode()


def test_somebody_elses_proxy_cannot_be_ended(
    as_patient: Client, stranger: Patient, karin: User, as_user: Callable[[User], Client]
) -> None:
    proxy = accepted(stranger, karin)
    assert as_patient.post(reverse("patient:end_proxy", args=[proxy.ref])).status_code == 404
    assert as_patient.post(reverse("end_helping", args=[proxy.ref])).status_code == 404
    proxy.refresh_from_db()
    assert proxy.ended_at is None
