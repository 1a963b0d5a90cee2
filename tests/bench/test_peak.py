"""What a run at twice the busiest hour is judged by, and what is asked in it."""

from itertools import pairwise

import pytest

from bench.load import crowd
from bench.load.peak import LOOKS, SECONDS, Held, report


def held(*memory: float, wrong: tuple[str, ...] = (), seconds: int = SECONDS) -> Held:
    return Held("SQLite", seconds, 4000, 720, 15, wrong, memory, 0.25)


def test_memory_that_stays_and_no_wrong_answer_is_what_is_wanted() -> None:
    assert not list(held(100, 130, 150, 150, 152, 151, 153).failures())


def test_memory_that_goes_on_growing_fails() -> None:
    (sentence,) = held(100, 130, 150, 160, 170, 180, 190).failures()
    assert "grew 1.27 times" in sentence


def test_memory_is_not_judged_before_a_server_is_warm() -> None:
    assert not list(held(100, 130, 150, 160, 170, 180, 190, seconds=20).failures())


def test_a_wrong_answer_fails_and_is_counted() -> None:
    one = held(*[100] * (LOOKS + 1), wrong=("/today/ gave the wrong answer: 500",))
    assert list(one.failures()) == ["SQLite: /today/ gave the wrong answer: 500"]
    assert "| 1 |" in " ".join(report([one]).split())


@pytest.mark.django_db
def test_visits_come_in_order_and_all_of_them_are_counted() -> None:
    planned, days, alerts = crowd._schedule(10)
    assert (days, alerts) == (25, 1)
    assert all(one.at <= other.at < 10 for one, other in pairwise(planned))
    assert sum(len(one.visit.steps) for one in planned) == 24 * 3 + 48 + 24 + 1 + 1 + 2
