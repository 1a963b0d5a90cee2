"""A thread for every address: one that hangs holds up no other, and a stop lets the current one end."""

from datetime import datetime, timedelta
from itertools import chain, repeat
from threading import Event, Semaphore
from typing import cast

import pytest
from django.utils import timezone

from recovery.alerts import health
from recovery.alerts.models import ChannelKind, Delivery
from recovery.alerts.worker import MOST_LANES_A_SERVER, Worker
from recovery.people.models import Clinic, Patient
from tests.cast import flagged, log, tell

LONG = 20


@pytest.fixture
def two_owed(transactional_db: None, clinic: Clinic, patient: Patient) -> None:
    tell(clinic, "tweede@noord.example")
    log(patient, flagged(), now=timezone.now())


class Hospital:
    """The first address hangs until it is let go; every other takes the message at once."""

    def __init__(self) -> None:
        self.let_go, self.hangs, self.other_arrived = Event(), Event(), Event()

    def send(self, delivery: Delivery) -> None:
        if delivery.address.target.startswith("alarm"):
            self.hangs.set()
            assert self.let_go.wait(LONG)
        else:
            self.other_arrived.set()


def test_an_address_that_hangs_holds_up_no_other(two_owed: None) -> None:
    hospital = Hospital()
    worker = Worker(hospital.send)
    worker.sweep()
    assert hospital.hangs.wait(LONG)
    assert hospital.other_arrived.wait(LONG)
    worker.sweep()
    hospital.let_go.set()
    worker.finish(seconds=LONG)
    assert Delivery.objects.exclude(sent_at=None).count() == 2
    assert set(Delivery.objects.values_list("attempts", flat=True)) == {1}


def test_a_stop_finishes_the_current_delivery_and_begins_no_other(two_owed: None, patient: Patient) -> None:
    log(patient, flagged("saddle"), now=timezone.now() + timedelta(seconds=1))
    hospital = Hospital()
    worker = Worker(hospital.send)
    worker.sweep()
    assert hospital.hangs.wait(LONG)
    worker.stopping.set()
    hospital.let_go.set()
    worker.finish(seconds=LONG)
    to_the_first = Delivery.objects.filter(address__target="alarm@noord.example")
    assert to_the_first.exclude(sent_at=None).count() == 1
    assert to_the_first.filter(sent_at=None, leased_until=None).count() == 1


def test_a_ladder_that_cannot_be_climbed_holds_up_nothing_that_is_owed(two_owed: None) -> None:
    moments = chain([None], repeat(timezone.now()))
    arrived = Semaphore(0)
    worker = Worker(lambda delivery: arrived.release(), clock=lambda: cast("datetime", next(moments)))
    worker.sweep()
    assert arrived.acquire(timeout=LONG)
    assert arrived.acquire(timeout=LONG)
    worker.finish(seconds=LONG)
    assert Delivery.objects.exclude(sent_at=None).count() == 2
    assert health.health(now=timezone.now()).worker is None


def test_a_sweep_leaves_a_sign_of_life(two_owed: None) -> None:
    worker = Worker(lambda delivery: None)
    worker.sweep()
    worker.finish(seconds=LONG)
    assert health.health(now=timezone.now()).worker is not None


@pytest.mark.django_db(transaction=True)
def test_a_server_that_hangs_for_more_addresses_than_it_has_lanes_holds_up_no_other(
    clinic: Clinic, patient: Patient
) -> None:
    for n in range(MOST_LANES_A_SERVER + 4):
        tell(clinic, f"{n}@hangs.example")
    webhook = tell(clinic, "https://pager.example/alerts", kind=ChannelKind.WEBHOOK)
    log(patient, flagged())
    lifted, arrived = Event(), Event()

    def send(delivery: Delivery) -> None:
        if delivery.address == webhook:
            arrived.set()
        else:
            lifted.wait(LONG)

    worker = Worker(send)
    worker.sweep()
    came = arrived.wait(LONG / 2)
    lifted.set()
    worker.finish(seconds=LONG)
    assert came
