"""Days from a line of text, so that a test shows its course at a glance.

`days("7 6 6*2 . - 3")`: one figure a day, `6*2` two days of 6, `.` a day missed, `-` a day filled in
without this answer.
"""

from dataclasses import replace
from datetime import date, timedelta
from math import ceil, floor

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from recovery.clinical.course import Course, Reading, TreatedOn, TreatmentKind
from recovery.clinical.library import STARTING_SHARE
from recovery.clinical.noise import Floats
from recovery.clinical.reading import read
from recovery.clinical.scores import NRS, Day, Feeling, Strength
from recovery.clinical.series import Scores, Series, stack

START = date(2026, 3, 2)
MISSED = "."
UNANSWERED = "-"

# A slow machine is no fault of the code.
untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def series(text: str) -> list[str]:
    """`"7*2 . 3"` is `["7", "7", ".", "3"]`."""
    told: list[str] = []
    for token in text.split():
        value, _star, times = token.partition("*")
        told += [value] * int(times or 1)
    return told


def days(
    leg_pain: str, *, limitation: str | None = None, back_pain: str | None = None, start: date = START
) -> tuple[Day, ...]:
    """Days from `start`; a scale that is not given goes as leg pain does. Missed is what leg pain misses."""
    legs = series(leg_pain)
    limits, backs = series(limitation or leg_pain), series(back_pain or leg_pain)
    return tuple(
        Day(
            start + timedelta(days=n),
            limitation=_score(limit),
            leg_pain=_score(leg),
            back_pain=_score(back),
            signs=frozenset(),
        )
        for n, (leg, limit, back) in enumerate(zip(legs, limits, backs, strict=True))
        if leg != MISSED
    )


def _score(token: str) -> int | None:
    return None if token == UNANSWERED else int(token)


def level(score: int, *, over: str) -> str:
    """The same score on every day of `over` that was not missed."""
    return " ".join(MISSED if token == MISSED else str(score) for token in series(over))


def last_of(leg_pain: str) -> date:
    """The date of the last day of the line, missed or not."""
    return START + timedelta(days=len(series(leg_pain)) - 1)


def week(median: float) -> str:
    """A week of six entries with this median, a whole or a half."""
    low, high = floor(median), ceil(median)
    return f"{low} {high} {low} . {high} {low} {high}"


def reading(
    leg_pain: str,
    *,
    limitation: str | None = None,
    onset: date = START,
    treatments: tuple[TreatedOn, ...] = (),
    weaker_on: date | None = None,
    flagged_on: date | None = None,
    days_later: int = 0,
    starting_share: float = STARTING_SHARE,
) -> Reading:
    """The reading on the last day of the line, or so many days later."""
    told = days(leg_pain, limitation=limitation)
    if weaker_on:
        told = with_strength(told, weaker_on, Strength.WORSE)
    flags = frozenset({flagged_on}) if flagged_on else frozenset()
    as_of = last_of(leg_pain) + timedelta(days=days_later)
    return read(Course(onset, told, treatments, flags), as_of, starting_share)


def diary(leg_pain: str, *, limitation: str | None = None, onset: date = START) -> Series:
    """The line as the model takes it; the back goes as leg pain does."""
    return Series.of_days(onset, days(leg_pain, limitation=limitation))


def diaries(*leg_pain: str) -> Scores:
    """Lines beside each other; limitation and the back go as leg pain does."""
    return stack([diary(line) for line in leg_pain])


def row(text: str) -> Floats:
    """The line as one scale; a day that was missed and an answer that was not given are both NaN."""
    return np.array([np.nan if token in {MISSED, UNANSWERED} else float(token) for token in series(text)])


def with_strength(told: tuple[Day, ...], on: date, strength: Strength) -> tuple[Day, ...]:
    """The same days with another strength on one of them."""
    assert on in {day.date for day in told}
    return tuple(replace(day, strength=strength) if day.date == on else day for day in told)


SPAN_DAYS = 80
moments = st.integers(-5, SPAN_DAYS + 5).map(lambda n: START + timedelta(days=n))
scores = st.none() | st.sampled_from(NRS)
any_days = st.lists(
    st.builds(
        Day,
        date=st.integers(0, SPAN_DAYS).map(lambda n: START + timedelta(days=n)),
        limitation=scores,
        leg_pain=scores,
        back_pain=scores,
        feeling=st.none() | st.sampled_from(Feeling),
        strength=st.none() | st.sampled_from(Strength),
    ),
    unique_by=lambda day: day.date,
    max_size=SPAN_DAYS,
).map(tuple)
any_treatments = st.lists(
    st.builds(TreatedOn, kind=st.sampled_from(TreatmentKind), date=moments), max_size=2
).map(tuple)
any_courses = st.builds(
    Course,
    onset=st.integers(-400, 30).map(lambda n: START + timedelta(days=n)),
    days=any_days,
    treatments=st.just(()) | any_treatments,
)
