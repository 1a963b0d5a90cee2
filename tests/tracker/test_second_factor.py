"""The second factor: nothing of anybody is open to staff before it, and it is kept sealed."""

import re
import time
from collections.abc import Callable
from io import StringIO

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from recovery.people import proxies
from recovery.people.models import Clinic, Membership, Patient, SignedIn, User
from tests.cast import (
    APP_SECRET,
    OFFICE_HOURS,
    PASSWORD,
    accepted,
    app_code,
    flagged,
    log,
    make_patient,
    make_user,
)
from tests.tracker.matrix.arguments import NAMES
from tracker import second_factor
from tracker.limits import WRONG_CODES
from tracker.second_factor import BEFORE_IT_IS_SET_UP

PAGE = reverse("signing_in")
CODE = reverse("mfa_authenticate")
CASELOAD = reverse("clinic:caseload")
STEP = 30

SignIn = Callable[[User], Client]


@pytest.fixture
def newcomer(clinic: Clinic) -> User:
    """A neurologist on the first day: an account, and nothing else yet."""
    user = make_user("nieuw@noord.example", "dr. Nieuw")
    Membership.objects.create(user=user, clinic=clinic, role="neurologist")
    return user


@pytest.fixture
def as_newcomer(newcomer: User, as_user: SignIn) -> Client:
    return as_user(newcomer)


def with_password(email: str) -> Client:
    client = Client()
    client.post(reverse("account_login"), {"login": email, "password": PASSWORD})
    return client


def say_again(client: Client) -> None:
    """The password once more, before something about signing in is changed."""
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


# --- before it is set up


@pytest.mark.parametrize("name", ["clinic:caseload", "clinic:invite", "clinic:figures", "diaries", "home"])
def test_staff_reach_nothing_before_it_is_set_up(as_newcomer: Client, name: str) -> None:
    assert as_newcomer.get(reverse(name))["Location"] == PAGE
    assert as_newcomer.post(reverse(name))["Location"] == PAGE


def test_no_record_is_open_to_staff_before_it_is_set_up(as_newcomer: Client, patient: Patient) -> None:
    answer = as_newcomer.get(reverse("clinic:review", args=[patient.ref]), follow=True)
    assert "Anna Bos" not in answer.content.decode()


def test_what_is_open_before_it_exists_and_shows_no_record() -> None:
    assert set(NAMES) >= BEFORE_IT_IS_SET_UP
    assert not [name for name in BEFORE_IT_IS_SET_UP if name.startswith(("clinic:", "fhir:"))]
    own = {name for name in BEFORE_IT_IS_SET_UP if name.startswith("patient:")}
    assert own == {"patient:urgent", "patient:not_reached"}


def test_the_number_to_phone_is_open_before_it(newcomer: User, as_newcomer: Client) -> None:
    assert 'href="tel:' in as_newcomer.get(reverse("phone")).content.decode()
    own = make_patient(None, "ook-patient@noord.example")
    Membership.objects.create(user=own.user, clinic=newcomer.memberships.get().clinic, role="manager")
    client = Client()
    client.force_login(own.user)
    assert client.get(reverse("phone")).status_code == 200
    assert client.get(reverse("patient:urgent")).get("Location") != PAGE
    assert client.get(reverse("patient:today"))["Location"] == PAGE


def test_who_reached_nobody_gets_the_next_number_before_it(newcomer: User) -> None:
    """A patient who works at a clinic: on the urgent page the next number comes after what they send."""
    own = make_patient(None, "ook-patient@noord.example")
    Membership.objects.create(user=own.user, clinic=newcomer.memberships.get().clinic, role="manager")
    alert = log(own, flagged()).alert
    assert alert
    client = Client()
    client.force_login(own.user)
    sent = {"alert": str(alert.pk), "tried": "gp"}
    answer = client.post(reverse("patient:not_reached"), sent)
    assert answer["Location"] == reverse("patient:urgent")
    page = client.get(reverse("patient:urgent"))
    assert page.status_code == 200
    assert 'href="tel:' in page.content.decode()


def test_in_the_diary_of_somebody_else_only_the_number_is_open_before_it(
    newcomer: User, as_newcomer: Client, patient: Patient
) -> None:
    accepted(patient, newcomer)
    assert proxies.records_of(newcomer)
    within = f"/for/{patient.ref}"
    assert as_newcomer.get(f"{within}/urgent/")["Location"] == PAGE
    assert as_newcomer.get(f"{within}/phone/").status_code == 200


def test_what_a_phone_still_has_to_send_waits_on_it(as_newcomer: Client) -> None:
    assert as_newcomer.post(reverse("app_queue")).status_code == 401


def test_a_patient_needs_none(as_patient: Client) -> None:
    assert as_patient.get(reverse("patient:today")).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_app_is_set_up_and_the_clinic_opens(newcomer: User) -> None:
    """What follows from it waits for the commit, so this one really commits."""
    client, other = with_password(newcomer.email), with_password(newcomer.email)
    other.get(PAGE)
    say_again(client)
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    assert secret in page.content.decode()
    code = second_factor.code_of(secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code})
    assert answer["Location"] == reverse("mfa_view_recovery_codes")
    assert client.get(CASELOAD).status_code == 200
    assert other.get(PAGE)["Location"].startswith(reverse("account_login")), (
        "a session that was begun with the password alone goes on"
    )


