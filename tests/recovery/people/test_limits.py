"""Limits count for all processes together, and exactly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections

from recovery.people import limits
from recovery.people.limits import Limit
from recovery.people.models import Attempts
from tests.cast import OFFICE_HOURS

FEW = Limit("a few", 3, timedelta(minutes=5))
AT_ONCE = 12


@pytest.mark.django_db
def test_as_many_as_there_may_be_and_no_more_until_the_period_is_over() -> None:
    tries = [limits.take(FEW, "anna", now=OFFICE_HOURS) for _try in range(5)]
    assert tries == [True, True, True, False, False]
    assert not limits.take(FEW, "anna", now=OFFICE_HOURS + FEW.within - timedelta(seconds=1))
    assert limits.take(FEW, "anna", now=OFFICE_HOURS + FEW.within)


@pytest.mark.django_db
def test_one_does_not_count_for_another() -> None:
    for _try in range(4):
        limits.take(FEW, "anna", now=OFFICE_HOURS)
    assert limits.take(FEW, "kees", now=OFFICE_HOURS)
    assert limits.take(Limit("other", 3, FEW.within), "anna", now=OFFICE_HOURS)


@pytest.mark.django_db
def test_a_try_that_was_none_is_given_back() -> None:
    for _try in range(10):
        assert limits.take(FEW, "anna", now=OFFICE_HOURS)
        limits.give_back(FEW, "anna")


@pytest.mark.django_db
def test_it_says_when_to_come_back() -> None:
    limits.take(FEW, "anna", now=OFFICE_HOURS)
    assert limits.seconds_left(FEW, "anna", now=OFFICE_HOURS + timedelta(minutes=1)) == 240


@pytest.mark.django_db
def test_who_tried_what_cannot_be_read() -> None:
    limits.take(FEW, "anna@example.nl", now=OFFICE_HOURS)
    row = Attempts.objects.values().get()
    assert "anna" not in str(row)
    assert "a few" not in str(row)


@pytest.mark.django_db(transaction=True)
def test_at_the_same_moment_exactly_as_many_get_through() -> None:
    """Each thread has a connection of its own, as each process of the server has."""
    assert connection.settings_dict["NAME"] != ":memory:"

    def one(_number: int) -> bool:
        try:
            return limits.take(FEW, "anna", now=OFFICE_HOURS)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as together:
        assert sum(together.map(one, range(AT_ONCE))) == FEW.most
