"""How often each door may be knocked on, for all processes together; the number to phone is behind none of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.alerts.models import Alert
from recovery.people import limits, tokens
from recovery.people.models import Attempts, Clinic, Patient, User
from tests.cast import OFFICE_HOURS, PASSWORD, flagged, log, posted
from tests.tracker.matrix.arguments import NAMES
from tracker.acting import PAGES, Reach
from tracker.limits import API_CALLS, API_WRONG_TOKENS, DOORS, WRONG_FOR_ACCOUNT, WRONG_FROM_HERE, Door

LOGIN = reverse("account_login")
WRONG = {"login": "anna@example.nl", "password": "een ander wachtwoord"}
RIGHT = WRONG | {"password": PASSWORD}
ELSEWHERE = "203.0.113.7"
ADDRESSES = {"invitation": ["x"], "proxy_invitation": ["x"], "pause_reminders": ["x"]}
ADDRESSES |= {"account_reset_password_from_key": ["0", "x"]}


def fill(door: Door, whose: str) -> None:
    assert limits.take(door.limit, whose, now=timezone.now())
    Attempts.objects.filter(count=1).update(count=door.limit.most)


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_every_door_is_an_address_of_the_site() -> None:
    assert {name for door in DOORS for name in door.names} <= set(NAMES)
    assert not {"phone", "patient:urgent", "patient:today", "home"} & {
        name for d in DOORS for name in d.names
    }
    assert len({door.limit.name for door in DOORS}) == len(DOORS)


# May hold a red flag or lead to the questions about one, says that somebody phoned or where they can be phoned, or ends
# what others may read: whoever sends it, and however often, it is taken.
NEVER_COUNTED = {
    *("patient:day", "patient:remove", "patient:questionnaire", "patient:body", "patient:weekly"),
    *("patient:returned", "patient:recovered", "patient:add_care"),
    *("patient:react", "patient:step_back", "patient:step_done"),
    *("patient:contacted", "patient:not_reached", "patient:not_meant"),
}
ALONE_NEVER_COUNTED = {
    *("patient:start", "patient:details", "patient:sharing", "patient:stop_sharing", "patient:consents"),
    *(
        "patient:end_proxy",
        "patient:answer_transfer",
        "patient:drop_file",
        "patient:take_out",
        "patient:access_log",
    ),
    *("patient:take_out_diary", "patient:take_out_record"),
}
AT_A_CLINIC_NEVER = {"clinic:take", "clinic:close", "clinic:alert", "clinic:alerts", "clinic:break_glass"}
AT_A_CLINIC_NEVER |= {
    "clinic:status",
    "clinic:end_work",
    "clinic:revoke_token",
    "clinic:numbers",
    "clinic:review",
}


def test_whatever_a_patient_or_proxy_sends_is_counted_or_on_purpose_is_not() -> None:
    """A new page is put in one of the two."""
    counted = {name for door in DOORS for name in door.names}
    sent = {name for name, reach in PAGES.items() if reach in {Reach.WRITE, Reach.BOTH}}
    assert sent - counted == NEVER_COUNTED
    assert {name for name, reach in PAGES.items() if reach is Reach.ALONE} - counted == ALONE_NEVER_COUNTED
    assert not counted & (NEVER_COUNTED | ALONE_NEVER_COUNTED | AT_A_CLINIC_NEVER)


def test_after_everything_that_may_be_made_a_red_flag_is_saved_and_the_number_shown(
    patient: Patient, as_patient: Client
) -> None:
    for door in DOORS:
        for whose in ("127.0.0.1", "anna@example.nl", str(patient.user.pk)):
            fill(door, whose)
    assert as_patient.post(reverse("patient:visit"), {"text": "Mag ik fietsen?"}).status_code == 429
    today = reverse("patient:day", args=[timezone.localdate()])
    answer = as_patient.post(today, posted(none_new=None, signs=["bladder"]))
    alert = Alert.objects.get(patient=patient)
    assert answer["Location"] == reverse("patient:urgent")
    page = as_patient.get(answer["Location"]).content.decode()
    assert 'href="tel:+31883203900"' in page
    assert as_patient.post(reverse("patient:contacted"), {"alert": [str(alert.pk)]}).status_code == 302
    assert alert.steps.exists()


def test_what_a_clinic_makes_stands_before_no_alert(
    patient: Patient, neurologist: User, as_neurologist: Client
) -> None:
    alert = log(patient, flagged(), now=timezone.now()).alert
    assert alert
    for door in DOORS:
        fill(door, str(neurologist.pk))
    assert as_neurologist.post(reverse("clinic:invite"), {}).status_code == 429
    assert as_neurologist.get(reverse("clinic:alerts")).status_code == 200
    assert as_neurologist.post(reverse("clinic:take", args=[alert.pk])).status_code == 302
    assert Alert.objects.get().steps.filter(by=neurologist).exists()


@pytest.mark.parametrize("door", DOORS, ids=lambda door: door.limit.name)
def test_behind_a_full_door_stands_whom_to_phone(door: Door, patient: Patient, as_patient: Client) -> None:
    name = door.names[0]
    for whose in ("127.0.0.1", "anna@example.nl", str(patient.user.pk)):
        fill(door, whose)
    url = reverse(name, args=ADDRESSES.get(name, []))
    answer = as_patient.post(url, {"email": "anna@example.nl"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0
    assert 'href="tel:+31883203900"' in answer.content.decode()
    assert as_patient.get(reverse("phone")).status_code == 200


def test_a_wrong_password_counts_and_a_right_one_does_not(patient: Patient) -> None:
    for _time in range(2 * WRONG_FROM_HERE.most):
        client = Client()
        client.post(LOGIN, RIGHT)
        assert is_in(client)


def test_nobody_locks_out_somebody_who_is_elsewhere(patient: Patient) -> None:
    for _try in range(WRONG_FROM_HERE.most + 1):
        Client(REMOTE_ADDR=ELSEWHERE).post(LOGIN, WRONG)
    attacker, anna = Client(REMOTE_ADDR=ELSEWHERE), Client()
    attacker.post(LOGIN, RIGHT)
    anna.post(LOGIN, RIGHT)
    assert (is_in(attacker), is_in(anna)) == (False, True)


def test_guessing_from_everywhere_ends_for_an_hour_and_not_for_ever(patient: Patient) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        for _try in range(WRONG_FOR_ACCOUNT.most):
            limits.take(WRONG_FOR_ACCOUNT, "anna@example.nl", now=timezone.now())
        locked, later = Client(), Client()
        locked.post(LOGIN, RIGHT)
        clock.shift(timedelta(hours=1))
        later.post(LOGIN, RIGHT)
        assert (is_in(locked), is_in(later)) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_exactly_as_many_passwords_are_tried(patient: Patient) -> None:
    """Every thread has a connection of its own, as every process of the server has."""

    def one(_number: int) -> bool:
        try:
            return "over vijf minuten" in Client().post(LOGIN, WRONG).content.decode()
        finally:
            connections.close_all()

    tries = 2 * WRONG_FROM_HERE.most
    with ThreadPoolExecutor(tries) as together:
        assert sum(together.map(one, range(tries))) == tries - WRONG_FROM_HERE.most


# --- the clinic's systems


def test_a_token_is_told_to_wait_in_its_own_language(clinic: Clinic, manager: User) -> None:
    token, secret = tokens.make(clinic, name="EPD", by=manager, now=timezone.now())
    for _call in range(API_CALLS.most):
        limits.take(API_CALLS, str(token.pk), now=timezone.now())
    answer = Client().get(reverse("fhir:patients"), headers={"authorization": f"Bearer {secret}"})
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer.json()["issue"][0]["code"] == "throttled"
    _other, secret = tokens.make(clinic, name="LIS", by=manager, now=timezone.now())
    assert (
        Client().get(reverse("fhir:patients"), headers={"authorization": f"Bearer {secret}"}).status_code
        == 200
    )


@pytest.mark.django_db
def test_guessing_tokens_ends() -> None:
    for _try in range(API_WRONG_TOKENS.most):
        assert (
            Client().get(reverse("fhir:patients"), headers={"authorization": "Bearer x"}).status_code == 401
        )
    assert Client().get(reverse("fhir:patients"), headers={"authorization": "Bearer x"}).status_code == 429


def test_a_manager_sees_which_token_is_used(clinic: Clinic, manager: User) -> None:
    token, secret = tokens.make(clinic, name="EPD", by=manager, now=timezone.now())
    Client().get(reverse("fhir:patients"), headers={"authorization": f"Bearer {secret}"})
    token.refresh_from_db()
    assert token.last_used_on == timezone.localdate()


@pytest.mark.django_db
def test_where_a_proxy_tells_no_address_everybody_counts_together(patient: Patient) -> None:
    nobody_knows = Client(REMOTE_ADDR="")
    assert nobody_knows.get(reverse("fhir:patients")).status_code == 401
    told = {"login": patient.user.email, "password": "wrong"}
    assert nobody_knows.post(reverse("account_login"), told).status_code == 200
    told["password"] = PASSWORD
    assert nobody_knows.post(reverse("account_login"), told).status_code == 302


def test_who_signs_in_who_fails_and_who_is_limited_is_in_the_log(
    patient: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="tracker")
    for _try in range(6):
        Client().post(reverse("account_login"), {"login": "anna@example.nl", "password": "wrong"})
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    elsewhere.post(reverse("account_login"), {"login": "anna@example.nl", "password": PASSWORD})
    assert "a sign-in failed" in caplog.text
    assert "too many: wrong password from one address for one account" in caplog.text
    assert f"user {patient.user.pk} signed in" in caplog.text
    assert "anna@" not in caplog.text
