"""Days into drawings: pure functions that work out where everything stands. `components/drawing.html` draws it.

Back to front: the range of courses of people who recover, the band of the smoothed line, the line, the dots; what is
expected is set apart behind a line at today.

Two drawings, narrow for a phone and wide for a desk and for paper: one size scaled gives text that cannot
be read. The axis is always 0-10 and says which way is worse; raw dots stay visible under the smoothed
line; gaps stay gaps (clinical facts, section 6). Coordinates are text with a point, never localised.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise

import numpy as np

from recovery.clinical.course import Case, Outlook
from recovery.clinical.curves import Point, ahead, of_those_who_recover, smoothed
from recovery.clinical.diary import LONGEST_BRIDGE_DAYS, WEEK_DAYS
from recovery.clinical.scores import ACCEPTABLE_LEVEL, NRS_HIGH, NRS_LOW, PAINS, Scale
from recovery.clinical.series import ROWS, Scores, Series

# Fewer days than this are drawn as if there were this many, so that the first dots do not fill the chart.
SHORTEST_AXIS_DAYS = 14

# With more days than this the dots are drawn smaller, so that they stay apart.
MOST_LARGE_DOTS = 100

# A diary of more days than this is drawn with so many dots at most, each the middle of some weeks: more cannot be told
# apart. A line has no more points than can be seen to bend.
LONGEST_UNTHINNED_DAYS = 366
MOST_THINNED_DOTS = 183
MOST_POINTS_OF_A_LINE = 92

# The edge of a band with more points than this is drawn in whole units: it is faint, and nobody reads a value off it.
MOST_FINE_BENDS = 30


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


# A number above the plot takes this much room, two that share a place included; digits are about this wide.
LABEL_ROOM, LABEL_HEIGHT, DIGIT = 38, 20, 6.4


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that happened on a day: a red flag, or what has a number in the list below the charts."""

    x: str
    label: str
    is_flag: bool
    number: str = ""


@dataclass(frozen=True, slots=True)
class MarkLabel:
    """The number of a mark, or the first and last of some that stand too close for one each. `left` of `width`."""

    text: str
    x: str
    left: str
    width: str


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
    bands: list[str]
    usual: str
    ahead: str
    ahead_band: str
    today: str | None
    levels: list[Tick]
    dates: list[Tick]
    acceptable: str | None
    marks: list[Mark]
    labels: list[MarkLabel]
    label_y: int
    plot_right: int
    plot_bottom: int
    label_x: int
    date_y: int
    dot: str

    @property
    def flags(self) -> list[str]:
        """Where the red flags stand: drawn as one shape, since a year may have many."""
        return [mark.x for mark in self.marks if mark.is_flag]

    @property
    def events(self) -> list[Mark]:
        """The marks that are no flag."""
        return [mark for mark in self.marks if not mark.is_flag]


@dataclass(frozen=True, slots=True)
class Told:
    """All the days of one scale in a few figures: how many, the first and the last, the ends and the last score."""

    days: int
    first: date
    last: date
    lowest: float
    highest: float
    score: float


@dataclass(frozen=True, slots=True)
class Plot:
    """What is drawn of one scale: the days as dots, the smoothed line, the weeks to come, and the courses of others.

    `first` is the first day of the diary, on whatever scale, so that the panels have the same axis. `unit` is what a
    point stands for: 10 for shares of a hundred. The line is broken after more days than `bridge`. `told` are all the
    days, of which a long diary is drawn thinned.
    """

    scale: Scale
    first: date | None
    dots: list[tuple[date, float]]
    line: list[Point]
    usual: list[Point] = field(default_factory=list)
    ahead: list[Point] = field(default_factory=list)
    unit: int = 1
    bridge: int = LONGEST_BRIDGE_DAYS
    told: Told | None = None


def plot(case: Case, scale: Scale, outlook: Outlook | None, *, quiet: bool = False, every: int = 1) -> Plot:
    """What is drawn of one scale of a case. `quiet`, after a red flag: neither others nor the weeks to come.

    `every` is `days_a_dot` of a long diary: then a dot is the middle of so many days.
    """
    series = case.series.until(case.as_of)
    scores = series.scores[ROWS.index(scale)]
    logged = np.flatnonzero(~np.isnan(series.scores).all(axis=0))
    return Plot(
        scale=scale,
        first=series.date(int(logged[0])) if len(logged) else None,
        dots=list(zip(*_dots(series, scores, every), strict=True)),
        line=smoothed(case, scale, every),
        bridge=max(LONGEST_BRIDGE_DAYS, 2 * every),
        told=_told(series, scores),
        usual=[] if quiet or case.treatments else of_those_who_recover(series.onset, scale),
        ahead=[] if quiet else ahead(case, scale, outlook),
    )


