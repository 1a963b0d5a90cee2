"""How good a probability of recovery is, and what it has to beat.

Truth is (n,) of booleans or 0 and 1; a probability is (n,) from 0 to 1. Everything is plain arithmetic, so
that it can be checked by hand; nothing here knows the model that is judged.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.cohorts import Cohort

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LANDMARKS = (14, 28, 42, 56, 84, 112)  # days since onset
BINS = 10
WEEK = 7
RIDGE = 1e-4  # against columns that say the same twice; far too small to shrink anything
ROUNDS = 50

# Silent below this: clinical.md section 2.
SPAN = 14
ENTRIES = 7

# The comparators.
STARTING_POINT = 0.8  # the leaflet's 80 in 100
SLOPE_DAYS = 14
SLOPE_ENTRIES = 3
WEEK_ENTRIES = 4  # a week with fewer is not a full one
BETTER = 0.30  # of the first week

Probabilities = Callable[[Cohort, int], Floats]
"""The model under test: from a cohort and a day since onset to (n,) probabilities, NaN where it is silent.

It may look at `leg`, `limitation` and `first_logged` up to and including that day, and at nothing else.
"""


@dataclass(frozen=True, slots=True)
class Bin:
    """A row of the calibration table: what was said of `people`, on average, and what came of it."""

    low: float
    high: float
    people: int
    predicted: float
    observed: float


@dataclass(frozen=True, slots=True)
class Score:
    """How good one probability was. `auc` is NaN where all people came to the same."""

    brier: float
    auc: float
    calibration_error: float


@dataclass(frozen=True, slots=True)
class Landmark:
    """A cohort at one day since onset: the model beside its comparators, all on the same people.

    `people` were scored. `unanswered` had diary enough, but the model was silent on them; they are left out
    for everybody, so a number here that is not small is a fault of the model. `lead_error` is the standard
    error of the AUC of the model less that of the regression.
    """

    day: int
    people: int
    unanswered: int
    share: float
    model: Score
    always: Score
    regression: Score
    better: Score
    lead_error: float


def brier(probability: Floats, truth: Bools) -> float:
    """Mean squared error: 0 is perfect, 0.25 is what a coin gets."""
    return float(np.mean((probability - truth) ** 2))


def auc(probability: Floats, truth: Bools) -> float:
    """Chance that somebody who recovers was given more than somebody who does not; a tie counts half."""
    truth = np.asarray(truth, dtype=bool)
    recover = int(truth.sum())
    others = len(truth) - recover
    if not recover or not others:
        return float("nan")
    above = _ranks(probability)[truth].sum() - recover * (recover + 1) / 2
    return float(above / (recover * others))


def auc_lead_error(one: Floats, other: Floats, truth: Bools) -> float:
    """The standard error of `auc` of one less that of the other, on the same people (DeLong 1988).

    NaN where fewer than two people came to either end.
    """
    truth = np.asarray(truth, dtype=bool)
    if min(truth.sum(), (~truth).sum()) < 2:
        return float("nan")
    apart = _placements(one, truth) - _placements(other, truth)
    return float(sum(np.var(apart[group], ddof=1) / group.sum() for group in (truth, ~truth)) ** 0.5)


def _placements(probability: Floats, truth: Bools) -> Floats:
    """(n,): of whoever came to the other end, the share that was given less if one recovers, and more if not."""
    placed = np.empty(len(truth))
    for group, sign in ((truth, 1), (~truth, -1)):
        ahead = _ranks(sign * probability)[group] - _ranks(sign * probability[group])
        placed[group] = ahead / (len(truth) - group.sum())
    return placed


def _ranks(values: Floats) -> Floats:
    """From 1; those that are equal share the mean of theirs."""
    _, place, count = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(count)
    ranks: Floats = (last - (count - 1) / 2)[place]
    return ranks


def calibration(probability: Floats, truth: Bools) -> tuple[Bin, ...]:
    """Ten bins of equal width, without those that nobody is in; 1.0 belongs to the last."""
    place = np.minimum((np.asarray(probability) * BINS + 1e-9).astype(int), BINS - 1)
    return tuple(
        Bin(
            low=at / BINS,
            high=(at + 1) / BINS,
            people=int((place == at).sum()),
            predicted=float(np.mean(probability[place == at])),
            observed=float(np.mean(truth[place == at])),
        )
        for at in range(BINS)
        if (place == at).any()
    )


def calibration_error(probability: Floats, truth: Bools) -> float:
    """Mean over people of the distance between what their bin was told and what came of it."""
    rows = calibration(probability, truth)
    return sum(row.people * abs(row.observed - row.predicted) for row in rows) / len(truth)


def score(probability: Floats, truth: Bools) -> Score:
    """All three."""
    return Score(brier(probability, truth), auc(probability, truth), calibration_error(probability, truth))


def fit_logistic(features: Floats, truth: Bools, ridge: float = RIDGE) -> Floats:
    """Coefficients (1 + k,), the constant first, by Newton's method; features (n, k).

    The ridge is on the coefficients, not on the constant, and keeps the answer finite where a feature tells
    the two groups apart without an error.
    """
    x = _with_constant(features)
    penalty = np.full(x.shape[1], ridge)
    penalty[0] = 0
    beta = np.zeros(x.shape[1])
    for _ in range(ROUNDS):
        p = _logistic(x @ beta)
        gradient = x.T @ (truth - p) - penalty * beta
        curvature = (x.T * (p * (1 - p))) @ x + np.diag(penalty + 1e-12)
        newton = np.asarray(np.linalg.solve(curvature, gradient), dtype=np.float64)
        step = _not_too_far(x, truth, penalty, beta, newton)
        beta = beta + step
        if np.abs(step).max() < 1e-9:
            break
    return beta


def _not_too_far(x: Floats, truth: Bools, penalty: Floats, beta: Floats, step: Floats) -> Floats:
    """Half of the step, and half again, until it is no step back: Newton's overshoots where groups are far apart."""
    here = _likelihood(x, truth, penalty, beta)
    for _ in range(ROUNDS):
        if _likelihood(x, truth, penalty, beta + step) >= here - 1e-12 * abs(here):
            return step
        step = step / 2
    return np.zeros_like(step)


