"""What is owed, failed for good or was given up: in sight of the manager, and in the manager's hands."""

from collections.abc import Callable
from datetime import datetime, timedelta

from recovery.alerts import addresses, delivery
from recovery.alerts.delivery import GIVE_UP_AFTER, LATEST, deliver_owed
from recovery.alerts.models import Delivery
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log, make_clinic, tell

LATER = OFFICE_HOURS + timedelta(minutes=5)


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def refuse(owed: Delivery) -> None:
    raise ConnectionRefusedError("nobody there")


def fail_for_good(patient: Patient) -> Delivery:
    """A delivery that could not be sent for longer than is tried."""
    log(patient, flagged(), now=OFFICE_HOURS)
    deliver_owed(refuse, clock=at(OFFICE_HOURS + GIVE_UP_AFTER + timedelta(seconds=1)))
    return Delivery.objects.get()


def test_what_somebody_gives_up_is_not_tried_again_by_itself(
    clinic: Clinic, patient: Patient, manager: User
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    owed = delivery.owed_to(clinic)[0]
    assert delivery.give_up(clinic, owed.pk, by=manager, now=LATER)
    assert deliver_owed(lambda owed: None, clock=at(LATER)) == 0
    assert [given_up.given_up_by for given_up in delivery.given_up(clinic)] == [manager]
    assert delivery.how_many_owed(clinic) == delivery.how_many_failed(clinic) == 0


def test_what_was_sent_meanwhile_cannot_be_given_up(clinic: Clinic, patient: Patient, manager: User) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    deliver_owed(lambda owed: None, clock=at(OFFICE_HOURS))
    assert not delivery.give_up(clinic, Delivery.objects.get().pk, by=manager, now=LATER)
    assert not delivery.try_again(clinic, Delivery.objects.get().pk, now=LATER)
    assert delivery.latest(clinic) == [Delivery.objects.get()]


def test_what_failed_for_good_is_tried_again_once_somebody_asks(clinic: Clinic, patient: Patient) -> None:
    failed = fail_for_good(patient)
    asked = OFFICE_HOURS + GIVE_UP_AFTER + timedelta(days=1)
    assert delivery.how_many_failed(clinic) == 1
    assert delivery.try_again(clinic, failed.pk, now=asked)
    assert not delivery.try_again(clinic, failed.pk, now=asked)
    assert deliver_owed(lambda owed: None, clock=at(asked)) == 1
    assert delivery.how_many_failed(clinic) == 0


def test_what_failed_for_good_waits_for_somebody_to_answer_for_it(
    clinic: Clinic, patient: Patient, manager: User
) -> None:
    failed = fail_for_good(patient)
    given_up_at = failed.given_up_at
    assert delivery.give_up(clinic, failed.pk, by=manager, now=LATER)
    assert not delivery.give_up(clinic, failed.pk, by=manager, now=LATER)
    failed.refresh_from_db()
    assert (failed.given_up_by, failed.given_up_at) == (manager, given_up_at)
    assert delivery.how_many_failed(clinic) == 0


def test_nothing_is_tried_again_at_a_retired_address(clinic: Clinic, patient: Patient, manager: User) -> None:
    failed = fail_for_good(patient)
    addresses.retire(failed.address, by=manager, now=LATER)
    assert not delivery.try_again(clinic, failed.pk, now=LATER)


def test_a_clinic_touches_its_own_deliveries_only(patient: Patient, manager: User) -> None:
    failed, other = fail_for_good(patient), make_clinic("Neurologie Zuid", alert_email="")
    assert delivery.delivery_of(other, failed.pk) is None
    assert not delivery.try_again(other, failed.pk, now=LATER)
    assert not delivery.give_up(other, failed.pk, by=manager, now=LATER)
    assert delivery.owed_to(other) == delivery.given_up(other) == delivery.latest(other) == []


def test_what_nobody_answered_for_is_not_pushed_off_the_page(
    clinic: Clinic, patient: Patient, manager: User
) -> None:
    failed = fail_for_good(patient)
    desk = tell(clinic, "poli@noord.example")
    for _again in range(LATEST):
        test = addresses.send_test(desk, now=LATER)
        delivery.give_up(clinic, test.pk, by=manager, now=LATER + GIVE_UP_AFTER)
    shown = delivery.given_up(clinic)
    assert (shown[0], len(shown)) == (failed, LATEST)
