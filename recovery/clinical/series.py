"""A diary as an array: one row a scale, one column a day since the onset, NaN where nothing was answered.

Gaps stay gaps. Days before the onset are no part of the course.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from recovery.clinical.scores import Day, Scale

Scores = NDArray[np.float64]

# The rows, in this order.
ROWS = (Scale.LEG_PAIN, Scale.LIMITATION, Scale.BACK_PAIN)
LEG, LIMITATION, BACK = range(3)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """`scores` (3 scales, days), 0-10 or NaN; column n is the day n days after `onset`."""

    onset: date
    scores: Scores

    @classmethod
    def of_days(cls, onset: date, days: Iterable[Day]) -> "Series":
        """The days from the onset on."""
        start = onset.toordinal()
        told = list(days)
        columns = [
            [np.nan if score is None else score for score in (day.leg_pain, day.limitation, day.back_pain)]
            for day in told
        ]
        return cls.of_columns(onset, [day.date.toordinal() - start for day in told], columns)

    @classmethod
    def of_columns(
        cls, onset: date, at: Sequence[int] | NDArray[np.int64], columns: Sequence[Sequence[float]] | Scores
    ) -> "Series":
        """Scores (leg pain, limitation, back pain) of the days `at`, counted from the onset; none before it."""
        days = np.asarray(at, dtype=np.int64)
        told = np.asarray(columns, dtype=float).reshape(len(days), len(ROWS))
        since = days >= 0
        scores = np.full((len(ROWS), days.max(initial=-1) + 1), np.nan)
        scores[:, days[since]] = told[since].T
        return cls(onset, scores)

    def until(self, last: date) -> "Series":
        """The diary as it was known on `last`."""
        return Series(self.onset, self.scores[:, : max(0, self.day(last) + 1)])

    def day(self, on: date) -> int:
        """Days from the onset to `on`."""
        return (on - self.onset).days

    def date(self, day: int) -> date:
        """The date `day` days after the onset."""
        return self.onset + timedelta(days=int(day))


def stack(series: Sequence[Series], rows: int = len(ROWS)) -> Scores:
    """Diaries beside each other (diaries, `rows` scales, days of the longest, at least one), NaN after its end."""
    longest = max((one.scores.shape[1] for one in series), default=1) or 1
    scores = np.full((len(series), rows, longest), np.nan)
    for n, one in enumerate(series):
        scores[n, :, : one.scores.shape[1]] = one.scores[:rows]
    return scores
