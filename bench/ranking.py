"""The probability against the truth, by family and day since onset, beside what it has to beat.

`Cell` is one family on one day, for everybody or for those who still wait. Nothing here is a threshold of
the product: the goals are those of the issue that asked for the model.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import hypot
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from bench.cohorts import DEVELOPMENT, HELD_OUT, Cohort, Family, simulate
from bench.readings import Told, told
from bench.scores import BINS, LANDMARKS, Bin, Landmark, Score, calibration, heard, landmark

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

# The goals.
BRIER_BEHIND = 0.01
CALIBRATION_ERROR = 0.05

# A lead that is this many standard errors below nothing is no accident of the draw.
CLEARLY = 2

# A bin with fewer people says too little about what was to be expected of them.
ENOUGH_IN_A_BIN = 200
WEEK = 7


@dataclass(frozen=True, slots=True)
class Cell:
    """A family on a day: how the model did, and whether that reaches the goals. `told` is its mean probability."""

    family: str
    held_out: bool
    waiting: bool
    at: Landmark
    told: float

    @property
    def lead(self) -> float:
        """AUC of the model less that of the regression."""
        return self.at.model.auc - self.at.regression.auc

    @property
    def ranks(self) -> bool:
        """AUC at least that of the regression."""
        return self.lead >= 0

    @property
    def clearly_behind(self) -> bool:
        """AUC below that of the regression by more than chance."""
        return self.lead < -CLEARLY * self.at.lead_error

    @property
    def near(self) -> bool:
        """Brier score no more than 0.01 above that of the regression."""
        return self.at.model.brier <= self.at.regression.brier + BRIER_BEHIND

    @property
    def calibrated(self) -> bool:
        """Calibration error at most 0.05."""
        return self.at.model.calibration_error <= CALIBRATION_ERROR

    @property
    def ahead(self) -> bool:
        """Brier score below those of “always 80 in 100” and of “30% better”."""
        return self.at.model.brier < min(self.at.always.brier, self.at.better.brier)


@dataclass(frozen=True, slots=True, eq=False)
class Answers:
    """What was said of a family on a day to everybody who was heard, and what came of it: all (n,)."""

    family: str
    held_out: bool
    day: int
    told: Told
    recovers: Bools
    recovered_on: NDArray[np.int64]
    heard: Bools

    @property
    def silent(self) -> Bools:
        """Who was heard, and given no probability."""
        return np.asarray(self.heard & np.isnan(self.told.probability))

    @property
    def open_(self) -> Bools:
        """Who was heard and given a probability, not having recovered by their diary."""
        return np.asarray(self.heard & ~self.told.recovered & ~np.isnan(self.told.probability))


@dataclass(frozen=True, slots=True)
class Result:
    """All cells, and the answers behind them."""

    people: int
    cells: tuple[Cell, ...]
    answers: tuple[Answers, ...]

    def of(self, *, held_out: bool, waiting: bool, day: int | None = None) -> list[Cell]:
        """The cells of that kind, on that day or on every one."""
        return [
            cell
            for cell in self.cells
            if (cell.held_out, cell.waiting) == (held_out, waiting) and day in (None, cell.at.day)
        ]


@dataclass(frozen=True, slots=True)
class Interval:
    """How often what came of a bin of people of one family lay in the interval that they were told on a day.

    `below`: of those who recover in time, the shares that did so by the early, the median and the late week
    that they were told; meant are a tenth, half and nine tenths.
    """

    day: int
    bins: int
    inside: int
    width: float
    below: tuple[float, float, float]


def measure(
    people: int,
    seed: int,
    families: Sequence[Family] = (*DEVELOPMENT, *HELD_OUT),
    days: Sequence[int] = LANDMARKS,
) -> Result:
    """Simulate every family once, ask the model on every day, and score it."""
    cells: list[Cell] = []
    answers: list[Answers] = []
    for family in families:
        cohort = simulate(family, people, seed)
        for day in days:
            one, both = _asked(cohort, day, held_out=family in HELD_OUT)
            answers.append(one)
            cells += both
    return Result(people, tuple(cells), tuple(answers))


def _asked(cohort: Cohort, day: int, *, held_out: bool) -> tuple[Answers, list[Cell]]:
    said = told(cohort, day)
    answers = Answers(
        family=cohort.name,
        held_out=held_out,
        day=day,
        told=said,
        recovers=cohort.recovers,
        recovered_on=cohort.recovered_on,
        heard=heard(cohort, day),
    )
    return answers, [_cell(cohort, answers, waiting=waiting) for waiting in (False, True)]


def _cell(cohort: Cohort, answers: Answers, *, waiting: bool) -> Cell:
    said, day = answers.told.probability, answers.day
    who = answers.heard & ~answers.silent & ~(waiting & cohort.recovered_by(day))
    scored = landmark(cohort, day, lambda _cohort, _day: said, waiting=waiting)
    return Cell(cohort.name, answers.held_out, waiting, scored, told=_mean(said[who]))


def averaged(cells: Sequence[Cell], family: str = "on average") -> Cell:
    """Several families on one day as one cell: the mean of each score, and all people together."""
    at = [cell.at for cell in cells]
    mean = Landmark(
        day=at[0].day,
        people=sum(one.people for one in at),
        unanswered=sum(one.unanswered for one in at),
        share=fmean(one.share for one in at),
        model=_average([one.model for one in at]),
        always=_average([one.always for one in at]),
        regression=_average([one.regression for one in at]),
        better=_average([one.better for one in at]),
        lead_error=hypot(*(one.lead_error for one in at)) / len(at),
    )
    return Cell(family, cells[0].held_out, cells[0].waiting, mean, fmean(cell.told for cell in cells))


def _average(scores: Sequence[Score]) -> Score:
    return Score(
        brier=fmean(score.brier for score in scores),
        auc=fmean(score.auc for score in scores),
        calibration_error=fmean(score.calibration_error for score in scores),
    )


def bins(answers: Iterable[Answers]) -> tuple[Bin, ...]:
    """Calibration over all of them together, of those who have not recovered by their diary."""
    probability, truth = zip(
        *((one.told.probability[one.open_], one.recovers[one.open_]) for one in answers), strict=True
    )
    return calibration(np.concatenate(probability), np.concatenate(truth))


def intervals(answers: Sequence[Answers]) -> Iterator[Interval]:
    """By day, over bins of a tenth within each family."""
    for day in sorted({one.day for one in answers}):
        of_day = [one for one in answers if one.day == day]
        told_and_came = [found for one in of_day for found in _bins(one)]
        yield Interval(
            day=day,
            bins=len(told_and_came),
            inside=sum(low <= came <= high for low, high, came in told_and_came),
            width=_mean(
                np.concatenate([one.told.high[one.open_] - one.told.low[one.open_] for one in of_day])
            ),
            below=_weeks(of_day),
        )


def _bins(one: Answers) -> Iterator[tuple[float, float, float]]:
    """Mean low, mean high and what came of each bin with people enough."""
    place = np.minimum((np.where(one.open_, one.told.probability, 0) * BINS).astype(int), BINS - 1)
    for at in range(BINS):
        who = one.open_ & (place == at)
        if who.sum() >= ENOUGH_IN_A_BIN:
            yield _mean(one.told.low[who]), _mean(one.told.high[who]), _mean(one.recovers[who])


def _weeks(of_day: list[Answers]) -> tuple[float, float, float]:
    recovered = [one.open_ & one.recovers & (one.recovered_on > one.day) for one in of_day]
    took = [one.recovered_on[who] / WEEK for one, who in zip(of_day, recovered, strict=True)]
    early, median, late = (
        _mean(
            np.concatenate([week <= told[who] for week, told, who in zip(took, by, recovered, strict=True)])
        )
        for by in (
            [one.told.early for one in of_day],
            [one.told.median for one in of_day],
            [one.told.late for one in of_day],
        )
    )
    return early, median, late


def _mean(values: Floats | Bools) -> float:
    return float(np.mean(values)) if len(values) else float("nan")
