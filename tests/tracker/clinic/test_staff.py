"""The manager's page of who works here, and the link that a colleague opens."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from recovery.people import access
from recovery.people.models import Clinic, Joining, Patient, User
from tests.cast import PASSWORD
from tracker.passwords import GoodEnough

STAFF = reverse("clinic:staff")
ASKED = {"name": "dr. Smit", "email": "smit@noord.example", "role": "neurologist"}


@pytest.fixture
def as_manager(manager: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(manager)


def link() -> str:
    """The path of the link in the last mail."""
    found = re.search(r"/work/[^/\s]+/", str(mail.outbox[-1].body))
    assert found
    return found[0]


def test_a_colleague_is_asked_by_mail_chooses_a_password_and_reads(
    as_manager: Client, clinic: Clinic, patient: Patient
) -> None:
    page = as_manager.post(STAFF, ASKED, follow=True).content.decode()
    assert mail.outbox[-1].to == ["smit@noord.example"]
    assert "dr. Smit" in page
    assert link() not in page
    colleague = Client()
    asked = colleague.get(link()).content.decode()
    assert "smit@noord.example" in asked
    assert GoodEnough().get_help_text() in asked
    answer = colleague.post(link(), {"password": PASSWORD})
    assert answer["Location"] == reverse("account_login")
    user = User.objects.get_by_natural_key("smit@noord.example")
    assert user.check_password(PASSWORD)
    assert access.record_for(user, patient.ref) == patient
    assert colleague.get(link()).status_code == 404


@pytest.mark.parametrize("password", ["", "kort", "wachtwoord", "smit@noord.example"])
def test_a_weak_password_makes_no_account(password: str, as_manager: Client) -> None:
    as_manager.post(STAFF, ASKED)
    if password == "wachtwoord":
        password = "password123"
    answer = Client().post(link(), {"password": password})
    assert answer.status_code == 200
    assert not User.objects.filter(email="smit@noord.example").exists()


def test_who_has_an_account_signs_in_first_and_then_begins(
    as_manager: Client, as_user: Callable[[User], Client], manager: User, clinic: Clinic
) -> None:
    as_manager.post(STAFF, ASKED | {"email": manager.email})
    visitor = Client()
    assert "account/login/?next=" in visitor.get(link()).content.decode()
    visitor.post(link(), {"password": PASSWORD})
    assert access.clinic_read_by(manager) is None
    as_manager.post(link())
    assert access.clinic_read_by(manager) == clinic


def test_a_link_of_somebody_else_is_not_taken(
    as_manager: Client, manager: User, as_neurologist: Client
) -> None:
    as_manager.post(STAFF, ASKED | {"email": manager.email})
    page = as_neurologist.post(link()).content.decode()
    assert "haan@noord.example" in page
    assert Joining.objects.get().accepted_by is None


def test_who_keeps_a_diary_is_told_that_it_cannot_be(
    as_manager: Client, patient: Patient, as_patient: Client
) -> None:
    as_manager.post(STAFF, ASKED | {"email": patient.user.email})
    assert as_patient.post(link()).status_code == 200
    assert access.clinic_of_staff(patient.user) is None


def test_the_end_of_work_closes_every_page_at_once(
    as_manager: Client, as_neurologist: Client, neurologist: User
) -> None:
    assert as_neurologist.get(reverse("clinic:caseload")).status_code == 200
    as_manager.post(reverse("clinic:end_work", args=[neurologist.memberships.get().pk]))
    assert as_neurologist.get(reverse("clinic:caseload")).status_code == 404


def test_the_last_manager_is_told_to_ask_another_first(
    as_manager: Client, manager: User, clinic: Clinic
) -> None:
    as_manager.post(reverse("clinic:end_work", args=[manager.memberships.get().pk]))
    assert access.clinic_managed_by(manager) == clinic


def test_a_manager_of_another_clinic_ends_nothing_here(
    as_manager: Client, other_neurologist: User, clinic: Clinic
) -> None:
    work = other_neurologist.memberships.get()
    assert as_manager.post(reverse("clinic:end_work", args=[work.pk])).status_code == 404
    assert access.clinic_read_by(other_neurologist)


def test_a_link_is_withdrawn(as_manager: Client) -> None:
    as_manager.post(STAFF, ASKED)
    asked = Joining.objects.get()
    assert as_manager.post(reverse("clinic:withdraw_joining", args=[asked.pk])).status_code == 302
    assert Client().get(link()).status_code == 404
    assert as_manager.post(reverse("clinic:withdraw_joining", args=[asked.pk])).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_neurologist_asks_and_ends_nobody(method: str, as_neurologist: Client, manager: User) -> None:
    work = manager.memberships.get()
    for url in (STAFF, reverse("clinic:end_work", args=[work.pk])):
        assert getattr(as_neurologist, method)(url, ASKED).status_code in {404, 405}
    assert not Joining.objects.exists()