def _likelihood(x: Floats, truth: Bools, penalty: Floats, beta: Floats) -> float:
    """The logarithm of it, less the penalty."""
    towards = np.where(truth, 1, -1) * (x @ beta)
    return float(-np.logaddexp(0, -towards).sum() - (penalty * beta**2).sum() / 2)


def predict_logistic(beta: Floats, features: Floats) -> Floats:
    """(n,) probabilities."""
    return _logistic(_with_constant(features) @ beta)


def _with_constant(features: Floats) -> Floats:
    return np.column_stack([np.ones(len(features)), features])


def _logistic(x: Floats) -> Floats:
    return 1 / (1 + np.exp(-np.clip(x, -35, 35)))


def heard(cohort: Cohort, day: int) -> Bools:
    """(n,): diary enough to speak: 7 answers on leg pain over 14 days, up to and including that day.

    The span is from the first answer to the last and both count, so from day 0 to day 13 is 14 days: whoever
    is heard here is heard under any other reading of the rule as well.
    """
    there = ~np.isnan(cohort.leg[:, : day + 1])
    last = day - there[:, ::-1].argmax(axis=1)
    enough: Bools = (there.sum(axis=1) >= ENTRIES) & (last - there.argmax(axis=1) + 1 >= SPAN)
    return enough


def level(diary: Floats, day: int) -> Floats:
    """(n,): mean of the last seven days; NaN without an entry."""
    return _mean(diary[:, max(day + 1 - WEEK, 0) : day + 1])


def first_week(diary: Floats, first_logged: NDArray[np.int64], day: int) -> Floats:
    """(n,): mean of the first week of the diary, in weeks from its first day, that holds 4 entries or more."""
    week = np.full(len(diary), np.nan)
    for first in np.unique(first_logged):
        who = np.flatnonzero(first_logged == first)
        for begins in range(int(first), day - WEEK + 2, WEEK):
            days = diary[who, begins : begins + WEEK]
            full = np.count_nonzero(~np.isnan(days), axis=1) >= WEEK_ENTRIES
            take = full & np.isnan(week[who])
            week[who[take]] = _mean(days[take])
    return week


