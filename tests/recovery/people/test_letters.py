"""Mails that a worker sends: once, again after a failure or a restart, and not when there is no need any more."""

from datetime import datetime, timedelta

import pytest

from recovery.people import letters
from recovery.people.models import Letter, Patient
from tests.cast import OFFICE_HOURS

LATER = OFFICE_HOURS + letters.LEASE


@pytest.fixture
def letter(patient: Patient) -> Letter:
    letters.owe(patient, Letter.Kind.DISCHARGED, now=OFFICE_HOURS)
    return Letter.objects.get()


def sends(letter: Letter) -> bool:
    return True


def needless(letter: Letter) -> bool:
    return False


def refuses(letter: Letter) -> bool:
    raise ConnectionRefusedError


class Died(BaseException):
    """The process is gone: nothing after this runs."""


def dies(letter: Letter) -> bool:
    raise Died


def send(how: letters.Send, now: datetime = OFFICE_HOURS) -> int:
    return letters.send_owed(how, clock=lambda: now)


def test_it_is_sent_once(letter: Letter) -> None:
    assert [send(sends), send(sends)] == [1, 0]
    letter.refresh_from_db()
    assert letter.sent_at == OFFICE_HOURS


def test_after_a_failure_it_is_tried_again_later(letter: Letter) -> None:
    assert send(refuses) == send(sends) == 0
    assert send(sends, OFFICE_HOURS + letters.FIRST_RETRY) == 1


def test_what_a_worker_that_died_had_in_hand_is_owed_again(letter: Letter) -> None:
    with pytest.raises(Died):
        send(dies)
    assert send(sends, LATER - timedelta(seconds=1)) == 0
    assert send(sends, LATER) == 1


def test_what_nobody_needs_is_not_sent(letter: Letter) -> None:
    assert send(needless) == 0
    letter.refresh_from_db()
    assert (letter.sent_at, letter.dropped_at) == (None, OFFICE_HOURS)


def test_it_is_given_up_in_the_end(letter: Letter) -> None:
    send(refuses, OFFICE_HOURS + letters.GIVE_UP_AFTER + timedelta(seconds=1))
    assert not Letter.objects.pending().exists()


def test_a_mail_server_that_is_down_costs_two_tries(patient: Patient) -> None:
    for kind in (Letter.Kind.DISCHARGED, Letter.Kind.TRANSFER):
        letters.owe(patient, kind, now=OFFICE_HOURS)
    Letter.objects.create(kind=Letter.Kind.TRANSFER, patient=patient, owed_at=OFFICE_HOURS)
    send(refuses)
    assert sorted(Letter.objects.values_list("attempts", flat=True)) == [0, 1, 1]


def test_a_second_of_the_same_kind_takes_the_place_of_the_first(letter: Letter, patient: Patient) -> None:
    letters.owe(patient, Letter.Kind.DISCHARGED, now=OFFICE_HOURS)
    assert send(sends) == 1
