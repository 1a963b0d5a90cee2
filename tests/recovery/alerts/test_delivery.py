"""What is owed is sent: at least once, by one worker at a time, and again after a failure or a death."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Lock

import pytest
from django.db import connections

from recovery.alerts.delivery import FIRST_RETRY, LEASE, SLOWEST_RETRY, deliver_owed
from recovery.alerts.models import Delivery
from recovery.people.models import Patient
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


def test_it_is_never_given_up(owed: Delivery) -> None:
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
