"""False alarms on steady courses, the delay after a true rise, and standings that flip back and forth.

The model is asked on every day, as if every patient looked every day: nobody is called more often than that.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.cohorts import HELD_OUT, Cohort, rising, simulate, steady
from bench.readings import Standings, is_, people, standings
from bench.table import Table, percent
from recovery.clinical.standing import Standing

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Looks: from the fourteenth day of the diary, before which nothing is said, to the end of so many weeks of it.
FIRST_LOOK = 13
THREE_WEEKS = 3 * 7
TWELVE_WEEKS = 12 * 7

# A rise on this day, looked for over six weeks.
ON = 70
LOOKED_FOR = 42
WITHIN = (7, 14, 21, 28)

LEVELS = range(2, 9)  # of `steady`, in turn
BACK_WITHIN = 3  # days: a standing that was left and is back so soon has flipped


@dataclass(frozen=True, slots=True)
class Steady:
    """What was said of people whose pain stays at one level, of whom it is known.

    `looks` had something said about them; `worse_looks` is the share of them called worse. The others are
    shares of people over twelve weeks of diary, or over three.
    """

    level: str
    people: int
    looks: int
    worse_looks: float
    worse: float
    on_course_early: float
    on_course: float
    recovered: float


@dataclass(frozen=True, slots=True)
class Delay:
    """Days from a true rise to “worse”, infinite where it was not called within six weeks.

    `within` are the shares of people by `WITHIN`; who was called worse on the day before is in `already` and
    is left out of the rest.
    """

    name: str
    people: int
    already: int
    median: float
    within: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Flips:
    """How often a standing is left and back within three days: a person in twelve weeks, and of how many."""

    name: str
    people: int
    each: float
    ever: float


def false_alarms(n: int, seed: int) -> tuple[list[Steady], Flips]:
    """Steady people by level, all of them in the last row; and how often they flip."""
    cohort = steady(n, seed)
    said = _over_twelve_weeks(cohort)
    level = np.arange(n) % len(LEVELS)
    rows = [_steady(str(points), said, level == at) for at, points in enumerate(LEVELS)]
    everybody = _steady("all", said, np.ones(n, dtype=bool))
    return [*rows, everybody], flips("steady", said)


def _steady(level: str, said: list[Standings], who: Bools) -> Steady:
    theirs = [said[n] for n in np.flatnonzero(who)]
    early = THREE_WEEKS - FIRST_LOOK
    looks = np.concatenate(theirs)
    spoken = ~is_(Standing.TOO_EARLY, looks)
    return Steady(
        level=level,
        people=len(theirs),
        looks=int(spoken.sum()),
        worse_looks=float(is_(Standing.WORSE, looks).sum() / spoken.sum()),
        worse=_ever(theirs, Standing.WORSE),
        on_course_early=_ever([one[:early] for one in theirs], Standing.ON_COURSE),
        on_course=_ever(theirs, Standing.ON_COURSE),
        recovered=_ever(theirs, Standing.RECOVERED),
    )


def _ever(said: Sequence[Standings], standing: Standing) -> float:
    return float(np.mean([is_(standing, one).any() for one in said]))


def _over_twelve_weeks(cohort: Cohort) -> list[Standings]:
    """Day after day from each one's fourteenth."""
    looks = [range(int(day) + FIRST_LOOK, int(day) + TWELVE_WEEKS) for day in cohort.first_logged]
    return standings(list(people(cohort)), looks)


def flips_of(cohort: Cohort) -> Flips:
    """Over twelve weeks of diary of any cohort."""
    return flips(cohort.name, _over_twelve_weeks(cohort))


def flips(name: str, said: Sequence[Standings]) -> Flips:
    """From one standing to another and back."""
    times = np.array([_flips(one) for one in said])
    return Flips(name, len(said), float(times.mean()), float((times > 0).mean()))


def _flips(said: Standings) -> int:
    """How many days are the last of a standing that is back within three days of it."""
    left = np.flatnonzero(said[:-1] != said[1:])
    return sum(said[day] in said[day + 2 : day + 1 + BACK_WITHIN] for day in left)


