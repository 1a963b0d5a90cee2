"""A notification: encrypted for one browser, signed by the site, to known services only, and a mail when it fails."""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import http_ece
import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from py_vapid import Vapid02
from pytest_django import Settings

from recovery.people import letters
from recovery.people.models import Clinic, Letter, Patient
from recovery.reminders import browsers, wishes
from recovery.reminders.models import Browser, Reminder
from recovery.reminders.wishes import Wish
from tests.cast import OFFICE_HOURS
from tracker import errands
from tracker.channels import push

ENDPOINT = "https://updates.push.services.mozilla.com/wpush/v2/abc"
SECRET = b"0123456789abcdef"
EVENING = OFFICE_HOURS.replace(hour=19)
Sent = list[tuple[str, bytes, dict[str, str]]]


def text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


@pytest.fixture
def key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture
def public(key: ec.EllipticCurvePrivateKey) -> str:
    return text(key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))


@pytest.fixture(autouse=True)
def site_key(settings: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    call_command("make_push_key")
    settings.WEB_PUSH_KEY = capsys.readouterr().out.strip()
    settings.DEFAULT_FROM_EMAIL = "Dagboek <dagboek@noord.example>"
    return str(settings.WEB_PUSH_KEY)


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(EVENING, tick=False):
        yield


@pytest.fixture
def browser(patient: Patient, public: str) -> Browser:
    Clinic.objects.update(allows_push=True)
    wish = Wish(channel=Reminder.Channel.PUSH)
    wishes.choose(patient, wish, now=OFFICE_HOURS - timedelta(days=90))
    return browsers.allow(
        patient, endpoint=ENDPOINT, public_key=public, secret=text(SECRET), by=patient.user, now=OFFICE_HOURS
    )


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> "Service":
    made = Service()
    monkeypatch.setattr(push, "post", made.post)
    return made


class Service:
    """The service of the maker of the browser: keeps what it was sent, and answers `status`."""

    def __init__(self) -> None:
        self.status, self.got = 201, Sent()

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        self.got.append((url, body, headers))
        if self.status == 0:
            raise TimeoutError
        return self.status


def test_only_the_browser_can_read_it(
    browser: Browser, service: Service, key: ec.EllipticCurvePrivateKey
) -> None:
    errands.run()
    ((url, body, headers),) = service.got
    assert url == ENDPOINT
    assert headers["Content-Encoding"] == "aes128gcm"
    read = http_ece.decrypt(body, private_key=key, auth_secret=SECRET, version="aes128gcm")
    assert json.loads(read) == {"title": "Tijd voor uw dagboek", "url": "/today/"} or json.loads(read) == {
        "title": "Time for your diary",
        "url": "/today/",
    }
    with pytest.raises(Exception, match=r".*"):
        http_ece.decrypt(
            body,
            private_key=ec.generate_private_key(ec.SECP256R1()),
            auth_secret=SECRET,
            version="aes128gcm",
        )
    assert mail.outbox == []
    assert Letter.objects.get().sent_at == EVENING


def test_it_is_signed_for_this_service_by_the_key_that_the_page_shows(
    browser: Browser, service: Service
) -> None:
    errands.run()
    authorization = service.got[0][2]["Authorization"]
    found = re.fullmatch(r"vapid t=(?P<token>[^,]+),\s*k=(?P<key>.+)", authorization)
    assert found
    assert found["key"] == push.public_key()
    assert Vapid02.verify(authorization)
    claims = json.loads(push.b64urldecode(found["token"].split(".")[1].encode()))
    assert claims["aud"] == "https://updates.push.services.mozilla.com"
    assert claims["sub"] == "mailto:dagboek@noord.example"
    assert claims["exp"] == int((EVENING + push.SIGNED_FOR).timestamp())
    forged = authorization.replace(found["token"][-8:], "AAAAAAAA")
    assert not _verifies(forged)


def _verifies(authorization: str) -> bool:
    try:
        return bool(Vapid02.verify(authorization))
    except Exception:
        return False


def test_it_is_of_no_use_after_midnight(browser: Browser, service: Service) -> None:
    errands.run()
    assert service.got[0][2]["TTL"] == str(5 * 3600)


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_ended_and_a_mail_goes_at_once(
    browser: Browser, service: Service, status: int
) -> None:
    service.status = status
    errands.run()
    browser.refresh_from_db()
    assert browser.ended_at == EVENING
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("status", [0, 500, 429, 301])
def test_a_service_that_fails_is_tried_again_and_then_it_is_a_mail_the_same_day(
    browser: Browser, service: Service, status: int
) -> None:
    service.status = status
    for minutes in range(0, 30, 2):
        with time_machine.travel(EVENING + timedelta(minutes=minutes), tick=False):
            errands.run()
    assert len(service.got) == 3
    assert len(mail.outbox) == 1
    browser.refresh_from_db()
    assert browser.ended_at is None


def test_a_clinic_that_does_not_allow_it_gets_mails(browser: Browser, service: Service) -> None:
    Clinic.objects.update(allows_push=False)
    errands.run()
    assert (len(service.got), len(mail.outbox)) == (0, 1)


def test_without_a_key_of_the_site_it_is_a_mail(
    browser: Browser, service: Service, settings: Settings
) -> None:
    settings.WEB_PUSH_KEY = ""
    errands.run()
    assert (len(service.got), len(mail.outbox)) == (0, 1)


def test_the_question_after_a_silence_is_always_a_mail(
    browser: Browser, service: Service, patient: Patient
) -> None:
    letters.owe_about(Letter.Kind.SILENCE, {patient.pk: EVENING.date()}, now=EVENING)
    wishes.choose(patient, Wish(is_on=False, channel=Reminder.Channel.PUSH), now=EVENING)
    errands.run()
    assert (len(service.got), len(mail.outbox)) == (0, 1)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://updates.push.services.mozilla.com/x",
        "https://127.0.0.1/x",
        "https://localhost/x",
        "https://evil.example/fcm.googleapis.com",
        "https://fcm.googleapis.com.evil.example/x",
        "https://evilfcm.googleapis.com/x",
        "https://user@fcm.googleapis.com/x",
        "https://fcm.googleapis.com:8443/x",
        "https://[::1/x",
        "",
    ],
)
def test_it_is_sent_to_known_services_only(endpoint: str) -> None:
    assert push.may_be_sent_to(ENDPOINT)
    assert push.may_be_sent_to("https://fcm.googleapis.com/fcm/send/abc")
    assert not push.may_be_sent_to(endpoint)


