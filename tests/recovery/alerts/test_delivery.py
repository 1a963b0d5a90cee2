"""What is owed is sent: at least once, by one worker at a time, and again after a failure or a death."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock

import pytest
from django.db import connections

from recovery.alerts import addresses, delivery
from recovery.alerts.delivery import GIVE_UP_AFTER, deliver_owed
from recovery.alerts.models import Delivery
from recovery.alerts.models.delivery import FIRST_RETRY, LEASE, SLOWEST_RETRY
from recovery.people.models import Clinic, Patient, User
from tests.cast import OFFICE_HOURS, flagged, log


@pytest.fixture
def owed(patient: Patient) -> Delivery:
    log(patient, flagged(), now=OFFICE_HOURS)
    return Delivery.objects.get()


def at(moment: datetime) -> Callable[[], datetime]:
    return lambda: moment


def refuse(delivery: Delivery) -> None:
    raise ConnectionRefusedError("nobody there")


class Died(BaseException):
    """The process is gone: nothing after this runs."""


def die(delivery: Delivery) -> None:
    raise Died


def test_what_is_owed_is_sent_once_and_recorded(owed: Delivery) -> None:
    sent: list[Delivery] = []
    assert deliver_owed(sent.append, clock=at(OFFICE_HOURS)) == 1
    assert deliver_owed(sent.append, clock=at(OFFICE_HOURS)) == 0
    assert sent == [owed]
    owed.refresh_from_db()
    assert (owed.sent_at, owed.attempts) == (OFFICE_HOURS, 1)


def test_a_failure_is_recorded_and_tried_again_later(owed: Delivery) -> None:
    assert deliver_owed(refuse, clock=at(OFFICE_HOURS)) == 0
    owed.refresh_from_db()
    assert owed.failure == "ConnectionRefusedError: nobody there"
    sent: list[Delivery] = []
    assert deliver_owed(sent.append, clock=at(OFFICE_HOURS + FIRST_RETRY - timedelta(seconds=1))) == 0
    assert deliver_owed(sent.append, clock=at(OFFICE_HOURS + FIRST_RETRY)) == 1
    owed.refresh_from_db()
    assert (owed.failure, owed.attempts) == ("", 2)


def test_it_is_tried_again_and_again(owed: Delivery) -> None:
    now = OFFICE_HOURS
    for _attempt in range(40):
        deliver_owed(refuse, clock=at(now))
        now += SLOWEST_RETRY
    owed.refresh_from_db()
    assert owed.attempts == 40
    assert deliver_owed(lambda delivery: None, clock=at(now)) == 1


def test_one_that_fails_holds_up_no_other(owed: Delivery, patient: Patient) -> None:
    log(patient, flagged("fever"), now=OFFICE_HOURS + timedelta(hours=1))

    def refuse_the_first(delivery: Delivery) -> None:
        if delivery == owed:
            refuse(delivery)

    assert deliver_owed(refuse_the_first, clock=at(OFFICE_HOURS + timedelta(hours=2))) == 1


def test_a_claim_that_was_never_finished_is_owed_again_with_the_same_key(owed: Delivery) -> None:
    with pytest.raises(Died):
        deliver_owed(die, clock=at(OFFICE_HOURS))
    sent: list[Delivery] = []
    assert deliver_owed(sent.append, clock=at(OFFICE_HOURS + LEASE - timedelta(seconds=1))) == 0
    assert deliver_owed(sent.append, clock=at(OFFICE_HOURS + LEASE)) == 1
    assert sent[0].key == owed.key


@pytest.mark.django_db(transaction=True)
def test_of_several_workers_exactly_one_sends(patient: Patient) -> None:
    for days in range(4):
        log(patient, flagged(), now=OFFICE_HOURS - timedelta(days=days))
    sent, lock = [], Lock()

    def send(delivery: Delivery) -> None:
        with lock:
            sent.append(delivery.key)

    def work(_n: int) -> None:
        try:
            deliver_owed(send, clock=at(OFFICE_HOURS))
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert sorted(sent) == sorted(Delivery.objects.values_list("key", flat=True))
    assert len(sent) == 4


def test_a_channel_that_is_down_costs_two_tries_a_sweep(patient: Patient) -> None:
    for days in range(4):
        log(patient, flagged(), now=OFFICE_HOURS - timedelta(days=days))
    deliver_owed(refuse, clock=at(OFFICE_HOURS))
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 0, 1, 1]


def test_once_something_arrives_all_that_waited_is_owed_at_once(owed: Delivery, patient: Patient) -> None:
    for attempt in range(6):
        deliver_owed(refuse, clock=at(OFFICE_HOURS + attempt * SLOWEST_RETRY))
    now = OFFICE_HOURS + 5 * SLOWEST_RETRY + timedelta(seconds=1)
    assert not Delivery.objects.claimable(now).exists()
    log(patient, flagged("saddle"), now=now)
    assert deliver_owed(lambda delivery: None, clock=at(now)) == 1
    assert deliver_owed(lambda delivery: None, clock=at(now)) == 1


def test_a_clock_that_moved_back_does_not_keep_a_delivery(owed: Delivery) -> None:
    ahead = OFFICE_HOURS + timedelta(hours=1)
    with pytest.raises(Died):
        deliver_owed(die, clock=at(ahead))
    assert deliver_owed(lambda delivery: None, clock=at(OFFICE_HOURS)) == 1


def test_a_failure_on_a_clock_that_moved_back_is_tried_again(owed: Delivery) -> None:
    deliver_owed(refuse, clock=at(OFFICE_HOURS + timedelta(hours=1)))
    assert deliver_owed(lambda delivery: None, clock=at(OFFICE_HOURS)) == 1


def test_what_lasts_too_long_is_given_up_in_sight_and_can_be_tried_again(
    owed: Delivery, clinic: Clinic
) -> None:
    deliver_owed(refuse, clock=at(OFFICE_HOURS + GIVE_UP_AFTER))
    assert delivery.given_up(clinic) == []
    later = OFFICE_HOURS + GIVE_UP_AFTER + SLOWEST_RETRY
    deliver_owed(refuse, clock=at(later))
    assert delivery.given_up(clinic) == [owed]
    assert deliver_owed(lambda delivery: None, clock=at(later + timedelta(days=1))) == 0
    assert delivery.try_again(clinic, owed.pk, now=later)
    deliver_owed(refuse, clock=at(later))
    assert delivery.owed_to(clinic) == [owed]


def test_what_was_given_up_while_it_was_sent_stays_given_up(
    owed: Delivery, clinic: Clinic, manager: User
) -> None:
    def give_up_meanwhile(sending: Delivery) -> None:
        assert delivery.give_up(clinic, sending.pk, by=manager, now=OFFICE_HOURS)

    deliver_owed(give_up_meanwhile, clock=at(OFFICE_HOURS))
    owed.refresh_from_db()
    assert (owed.state, owed.given_up_by) == ("given_up", manager)


def test_a_corrected_address_gets_what_was_owed(owed: Delivery) -> None:
    deliver_owed(refuse, clock=at(OFFICE_HOURS))
    addresses.change(owed.address, name="desk", target="beter@noord.example")
    to: list[str] = []
    deliver_owed(lambda sending: to.append(sending.address.target), clock=at(OFFICE_HOURS + SLOWEST_RETRY))
    owed.refresh_from_db()
    assert to == [owed.target] == ["beter@noord.example"]


def test_a_test_takes_the_same_road(clinic: Clinic) -> None:
    (address,) = addresses.addresses_of(clinic)
    addresses.send_test(address, now=OFFICE_HOURS)
    reasons: list[str] = []
    deliver_owed(lambda sending: reasons.append(sending.reason), clock=at(OFFICE_HOURS))
    assert reasons == ["test"]
    assert [each.state for each in delivery.latest(clinic)] == ["sent"]
