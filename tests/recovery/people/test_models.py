"""What the database holds about people, whoever writes."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from recovery.people.models import Clinic, Invitation, Membership, Patient, User
from tests.cast import OFFICE_HOURS, make_clinic, make_user


def test_one_user_an_address_whatever_its_capitals(patient: Patient) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANNA@example.nl")
    assert User.objects.get_by_natural_key("Anna@Example.NL") == patient.user


def test_a_clinic_opens_before_it_closes(clinic: Clinic) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.update(opens=time(17), closes=time(17))


def test_a_diary_is_shared_with_a_clinic_or_with_nobody(patient: Patient) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Patient.objects.update(clinic=None)
    assert patient.reading_clinic == patient.clinic
    patient.shares_diary = False
    assert patient.reading_clinic is None


def test_a_staff_member_has_one_clinic_in_a_role(neurologist: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=neurologist, clinic=make_clinic("Zuid"), role="neurologist")


def test_who_accepted_an_invitation_and_when_stand_together(clinic: Clinic, patient: Patient) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Invitation.objects.create(
            clinic=clinic,
            name="Jan",
            email="jan@example.nl",
            token_hash="x",
            invited_by=make_user("haan@example.nl"),
            expires_at=OFFICE_HOURS,
            accepted_by=patient,
        )


@pytest.mark.parametrize(
    ("born", "age"),
    [(date(1990, 11, 18), 36), (date(1990, 11, 19), 35), (date(2026, 11, 18), 0), (None, None)],
)
def test_age_is_in_whole_years(born: date | None, age: int | None) -> None:
    assert Patient(birth_date=born).age_on(OFFICE_HOURS.date()) == age
