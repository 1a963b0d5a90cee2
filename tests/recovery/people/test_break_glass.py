"""Emergency access: by the exact address, for hours, told to whom it concerns, every try in the log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from recovery.people import access, break_glass
from recovery.people.access_log import Reader
from recovery.people.models import AccessRecord, BreakGlass, Letter, Membership, Patient, Role, User

WHY = "Ligt hier op de spoed, kan zelf niets vertellen."


@pytest.fixture
def reader(neurologist: User) -> Reader:
    clinic = access.clinic_read_by(neurologist)
    return Reader(Role.NEUROLOGIST, clinic, user=neurologist)


def test_it_opens_one_diary_for_some_hours(reader: Reader, neurologist: User, stranger: Patient) -> None:
    now = timezone.now()
    opened = break_glass.open_record(reader, email=" Stranger@Example.nl", reason=WHY, now=now)
    assert opened
    assert opened.patient == stranger
    assert break_glass.standing(neurologist, stranger.ref, now=now) == opened.glass
    assert break_glass.standing(neurologist, stranger.ref, now=now + timedelta(hours=4)) is None
    row = AccessRecord.objects.get()
    assert (row.what, row.ground, row.patient, row.user) == ("emergency", "emergency", stranger, neurologist)


def test_the_patient_and_the_managers_are_owed_a_mail(reader: Reader, stranger: Patient) -> None:
    break_glass.open_record(reader, email=stranger.user.email, reason=WHY, now=timezone.now())
    assert set(Letter.objects.pending().values_list("kind", "patient")) == {
        ("glass", stranger.pk),
        ("glass_overseen", stranger.pk),
    }


def test_who_is_not_found_is_a_row_as_well_and_the_address_is_not_kept(reader: Reader) -> None:
    assert break_glass.open_record(reader, email="niemand@x.nl", reason=WHY, now=timezone.now()) is None
    row = AccessRecord.objects.get()
    assert (row.what, row.patient) == ("emergency, nobody found", None)
    assert not BreakGlass.objects.exists()
    assert not Letter.objects.exists()


def test_a_diary_that_is_read_already_is_not_broken_into(reader: Reader, patient: Patient) -> None:
    opened = break_glass.open_record(reader, email=patient.user.email, reason=WHY, now=timezone.now())
    assert opened == break_glass.Opened(patient, None)
    assert not BreakGlass.objects.exists()


def test_the_sixth_try_within_an_hour_is_refused(reader: Reader, stranger: Patient) -> None:
    now = timezone.now()
    for _try in range(break_glass.MOST_TRIES):
        break_glass.open_record(reader, email="niemand@x.nl", reason=WHY, now=now)
    with pytest.raises(break_glass.TooManyTriesError):
        break_glass.open_record(reader, email=stranger.user.email, reason=WHY, now=now)
    later = now + break_glass.PER
    assert break_glass.open_record(reader, email=stranger.user.email, reason=WHY, now=later)


def test_who_works_there_no_longer_reads_no_longer(
    reader: Reader, neurologist: User, stranger: Patient
) -> None:
    now = timezone.now()
    break_glass.open_record(reader, email=stranger.user.email, reason=WHY, now=now)
    Membership.objects.filter(user=neurologist).delete()
    assert break_glass.standing(neurologist, stranger.ref, now=now) is None


def test_a_manager_looks_at_it_once(reader: Reader, manager: User, stranger: Patient) -> None:
    now = timezone.now()
    opened = break_glass.open_record(reader, email=stranger.user.email, reason=WHY, now=now)
    assert opened
    assert opened.glass
    clinic = opened.glass.clinic
    assert break_glass.number_to_review(clinic) == 1
    assert break_glass.review(clinic, opened.glass.pk, by=manager, now=now)
    assert not break_glass.review(clinic, opened.glass.pk, by=manager, now=now)
    assert break_glass.number_to_review(clinic) == 0
