"""What the numbers say on the last few logged days: levels, changes since the first full week, a rise, the outlook.

A standing is never judged by one day but by a few looks in a row (`standing`), so everything here comes for several
looks at once, and for many diaries at once. Scores are 0 to 10, days are counted from the onset; a value that cannot be
measured is NaN.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recovery.clinical import levels
from recovery.clinical.diary import FULL_WEEK_ENTRIES, WEEK_DAYS
from recovery.clinical.levels import NOW, WINDOW
from recovery.clinical.library import WINDOW_DAYS
from recovery.clinical.noise import Floats, variance_of_mean
from recovery.clinical.prognosis import WEEKS_AHEAD, Outlooks, outlooks
from recovery.clinical.series import LEG, LIMITATION, Scores

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

# How many logged days are looked at, the last among them: so long a standing lasts without fresh evidence [P].
LOOKS = 10

# The outlook moves slowly: it is worked out on the last look, and on this one, which stands for all before it [P].
EARLIER_LOOK = -4

# A rise is measured from the four weeks that ended so many days ago, with at least so many entries [P]. Two such
# references, because a slow rise hides in the first; more of them cried wolf more often on simulated steady courses.
EARLIER_DAYS = 28
EARLIER_ENDED = (10, 28)
EARLIER_ENTRIES = 5

# How much the noise of leg pain and that of limitation on the same day have in common (correlation) [P].
SHARED = 0.5

NO_DAY = -1
PAD = WINDOW + EARLIER_DAYS


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What logged days show in points, the oldest look first; `day` is `NO_DAY` where there are fewer of them.

    `now` and `error` (diaries, looks, leg pain and limitation) are levels, `change` and `change_error` the same since
    the first full week, whose means are `first` (diaries, 2). `rise` and `rise_error` (diaries, looks): that of leg
    pain and limitation together (of leg pain alone where limitation was not answered), from where it is clearest.
    `earlier` and `last` are the outlooks on `EARLIER_LOOK` and on the last look; where there is none, NaN.
    """

    day: Ints
    now: Floats
    error: Floats
    first: Floats
    change: Floats
    change_error: Floats
    rise: Floats
    rise_error: Floats
    earlier: Outlooks
    last: Outlooks


def gather(scores: Scores, day: Ints, open_: Bools, starting_share: float) -> Evidence:
    """The evidence of diaries (diaries, scales, days) on the given days (diaries, looks).

    `open_` (diaries,): whether recovery is still to come; only then is there an outlook, and only within the window.
    """
    padded = np.pad(scores[:, : LIMITATION + 1], ((0, 0), (0, 0), (PAD, WEEK_DAYS)), constant_values=np.nan)
    now, error = levels.weigh(_stretch(padded, day + 1 - WINDOW, WINDOW), levels.kernel(*NOW))
    first, first_error = _first_week(scores, padded)
    change, change_error = now - first[:, None], np.hypot(error, first_error[:, None])
    before = [_earlier(padded, day, ended) for ended in EARLIER_ENDED]
    rise, rise_error = _clearest_rise(now, error, before)
    return Evidence(
        day=day,
        now=now,
        error=error,
        first=first,
        change=change,
        change_error=change_error,
        rise=rise,
        rise_error=rise_error,
        earlier=_outlooks(scores, np.where(open_, day[:, EARLIER_LOOK], NO_DAY), starting_share),
        last=_outlooks(scores, np.where(open_, day[:, -1], NO_DAY), starting_share),
    )


def _stretch(padded: Floats, start: Ints, days: int) -> Floats:
    """The scores of `days` days from `start`, in diaries padded in front (diaries, looks, scales, days)."""
    at = np.clip(start + PAD, 0, max(padded.shape[2] - days, 0))
    views = np.lib.stride_tricks.sliding_window_view(padded, days, axis=2)
    return views[np.arange(len(padded))[:, None], :, at]