def meets_the_definition(n: int, seed: int) -> list[float]:
    """By level, the share of steady people whose complete diary meets the definition within 26 weeks."""
    recovers = steady(n, seed).recovers
    return [float(recovers[at :: len(LEVELS)].mean()) for at in range(len(LEVELS))]


def delay(name: str, n: int, seed: int, *, points: float, over: int) -> Delay:
    """How long after a rise of so many points, complete after `over` days, somebody is called worse."""
    cohort = rising(n, seed, on=ON, points=points, over=over)
    looks = range(ON - 1, ON + LOOKED_FOR + 1)
    worse = np.stack([is_(Standing.WORSE, one) for one in standings(list(people(cohort)), [looks] * n)])
    return delay_of(name, worse)


def delay_of(name: str, worse: Bools) -> Delay:
    """From who was called worse (people, looks), the first look on the day before the rise."""
    after = worse[~worse[:, 0], 1:]
    took = np.where(after.any(axis=1), after.argmax(axis=1), np.inf)
    return Delay(
        name=name,
        people=len(after),
        already=int(worse[:, 0].sum()),
        median=float(np.median(took)),
        within=tuple(float((took <= days).mean()) for days in WITHIN),
    )


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that was found about alarms."""

    steady: list[Steady]
    meets: list[float]
    delays: list[Delay]
    flips: list[Flips]


def measure(people: int, seed: int) -> Result:
    """So many steady people, half as many for each kind of rise, and a tenth of each held-out family."""
    steadies, flipped = false_alarms(people, seed)
    return Result(
        steady=steadies,
        meets=meets_the_definition(10 * people, seed),
        delays=[delay(name, people // 2, seed, points=points, over=over) for name, points, over in RISES],
        flips=[flipped, *(flips_of(simulate(family, people // 10, seed)) for family in HELD_OUT)],
    )


RISES = (
    ("2 points on one day", 2.0, 1),
    ("2 points over two weeks", 2.0, 14),
    ("3 points on one day", 3.0, 1),
)


def tables(result: Result) -> Iterator[Table]:
    """In the order of the document."""
    yield Table(
        "Steady courses",
        (
            "pain",
            "people",
            "looks",
            "looks “worse”",
            "ever “worse”",
            "ever “on course”, 3 weeks",
            "ever “on course”, 12 weeks",
            "ever “recovered”",
        ),
        [_steady_row(row) for row in result.steady],
        above="Simulated people whose true pain does not change. Asked every day from the 14th of the diary on, "
        "over 12 weeks of diary.",
    )
    yield Table(
        "How generous the definition of recovery is",
        ("pain", *map(str, LEVELS)),
        [("meet it within 26 weeks", *(percent(share, 1) for share in result.meets))],
        above="The definition itself, without the model: of simulated people whose true pain does not change, "
        "those whose diary without gaps meets it at some time.",
    )
    yield Table(
        "After a true rise",
        ("rise on day 70", "people", "worse before", "median days", *(f"within {days}" for days in WITHIN)),
        [_delay_row(row) for row in result.delays],
        above="Simulated steady people; days until “worse” is said. Whom it was said of on the day before the "
        "rise is counted apart.",
    )
    yield Table(
        "Standings that flip",
        ("courses", "people", "flips a person", "people with any"),
        [(row.name, str(row.people), f"{row.each:.2f}", percent(row.ever)) for row in result.flips],
        above="A flip is a standing that is left and is back within three days. Over 12 weeks of diary, asked "
        "every day.",
    )


def _steady_row(row: Steady) -> tuple[str, ...]:
    shares = (row.worse, row.on_course_early, row.on_course, row.recovered)
    return (
        row.level,
        str(row.people),
        f"{row.looks:,}",
        percent(row.worse_looks, 1),
        *(percent(share, 1) for share in shares),
    )


def _delay_row(row: Delay) -> tuple[str, ...]:
    median = f"{row.median:.0f}" if np.isfinite(row.median) else f"over {LOOKED_FOR}"
    return row.name, str(row.people), str(row.already), median, *(percent(share) for share in row.within)
