"""The earlier courses of a patient beside this one: leg pain by week since the onset of each, drawn and in a table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from django.utils.translation import gettext as _

from recovery.clinical.diary import FEWEST_ENTRIES, WEEK_DAYS
from recovery.clinical.scores import NRS_HIGH, NRS_LOW
from recovery.episodes import course
from recovery.episodes.models import Episode
from recovery.journal import diary
from tracker.charts import NARROW, WIDE, Size, Tick
from tracker.words import figure, long_date

# So many weeks since the onset are drawn, and so many of the latest earlier episodes.
MOST_WEEKS = 52
MOST_EARLIER = 3
FEWEST_WEEKS = 4

# Weeks with a label below them.
LABELLED = {NARROW: 4, WIDE: 8}

Weeks = dict[int, float]


@dataclass(frozen=True, slots=True)
class Line:
    """One course: its broken line, and a dot for each week."""

    paths: str
    dots: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """The courses at one size."""

    size: Size
    now: Line
    before: list[Line]
    levels: list[Tick]
    weeks: list[Tick]
    plot_right: int
    plot_bottom: int
    label_x: int
    date_y: int


@dataclass(frozen=True, slots=True)
class Row:
    """A week since the onset, and the middle leg pain in it: of now first, then of each earlier episode."""

    week: int
    medians: list[str]


@dataclass(frozen=True, slots=True)
class Beside:
    """The drawing, what it shows in words, and the same numbers; `columns` name the courses."""

    description: str
    sketches: list[Sketch]
    columns: list[str]
    rows: list[Row]


def beside(episode: Episode, earlier: Sequence[Episode]) -> Beside | None:
    """This course and the earlier ones, which are the patient's own and no forecast; `None` without an earlier one."""
    if not earlier:
        return None
    shown = [episode, *earlier[:MOST_EARLIER]]
    scores = diary.leg_pain_of(shown)
    courses = [weekly_medians(one.onset, scores[one.pk]) for one in shown]
    if not any(courses[1:]):
        return None
    last = max((max(weeks, default=0) for weeks in courses), default=0)
    return Beside(
        description=_describe(shown, courses),
        sketches=[_sketch(courses, max(last, FEWEST_WEEKS), size) for size in (NARROW, WIDE)],
        columns=[_("Now"), *(long_date(one.onset) for one in shown[1:])],
        rows=[
            Row(week + 1, [figure(weeks[week]) if week in weeks else "–" for weeks in courses])
            for week in range(last + 1)
        ],
    )


def beside_now(episode: Episode) -> Beside | None:
    """The same, where the earlier episodes were not asked for yet."""
    return beside(episode, course.earlier_of(episode.patient))


def weekly_medians(onset: date, scores: Iterable[tuple[date, int]]) -> Weeks:
    """The middle score of each week since the onset, the first being 0; none for a week that says too little."""
    found: defaultdict[int, list[int]] = defaultdict(list)
    for day, score in scores:
        found[(day - onset).days // WEEK_DAYS].append(score)
    return {
        week: float(median(told))
        for week, told in sorted(found.items())
        if 0 <= week < MOST_WEEKS and len(told) >= FEWEST_ENTRIES
    }


def _describe(shown: Sequence[Episode], courses: Sequence[Weeks]) -> str:
    """What the lines say, for who cannot see them."""
    told = [
        _(
            "Your leg pain by week since it began. The thin grey line is your own earlier course; it is no forecast."
        )
    ]
    for one, weeks in zip(shown, courses, strict=True):
        if weeks:
            first, last = min(weeks), max(weeks)
            told.append(
                _("Begun on %(day)s: %(first)s in week %(from)s, %(last)s in week %(to)s.")
                % {
                    "day": long_date(one.onset),
                    "first": figure(weeks[first]),
                    "from": first + 1,
                    "last": figure(weeks[last]),
                    "to": last + 1,
                }
            )
    return " ".join(told)


def _sketch(courses: Sequence[Weeks], last: int, size: Size) -> Sketch:
    step = max(1, -(-last // LABELLED[size]))
    return Sketch(
        size=size,
        now=_line(courses[0], last, size),
        before=[_line(weeks, last, size) for weeks in courses[1:]],
        levels=[Tick(_y(level, size), str(level)) for level in range(NRS_LOW, NRS_HIGH + 1, 2)],
        weeks=[Tick(_x(week, last, size), str(week + 1)) for week in range(0, last + 1, step)],
        plot_right=size.width - size.right,
        plot_bottom=size.height - size.bottom,
        label_x=size.left - 6,
        date_y=size.height - 8,
    )


def _line(weeks: Weeks, last: int, size: Size) -> Line:
    """Joined from week to week; a week without enough days leaves a gap."""
    places = {week: f"{_x(week, last, size)} {_y(level, size)}" for week, level in weeks.items()}
    joined = (f"M{places[week]}L{places[week + 1]}" for week in weeks if week + 1 in weeks)
    return Line("".join(joined), "".join(f"M{place}h0" for place in places.values()))


def _x(week: int, last: int, size: Size) -> str:
    width = size.width - size.left - size.right
    return f"{size.left + width * week / last:.1f}"


def _y(score: float, size: Size) -> str:
    height = size.height - size.top - size.bottom
    return f"{size.top + height * (1 - score / NRS_HIGH):.1f}"
