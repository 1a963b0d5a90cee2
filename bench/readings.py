"""Diaries by the road that patients' diaries take: `read_all`, from cases to readings.

The model is handed what was logged up to and including a day, and nothing else.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from bench.cohorts import Cohort
from bench.diaries import Diary, Forecast
from recovery.clinical.course import Case, Outlook
from recovery.clinical.reading import read_all
from recovery.clinical.series import LEG, LIMITATION, ROWS, Series
from recovery.clinical.standing import Standing

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Standings = NDArray[np.str_]

# Any day: nothing here depends on the calendar.
ONSET = date(2025, 1, 6)


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What the model said of each person of a cohort on a day, NaN where it was silent: all (n,).

    `recovered`: it said 1.0, because the definition was met in the diary. `relapsed`: silent, because the
    complaints came back after that. `early`, `median` and `late` are the weeks since onset by which a tenth,
    half and nine tenths of those who recover in time have done so.
    """

    probability: Floats
    low: Floats
    high: Floats
    early: Floats
    median: Floats
    late: Floats
    recovered: Bools
    relapsed: Bools


def scores_of(leg: Floats, limitation: Floats | None = None) -> Floats:
    """(3 scales, days) from one person's days, as the model takes them; back pain is not asked."""
    scores = np.full((len(ROWS), len(leg)), np.nan)
    scores[LEG] = leg
    if limitation is not None:
        scores[LIMITATION] = limitation
    return scores


def people(cohort: Cohort) -> Iterator[Floats]:
    """The diary of each person, (3 scales, days since onset)."""
    for leg, limitation in zip(cohort.leg, cohort.limitation, strict=True):
        yield scores_of(leg, limitation)


def case(scores: Floats, day: int) -> Case:
    """One person as of a day since onset; later days are cut off here."""
    return Case(Series(ONSET, scores[:, : day + 1]), ONSET + timedelta(days=day))


def told(cohort: Cohort, day: int) -> Told:
    """What the model says of everybody on that day since onset."""
    readings = read_all([case(scores, day) for scores in people(cohort)])
    probability, low, high, early, median, late = np.array([_figures(one.outlook) for one in readings]).T
    return Told(
        probability=probability,
        low=low,
        high=high,
        early=early,
        median=median,
        late=late,
        recovered=np.array([bool(one.outlook and one.outlook.weeks is None) for one in readings]),
        relapsed=np.array([one.outlook is None and one.recovered_on is not None for one in readings]),
    )


def _figures(outlook: Outlook | None) -> tuple[float, ...]:
    if outlook is None:
        return (np.nan,) * 6
    return outlook.probability, outlook.low, outlook.high, *(outlook.weeks or (np.nan,) * 3)


def standings(diaries: list[Floats], looks: list[range]) -> list[Standings]:
    """The standing of each diary (3 scales, days since onset) as of each of its own days."""
    cases = [case(scores, day) for scores, days in zip(diaries, looks, strict=True) for day in days]
    said = np.array([reading.standing.value for reading in read_all(cases)], dtype=str)
    return np.split(said, np.cumsum([len(days) for days in looks])[:-1])


def is_(standing: Standing, said: Standings) -> Bools:
    """On which looks that was said."""
    return np.asarray(said == standing.value)


def scores_of_diary(diary: Diary, *, onset_before: int = 0, with_limitation: bool = False) -> Floats:
    """A real diary as (3 scales, days since onset), its pain as leg pain; the onset so many days before it.

    These people were not asked what they could not do: limitation is missing, or taken to be as their pain.
    """
    days = diary.days - diary.days[0] + onset_before
    leg = np.full(int(days[-1]) + 1, np.nan)
    leg[days] = diary.pain
    return scores_of(leg, leg if with_limitation else None)


def next_week_after(history: int, onset_before: int = 0) -> Forecast:
    """The model's forecast of the mean of the week after so many days of history; NaN to be silent.

    The pain began so many days before the first of them.
    """

    def forecast(days: NDArray[np.int64], pain: Floats) -> float:
        leg = np.full(onset_before + history, np.nan)
        leg[onset_before + days] = pain
        (said,) = next_weeks([case(scores_of(leg), len(leg) - 1)])
        return float(said)

    return forecast


def next_weeks(cases: list[Case]) -> Floats:
    """The model's forecasts of the mean leg pain of the coming week: (n,), NaN to be silent."""
    weeks = [reading.next_week for reading in read_all(cases)]
    return np.array([week.mean if week else np.nan for week in weeks], dtype=np.float64)
