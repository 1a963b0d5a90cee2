"""What the database holds about people, whoever writes."""

from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from recovery.clinical.contact import GP_WEEK
from recovery.people.models import Clinic, ClosedDay, Invitation, Membership, Patient, User
from recovery.people.office import WEEKDAYS
from tests.cast import OFFICE_HOURS, make_clinic, make_user


def test_one_user_an_address_whatever_its_capitals(patient: Patient) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANNA@example.nl")
    assert User.objects.get_by_natural_key("Anna@Example.NL") == patient.user


@pytest.mark.parametrize("day", WEEKDAYS)
@pytest.mark.parametrize(("opens", "closes"), [(time(17), time(17)), (time(9), None), (None, time(17))])
def test_a_clinic_opens_before_it_closes_and_has_both_times_or_neither(
    clinic: Clinic, day: str, opens: time | None, closes: time | None
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Clinic.objects.update(**{f"{day}_opens": opens, f"{day}_closes": closes})
    Clinic.objects.update(**{f"{day}_opens": None, f"{day}_closes": None})
    clinic.refresh_from_db()
    assert clinic.week.days[WEEKDAYS.index(day)] is None


def test_a_clinic_works_from_eight_to_five_until_it_says_otherwise() -> None:
    assert Clinic().week == GP_WEEK


def test_a_day_is_closed_once(clinic: Clinic) -> None:
    ClosedDay.objects.create(clinic=clinic, day=date(2026, 12, 24))
    with pytest.raises(IntegrityError), transaction.atomic():
        ClosedDay.objects.create(clinic=clinic, day=date(2026, 12, 24))


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
