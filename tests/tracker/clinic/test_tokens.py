"""A manager lets the clinic's systems read, stops them, and sees what was read."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from recovery.people import access_log, tokens
from recovery.people.access_log import Reader
from recovery.people.models import AccessRecord, ApiToken, Clinic, Patient, Role, User
from tests.cast import make_patient, make_staff
from tracker.readings import LINES


@pytest.fixture
def as_manager(manager: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(manager)


def make(client: Client, name: str = "EPD") -> str:
    """A token made on the page, as the page showed it."""
    page = client.post(reverse("clinic:tokens"), {"name": name}).content.decode()
    return re.findall(r'class="link-box">([^<]+)<', page)[0]


def test_a_token_is_shown_once_and_kept_as_a_hash(as_manager: Client, clinic: Clinic) -> None:
    secret = make(as_manager)
    found = tokens.find(secret)
    assert found
    assert found.clinic == clinic
    assert secret not in as_manager.get(reverse("clinic:tokens")).content.decode()
    assert secret not in str(ApiToken.objects.values())


def test_a_token_needs_a_name(as_manager: Client) -> None:
    as_manager.post(reverse("clinic:tokens"), {"name": " "})
    assert not ApiToken.objects.exists()


def test_a_stopped_token_reads_nothing_from_then_on(as_manager: Client, patient: Patient) -> None:
    secret = make(as_manager)
    read = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/fhir/Patient", headers=read).status_code == 200
    token = ApiToken.objects.get()
    page = as_manager.post(reverse("clinic:revoke_token", args=[token.pk]), follow=True).content.decode()
    assert "M. Post" in page
    assert Client().get("/fhir/Patient", headers=read).status_code == 401


def test_stopped_twice_the_first_stands(as_manager: Client, manager: User, neurologist: User) -> None:
    make(as_manager)
    token = ApiToken.objects.get()
    assert tokens.revoke(token, by=manager, now=timezone.now())
    assert not tokens.revoke(token, by=neurologist, now=timezone.now())
    token.refresh_from_db()
    assert token.revoked_by == manager


def test_another_clinics_token_cannot_be_stopped(
    as_manager: Client, other_neurologist: User, as_user: Callable[[User], Client]
) -> None:
    make(as_manager)
    zuid = other_neurologist.memberships.get().clinic
    client = as_user(make_staff(zuid, "post@zuid.example", "manager"))
    assert client.post(reverse("clinic:revoke_token", args=[ApiToken.objects.get().pk])).status_code == 404
    assert client.post(reverse("clinic:revoke_token", args=[2**70])).status_code == 404
    assert ApiToken.objects.get().revoked_at is None


def test_only_a_manager_makes_tokens_and_reads_the_log(as_neurologist: Client, as_patient: Client) -> None:
    for client in (as_neurologist, as_patient):
        assert client.get(reverse("clinic:tokens")).status_code == 404
        assert client.post(reverse("clinic:tokens"), {"name": "x"}).status_code == 404
        assert client.get(reverse("clinic:access_log")).status_code == 404
    assert not ApiToken.objects.exists()


def test_the_log_says_who_read_what_and_names_no_patient(
    as_manager: Client, as_patient: Client, patient: Patient, neurologist: User
) -> None:
    secret = make(as_manager, "EPD Noord")
    Client().get("/fhir/Patient", headers={"Authorization": f"Bearer {secret}"})
    reader = Reader(Role.NEUROLOGIST, patient.clinic, user=neurologist)
    access_log.record(reader, what="review", now=timezone.now(), patient=patient)
    page = as_manager.get(reverse("clinic:access_log")).content.decode()
    for word in ("EPD Noord", "dr. Haan", str(patient.ref)[:8]):
        assert word in page
    assert "Anna" not in page
    hers = as_patient.get(reverse("patient:access_log")).content.decode()
    assert "EPD Noord" in hers
    assert "dr. Haan" in hers


def test_a_patient_sees_nobody_elses_lines(as_patient: Client, patient: Patient, neurologist: User) -> None:
    other = make_patient(patient.clinic, "kees@example.nl", name="Kees Dal")
    reader = Reader(Role.NEUROLOGIST, None, user=neurologist)
    access_log.record(reader, what="someone else", now=timezone.now(), patient=other)
    assert "someone else" not in as_patient.get(reverse("patient:access_log")).content.decode()


def test_the_log_is_paged_with_as_many_queries(
    as_manager: Client,
    patient: Patient,
    neurologist: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    url = reverse("clinic:access_log")
    as_manager.get(url)
    AccessRecord.objects.bulk_create(
        AccessRecord(clinic=patient.clinic, user=neurologist, patient=patient, what=f"line {n}.")
        for n in range(LINES + 1)
    )
    with django_assert_max_num_queries(10):
        first = as_manager.get(url).content.decode()
    second = as_manager.get(f"{url}?page=2").content.decode()
    assert "?page=2" in first
    assert "?page=1" in second
    assert (first.count("line "), second.count("line ")) == (LINES, 1)
    assert len(first) < 100_000
    for odd in ("0", "-1", "x", "9" * 30, "٣", "99999"):
        assert as_manager.get(f"{url}?page={odd}").status_code == 200
