"""Recovered, by our definition, and complaints that come back: judged on medians over days, never on a day.

Recovered [P]: median leg pain at most 1 and median limitation at most 2 over fourteen days with at least seven entries
(clinical facts, section 3). A recovery is never final: leg pain comes back in 25% within a year (section 2).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.diary import FEWEST_ENTRIES, WEEK_DAYS
from recovery.clinical.noise import Floats
from recovery.clinical.scores import ACCEPTABLE_LEVEL
from recovery.clinical.series import LEG, LIMITATION, Scores

RECOVERED_LEG_PAIN = 1
RECOVERED_LIMITATION = 2
RECOVERED_DAYS = 14
RECOVERED_ENTRIES = 7


@dataclass(frozen=True, slots=True)
class Recovery:
    """The first day, since the onset, on which the definition was met, the last time it was met anew, and whether
    leg pain has come back since."""

    first: int
    since: int
    came_back: bool


def recoveries(scores: Scores) -> list[Recovery | None]:
    """For each diary (diaries, scales, days since the onset) its recovery, or `None`."""
    found: list[Recovery | None] = [None] * len(scores)
    low_days = (scores[:, LEG] <= RECOVERED_LEG_PAIN).sum(axis=1)
    near = np.flatnonzero(low_days > RECOVERED_ENTRIES // 2)
    above = _above(scores[near])
    met = _met(scores[near]) & ~above
    for n in np.flatnonzero(met.any(axis=1)):
        found[near[n]] = _recovery(met[n], above[n])
    return found


def _recovery(met: NDArray[np.bool_], above: NDArray[np.bool_]) -> Recovery:
    """Once recovered an acceptable week stays so; once leg pain is back the whole definition has to be met anew, from
    then on."""
    days = np.arange(len(met))
    first = since = int(met.argmax())
    while (back := above & (days > since)).any():
        back_on = int(back.argmax())
        anew = met & (days >= back_on + RECOVERED_DAYS)
        if not anew.any():
            return Recovery(first, since, came_back=True)
        since = int(anew.argmax())
    return Recovery(first, since, came_back=False)


def _met(scores: Scores) -> NDArray[np.bool_]:
    """On which logged days the definition is met by the fourteen days that end on it, all of them in the diary."""
    logged = ~np.isnan(scores[:, LEG])
    complete = logged & ~np.isnan(scores[:, LIMITATION])
    leg, entries = rolling_median(np.where(complete, scores[:, LEG], np.nan), RECOVERED_DAYS)
    limitation, _entries = rolling_median(np.where(complete, scores[:, LIMITATION], np.nan), RECOVERED_DAYS)
    in_diary = np.arange(scores.shape[2]) - logged.argmax(axis=1)[:, None] >= RECOVERED_DAYS - 1
    low = (leg <= RECOVERED_LEG_PAIN) & (limitation <= RECOVERED_LIMITATION) & (entries >= RECOVERED_ENTRIES)
    return low & in_diary & logged


def _above(scores: Scores) -> NDArray[np.bool_]:
    """On which logged days the median leg pain of the week is above the acceptable level."""
    week, entries = rolling_median(scores[:, LEG], WEEK_DAYS)
    return (week > ACCEPTABLE_LEVEL) & (entries >= FEWEST_ENTRIES) & ~np.isnan(scores[:, LEG])


def rolling_median(scores: Floats, days: int) -> tuple[Floats, NDArray[np.int64]]:
    """The median of the answers in the `days` days that end on each day, and their number (diaries, days)."""
    padded = np.pad(scores, ((0, 0), (days - 1, 0)), constant_values=np.nan)
    windows = np.sort(np.lib.stride_tricks.sliding_window_view(padded, days, axis=1), axis=2)
    entries = (~np.isnan(windows)).sum(axis=2)
    middle = np.stack([np.maximum(entries - 1, 0) // 2, entries // 2], axis=2)
    # Without any answer every place holds NaN; with all of them the upper middle still lies inside.
    return np.take_along_axis(windows, middle, axis=2).mean(axis=2), entries
