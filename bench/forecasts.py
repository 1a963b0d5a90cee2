"""Real diaries: next week's mean beside plain forecasts, and lasting pain that must not be called on course.

None of these people had a herniated disc that healed by itself; see `bench.diaries` for what they had.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.alarms import FIRST_LOOK, THREE_WEEKS
from bench.cohorts import HELD_OUT, Cohort, simulate, steady
from bench.diaries import (
    AHEAD_ENTRIES,
    HISTORY_ENTRIES,
    LONG,
    PLAIN,
    TWO_WEEKS,
    WEEK,
    Diary,
    Row,
    compare,
    lasting,
    long_series,
    row_of,
    stretches,
    two_weeks,
)
from bench.readings import (
    Bools,
    case,
    is_,
    next_week_after,
    next_weeks,
    people,
    scores_of_diary,
    standings,
)
from bench.scores import LANDMARKS
from bench.table import Goal, Table, percent
from recovery.clinical.course import ENOUGH_ENTRIES, ENOUGH_SPAN_DAYS
from recovery.clinical.standing import Standing

MODEL = "the model"
AS_IF_NEW = "as if new"
YARDSTICK = "exponentially weighted mean"

# How long these people had had their pain nobody wrote down; none of it was new. Past the window of the outlook the
# forecast is the level alone; told that the pain is new, the model moves it as it would that of a new hernia.
OLD = 26 * WEEK

# Days of diary that a forecast is shown: those of the published comparison, and as many as the model looks back on.
HISTORIES = (14, 42)

# Lasting pain: who has too little diary to be spoken about is not counted.
ENTRIES = 14  # of a real piece of three weeks

AT_MOST = 0.05  # of people with lasting pain may ever be called on course

# How long before the diary the pain began, in weeks: nothing known, some, and past the window.
ONSETS = (0, 8, 26)


@dataclass(frozen=True, slots=True)
class Compared:
    """One set of diaries: every forecast on the same weeks, from so many days shown to the plain ones."""

    name: str
    history: int
    rows: tuple[Row, ...]

    def of(self, name: str) -> Row:
        """The row of that forecast."""
        return next(row for row in self.rows if row.name == name)


@dataclass(frozen=True, slots=True)
class Lasting:
    """People, or pieces of diary, with lasting pain: shares ever called so from day 14 to the end of week 3."""

    name: str
    limitation: str
    onset_weeks: int
    people: int
    on_course: float
    recovered: float
    worse: float


def on_real_diaries(folder: Path, histories: Sequence[int]) -> list[Compared]:
    """The long series in whole numbers, as the tracker asks for them; nothing where they are absent."""
    series = [one.whole() for one in long_series(folder) or ()]
    found = []
    for history in histories:
        asked = {MODEL: next_week_after(history, OLD), AS_IF_NEW: next_week_after(history), **PLAIN}
        found.append(Compared("self-logged pain", history, compare(series, asked, history=history)))
    return [one for one in found if one.rows]


def on_cohorts(n: int, seed: int) -> Iterator[Compared]:
    """Held-out families together by day since onset, and steady people on all of these days."""
    held_out = [simulate(family, n // len(HELD_OUT), seed) for family in HELD_OUT]
    for day in LANDMARKS:
        yield at(f"simulated: held out, day {day}", held_out, [day])
    yield at("simulated: steady", [steady(n, seed)], LANDMARKS)


def at(name: str, cohorts: Iterable[Cohort], days: Sequence[int], history: int = HISTORIES[0]) -> Compared:
    """The model, which knows the onset and the whole diary, beside plain forecasts from its last days."""
    errors, whose = [], []
    for cohort in cohorts:
        for day in days:
            said = next_weeks([case(scores, day) for scores in people(cohort)])
            for n in np.flatnonzero(_can_be_asked(cohort, day, history) & ~np.isnan(said)):
                came = np.nanmean(cohort.leg[n, day + 1 : day + 1 + WEEK])
                shown = cohort.leg[n, max(day + 1 - history, 0) : day + 1]
                there = np.flatnonzero(~np.isnan(shown))
                plain = [forecast(there, shown[there]) for forecast in PLAIN.values()]
                errors.append(np.array([said[n], *plain]) - came)
                whose.append(f"{cohort.name} {n}")
    squares = np.array(errors) ** 2
    names = (MODEL, *PLAIN)
    return Compared(
        name,
        history,
        tuple(row_of(name, squares[:, place], np.array(whose)) for place, name in enumerate(names)),
    )


def _can_be_asked(cohort: Cohort, day: int, history: int) -> Bools:
    """(n,): entries enough in the days shown and in the week that came, as `bench.diaries` asks."""
    shown = ~np.isnan(cohort.leg[:, max(day + 1 - history, 0) : day + 1])
    came = ~np.isnan(cohort.leg[:, day + 1 : day + 1 + WEEK])
    enough: Bools = (shown.sum(axis=1) >= HISTORY_ENTRIES) & (came.sum(axis=1) >= AHEAD_ENTRIES)
    return enough


def on_lasting_pain(folder: Path) -> list[Lasting]:
    """Weeks of real people three times over, and pieces of three weeks as they were logged."""
    weeks, series = two_weeks(folder), long_series(folder)
    sets: list[tuple[str, list[Diary]]] = []
    if weeks is not None:
        sets += [
            ("week before a treatment, three times over", _whole(lasting(weeks.first))),
            ("week at its end, three times over", _whole(lasting(weeks.second))),
        ]
    if series is not None:
        pieces = [piece for one in series for piece in stretches(one, THREE_WEEKS, ENTRIES)]
        sets.append(("self-logged pain, pieces of three weeks", _whole(pieces)))
    return [
        lasting_pain(name, diaries, with_limitation=with_limitation, onset_weeks=onset)
        for name, diaries in sets
        for with_limitation in (False, True)
        for onset in ONSETS
    ]


def _whole(diaries: Iterable[Diary]) -> list[Diary]:
    return [one.whole() for one in diaries]


def lasting_pain(name: str, diaries: Iterable[Diary], *, with_limitation: bool, onset_weeks: int) -> Lasting:
    """Asked every day from the fourteenth of the diary to its twenty-first."""
    before = WEEK * onset_weeks
    enough = [one for one in diaries if len(one) >= ENOUGH_ENTRIES and _span(one) >= ENOUGH_SPAN_DAYS]
    scores = [scores_of_diary(one, onset_before=before, with_limitation=with_limitation) for one in enough]
    looks = [range(before + FIRST_LOOK, before + THREE_WEEKS)] * len(enough)
    said = standings(scores, looks)
    ever = {
        standing: float(np.mean([is_(standing, one).any() for one in said]))
        for standing in (Standing.ON_COURSE, Standing.RECOVERED, Standing.WORSE)
    }
    return Lasting(
        name=name,
        limitation="as pain" if with_limitation else "missing",
        onset_weeks=onset_weeks,
        people=len(enough),
        on_course=ever[Standing.ON_COURSE],
        recovered=ever[Standing.RECOVERED],
        worse=ever[Standing.WORSE],
    )


def _span(diary: Diary) -> int:
    return int(diary.days[-1] - diary.days[0]) + 1


@dataclass(frozen=True, slots=True)
class Result:
    """`real` and `lasting` are empty where the folder of the data, or a file in it, is absent."""

    folder: Path
    real: list[Compared]
    simulated: list[Compared]
    lasting: list[Lasting]


def measure(folder: Path, n: int, seed: int, histories: Sequence[int] = HISTORIES) -> Result:
    """Real diaries where there are some, and so many simulated people of two kinds."""
    return Result(
        folder=folder,
        real=on_real_diaries(folder, histories),
        simulated=list(on_cohorts(n, seed)),
        lasting=on_lasting_pain(folder),
    )


_NEEDS = {
    LONG: "the forecast on real diaries, and self-logged lasting pain",
    TWO_WEEKS: "lasting pain of a trial",
}


def skipped(result: Result) -> str:
    """What could not be measured, as a sentence; empty where all was there."""
    absent = [f"{what} ({file})" for file, what in _NEEDS.items() if not (result.folder / file).exists()]
    return f"Skipped, for want of files in {result.folder}: {'; '.join(absent)}." if absent else ""


def goals(result: Result) -> Iterator[Goal]:
    """The forecast on real diaries, and lasting pain."""
    asked = "real diaries: forecast no worse than the exponentially weighted mean"
    for one in result.real:
        model, mean = one.of(MODEL), one.of(YARDSTICK)
        found = f"{model.rmse:.3f} against {mean.rmse:.3f} points"
        yield Goal(f"{asked}, {one.history} days shown", found, model.rmse <= mean.rmse)
    if not result.real:
        yield Goal(asked, "–", None)
    most = max((row.on_course for row in result.lasting), default=None)
    yield Goal(
        f"real lasting pain: at most {percent(AT_MOST)} ever “on course” in three weeks",
        "–" if most is None else f"at most {percent(most, 1)}",
        None if most is None else most <= AT_MOST,
    )


def tables(result: Result) -> Iterator[Table]:
    """In the order of the document."""
    compared_all = [*result.real, *result.simulated]
    yield Table(
        "The mean of the coming week",
        ("diaries", "days shown", "weeks", "people", MODEL, AS_IF_NEW, *PLAIN),
        [_compared_row(one) for one in compared_all],
        above="How far off, in points: root mean square over all weeks / with each person counting the same. "
        "The real diaries are of a few people\nwith lasting pain of several kinds, who often logged painful days "
        "only; none had a hernia that healed by itself. The model is told\nthat their pain is old; “as if new”, "
        "that it began with the days shown. Of the simulated it knows the onset and six weeks of diary.",
        below=skipped(result),
    )
    yield Table(
        "Lasting pain",
        (
            "diaries",
            "limitation",
            "weeks of pain before",
            "people",
            "ever “on course”",
            "“recovered”",
            "“worse”",
        ),
        [_lasting_row(row) for row in result.lasting],
        above="Asked every day from the 14th to the 21st. No free record holds three weeks of lasting pain: the "
        "weeks of a trial are real values,\nrepeated forwards and backwards, so they have no trend by their "
        "making. The self-logged pieces, counted as people here,\nare in their true order and come from five "
        "people. Pain is taken as leg pain; limitation was not asked: missing, or as pain.",
        below=skipped(result),
    )


def _compared_row(one: Compared) -> tuple[str, ...]:
    figures = {row.name: f"{row.rmse:.3f} / {row.by_person:.3f}" for row in one.rows}
    weeks, whom = one.rows[0].forecasts, one.rows[0].people
    said = (figures.get(name, "–") for name in (MODEL, AS_IF_NEW, *PLAIN))
    return one.name, str(one.history), f"{weeks:,}", f"{whom:,}", *said


def _lasting_row(row: Lasting) -> tuple[str, ...]:
    shares = (percent(share, 1) for share in (row.on_course, row.recovered, row.worse))
    return row.name, row.limitation, str(row.onset_weeks), str(row.people), *shares
