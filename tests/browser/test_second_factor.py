"""The second factor in a browser: an app with codes, a passkey of a virtual device, and a passkey alone."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from playwright.sync_api import CDPSession
from pytest_django.live_server_helper import LiveServer

from recovery.people.models import Clinic, Membership, User
from tests.browser.conftest import DESK, PHONE, Visit, Visitor
from tests.cast import APP_SECRET, PASSWORD, make_clinic, make_patient, make_user
from tracker.second_factor import code_of

NEW_PASSWORD = "vijf blauwe ezels zingen"
STAFF = "nieuw@noord.example"


@pytest.fixture
def clinic(live_server: LiveServer) -> Clinic:
    clinic = make_clinic()
    user = make_user(STAFF, "dr. Nieuw")
    Membership.objects.create(user=user, clinic=clinic, role="neurologist")
    return clinic


@pytest.fixture
def doctor(visit: Visit, clinic: Clinic, live_server: LiveServer) -> Iterator[Visitor]:
    """On the first day, with a computer that has a fingerprint reader. A passkey belongs to a name, not a number."""
    visitor = visit(DESK)
    visitor.page.context.set_default_timeout(40_000)
    visitor.address = live_server.url.replace("127.0.0.1", "localhost")
    visitor.page.context.add_cookies([{"name": "language", "value": "nl", "url": visitor.address}])
    yield visitor


def with_fingerprint(visitor: Visitor) -> CDPSession:
    """A device of this browser that says yes to every question."""
    device = visitor.page.context.new_cdp_session(visitor.page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device


def say_again(visitor: Visitor) -> None:
    """The password once more, before something about signing in is changed."""
    visitor.page.wait_for_url("**/account/confirm/**")
    visitor.page.fill("[name=password]", PASSWORD)
    with visitor.page.expect_navigation():
        visitor.page.click("main form .btn-primary")


def sign_out(visitor: Visitor) -> None:
    visitor.open("/account/logout/")
    with visitor.page.expect_navigation():
        visitor.page.click("main form .btn-primary")


def test_a_passkey_is_set_up_and_signs_in(doctor: Visitor) -> None:
    page = doctor.page
    with_fingerprint(doctor)
    doctor.sign_in(STAFF, PASSWORD)
    assert page.url.endswith("/account/")
    doctor.check()
    doctor.picture("second-factor", full_page=True)
    page.click("text=Een toegangssleutel toevoegen")
    say_again(doctor)
    doctor.check()
    page.click("main form .btn-primary")
    page.wait_for_url("**/recovery-codes/")
    doctor.check()
    page.click("main a.btn-primary")
    page.wait_for_url("**/clinic/")

    sign_out(doctor)
    doctor.sign_in_without_code(STAFF, PASSWORD)
    doctor.check()
    page.click("[data-passkey=get] button")
    page.wait_for_url("**/clinic/")

    sign_out(doctor)
    doctor.open("/account/login/")
    doctor.check()
    page.click("[data-passkey=sign-in] button")
    page.wait_for_url("**/clinic/")

    doctor.open("/account/second-factor/passkeys/confirm/")
    assert page.is_visible("[data-passkey=get] button")
    doctor.check()


def test_a_passkey_that_is_refused_says_so_and_leaves_the_password(doctor: Visitor) -> None:
    device = with_fingerprint(doctor)
    doctor.open("/account/login/")
    device.send("WebAuthn.disable")
    doctor.page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('refused')); }")
    doctor.page.click("[data-passkey=sign-in] button")
    doctor.page.wait_for_selector("[data-failed]:visible")
    doctor.check()


def test_an_app_is_set_up_without_a_script(visit: Visit, clinic: Clinic) -> None:
    doctor = visit(PHONE, "en", javascript=False)
    doctor.sign_in(STAFF, PASSWORD)
    doctor.page.click("text=Set up an app")
    say_again(doctor)
    secret = doctor.page.inner_text(".totp-key")
    doctor.page.fill("[name=code]", code_of(secret))
    doctor.page.click("main form .btn-primary")
    doctor.page.wait_for_url("**/recovery-codes/")
    assert len(re.findall(r"\d{8}", doctor.page.inner_text("main"))) == 10
    doctor.page.click("main a.btn-primary")
    doctor.page.wait_for_url("**/clinic/")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_that_asks_for_the_code_is_whole_on_a_phone(
    visit: Visit, clinic: Clinic, language: str
) -> None:
    TOTP.activate(User.objects.get(email=STAFF), APP_SECRET)
    doctor = visit(PHONE, language)
    doctor.sign_in_without_code(STAFF, PASSWORD)
    doctor.page.wait_for_url("**/second-factor/code/")
    doctor.check()
    doctor.check_in_the_dark()
    assert doctor.page.is_visible("main a[href='/phone/']")
    doctor.picture(f"asks-code-{language}", full_page=True)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_who_registers_fills_in_the_code_of_a_mail(visit: Visit, clinic: Clinic, language: str) -> None:
    anna = visit(PHONE, language)
    anna.open("/account/signup/")
    anna.page.fill("[name=email]", "jan@example.nl")
    anna.page.fill("[name=password1]", NEW_PASSWORD)
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_url("**/account/code/")
    anna.check()
    anna.check_in_the_dark()
    anna.picture(f"code-{language}", full_page=True)
    code = re.search(r"^[A-Z0-9]{3,}(-[A-Z0-9]{3,})?$", str(mail.outbox[-1].body), re.MULTILINE)
    assert code
    anna.page.fill("[name=code]", code[0])
    anna.page.click("main form .btn-primary")
    anna.page.wait_for_url("**/start/")


def test_a_patient_ends_a_session_elsewhere(visit: Visit, clinic: Clinic) -> None:
    make_patient(clinic)
    here, there = visit(), visit(DESK)
    for visitor in (there, here):
        visitor.sign_in("anna@example.nl", PASSWORD)
    here.open("/account/")
    here.check()
    here.picture("sessions", full_page=True)
    here.page.click("text=Overal uitloggen, behalve hier")
    here.page.wait_for_url("**/account/")
    there.open("/today/")
    assert "/account/login/" in there.page.url
