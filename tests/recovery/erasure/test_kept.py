"""What a clinic must keep: what it received and did, sealed, found by name or address, for twenty years."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from recovery import handover
from recovery.episodes.models import Episode
from recovery.erasure import erase, kept
from recovery.erasure.models import Kept
from recovery.people import access, staff
from recovery.people.models import Clinic, Patient, Sharing, User
from tests.cast import flagged, log, make_clinic
from tests.recovery.erasure.everything import close, fill

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(patient: Patient, clinic: Clinic, neurologist: User) -> Kept:
    log(patient, flagged(note="mijn eigen woorden"))
    close(patient, neurologist)
    erase.erase(patient.user, now=timezone.now())
    return Kept.objects.get(clinic=clinic)


def test_it_holds_the_alert_and_how_it_was_handled(record: Kept, neurologist: User) -> None:
    told = kept.opened(record)
    assert told["person"]["email"] == "anna@example.nl"
    assert len(told["alerts"]) == 1
    assert [step["step"] for step in told["steps"]] == ["closed"]
    assert told["steps"][0]["by"] == neurologist.name
    assert told["messages"]
    assert told["sharing"][0]["consent_version"] == "1"


def test_the_diary_is_not_in_it(patient: Patient, clinic: Clinic, neurologist: User) -> None:
    fill(patient, clinic, neurologist)
    erase.erase(patient.user, now=timezone.now())
    told = kept.opened(Kept.objects.get(clinic=clinic))
    kinds = {
        "episodes",
        "alerts",
        "steps",
        "messages",
        "visits",
        "notes",
        "dismissals",
        "treatments",
        "imaging",
    }
    assert told.keys() <= kinds | {"sheets", "sharing", "transfers", "invitations", "person"}
    assert {"visits", "notes", "treatments", "imaging", "sheets", "dismissals"} <= told.keys()


BY_HAND_OF_THE_CLINIC = {"episodes", "treatments", "imaging", "dismissals"}


def kept_of_who_left(patient: Patient, clinic: Clinic, neurologist: User, *, left: datetime) -> set[str]:
    """The kinds that are kept of what a neurologist did today who left at that moment."""
    fill(patient, clinic, neurologist)
    Episode.objects.update(discharged_by=neurologist, discharged_on=timezone.localdate())
    User.objects.filter(pk=neurologist.pk).update(created_at=left - timedelta(days=30))
    staff.end(neurologist.memberships.get(), by=None, now=left)
    erase.erase(patient.user, now=timezone.now())
    return set(kept.opened(Kept.objects.get(clinic=clinic)))


def test_what_somebody_did_who_left_since_is_kept(
    patient: Patient, clinic: Clinic, neurologist: User
) -> None:
    told = kept_of_who_left(patient, clinic, neurologist, left=timezone.now())
    assert told >= BY_HAND_OF_THE_CLINIC


def test_what_somebody_did_who_had_left_is_not_this_clinics(
    patient: Patient, clinic: Clinic, neurologist: User
) -> None:
    told = kept_of_who_left(patient, clinic, neurologist, left=timezone.now() - timedelta(days=1))
    assert told.isdisjoint(BY_HAND_OF_THE_CLINIC)


def test_nothing_of_it_stands_in_clear(record: Kept) -> None:
    stored = f"{record.sealed}{record.mail_digest}{record.name_digest}"
    assert "Anna" not in stored
    assert "anna" not in stored


@pytest.mark.parametrize("typed", ["anna@example.nl", "ANNA@Example.nl ", "Anna Bos", " anna  bos"])
def test_it_is_found_by_the_former_address_or_name(record: Kept, clinic: Clinic, typed: str) -> None:
    assert kept.find(clinic, typed) == [record]


def test_another_clinic_finds_nothing(record: Kept) -> None:
    assert kept.find(make_clinic("Zuid", ""), "anna@example.nl") == []


@pytest.mark.parametrize("typed", ["", " ", "Anna", "–"])
def test_a_part_of_a_name_finds_nothing(record: Kept, clinic: Clinic, typed: str) -> None:
    assert kept.find(clinic, typed) == []


def test_no_page_of_the_caseload_reaches_it(record: Kept, clinic: Clinic, neurologist: User) -> None:
    assert not access.patients_of(clinic).exists()
    assert access.record_for(neurologist, record.patient.ref) is None


def test_it_is_kept_for_twenty_years_after_the_last_thing_and_then_forgotten(record: Kept) -> None:
    today = timezone.localdate()
    assert record.kept_until == kept._years_after(today)
    assert kept.forget(today=record.kept_until) == 0
    assert kept.forget(today=record.kept_until + timedelta(days=1)) == 1
    assert not Kept.objects.exists()


def test_a_leap_day_is_kept_no_day_too_short() -> None:
    assert kept._years_after(date(2028, 2, 29)) == date(2048, 2, 29)
    assert kept._years_after(date(2080, 2, 29)) == date(2100, 3, 1)


def test_what_another_clinic_did_later_is_not_in_it(
    patient: Patient, clinic: Clinic, neurologist: User, other_neurologist: User
) -> None:
    log(patient, flagged())
    now = timezone.now()
    south = Clinic.objects.get(name="Neurologie Zuid")
    handover.share(patient, south, under_treatment=True, how=Sharing.How.CODE, by=patient.user, now=now)
    close(patient, other_neurologist)
    erase.erase(patient.user, now=timezone.now())
    first, second = (kept.opened(Kept.objects.get(clinic=one)) for one in (clinic, south))
    assert first["alerts"]
    assert "closed" not in [step["step"] for step in first.get("steps", [])]
    assert "closed" in [step["step"] for step in second["steps"]]


def test_it_can_be_sealed_anew(record: Kept, clinic: Clinic) -> None:
    before = record.sealed
    Kept.objects.update(**kept.anew(record.sealed))
    record.refresh_from_db()
    assert record.sealed != before
    assert kept.opened(record)["person"]["name"] == "Anna Bos"
    assert kept.find(clinic, "anna@example.nl") == [record]
