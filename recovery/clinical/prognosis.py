"""How likely recovery without injection or operation is within 26 weeks of onset, and by when.

Every course of the library is weighted by how well it explains the diary so far; the probability is the weight of
those that recover in time, among those that had not by the day that is looked at. So the answer to "how do you come by
that" is "of the courses that look like this one, so many recover". Nothing is fitted to any patient's data.

`docs/prognosis.md` says what it is, on what evidence, and how good it was on courses it had never seen.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.levels import BACK, WINDOW, Z80, kernel
from recovery.clinical.library import (
    SHAPES,
    STARTING_SHARE,
    WINDOW_DAYS,
    Library,
    library,
)
from recovery.clinical.noise import Floats, variance_of_mean
from recovery.clinical.series import LEG, LIMITATION, Scores

Singles = NDArray[np.float32]
Ints = NDArray[np.int64]

# A diary is compared in bins of four days counted from the onset; what is longer ago in blocks of seven bins [P].
BIN_DAYS = 4
BLOCK_BINS = 7
BLOCK_DAYS = BIN_DAYS * BLOCK_BINS
BINS = WINDOW_DAYS // BIN_DAYS + 1
WEEKS = WINDOW_DAYS // WEEK_DAYS

# How far ahead a level is forecast, and how much of the drift of like courses is believed: somebody whose pain lasts
# drifts nowhere. So much made the forecast better on simulated courses that recover, and no worse on steady ones [P].
WEEKS_AHEAD = 4
COMING_WEEKS = tuple((WEEK_DAYS * week + 1, WEEK_DAYS * (week + 1) + 1) for week in range(WEEKS_AHEAD))
DRIFT_BELIEVED = 0.35

# Days that follow each other say partly the same, and no course of the library is exactly this one: the evidence counts
# for less than its sum, and every bin is allowed this much difference in points [P]. Both chosen on simulated courses.
TEMPER = 0.4
NOISE_SPANS = 2
MISFIT = 0.5

# A single day is never believed whole: it is brought to within so many standard deviations of the mean of the three
# days before and after it. A change that lasts is believed within three days [P].
OUTLIER_SDS = 1.5
NEIGHBOURS = 3

# The starting share is itself uncertain: published shares run from 56 to 87 in 100 (section 2), which is about this
# much on the scale of the logarithm of the odds [P].
STARTING_SHARE_SD = 0.4

# How far a probability is believed at most, either way [P]: of people followed for a year 95% recovered at some moment
# (Peul, section 2), so nobody who has not recovered yet is told that it is as good as certain.
SUREST = 0.98


@dataclass(frozen=True, slots=True, eq=False)
class Outlooks:
    """What diaries say about recovery within the window, one value a diary (diaries,).

    `probability` with its 80% interval `low` to `high`, 0 to 1. `weeks` (diaries, 3): among courses like this one that
    do recover in time, a tenth, half and nine tenths have done so by so many weeks after the onset. `drift` (diaries,
    2, WEEKS_AHEAD): among all courses like this one, how far leg pain and limitation in each of the coming weeks lie
    from what `levels` alone would forecast, in points.
    """

    probability: Floats
    low: Floats
    high: Floats
    weeks: Floats
    drift: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """The library as the comparison needs it, single precision.

    `daily` (2, days, courses): leg pain and limitation. `bins` (BINS, 4, courses) and `blocks` (blocks, 4, courses):
    mean leg pain, its square, mean limitation, its square.
    `sums` (courses, 2 x shapes + weeks): for each shape, which courses are of it and which of those recover; for each
    week of the window, which recover in it.
    """

    daily: Singles
    bins: Singles
    blocks: Singles
    log_weight: Singles
    recovers_on: Ints
    sums: Singles


def make_ready() -> None:
    """Make what is made once, about a second's work, so that nobody waits for it later."""
    _table()


