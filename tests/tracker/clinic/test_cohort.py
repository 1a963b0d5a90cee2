"""The address of the curve: for who works at the clinic, and with enough patients for its manager."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from recovery.clinical.cohort import FEWEST_FOR_MANAGERS
from recovery.clinical.course import MODEL_VERSION
from recovery.clinical.standing import Standing
from recovery.episodes.models import Episode
from recovery.people.models import Clinic, Patient, User
from recovery.trends.models import Assessment
from tests.cast import OFFICE_HOURS, make_patient

COHORT = reverse("clinic:cohort")


def assessed(clinic: Clinic, number: int) -> None:
    """So many patients who were each followed for ten weeks and recovered."""
    for n in range(number):
        patient = make_patient(clinic, f"p{n}@example.nl", name=f"Patiënt {n}", onset_days_ago=100)
        episode = Episode.objects.get(patient=patient)
        Assessment.objects.create(
            patient=patient,
            episode=episode,
            as_of=episode.onset + timedelta(days=80),
            made_at=OFFICE_HOURS,
            model_version=MODEL_VERSION,
            standing=Standing.RECOVERED,
            reason_text="",
            entries=70,
            first_day=episode.onset + timedelta(days=10),
            last_day=episode.onset + timedelta(days=80),
            recovered_on=episode.onset + timedelta(days=60 + n % 2),
        )


def test_a_neurologist_sees_the_curve_and_what_it_is(as_neurologist: Client, clinic: Clinic) -> None:
    assessed(clinic, FEWEST_FOR_MANAGERS)
    page = as_neurologist.get(COHORT).content.decode()
    for words in ("<svg", "Aalen-Johansen", "uitgangspunt: 80 van de 100", "Populatie", "folder", "<table"):
        assert words in page


def test_a_manager_sees_it_from_enough_patients_on(
    as_user: Callable[[User], Client], manager: User, as_neurologist: Client, clinic: Clinic
) -> None:
    assessed(clinic, FEWEST_FOR_MANAGERS - 1)
    assert "niemand erin te herkennen" in as_user(manager).get(COHORT).content.decode()
    assert 'role="img"' not in as_user(manager).get(COHORT).content.decode()
    assert 'role="img"' in as_neurologist.get(COHORT).content.decode()


def test_a_manager_with_enough_patients_sees_the_curve(
    as_user: Callable[[User], Client], manager: User, clinic: Clinic
) -> None:
    assessed(clinic, FEWEST_FOR_MANAGERS)
    assert 'role="img"' in as_user(manager).get(COHORT).content.decode()


def test_without_patients_it_says_what_it_needs(as_neurologist: Client) -> None:
    assert "te weinig patiënten" in as_neurologist.get(COHORT).content.decode()


def test_another_clinic_sees_only_its_own(
    as_user: Callable[[User], Client], other_neurologist: User, clinic: Clinic
) -> None:
    assessed(clinic, FEWEST_FOR_MANAGERS)
    assert "te weinig patiënten" in as_user(other_neurologist).get(COHORT).content.decode()


def test_reading_the_records_of_one_clinic_shows_no_more_of_another(
    as_user: Callable[[User], Client], manager: User, clinic: Clinic, other_neurologist: User
) -> None:
    elsewhere = other_neurologist.memberships.get().clinic
    manager.memberships.create(clinic=elsewhere, role="neurologist")
    assessed(clinic, FEWEST_FOR_MANAGERS - 1)
    assert "niemand erin te herkennen" in as_user(manager).get(COHORT).content.decode()


def test_it_is_no_page_for_patients(as_patient: Client, patient: Patient) -> None:
    assert as_patient.get(COHORT).status_code == 404


@pytest.mark.parametrize("role", ["neurologist", "manager"])
def test_the_menu_leads_there(
    as_user: Callable[[User], Client], request: pytest.FixtureRequest, role: str
) -> None:
    client = as_user(request.getfixturevalue(role))
    assert f'href="{COHORT}"' in client.get(reverse("clinic:invite")).content.decode()
