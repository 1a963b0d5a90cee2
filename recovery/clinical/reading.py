"""Days in, standing and prognosis out: where a course stands, how likely recovery is, and why, in figures.

The numbers come from `levels`, `prognosis` and `evidence`, what counts as recovered from `definition`, the direction
from `standing`; `judgement` makes one reading of them. Single days are never judged: of people who do not recover, 70%
look "30% better" on some single day (section 3 [F]). Gaps are never filled in.

`docs/prognosis.md` is the card of the model: what it is, on what evidence, what it must not be used for.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from operator import itemgetter

from recovery.clinical import levels
from recovery.clinical.course import FLAG_DAYS, LESS_STRENGTH, Case, Course, Reading
from recovery.clinical.diary import WEEK_DAYS, Diary
from recovery.clinical.evidence import NO_DAY, first_full_week
from recovery.clinical.judgement import judge, level_on
from recovery.clinical.levels import Level
from recovery.clinical.library import STARTING_SHARE
from recovery.clinical.red_flags import find
from recovery.clinical.scores import Scale
from recovery.clinical.series import ROWS, Series, stack

# Diaries are worked out beside each other, so many days of them at once: enough to be quick, few enough to fit.
DAYS_AT_ONCE = 200_000


def read(course: Course, as_of: date, starting_share: float = STARTING_SHARE) -> Reading:
    """Where `course` stands as of `as_of`: every day up to and including it counts, later ones do not."""
    return read_all([case_of(course, as_of)], starting_share)[0]


def weekly(course: Course, as_of: date, starting_share: float = STARTING_SHARE) -> list[Reading]:
    """The readings week by week, from the end of the first week of the diary to `as_of`, the last."""
    return read_all(cases_of(course, week_ends(course, as_of)), starting_share)


def week_ends(course: Course, as_of: date) -> list[date]:
    """The ends of the weeks of a diary, counted back from `as_of`, the last, to the end of its first week."""
    first = min((day.date for day in course.days), default=as_of)
    weeks = max((as_of - first).days + 1 - WEEK_DAYS, 0) // WEEK_DAYS
    return [as_of - timedelta(days=WEEK_DAYS * back) for back in range(weeks, -1, -1)]


def case_of(course: Course, as_of: date) -> Case:
    """What the model takes from a course as it was known on `as_of`."""
    return cases_of(course, [as_of])[0]


def cases_of(course: Course, dates: Iterable[date]) -> list[Case]:
    """The same as it was known on each of some dates."""
    series, diary = Series.of_days(course.onset, course.days), Diary(course.days)
    return [_case(course, series.until(on), diary, on) for on in dates]


def _case(course: Course, series: Series, diary: Diary, as_of: date) -> Case:
    since = as_of - timedelta(days=FLAG_DAYS - 1)
    late = [(day.date, find(day)) for day in diary.window(since, as_of)]
    told = {on for on, findings in late if findings} | course.flagged_on
    fell = [on for on, findings in late if any(finding.sign in LESS_STRENGTH for finding in findings)]
    return Case(
        series=series,
        as_of=as_of,
        treatments=tuple(done for done in course.treatments if done.date <= as_of),
        flagged_on=max((on for on in told if since <= on <= as_of), default=course.open_flag_on),
        fell_on=max(fell, default=None),
    )


def read_all(cases: Sequence[Case], starting_share: float = STARTING_SHARE) -> list[Reading]:
    """The readings of many cases, in their order; much quicker than one by one."""
    found: list[tuple[int, Reading]] = []
    for numbers in _portions(cases):
        found += zip(numbers, judge([cases[n] for n in numbers], starting_share), strict=True)
    return [reading for _n, reading in sorted(found, key=itemgetter(0))]


def change_since(course: Course, scale: Scale, since: date | None, as_of: date) -> Level | None:
    """How far a level (0-10) rose between two dates, with its interval; `None` where there is no level on either.

    Without `since`, from the first full week.
    """
    series = case_of(course, as_of).series
    scores = series.scores[ROWS.index(scale)]
    now = level_on(scores, series.day(as_of))
    before = first_week(series, scale) if since is None else level_on(scores, series.day(since))
    return now.since(before) if now and before else None


def first_week(series: Series, scale: Scale) -> Level | None:
    """The mean over the first full week; `None` where no week of the diary is full."""
    start = int(first_full_week(stack([series]))[0])
    if start == NO_DAY:
        return None
    return levels.over(series.scores[ROWS.index(scale), start : start + WEEK_DAYS])


def _portions(cases: Sequence[Case]) -> Iterator[list[int]]:
    """The numbers of the cases, those of about the same length together."""
    lengths = [case.series.scores.shape[1] for case in cases]
    portion: list[int] = []
    for n in sorted(range(len(cases)), key=lengths.__getitem__):
        if portion and (len(portion) + 1) * lengths[n] > DAYS_AT_ONCE:
            yield portion
            portion = []
        portion.append(n)
    if portion:
        yield portion