def allow(client: Client, **told: str) -> Any:
    return client.post(reverse("patient:allow_browser"), told)


def test_a_browser_is_let_in_with_sound_keys_only(as_patient: Client, patient: Patient, public: str) -> None:
    sound = {"endpoint": ENDPOINT, "public_key": public, "secret": text(SECRET)}
    assert allow(as_patient, **sound).status_code == 400  # the clinic does not allow it
    Clinic.objects.update(allows_push=True)
    for wrong in (
        {"public_key": "abc"},
        {"secret": "abc"},
        {"endpoint": "https://x.example/"},
        {"secret": ""},
    ):
        assert allow(as_patient, **{**sound, **wrong}).status_code == 400
    assert browsers.browsers_of(patient) == []
    assert allow(as_patient, **sound).status_code == 204
    (browser,) = browsers.browsers_of(patient)
    assert (browser.endpoint, browser.allowed_by) == (ENDPOINT, patient.user)
    as_patient.post(reverse("patient:end_browsers"))
    assert browsers.browsers_of(patient) == []


def test_the_page_offers_it_only_where_the_clinic_allows_it(as_patient: Client, patient: Patient) -> None:
    page = reverse("patient:reminders")
    assert "data-push" not in as_patient.get(page).content.decode()
    Clinic.objects.update(allows_push=True)
    shown = as_patient.get(page).content.decode()
    assert f'data-push="{push.public_key()}"' in shown
    assert 'name="channel"' in shown