def days_a_dot(case: Case) -> int:
    """How many days a dot stands for, whole weeks of them: 1 for a diary of a year or less."""
    logged = np.flatnonzero(~np.isnan(case.series.until(case.as_of).scores).all(axis=0))
    span = int(logged[-1] - logged[0]) + 1 if len(logged) else 0
    return 1 if span <= LONGEST_UNTHINNED_DAYS else WEEK_DAYS * -(-span // (WEEK_DAYS * MOST_THINNED_DOTS))


def _dots(series: Series, scores: Scores, every: int) -> tuple[list[date], list[float]]:
    """Each answered day with its score; of a long diary the middle of every so many days, on the day in between."""
    days = np.flatnonzero(~np.isnan(scores))
    values = scores[days]
    if every > 1:
        stretches = np.unique(days // every)
        padded = np.pad(scores, (0, -len(scores) % every), constant_values=np.nan).reshape(-1, every)
        values = np.nanmedian(padded[stretches], axis=1) if len(days) else values
        days = np.clip(stretches * every + every // 2, days.min(initial=0), days.max(initial=0))
    start = series.onset.toordinal()
    return [date.fromordinal(start + day) for day in days.tolist()], values.tolist()


def _told(series: Series, scores: Scores) -> Told | None:
    days = np.flatnonzero(~np.isnan(scores))
    if not len(days):
        return None
    values = scores[days]
    return Told(
        days=len(days),
        first=series.date(days[0]),
        last=series.date(days[-1]),
        lowest=float(values.min()),
        highest=float(values.max()),
        score=float(values[-1]),
    )


@dataclass(frozen=True, slots=True)
class Event:
    """A date to mark on every chart; `number` is its place in the list below them."""

    date: date
    label: str
    is_flag: bool
    number: str = ""


def draw(
    plot: Plot, size: Size, *, until: date, events: Iterable[Event], date_label: Callable[[date], str]
) -> Drawing:
    """One scale of a course at one size, from the first day to `until`, or to the end of the weeks to come."""
    first_and_last = span(plot, until)
    inside = [event for event in events if first_and_last[0] <= event.date <= first_and_last[1]]
    size = _with_room(size) if any(event.number for event in inside) else size
    grid = Grid(size, *first_and_last)
    step = -(-len(plot.line) // MOST_POINTS_OF_A_LINE)
    runs = [_every(step, run) for run in _runs(plot.line, plot.bridge) if len(run) > 1]
    return Drawing(
        size=size,
        dots=grid.dots(plot.dots),
        lines=[grid.path(run) for run in runs],
        bands=[grid.band(run) for run in runs],
        usual=grid.band(grid.within(plot.usual)),
        ahead=grid.path(plot.ahead),
        ahead_band=grid.band(plot.ahead),
        today=grid.x(until) if plot.ahead else None,
        levels=[Tick(grid.y(level), str(level * plot.unit)) for level in range(NRS_LOW, NRS_HIGH + 1, 2)],
        dates=[Tick(grid.x(day), date_label(day), grid.anchor(day)) for day in grid.dates()],
        acceptable=grid.y(ACCEPTABLE_LEVEL) if plot.scale in PAINS and plot.unit == 1 else None,
        marks=[Mark(grid.x(event.date), event.label, event.is_flag, event.number) for event in inside],
        labels=_labels(grid, inside),
        label_y=size.top - LABEL_HEIGHT,
        plot_right=size.width - size.right,
        plot_bottom=size.height - size.bottom,
        label_x=size.left - 6,
        date_y=size.height - 8,
        dot="5" if len(plot.dots) <= MOST_LARGE_DOTS else "3.5",
    )


def _with_room(size: Size) -> Size:
    """The size with a row for numbers between the flags and the plot."""
    return replace(size, top=size.top + LABEL_HEIGHT, height=size.height + LABEL_HEIGHT)


def _labels(grid: "Grid", events: Iterable[Event]) -> list[MarkLabel]:
    """The numbers from left to right; what has no room for a number of its own shares one with what is before it."""
    numbered = sorted((event for event in events if event.number), key=lambda event: event.date)
    groups: list[list[Event]] = []
    for event in numbered:
        if groups and float(grid.x(event.date)) - float(grid.x(groups[-1][0].date)) < LABEL_ROOM:
            groups[-1].append(event)
        else:
            groups.append([event])
    return [_label(float(grid.x(group[0].date)), group, grid.size) for group in groups]


def _label(x: float, group: Sequence[Event], size: Size) -> MarkLabel:
    first, last = group[0].number, group[-1].number
    text = first if first == last else f"{first}–{last}"
    width = max(14.0, DIGIT * len(text) + 5)
    middle = min(x, size.width - width / 2)
    return MarkLabel(text, number(middle), number(middle - width / 2), number(width))


def span(plot: Plot, until: date) -> tuple[date, date]:
    """The first and the last day of the axis of a drawing up to `until`."""
    first = plot.first or until
    last = max(until, plot.ahead[-1].date) if plot.ahead else until
    return first, max(last, first + timedelta(days=SHORTEST_AXIS_DAYS))


def _runs(points: Sequence[Point], bridge: int) -> list[list[Point]]:
    """The smoothed points, broken where there was a gap."""
    runs = [list(points[:1])]
    for before, after in pairwise(points):
        if (after.date - before.date).days > bridge:
            runs.append([])
        runs[-1].append(after)
    return runs


def _every(step: int, run: list[Point]) -> list[Point]:
    """Every so many points, and the last one."""
    return run if step <= 1 else [*run[:-1:step], run[-1]]


@dataclass(frozen=True, slots=True)
class Grid:
    """Dates and scores to coordinates."""

    size: Size
    first: date
    last: date

    def x(self, day: date) -> str:
        width = self.size.width - self.size.left - self.size.right
        share = (day - self.first).days / (self.last - self.first).days
        return number(self.size.left + width * share)

    def y(self, score: float) -> str:
        height = self.size.height - self.size.top - self.size.bottom
        return number(self.size.top + height * (1 - score / NRS_HIGH))

    def dots(self, dots: Sequence[tuple[date, float]]) -> str:
        """A stroke without length for each; of many, in whole units, and once where two would cover each other."""
        places = [(self.x(day), self.y(score)) for day, score in dots]
        if len(dots) > MOST_LARGE_DOTS:
            places = list(dict.fromkeys((_whole(x), _whole(y)) for x, y in places))
        return "".join(f"M{x} {y}h0" for x, y in places)

    def path(self, points: Sequence[Point]) -> str:
        """A line through the levels; empty without any."""
        places = "L".join(f"{self.x(point.date)} {self.y(point.level)}" for point in points)
        return f"M{places}" if places else ""

    def band(self, points: Sequence[Point]) -> str:
        """The area between the ends of the intervals, in whole units when it has many bends; empty without any."""
        fine = str if len(points) <= MOST_FINE_BENDS else _whole
        above = [f"{fine(self.x(point.date))} {fine(self.y(point.high))}" for point in points]
        below = [f"{fine(self.x(point.date))} {fine(self.y(point.low))}" for point in reversed(points)]
        return f"M{'L'.join(above + below)}Z" if points else ""

    def within(self, points: Sequence[Point]) -> list[Point]:
        """What lies in the drawing, cut off at its edges in between two points."""
        cut = [
            _between(before, after, edge)
            for before, after in pairwise(points)
            for edge in (self.first, self.last)
            if before.date < edge < after.date
        ]
        inside = [point for point in points if self.first <= point.date <= self.last]
        return sorted([*cut, *inside], key=lambda point: point.date)

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


def _between(before: Point, after: Point, on: date) -> Point:
    """The point on a day in between two others, on a straight line."""
    share = (on - before.date).days / (after.date - before.date).days
    return Point(
        on,
        *(
            getattr(before, end) + share * (getattr(after, end) - getattr(before, end))
            for end in ("level", "low", "high")
        ),
    )


def _whole(coordinate: str) -> str:
    return f"{float(coordinate):.0f}"


def number(value: float) -> str:
    """A length in a drawing, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")
