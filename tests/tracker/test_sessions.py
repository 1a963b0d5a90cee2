"""Staying signed in: who comes every day does, who stays away does not, and everybody can end it elsewhere."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from recovery.people.models import Patient, SignedIn, User
from tests.cast import OFFICE_HOURS, PASSWORD
from tracker.devices import device_of

TODAY = reverse("patient:today")
CASELOAD = reverse("clinic:caseload")
PAGE = reverse("signing_in")
PATIENT_IDLE = timedelta(seconds=settings.PATIENT_SESSION_IDLE_SECONDS)
PATIENT_MOST = timedelta(seconds=settings.PATIENT_SESSION_SECONDS)
STAFF_IDLE = timedelta(seconds=settings.STAFF_SESSION_IDLE_SECONDS)
STAFF_MOST = timedelta(seconds=settings.STAFF_SESSION_SECONDS)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0"

SignIn = Callable[[User], Client]


def test_a_daily_visitor_stays_signed_in_up_to_the_most(patient: Patient, as_user: SignIn) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        client = as_user(patient.user)
        client.get(TODAY)
        for _day in range(PATIENT_MOST.days - 1):
            clock.move_to(timezone.now() + timedelta(days=1))
            assert client.get(TODAY).status_code == 200
        clock.move_to(OFFICE_HOURS + PATIENT_MOST)
        assert client.get(TODAY)["Location"].startswith(reverse("account_login"))


def test_who_stays_away_longer_signs_in_again(patient: Patient, as_user: SignIn) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        client = as_user(patient.user)
        client.get(TODAY)
        clock.move_to(OFFICE_HOURS + PATIENT_IDLE + timedelta(seconds=1))
        assert client.get(TODAY)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("minutes", "is_in"), [(29, True), (31, False)])
def test_staff_who_leave_the_desk_are_signed_out(
    neurologist: User, as_user: SignIn, minutes: int, is_in: bool
) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        client = as_user(neurologist)
        client.get(CASELOAD)
        clock.move_to(OFFICE_HOURS + timedelta(minutes=minutes))
        assert (client.get(CASELOAD).status_code == 200) is is_in


def test_staff_whose_session_is_over_find_the_page_to_sign_in_and_the_number(
    neurologist: User, as_user: SignIn
) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        for name in ("account_login", "phone", "home"):
            clock.move_to(OFFICE_HOURS)
            client = as_user(neurologist)
            assert client.get(reverse("clinic:caseload")).status_code == 200
            clock.move_to(OFFICE_HOURS + timedelta(days=2))
            assert client.get(reverse(name)).status_code == 200


def test_staff_at_work_without_a_pause_sign_in_after_twelve_hours(neurologist: User, as_user: SignIn) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        client = as_user(neurologist)
        while timezone.now() < OFFICE_HOURS + STAFF_MOST:
            assert client.get(reverse("signing_in")).status_code == 200
            clock.move_to(timezone.now() + timedelta(minutes=20))
        assert client.get(CASELOAD)["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("works_there", "is_in"), [(True, False), (False, True)])
def test_a_session_of_staff_from_before_a_second_factor_was_asked_is_over(
    neurologist: User, patient: Patient, as_user: SignIn, works_there: bool, is_in: bool
) -> None:
    """It stands in no list, so that setting up a second factor elsewhere ended it nowhere. A patient's goes on."""
    user = neurologist if works_there else patient.user
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        client = as_user(user)
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": timezone.now().timestamp()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
        clock.move_to(OFFICE_HOURS + STAFF_IDLE)
        assert (client.get(CASELOAD if works_there else TODAY).status_code == 200) is is_in


def test_the_number_to_phone_outlasts_every_session(patient: Patient, as_user: SignIn) -> None:
    with time_machine.travel(OFFICE_HOURS, tick=False) as clock:
        client = as_user(patient.user)
        client.get(TODAY)
        clock.move_to(OFFICE_HOURS + PATIENT_MOST)
        assert 'href="tel:' in client.get(reverse("phone")).content.decode()


def test_everybody_sees_where_they_are_signed_in(patient: Patient, as_user: SignIn) -> None:
    here, there = as_user(patient.user), as_user(patient.user)
    there.get(TODAY, headers={"user-agent": FIREFOX})
    here.cookies["language"] = "en"
    page = here.get(PAGE).content.decode()
    assert "Firefox, Windows" in page
    assert SignedIn.objects.filter(user=patient.user).count() == 2


def test_a_session_is_ended_from_elsewhere_and_its_next_request_is_signed_out(
    patient: Patient, as_user: SignIn
) -> None:
    here, there = as_user(patient.user), as_user(patient.user)
    there.get(TODAY)
    here.get(TODAY)
    theirs = SignedIn.objects.get(session_key=there.session.session_key)
    here.post(reverse("end_session", args=[theirs.pk]))
    assert there.get(TODAY).status_code == 302
    assert here.get(TODAY).status_code == 200


def test_all_others_are_ended_at_once(patient: Patient, as_user: SignIn) -> None:
    here, *others = (as_user(patient.user) for _browser in range(3))
    for client in (here, *others):
        client.get(TODAY)
    here.post(reverse("end_other_sessions"))
    assert [client.get(TODAY).status_code for client in (here, *others)] == [200, 302, 302]


def test_nobody_ends_the_session_of_somebody_else(
    patient: Patient, stranger: Patient, as_user: SignIn
) -> None:
    anna, piet = as_user(patient.user), as_user(stranger.user)
    anna.get(TODAY)
    theirs = SignedIn.objects.get(user=patient.user)
    assert piet.post(reverse("end_session", args=[theirs.pk])).status_code == 404
    assert anna.get(TODAY).status_code == 200


def test_a_new_password_ends_every_other_session(patient: Patient, as_user: SignIn) -> None:
    here, there = as_user(patient.user), as_user(patient.user)
    for client in (here, there):
        client.get(TODAY)
    new = "vijf blauwe ezels zingen"
    here.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new}
    )
    patient.user.refresh_from_db()
    assert patient.user.check_password(new)
    assert here.get(TODAY).status_code == 200
    assert there.get(TODAY).status_code == 302
    assert SignedIn.objects.filter(user=patient.user).count() == 1


def test_what_a_session_holds_cannot_be_read_in_the_database(patient: Patient) -> None:
    client = Client()
    client.post(reverse("account_login"), {"login": "anna@example.nl", "password": PASSWORD})
    assert "anna@example.nl" in str(client.session["account_authentication_methods"])
    row = Session.objects.get(session_key=client.session.session_key)
    assert row.session_data.startswith("1.")
    assert "_auth_user_id" not in Session().get_session_store_class().__mro__[1]().decode(row.session_data)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (FIREFOX, "Firefox, Windows"),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1 Version/17 Safari/604",
            "Safari, iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537",
            "Chrome, Android",
        ),
        ("curl/8", ""),
    ],
)
def test_a_device_is_told_in_words(agent: str, device: str) -> None:
    assert device_of(agent) == device