# --- signing in


def test_a_password_alone_opens_nothing(neurologist: User) -> None:
    client = with_password(neurologist.email)
    assert not is_in(client)
    assert client.get(CASELOAD)["Location"].startswith(reverse("account_login"))
    client.post(CODE, {"code": app_code()})
    assert is_in(client)


def test_a_code_of_half_a_minute_ago_is_taken_and_none_is_taken_twice(neurologist: User) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        code = app_code()
        clock.shift(STEP)
        first, second = with_password(neurologist.email), with_password(neurologist.email)
        first.post(CODE, {"code": code})
        second.post(CODE, {"code": f"{code[:3]} {code[3:]}"})
        assert (is_in(first), is_in(second)) == (True, False)


def test_an_older_code_is_refused(neurologist: User) -> None:
    client = with_password(neurologist.email)
    client.post(CODE, {"code": app_code(time.time() - 3 * STEP)})
    assert not is_in(client)


def test_the_other_way_to_say_again_who_one_is_is_in_our_words(as_neurologist: Client) -> None:
    """The words of allauth speak of an authenticator."""
    as_neurologist.cookies["language"] = "en"
    page = as_neurologist.get(reverse("account_reauthenticate")).content.decode()
    assert "Use a code from your app, or a recovery code" in page
    assert "uthenticator app or code" not in page


def test_guessing_codes_ends_after_a_few(neurologist: User) -> None:
    for _try in range(WRONG_CODES.most):
        with_password(neurologist.email).post(CODE, {"code": "000000"})
    client = with_password(neurologist.email)
    page = client.post(CODE, {"code": app_code()}).content.decode()
    assert not is_in(client)
    assert 'href="/phone/"' in page


def test_a_recovery_code_works_once(neurologist: User) -> None:
    client = with_password(neurologist.email)
    client.post(CODE, {"code": app_code()})
    say_again(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    text = client.get(reverse("mfa_download_recovery_codes")).content.decode()
    code = re.findall(r"\d{8}", text)[0]
    for expected in (True, False):
        again = with_password(neurologist.email)
        again.post(CODE, {"code": code})
        assert is_in(again) is expected


def test_staff_keep_one(neurologist: User) -> None:
    client = with_password(neurologist.email)
    client.post(CODE, {"code": app_code()})
    say_again(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert second_factor.has_one(neurologist)


def test_a_patient_may_remove_theirs(patient: Patient) -> None:
    second_factor.TOTP.activate(patient.user, APP_SECRET)
    client = with_password(patient.user.email)
    client.post(CODE, {"code": app_code()})
    say_again(client)
    client.post(reverse("mfa_deactivate_totp"))
    assert not second_factor.has_one(patient.user)


# --- what is kept


def test_no_secret_can_be_read_in_the_database(neurologist: User) -> None:
    client = with_password(neurologist.email)
    client.post(CODE, {"code": app_code()})
    say_again(client)
    client.post(reverse("mfa_generate_recovery_codes"))
    kept = dict(Authenticator.objects.filter(user=neurologist).values_list("type", "data"))
    assert APP_SECRET not in str(kept)
    assert kept["totp"]["secret"].startswith("1.")
    assert kept["recovery_codes"]["seed"].startswith("1.")


# --- the demo


def test_the_demo_says_the_code_and_only_the_demo(neurologist: User, settings: object) -> None:
    Authenticator.objects.all().delete()
    second_factor.make_demo_tryable()
    client = with_password(neurologist.email)
    assert "data-demo-code" not in client.get(CODE).content.decode()
    settings.DEMO = True  # type: ignore[attr-defined]
    shown = re.search(r"data-demo-code>(\d{6})<", client.get(CODE).content.decode())
    assert shown
    client.post(CODE, {"code": shown[1]})
    assert is_in(client)


def test_a_reset_by_an_operator_ends_every_session(neurologist: User) -> None:
    """Sessions are sealed: whose they are cannot be read without the key."""
    client = Client()
    client.force_login(neurologist)
    assert client.get(CASELOAD).status_code == 200
    call_command("reset_second_factor", neurologist.email, stdout=StringIO())
    assert not Authenticator.objects.filter(user=neurologist).exists()
    assert client.get(CASELOAD)["Location"].startswith(reverse("account_login"))
    assert not SignedIn.objects.filter(user=neurologist).exists()


def test_a_wrong_code_is_in_the_log(neurologist: User, caplog: pytest.LogCaptureFixture) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": neurologist.email, "password": PASSWORD})
    client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert f"a wrong code of user {neurologist.pk}" in caplog.text
    assert "000000" not in caplog.text


def test_a_new_password_by_mail_does_not_pass_by_the_code(neurologist: User) -> None:
    client, new = Client(), "vijf blauwe ezels zingen"
    client.post(reverse("account_reset_password"), {"email": neurologist.email})
    link = re.search(r"http://testserver(\S+)", str(mail.outbox[-1].body))
    assert link
    form = client.get(link[1], follow=True)
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    neurologist.refresh_from_db()
    assert neurologist.check_password(new)
    assert not is_in(client)
    client.post(reverse("account_login"), {"login": neurologist.email, "password": new})
    assert not is_in(client)
    assert client.get(CASELOAD)["Location"].startswith(reverse("account_login"))