@lru_cache(maxsize=1)
def _table() -> _Table:
    books = library()
    shapes = np.eye(len(SHAPES))[books.shape]
    weeks = (books.recovers_on[:, None] - 1) // WEEK_DAYS == np.arange(WEEKS)
    return _Table(
        daily=np.stack([books.leg, books.limitation]).astype(np.float32),
        bins=_means(books, BIN_DAYS, BINS),
        blocks=_means(books, BLOCK_DAYS, BINS // BLOCK_BINS),
        log_weight=np.log(books.weight).astype(np.float32),
        recovers_on=books.recovers_on,
        sums=np.hstack([shapes, shapes * books.recovers[:, None], weeks]).astype(np.float32),
    )


def _means(books: Library, days: int, count: int) -> Singles:
    """The means over `count` spans of `days` days, with their squares (count, 4, courses)."""
    leg, limitation = (
        scale[: count * days].reshape(count, days, -1).mean(axis=1) for scale in (books.leg, books.limitation)
    )
    return np.stack([leg, leg**2, limitation, limitation**2], axis=1).astype(np.float32)


def outlooks(scores: Scores, day: int, starting_share: float = STARTING_SHARE) -> Outlooks:
    """The outlook of diaries that are all looked at on the same `day` after the onset.

    `scores` (diaries, at least 2 scales, days from the onset), NaN where not answered; later days are not looked at.
    None of the diaries had met the definition of recovery by `day`, which lies within the window.
    """
    table = _table()
    first = int(np.searchsorted(table.recovers_on, day, side="right"))
    weight = _fit(table, _without_outliers(scores[:, (LEG, LIMITATION), : day + 1]), day, first)
    if starting_share != STARTING_SHARE:
        weight[:, table.recovers_on[first:] <= WINDOW_DAYS] *= odds_ratio(starting_share)
    sums = (weight @ table.sums[first:]).astype(float)
    total, recover, by_week = np.split(sums, [len(SHAPES), 2 * len(SHAPES)], axis=1)
    probability = _believed(recover.sum(axis=1) / total.sum(axis=1))
    low, high = _interval(probability, total, recover, weight)
    drift = _drift(table, weight, day, first) / total.sum(axis=1)[:, None, None]
    return Outlooks(probability, low, high, np.maximum(_weeks(by_week), day / WEEK_DAYS), drift)


def _drift(table: _Table, weight: Singles, day: int, first: int) -> Floats:
    """The weighted sum of what a forecast made from levels alone would miss (diaries, 2, WEEKS_AHEAD)."""
    back = min(day + 1, WINDOW)
    days = table.daily[:, day + 1 - back : day + 1 + WEEK_DAYS * WEEKS_AHEAD, first:]
    return np.stack([weight @ (_missed(back) @ scale).T for scale in days], axis=1).astype(float)


@lru_cache
def _missed(back: int) -> Singles:
    """What makes of days, `back` of them up to now and the coming weeks, what the levels miss (weeks, days)."""
    factors = np.zeros((WEEKS_AHEAD, back + WEEK_DAYS * WEEKS_AHEAD))
    for week, (start, stop) in enumerate(COMING_WEEKS):
        shares = kernel(BACK, (start, stop)).weights[-back:]
        factors[week, :back] = -shares / shares.sum()
        factors[week, back - 1 + start : back - 1 + stop] = 1 / (stop - start)
    return factors.astype(np.float32)


def odds_ratio(starting_share: float) -> float:
    """What another starting share makes of the weight of a course that recovers, beside one that does not."""
    return starting_share / (1 - starting_share) / (STARTING_SHARE / (1 - STARTING_SHARE))


def _without_outliers(scores: Scores) -> Scores:
    """Scores (diaries, scales, days) brought to within `OUTLIER_SDS` of the mean of the days around each."""
    answered = ~np.isnan(scores)
    total, count = np.where(answered, scores, 0), answered.astype(float)
    around, others = (_of_neighbours(part) for part in (total, count))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = around / others
    reach = OUTLIER_SDS * np.sqrt(variance_of_mean(count, 1, mean))
    return np.where(others > 0, np.clip(scores, mean - reach, mean + reach), scores)


def _of_neighbours(part: Floats) -> Floats:
    """The sum over the days up to `NEIGHBOURS` before and after each, itself not counted."""
    total = np.cumsum(np.pad(part, [(0, 0), (0, 0), (NEIGHBOURS + 1, NEIGHBOURS)]), axis=-1)
    span = 2 * NEIGHBOURS + 1
    return total[..., span:] - total[..., :-span] - part


def _fit(table: _Table, scores: Scores, day: int, first: int) -> Singles:
    """How well each course from number `first` on explains each diary, the best at most 1 (diaries, courses)."""
    blocks = max(day // BIN_DAYS - BLOCK_BINS + 1, 0) // BLOCK_BINS
    bins = slice(blocks * BLOCK_BINS, day // BIN_DAYS + 1)
    log = np.broadcast_to(table.log_weight[first:], (len(scores), len(table.log_weight) - first)).copy()
    for means, coefficients in (
        (table.blocks[:blocks], _coefficients(scores, slice(blocks), BLOCK_DAYS)),
        (table.bins[bins], _coefficients(scores, bins, BIN_DAYS)),
    ):
        if coefficients.shape[1]:
            log += coefficients @ means.reshape(-1, means.shape[-1])[:, first:]
    log -= log.max(axis=1, keepdims=True)
    return np.exp(log, out=log)


def _coefficients(scores: Scores, spans: slice, days: int) -> Singles:
    """What the likelihood of some spans of days multiplies means and their squares with (diaries, 4 x spans)."""
    n, stop = len(scores), spans.stop
    row = np.full((n, 2, stop * days), np.nan)
    told = scores[..., : stop * days]
    row[..., : told.shape[-1]] = told
    cut = row.reshape(n, 2, stop, days)
    answered = ~np.isnan(cut)
    entries, total = answered.sum(axis=-1), np.where(answered, cut, 0).sum(axis=-1)
    noise = variance_of_mean(entries, days, _around(total, entries))
    precision = np.where(entries > 0, TEMPER / (noise + MISFIT**2), 0)
    each = np.stack([precision * total / np.maximum(entries, 1), -0.5 * precision], axis=2)
    kept = each[..., spans]
    return np.ascontiguousarray(kept.transpose(0, 3, 1, 2)).reshape(n, -1).astype(np.float32)


def _around(total: Floats, entries: Ints) -> Floats:
    """The level for the noise: the mean of a span and the `NOISE_SPANS` before it, so that one calm day among bad ones
    is not taken for calm."""
    level_sum, count = total.copy(), entries.copy()
    for back in range(1, NOISE_SPANS + 1):
        level_sum[..., back:] += total[..., :-back]
        count[..., back:] += entries[..., :-back]
    return level_sum / np.maximum(count, 1)


def _interval(probability: Floats, total: Floats, recover: Floats, weight: Singles) -> tuple[Floats, Floats]:
    """80% of where the probability may lie, on the scale of the logarithm of the odds (diaries,) twice.

    Three things are uncertain: the starting share; how courses go (the shapes, each with what it alone would say,
    disagree); and that the library holds only so many courses like this one.
    """
    shares = total / total.sum(axis=1, keepdims=True)
    each = _log_odds(_believed(recover / np.maximum(total, np.finfo(float).tiny)))
    middle = (shares * each).sum(axis=1, keepdims=True)
    between_shapes = (shares * (each - middle) ** 2).sum(axis=1)
    like_this = weight.sum(axis=1) ** 2 / np.einsum("ij,ij->i", weight, weight)
    few = 1 / np.maximum(like_this * probability * (1 - probability), 1)
    reach = Z80 * np.sqrt(STARTING_SHARE_SD**2 + between_shapes + few)
    centre = _log_odds(probability)
    return _believed(_share(centre - reach)), _believed(_share(centre + reach))


def _believed(share: Floats) -> Floats:
    return np.clip(share, 1 - SUREST, SUREST)


def _log_odds(share: Floats) -> Floats:
    return np.log(share / (1 - share))


def _share(log_odds: Floats) -> Floats:
    return 1 / (1 + np.exp(-log_odds))


def _weeks(by_week: Floats) -> Floats:
    """The weeks by which a tenth, half and nine tenths of those that recover have done so (diaries, 3)."""
    total = np.cumsum(by_week, axis=1)
    share = np.array([0.1, 0.5, 0.9]) * total[:, -1:]
    before = total[:, None, :] < share[:, :, None]
    week = np.minimum(before.sum(axis=2), WEEKS - 1)
    reached = np.where(week > 0, np.take_along_axis(total, np.maximum(week - 1, 0), axis=1), 0)
    within = np.maximum(np.take_along_axis(by_week, week, axis=1), np.finfo(float).tiny)
    return week + np.clip((share - reached) / within, 0, 1)
