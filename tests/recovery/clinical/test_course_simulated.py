"""The simple model on simulated diaries with the noise of real ones: how often it cries wolf, how soon it sees one.

Noise and gaps are those of the clinical facts, section 3: white SD 1.3 plus a slow part of SD 0.97 that keeps 0.87 a
day, 11% of days missing. Bounds lie well above what was measured, and are there to catch a change for the worse.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

import pytest

from recovery.clinical.course import Course, Standing, read
from recovery.clinical.scores import NRS_HIGH, NRS_LOW, Day

START = date(2026, 1, 1)
PEOPLE = 60
DAYS = 60
WHITE, SLOW, KEPT, MISSING = 1.3, 0.97, 0.87, 0.11


def slow(chance: Random) -> Iterator[float]:
    """A part of the noise that wanders."""
    value = chance.gauss(0, SLOW)
    while True:
        yield value
        value = KEPT * value + chance.gauss(0, SLOW * (1 - KEPT**2) ** 0.5)


def diary(chance: Random, level: float, *, rise_on: int = DAYS) -> Course:
    """A steady diary, or one in which both scales rise by 2 points on a day."""
    leg, limitation, days = slow(chance), slow(chance), []
    for n in range(DAYS):
        around = level + (2 if n >= rise_on else 0)
        scores = [
            max(NRS_LOW, min(NRS_HIGH, round(around + next(part) + chance.gauss(0, WHITE))))
            for part in (leg, limitation)
        ]
        if chance.random() >= MISSING:
            days.append(Day(START + timedelta(days=n), leg_pain=scores[0], limitation=scores[1]))
    return Course(START - timedelta(days=10), tuple(days))


@pytest.fixture(scope="module")
def steady() -> list[Standing]:
    """What is said of people in whom nothing changes, looked at every third day from three weeks on."""
    chance = Random("steady")
    courses = [diary(chance, chance.choice([4, 5, 6, 7])) for _person in range(PEOPLE)]
    looks = [START + timedelta(days=n) for n in range(21, DAYS, 3)]
    return [read(course, look).standing for course in courses for look in looks]


def share(standings: list[Standing], *wanted: Standing) -> float:
    return sum(standing in wanted for standing in standings) / len(standings)


def test_a_steady_course_is_seldom_called_worse(steady: list[Standing]) -> None:
    assert share(steady, Standing.WORSE) <= 0.04


def test_a_steady_course_is_never_called_recovered_and_seldom_better(steady: list[Standing]) -> None:
    assert share(steady, Standing.RECOVERED, Standing.RELAPSED) <= 0.01
    assert share(steady, Standing.ON_COURSE) <= 0.12


def test_a_true_rise_of_two_points_is_mostly_seen_within_two_weeks() -> None:
    chance = Random("rising")
    rise_on = 35
    seen = 0
    for _person in range(PEOPLE):
        course = diary(chance, chance.choice([3, 4, 5]), rise_on=rise_on)
        looks = (read(course, START + timedelta(days=n)).standing for n in range(rise_on, rise_on + 14))
        seen += Standing.WORSE in looks
    assert seen / PEOPLE >= 0.7
