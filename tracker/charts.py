"""Days into drawings: pure functions that work out where everything stands. `components/drawing.html` draws it.

Two drawings, narrow for a phone and wide for a desk and for paper: one size scaled gives text that cannot
be read. The axis is always 0-10 and says which way is worse; raw dots stay visible under the smoothed
line; gaps stay gaps (clinical facts, section 6). Coordinates are text with a point, never localised.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from recovery.clinical.course import Course
from recovery.clinical.diary import LONGEST_BRIDGE_DAYS, SmoothPoint
from recovery.clinical.scores import ACCEPTABLE_LEVEL, NRS_HIGH, NRS_LOW, PAINS, Day, Scale

# Fewer days than this are drawn as if there were this many, so that the first dots do not fill the chart.
SHORTEST_AXIS_DAYS = 14

# With more days than this the dots are drawn smaller, so that they stay apart.
MOST_LARGE_DOTS = 100


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing in SVG units, the room around the plot, and how many dates fit below it."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    font: int
    dates: int


NARROW = Size("narrow", 360, 250, left=30, right=14, top=34, bottom=28, font=12, dates=4)
WIDE = Size("wide", 800, 270, left=34, right=18, top=36, bottom=30, font=13, dates=8)


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day: a red flag or a treatment."""

    x: str
    label: str
    is_flag: bool


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the axis: where, and what stands beside it."""

    at: str
    label: str
    anchor: str = "middle"


@dataclass(frozen=True, slots=True)
class Drawing:
    """One chart at one size, ready to be drawn."""

    size: Size
    dots: str
    lines: list[str]
    levels: list[Tick]
    dates: list[Tick]
    acceptable: str | None
    marks: list[Mark]
    plot_right: int
    plot_bottom: int
    label_x: int
    date_y: int
    dot: str


@dataclass(frozen=True, slots=True)
class Event:
    """A date to mark on every chart."""

    date: date
    label: str
    is_flag: bool


def draw(
    course: Course,
    scale: Scale,
    smoothed: Sequence[SmoothPoint],
    size: Size,
    *,
    until: date,
    events: Iterable[Event],
    date_label: Callable[[date], str],
) -> Drawing:
    """One scale of a course and its smoothed line at one size, from the first day to `until`."""
    days = [day for day in course.days if day.score(scale) is not None]
    grid = _Grid(size, *_span(course.days, until))
    return Drawing(
        size=size,
        dots="".join(f"M{grid.x(day.date)} {grid.y(day.score(scale) or 0)}h0" for day in days),
        lines=[grid.path(run) for run in _runs(smoothed) if len(run) > 1],
        levels=[Tick(grid.y(level), str(level)) for level in range(NRS_LOW, NRS_HIGH + 1, 2)],
        dates=[Tick(grid.x(day), date_label(day), grid.anchor(day)) for day in grid.dates()],
        acceptable=grid.y(ACCEPTABLE_LEVEL) if scale in PAINS else None,
        marks=[
            Mark(grid.x(event.date), event.label, event.is_flag)
            for event in events
            if grid.first <= event.date <= grid.last
        ],
        plot_right=size.width - size.right,
        plot_bottom=size.height - size.bottom,
        label_x=size.left - 6,
        date_y=size.height - 8,
        dot="5" if len(days) <= MOST_LARGE_DOTS else "3.5",
    )


def _span(days: Sequence[Day], until: date) -> tuple[date, date]:
    first = days[0].date if days else until
    return first, max(until, first + timedelta(days=SHORTEST_AXIS_DAYS))


def _runs(points: Sequence[SmoothPoint]) -> list[list[SmoothPoint]]:
    """The smoothed points, broken where there was a gap."""
    runs = [list(points[:1])]
    for before, after in pairwise(points):
        if (after.date - before.date).days > LONGEST_BRIDGE_DAYS:
            runs.append([])
        runs[-1].append(after)
    return runs


@dataclass(frozen=True, slots=True)
class _Grid:
    """Dates and scores to coordinates."""

    size: Size
    first: date
    last: date

    def x(self, day: date) -> str:
        width = self.size.width - self.size.left - self.size.right
        share = (day - self.first).days / (self.last - self.first).days
        return _number(self.size.left + width * share)

    def y(self, score: float) -> str:
        height = self.size.height - self.size.top - self.size.bottom
        return _number(self.size.top + height * (1 - score / NRS_HIGH))

    def path(self, points: Iterable[SmoothPoint]) -> str:
        return "M" + "L".join(f"{self.x(point.date)} {self.y(point.value)}" for point in points)

    def anchor(self, day: date) -> str:
        """On which side of its place a date is written, so that none runs out of the drawing."""
        if day == self.first:
            return "start"
        return (
            "end"
            if (self.last - day).days * self.size.dates < (self.last - self.first).days / 2
            else "middle"
        )

    def dates(self) -> list[date]:
        """Whole weeks from the first day, as many as fit."""
        days = (self.last - self.first).days
        step = 7 * max(1, -(-days // (7 * self.size.dates)))
        return [self.first + timedelta(days=n) for n in range(0, days + 1, step)]


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