def first_full_week(scores: Scores) -> Ints:
    """The first day of the first week, counted from the first entry, with enough entries; `NO_DAY` without one."""
    logged = ~np.isnan(scores[:, LEG])
    first, longest = logged.argmax(axis=1), logged.shape[1]
    weeks = -(-longest // WEEK_DAYS)
    shifted = np.pad(logged, ((0, 0), (0, weeks * WEEK_DAYS)))
    columns = first[:, None] + np.arange(weeks * WEEK_DAYS)
    counts = np.take_along_axis(shifted, columns, axis=1).reshape(len(scores), weeks, WEEK_DAYS).sum(axis=2)
    full = counts >= FULL_WEEK_ENTRIES
    return np.where(full.any(axis=1), first + WEEK_DAYS * full.argmax(axis=1), NO_DAY)


def _first_week(scores: Scores, padded: Floats) -> tuple[Floats, Floats]:
    """The means of the first full week and their errors (diaries, scales), NaN without one."""
    start = first_full_week(scores)
    mean, error = _mean(_stretch(padded, start[:, None], WEEK_DAYS)[:, 0], 1)
    return np.where(start[:, None] == NO_DAY, np.nan, mean), error


def _earlier(padded: Floats, day: Ints, ended: int) -> tuple[Floats, Floats]:
    """The means of the weeks that ended so many days before each look, and their errors (diaries, looks, scales)."""
    return _mean(_stretch(padded, day + 1 - ended - EARLIER_DAYS, EARLIER_DAYS), EARLIER_ENTRIES)


def _mean(scores: Floats, fewest: int) -> tuple[Floats, Floats]:
    """The means over the last axis and their errors; NaN with fewer answers than `fewest`."""
    answered = ~np.isnan(scores)
    entries = answered.sum(axis=-1)
    mean = np.where(answered, scores, 0).sum(axis=-1) / np.maximum(entries, 1)
    error = np.sqrt(variance_of_mean(entries, scores.shape[-1], mean))
    return np.where(entries >= fewest, mean, np.nan), error


def _clearest_rise(
    now: Floats, error: Floats, references: list[tuple[Floats, Floats]]
) -> tuple[Floats, Floats]:
    """The rise over the reference from which it is clearest, and its error (diaries, looks) each."""
    rises = [_together(now - before, np.hypot(error, its)) for before, its in references]
    mean, its_error = (np.stack(part) for part in zip(*rises, strict=True))
    best = np.nan_to_num(mean / its_error, nan=-np.inf).argmax(axis=0)[None]
    return np.take_along_axis(mean, best, axis=0)[0], np.take_along_axis(its_error, best, axis=0)[0]


def _together(change: Floats, error: Floats) -> tuple[Floats, Floats]:
    """The mean change of leg pain and limitation, or that of leg pain where limitation is not known."""
    leg, limitation = change[..., LEG], change[..., LIMITATION]
    a, b = error[..., LEG], error[..., LIMITATION]
    alone = np.isnan(limitation)
    both = np.sqrt(a**2 + b**2 + 2 * SHARED * a * b) / 2
    return np.where(alone, leg, (leg + limitation) / 2), np.where(alone, a, both)


def _outlooks(scores: Scores, day: Ints, starting_share: float) -> Outlooks:
    """The outlook of each diary on its own day; those that are looked at on the same day together."""
    n = len(scores)
    told = Outlooks(*(np.full((n, *shape), np.nan) for shape in ((), (), (), (3,), (2, WEEKS_AHEAD))))
    within = (day != NO_DAY) & (day < WINDOW_DAYS)
    for on in np.unique(day[within]):
        rows = np.flatnonzero(within & (day == on))
        found = outlooks(scores[rows], int(on), starting_share)
        told.probability[rows], told.weeks[rows] = found.probability, found.weeks
        told.low[rows], told.high[rows], told.drift[rows] = found.low, found.high, found.drift
    return told
