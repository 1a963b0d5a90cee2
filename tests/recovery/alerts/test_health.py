"""What a monitor is told: the age of the oldest owed delivery, a worker that is gone, what failed for good."""

from datetime import timedelta

import pytest

from recovery.alerts import contact, health
from recovery.alerts.models import Delivery, Heartbeat, Outcome, Rung
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log

BOUND = health.BOUND


@pytest.fixture
def owed(patient: Patient) -> Delivery:
    log(patient, flagged(), now=OFFICE_HOURS)
    return Delivery.objects.get()


@pytest.mark.django_db
def test_all_is_well_while_a_worker_works_and_nothing_is_owed() -> None:
    health.beat(now=OFFICE_HOURS)
    assert health.health(now=OFFICE_HOURS + BOUND).problems() == []


@pytest.mark.django_db
def test_a_worker_that_never_ran_and_one_that_stopped_are_problems() -> None:
    assert "no worker has ever run" in health.health(now=OFFICE_HOURS).problems()[0]
    health.beat(now=OFFICE_HOURS)
    found = health.health(now=OFFICE_HOURS + BOUND + timedelta(seconds=1))
    assert "no worker has swept for 121 s" in found.problems()[0]


@pytest.mark.django_db
def test_the_beat_of_a_clock_that_ran_ahead_does_not_hide_that_the_worker_stopped() -> None:
    health.beat(now=OFFICE_HOURS + timedelta(days=2))
    assert health.health(now=OFFICE_HOURS).problems()


def test_an_owed_delivery_past_the_bound_is_a_problem_and_one_before_is_not(owed: Delivery) -> None:
    health.beat(now=OFFICE_HOURS + BOUND)
    assert health.health(now=OFFICE_HOURS + BOUND).problems() == []
    late = health.health(now=OFFICE_HOURS + BOUND + timedelta(seconds=1))
    assert (late.owed, late.problems()) == (1, ["the oldest owed delivery is 121 s old"])


def test_what_failed_for_good_is_a_problem_until_somebody_says_that_it_is_fine(
    owed: Delivery, patient: Patient, neurologist: User
) -> None:
    health.beat(now=OFFICE_HOURS)
    Delivery.objects.update(given_up_at=OFFICE_HOURS)
    assert health.health(now=OFFICE_HOURS).problems() == ["1 deliveries of open alerts failed for good"]
    Delivery.objects.update(given_up_by=neurologist)
    assert health.health(now=OFFICE_HOURS).problems() == []


def test_what_failed_about_a_closed_alert_is_no_problem(owed: Delivery, neurologist: User) -> None:
    health.beat(now=OFFICE_HOURS)
    Delivery.objects.update(given_up_at=OFFICE_HOURS)
    assert owed.alert
    contact.close(owed.alert, outcome=Outcome.PHONED, needed=True, note="", by=neurologist, now=OFFICE_HOURS)
    assert health.health(now=OFFICE_HOURS).problems() == []


def test_there_is_one_heartbeat(owed: Delivery) -> None:
    for seconds in range(3):
        health.beat(now=OFFICE_HOURS + timedelta(seconds=seconds))
    assert Heartbeat.objects.get().at == OFFICE_HOURS + timedelta(seconds=2)


def test_an_alert_of_which_no_clinic_is_told_is_a_problem(clinic: Clinic, patient: Patient) -> None:
    Rung.objects.all().delete()
    log(patient, flagged(), now=OFFICE_HOURS)
    health.beat(now=OFFICE_HOURS + BOUND)
    assert health.health(now=OFFICE_HOURS + BOUND).problems() == []
    health.beat(now=OFFICE_HOURS + 2 * BOUND)
    (problem,) = health.health(now=OFFICE_HOURS + 2 * BOUND).problems()
    assert problem == "of 1 open alerts no clinic was told: a ladder is empty"
    Patient.objects.update(shares_diary=False)
    assert health.health(now=OFFICE_HOURS + 2 * BOUND).problems() == []
