"""How fast readings come, beside a local-level model of statsmodels fitted per patient.

Both are timed in the same run on the same diaries, so that the ratios hold on other machines as well. The
comparator is handed leg pain only and estimates its two variances and the level; the model reads three scales
and says a level, a forecast, a probability and a standing.
"""

import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from statistics import fmean
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from statsmodels.tsa.statespace.structural import UnobservedComponents

from bench.cohorts import DEVELOPMENT, simulate, steady
from bench.readings import case, people
from bench.table import Goal, Table
from recovery.clinical.course import Case
from recovery.clinical.reading import read_all
from recovery.clinical.series import BACK, LEG

Floats = NDArray[np.float64]

LONG = 180
CASELOAD_DAYS = 84
PATIENTS = 15_000
GOAL = 100  # times faster than the comparator
SECONDS = 10  # "the whole caseload in seconds"
NOISE = 1.5  # of two timings of the same work
LENGTHS = (30, 90, 180, 730)
TIMES = 5
TIMES_SHORT = 30  # of what takes milliseconds


@dataclass(frozen=True, slots=True)
class Beside:
    """Seconds of the model and of the comparator for the same work; `scaled` says from how many it was scaled up."""

    name: str
    model: float
    comparator: float
    scaled: str

    @property
    def times(self) -> float:
        """How many times faster the model is."""
        return self.comparator / self.model


@dataclass(frozen=True, slots=True)
class Length:
    """Seconds to read one course again after a day was added, by the days that it has."""

    days: int
    seconds: float


def one_patient(patients: int, seed: int) -> Beside:
    """One patient with 180 days at a time."""
    diaries = _diaries(patients, LONG, seed)
    best = _best(
        [work for scores in diaries for work in (partial(_read, [scores], LONG), partial(_fit, scores))]
    )
    return Beside(
        name=f"one patient, {LONG} days",
        model=fmean(best[::2]),
        comparator=fmean(best[1::2]),
        scaled=f"mean of {patients} patients",
    )


def caseload(patients: int, asked: int, sample: int, seed: int) -> Beside:
    """`asked` patients with 84 days: so many are read and so many fitted, each scaled up where they are fewer."""
    diaries = _diaries(patients, CASELOAD_DAYS, seed)
    fits = [partial(_fit, scores) for scores in diaries[:: patients // sample][:sample]]
    model, *fitted = _best([partial(_read, diaries, CASELOAD_DAYS), *fits])
    return Beside(
        name=f"{asked:,} patients, {CASELOAD_DAYS} days each",
        model=asked / patients * model,
        comparator=asked * fmean(fitted),
        scaled=f"model on {patients:,}, comparator on {sample}",
    )


def by_length(seed: int) -> list[Length]:
    """One steady course, so that the diary differs in its length and in nothing else."""
    (scores,) = people(steady(1, seed))
    filled = np.tile(_with_back(scores)[:, :LONG], -(-max(LENGTHS) // LONG))
    best = _best([partial(_read, [filled], days) for days in LENGTHS], TIMES_SHORT)
    return [Length(days, seconds) for days, seconds in zip(LENGTHS, best, strict=True)]


def _diaries(n: int, days: int, seed: int) -> list[Floats]:
    """People of the development families in turn."""
    cohorts = [simulate(family, -(-n // len(DEVELOPMENT)), seed) for family in DEVELOPMENT]
    mixed = [scores for group in zip(*map(people, cohorts), strict=True) for scores in group]
    return [_with_back(scores)[:, :days] for scores in mixed[:n]]


def _with_back(scores: Floats) -> Floats:
    """Back pain as well, so that no work is spared."""
    scores[BACK] = scores[LEG]
    return scores


def _read(diaries: Sequence[Floats], days: int) -> None:
    cases: list[Case] = [case(scores, days - 1) for scores in diaries]
    read_all(cases)


def _fit(scores: Floats) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        UnobservedComponents(scores[LEG], "llevel").fit(disp=0)


def _best(works: Sequence[Callable[[], None]], times: int = TIMES) -> list[float]:
    """Seconds of the quickest time of each; in turn, so that a busy moment of the machine hits all alike."""
    rounds = [[_seconds(work) for work in works] for _round in range(times)]
    return [min(of_one) for of_one in zip(*rounds, strict=True)]


def _seconds(work: Callable[[], None]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that was timed."""

    one: Beside
    caseload: Beside
    lengths: list[Length]


def measure(patients: int, sample: int, seed: int) -> Result:
    """The caseload on so many patients, scaled up; the comparator on so few."""
    return Result(
        one=one_patient(sample, seed),
        caseload=caseload(patients, PATIENTS, sample, seed),
        lengths=by_length(seed),
    )


def goals(result: Result) -> Iterator[Goal]:
    """Times faster, seconds, and a long course beside a short one."""
    for row in (result.one, result.caseload):
        yield Goal(
            f"{row.name}: at least {GOAL} times as fast as statsmodels",
            f"{row.times:.0f} times",
            row.times >= GOAL,
        )
    yield Goal(
        "the whole caseload in seconds", f"{result.caseload.model:.1f} s", result.caseload.model <= SECONDS
    )
    short, *_between, long = result.lengths
    ratio = long.seconds / short.seconds
    yield Goal(
        f"a day more costs a course of {long.days} days no more than one of {short.days}",
        f"{ratio:.1f} times",
        ratio <= NOISE,
    )


def tables(result: Result) -> Iterator[Table]:
    """Ratios first; the seconds are those of one machine."""
    yield Table(
        "Speed beside statsmodels",
        ("work", "times faster", "model, s", "statsmodels, s", "measured on"),
        [
            (row.name, f"{row.times:.0f}", f"{row.model:.4g}", f"{row.comparator:.4g}", row.scaled)
            for row in (result.one, result.caseload)
        ],
        above="statsmodels fits a local-level model of leg pain (UnobservedComponents, “llevel”) to each patient. "
        "The model reads leg pain,\nlimitation and back pain, from the diary to the reading, of people of the "
        "development families. Best of several timings in turn.\nThe ratios hold about so on other machines, the "
        "seconds do not.",
    )
    yield Table(
        "Reading a course again after a day was added",
        ("days of diary", "beside the shortest", "s"),
        [
            (str(row.days), f"{row.seconds / result.lengths[0].seconds:.2f}", f"{row.seconds:.4g}")
            for row in result.lengths
        ],
    )
