"""Real diaries, and forecasts of next week's mean pain that are checked against what came.

The files are other people's public data and never part of the project: every loader is given the folder, and
returns None where its file is absent, so that the caller can say what was skipped. Provenance is in SOURCES.md
of that folder. None of these people had a herniated disc that healed by itself.

Two files are read. The other three hold one to four values a person, and nothing that judges weeks can say
anything about them.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.cohorts import Cohort

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

WEEK = 7

# Two separate weeks of 203 people in a trial, 0 to 10 in hundredths. From the first to the second the mean falls
# from 7.0 to 4.7, and half of them are 30% better: they are the weeks before and at the end of a treatment.
TWO_WEEKS = "vas_diary_rct203.csv"

# Daily records of nine people over months and years, by region.
LONG = "selflog_myaiguide9.csv"
LONG_LOW, LONG_HIGH = 1.0, 9.5  # the ends of their own scale; a few days are below it
LONG_ENTRIES = 50  # of 54 series, 21 of them pain; the others are a few days each
NO_PAIN_SERIES = frozenset({"happiness", "sick", "sick/tired", "dizziness"})

# Rolling origin: two weeks of diary, then the mean of the week after (clinical.md section 3).
HISTORY = 14
HISTORY_ENTRIES = 7
AHEAD = 7
AHEAD_ENTRIES = 4  # a week with fewer has no mean to speak of
WEIGHT = 0.2  # of the newest day in the exponentially weighted mean

Forecast = Callable[[Ints, Floats], float]
"""From the days of a diary and its pain to the mean of the week after; NaN to be silent.

