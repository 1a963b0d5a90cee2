"""The noise of a pain diary: how far one day, or a mean of days, lies from what somebody really has.

Measured on the diaries of 131 people with lasting pain over 21 days, 0-9 (clinical facts, section 3): a white part
that is new every day, and a slow part that carries over from day to day. Scores are 0 to 10, more is worse.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

# Standard deviations in points and the share of the slow part that is left after a day (section 3).
WHITE_SD = 1.30
SLOW_SD = 0.97
CARRIES = 0.87

# Both shrink near zero, where the whole spread is about 0.9 (section 3), and are whole from 2.5 on [P]: the share
# of the noise that is left at zero, and what each point of the level adds to it.
CALM = 0.45
CALMER_A_POINT = 0.22


def share_left(level: Floats) -> Floats:
    """The share (0.45 to 1) of the noise that there is at a level 0-10, of any shape."""
    return np.clip(CALM + CALMER_A_POINT * level, CALM, 1.0)


@lru_cache
def slow_share(days: int) -> float:
    """The variance of the mean of the slow part over `days` days in a row, as a share of its own variance."""
    at = np.arange(days)
    return float((CARRIES ** np.abs(at[:, None] - at)).mean())


def variance_of_mean(entries: Floats, days: int, level: Floats) -> Floats:
    """The variance (points squared) of the mean of `entries` scores within `days` days, around a `level`.

    Any shape; no entries count as one.
    """
    n = np.maximum(entries, 1)
    return share_left(level) ** 2 * (WHITE_SD**2 / n + SLOW_SD**2 * np.maximum(slow_share(days), 1 / n))