def slope(diary: Floats, day: int) -> Floats:
    """(n,): points a day of a straight line through the last 14 days; NaN with fewer than 3 entries."""
    days = diary[:, max(day + 1 - SLOPE_DAYS, 0) : day + 1]
    there = ~np.isnan(days)
    entries = there.sum(axis=1)
    when = np.where(there, np.arange(days.shape[1]), np.nan)
    when = when - _mean(when)[:, None]
    spread = np.nansum(when**2, axis=1)
    along = np.nansum(when * (days - _mean(days)[:, None]), axis=1)
    return np.where((entries >= SLOPE_ENTRIES), along / np.where(spread > 0, spread, 1), np.nan)


def _mean(days: Floats) -> Floats:
    """Over the days that are there."""
    entries = np.count_nonzero(~np.isnan(days), axis=1)
    return np.where(entries > 0, np.nansum(days, axis=1) / np.maximum(entries, 1), np.nan)


def features(cohort: Cohort, day: int) -> Floats:
    """(n, k): level of both, slope and first week of leg pain; what is missing is the mean, and marked."""
    plain = (
        level(cohort.leg, day),
        level(cohort.limitation, day),
        slope(cohort.leg, day),
        first_week(cohort.leg, cohort.first_logged, day),
    )
    columns = np.column_stack(plain)
    missing = np.isnan(columns)
    means = _mean(columns.T)
    filled = np.where(missing, np.nan_to_num(means), columns)
    return np.column_stack([filled, missing[:, missing.any(axis=0)]])


def always(cohort: Cohort, day: int, who: Bools) -> Floats:
    """(a) 80 in 100 for everybody: (n of who,)."""
    return np.full(int(who.sum()), STARTING_POINT)


def regression(cohort: Cohort, day: int, who: Bools) -> Floats:
    """(b) A logistic regression fitted on the very people it is scored on: (n of who,).

    So it knows the family, its share of recovery and its noise, which nobody has in practice; a model with a
    fixed prior that comes near it is a good one.
    """
    told, truth = features(cohort, day)[who], cohort.recovers[who]
    return predict_logistic(fit_logistic(told, truth), told)


def better(cohort: Cohort, day: int, who: Bools) -> Floats:
    """(c) “30% better than the first week”, yes, no or unknown: (n of who,).

    Each of the three groups is given its own share of recovery in this cohort, the best probability that the
    rule could come with.
    """
    now, then = level(cohort.leg, day), first_week(cohort.leg, cohort.first_logged, day)
    answer = np.where(np.isnan(now) | np.isnan(then), 2, now <= (1 - BETTER) * then)[who].astype(int)
    truth = cohort.recovers[who]
    share = np.array([truth[answer == group].mean() if (answer == group).any() else 0 for group in range(3)])
    said: Floats = share[answer]
    return said


def landmark(cohort: Cohort, day: int, model: Probabilities, *, waiting: bool = False) -> Landmark:
    """Score the model and its comparators on everybody with diary enough on that day.

    Those who have recovered by then are among them, with a truth of 1. With `waiting` they are left out,
    which is the harder question and the one that a patient in pain asks.
    """
    said = model(cohort, day)
    can = heard(cohort, day) & ~(waiting & cohort.recovered_by(day))
    who = can & ~np.isnan(said)
    if not who.any():
        raise ValueError(f"{cohort.name}, day {day}: nobody to score.")
    truth = cohort.recovers[who]
    fitted = regression(cohort, day, who)
    return Landmark(
        day=day,
        people=int(who.sum()),
        unanswered=int((can & ~who).sum()),
        share=float(truth.mean()),
        model=score(said[who], truth),
        always=score(always(cohort, day, who), truth),
        regression=score(fitted, truth),
        better=score(better(cohort, day, who), truth),
        lead_error=auc_lead_error(said[who], fitted, truth),
    )