Days are whole numbers from 0; the forecast is made on the evening of the last day of the history, day 13 when
that is 14 days long, whether or not something was logged on it.
"""


@dataclass(frozen=True, slots=True)
class Diary:
    """What one person logged: `days` (k,) in rising order and `pain` (k,) from 0 to 10. Gaps are not in it.

    A person can have several, each with a `name` of its own.
    """

    person: str
    name: str
    days: Ints
    pain: Floats

    def __len__(self) -> int:
        return len(self.days)

    def between(self, first: int, last: int) -> "Diary":
        """The days from first to last, both included, counted from first."""
        there = (self.days >= first) & (self.days <= last)
        return Diary(self.person, self.name, self.days[there] - first, self.pain[there])

    def whole(self) -> "Diary":
        """The same in whole numbers, as the tracker asks for them."""
        return Diary(self.person, self.name, self.days, np.round(self.pain))


@dataclass(frozen=True, slots=True)
class TwoWeeks:
    """Two weeks of the same people: each apart on days 0 to 6, and joined on days 0 to 13.

    The time between the weeks is not known, but it was a long one. `joined` puts the second right behind the
    first with no day between, which was true for nobody: it shows that a diary is read, and proves nothing
    about a forecast. For pain that lasts take `lasting`.
    """

    first: tuple[Diary, ...]
    second: tuple[Diary, ...]
    joined: tuple[Diary, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """How far a forecast was off, in points. `by_person` lets each person count the same, however long."""

    name: str
    forecasts: int
    people: int
    rmse: float
    by_person: float


def two_weeks(folder: Path) -> TwoWeeks | None:
    """The 203 people of a trial, or None without the file. Who logged nothing in a week is not in it."""
    rows = _rows(folder / TWO_WEEKS)
    if rows is None:
        return None
    joined = tuple(_diaries((row["person"], "", _joined_day(row), row["pain"]) for row in rows))
    return TwoWeeks(
        first=_some(diary.between(0, WEEK - 1) for diary in joined),
        second=_some(diary.between(WEEK, 2 * WEEK - 1) for diary in joined),
        joined=joined,
    )


def _joined_day(row: Mapping[str, str]) -> int:
    return WEEK * int(row["week"]) + int(row["day_in_week"]) - 1


def lasting(weeks: Iterable[Diary], times: int = 3) -> tuple[Diary, ...]:
    """Each week several times over, every second time backwards: real values, in an order that is made up.

    There is no free record of three weeks of lasting pain. This one has the level, the spread and the gaps of
    real people whose pain had lasted, and by its making no trend at all.
    """
    return tuple(_repeated(diary, times) for diary in weeks)


def _repeated(diary: Diary, times: int) -> Diary:
    days = [WEEK * time + (WEEK - 1 - diary.days[::-1] if time % 2 else diary.days) for time in range(times)]
    pain = [diary.pain[::-1] if time % 2 else diary.pain for time in range(times)]
    return Diary(diary.person, diary.name, np.concatenate(days), np.concatenate(pain))


def long_series(folder: Path, least: int = LONG_ENTRIES) -> tuple[Diary, ...] | None:
    """Long series of pain by region, those with `least` entries or more; None without the file.

    Their scale from 1 to 9.5 is stretched to 0 to 10; the few values below 1 become 0. Often only painful
    days were logged.
    """
    rows = _rows(folder / LONG)
    if rows is None:
        return None
    pain = [row for row in rows if row["region"] not in NO_PAIN_SERIES]
    diaries = _diaries((row["person"], row["series"], int(row["day"]), row["pain"]) for row in pain)
    return tuple(
        Diary(diary.person, diary.name, diary.days, _stretched(diary.pain))
        for diary in diaries
        if len(diary) >= least
    )


def _stretched(pain: Floats) -> Floats:
    return np.clip((pain - LONG_LOW) / (LONG_HIGH - LONG_LOW) * 10, 0, 10)


def of_cohort(cohort: Cohort) -> Iterator[Diary]:
    """The leg pain of simulated people, by days since onset, to be forecast as the real ones are."""
    for person, leg in enumerate(cohort.leg):
        days = np.flatnonzero(~np.isnan(leg))
        yield Diary(str(person), cohort.name, days, leg[days])


def stretches(diary: Diary, days: int, entries: int) -> Iterator[Diary]:
    """Pieces of so many days, one behind the other, each counted from 0; those with too few entries left out."""
    if len(diary):
        for first in range(int(diary.days[0]), int(diary.days[-1]) - days + 2, days):
            piece = diary.between(first, first + days - 1)
            if len(piece) >= entries:
                yield piece


def _rows(file: Path) -> list[dict[str, str]] | None:
    if not file.exists():
        return None
    with file.open(newline="", encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


def _diaries(entries: Iterable[tuple[str, str, int, str]]) -> Iterator[Diary]:
    """From person, name, day and pain in any order; an empty pain is a gap."""
    told = sorted((person, name, day, float(pain)) for person, name, day, pain in entries if pain)
    for (person, name), group in groupby(told, key=lambda entry: entry[:2]):
        days, pain = zip(*(entry[2:] for entry in group), strict=True)
        yield Diary(person, name, np.array(days, dtype=np.int64), np.array(pain, dtype=np.float64))


def _some(diaries: Iterable[Diary]) -> tuple[Diary, ...]:
    return tuple(diary for diary in diaries if len(diary))


def weighted_mean(days: Ints, pain: Floats) -> float:
    """Exponentially weighted: a day counts 0.8 of the day after it, logged or not."""
    return float(np.average(pain, weights=(1 - WEIGHT) ** (days[-1] - days)))


def whole_mean(days: Ints, pain: Floats) -> float:
    """Of all that there is: 14 days."""
    return float(pain.mean())


def week_mean(days: Ints, pain: Floats) -> float:
    """Of the last seven days with an entry among them."""
    return float(pain[days > days[-1] - WEEK].mean())


def straight_line(days: Ints, pain: Floats, ahead: float = (AHEAD + 1) / 2) -> float:
    """Least squares, at the middle of the week after the last entry, within the scale."""
    if len(days) == 1:
        return float(pain[0])
    steepness, at_zero = np.polyfit(days, pain, 1)
    return float(np.clip(at_zero + steepness * (days[-1] + ahead), 0, 10))


def last_value(days: Ints, pain: Floats) -> float:
    """What was logged last."""
    return float(pain[-1])


PLAIN: Mapping[str, Forecast] = {
    "exponentially weighted mean": weighted_mean,
    "14-day mean": whole_mean,
    "7-day mean": week_mean,
    "straight line": straight_line,
    "last value": last_value,
}


def compare(
    diaries: Iterable[Diary],
    forecasts: Mapping[str, Forecast] = PLAIN,
    *,
    history: int = HISTORY,
    step: int = AHEAD,
) -> tuple[Row, ...]:
    """Each forecast on the same weeks, one row each; none where no diary is long enough.

    Every `step` days of every diary, the last `history` days are shown and the mean of the next seven is
    asked. A week on which one of the forecasts is silent is left out for all: compare `forecasts` of the row
    with those of a run without that one.
    """
    people, errors = [], []
    for diary in diaries:
        for shown, came in _origins(diary, history, step):
            people.append(diary.person)
            errors.append([forecast(shown.days, shown.pain) - came for forecast in forecasts.values()])
    squares = np.array(errors, dtype=np.float64).reshape(len(people), len(forecasts)) ** 2
    said = ~np.isnan(squares).any(axis=1)
    whose = np.array(people, dtype=str)[said]
    return (
        tuple(row_of(name, squares[said, at], whose) for at, name in enumerate(forecasts))
        if said.any()
        else ()
    )


def row_of(name: str, squares: Floats, whose: NDArray[np.str_]) -> Row:
    """One forecast's squared errors, and whose each of them is: both (k,)."""
    _, place = np.unique(whose, return_inverse=True)
    of_each = np.bincount(place, weights=squares) / np.bincount(place)
    return Row(name, len(squares), len(of_each), float(squares.mean() ** 0.5), float(of_each.mean() ** 0.5))


def _origins(diary: Diary, history: int, step: int) -> Iterator[tuple[Diary, float]]:
    """What is shown, and the mean that came; the history needs 7 entries, the week after it 4."""
    if not len(diary):
        return
    first, last = int(diary.days[0]), int(diary.days[-1])
    for begins in range(first, last - history + 1, step):
        shown = diary.between(begins, begins + history - 1)
        came = diary.between(begins + history, begins + history + AHEAD - 1)
        if len(shown) >= min(HISTORY_ENTRIES, history - 2) and len(came) >= AHEAD_ENTRIES:
            yield shown, float(came.pain.mean())
