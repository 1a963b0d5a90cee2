"""A clinic as a whole, for a page: the curve at two sizes, the result in a sentence, a table, and what it is not.

As in `charts`: two drawings, coordinates as text with a point, the axis fixed at 0 to 100.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recovery.clinical.cohort import FEWEST_FOR_MANAGERS, LeftOut
from recovery.clinical.definition import RECOVERED_DAYS
from recovery.clinical.incidence import EVENTS, FEWEST_FOLLOWED, INTERVAL, End, Incidence, Week
from recovery.clinical.natural_course import DEFINITION, OUT_OF, WINDOW_WEEKS
from recovery.trends.cohort import Cohort
from tracker.charts import number

LEVELS = range(0, OUT_OF + 1, 20)

ENDS = {
    End.RECOVERED: gettext_lazy("Recovered"),
    End.INJECTION: gettext_lazy("Injection"),
    End.OPERATION: gettext_lazy("Operation"),
}

WHY_NOT = {
    LeftOut.TOO_SHORT: gettext_lazy("diary shorter than two weeks"),
    LeftOut.RECOVERED_BEFORE: gettext_lazy("recovered already when two weeks of diary were full"),
    LeftOut.TREATED_BEFORE: gettext_lazy("injection or operation before that"),
    LeftOut.TOO_LATE: gettext_lazy("diary begun too long after the start of the leg pain"),
    LeftOut.WRONG_DATES: gettext_lazy("dates that contradict each other"),
}


@dataclass(frozen=True, slots=True)
class Size:
    """A drawing in SVG units, the room around the plot, and the weeks that are written below it."""

    name: str
    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int
    font: int
    weeks: range
    names_ends: bool


# The narrow one has no room for names beside the lines; the key above it names them.
NARROW = Size("narrow", 360, 340, 30, 30, 30, 88, 12, range(2, WINDOW_WEEKS + 1, 4), names_ends=False)
WIDE = Size("wide", 800, 410, 36, 120, 32, 92, 13, range(0, WINDOW_WEEKS + 1, 2), names_ends=True)


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the axis or a label: where, and what stands there."""

    at: str
    label: str


@dataclass(frozen=True, slots=True)
class Curve:
    """One line of the drawing and the label at its end."""

    code: str
    path: str
    end: Mark


@dataclass(frozen=True, slots=True)
class Drawing:
    """The curve at one size, ready to be drawn."""

    size: Size
    band: str
    curves: list[Curve]
    levels: list[Mark]
    weeks: list[Mark]
    followed: list[Mark]
    start: Mark
    start_label_y: str
    end_x: str
    plot_right: int
    plot_bottom: int
    week_y: int
    weeks_title_y: int
    followed_title_y: int
    followed_y: int


def draw(weeks: Sequence[Week], starting_share: float, size: Size) -> Drawing:
    """The weeks of an incidence at one size; weeks that are not known are left empty."""
    grid = _Grid(size)
    bottom = size.height - size.bottom
    known = [week for week in weeks if week.number in size.weeks]
    return Drawing(
        size=size,
        band=grid.band(weeks),
        curves=_curves(grid, weeks),
        levels=[Mark(grid.y(level / OUT_OF), str(level)) for level in LEVELS],
        weeks=[Mark(grid.x(number), str(number)) for number in size.weeks],
        followed=[Mark(grid.x(week.number), str(week.followed)) for week in known],
        start=Mark(grid.y(starting_share), str(_of_100(starting_share))),
        start_label_y=number(float(grid.y(starting_share)) - 7),
        end_x=number(float(grid.x(weeks[-1].number)) + 5),
        plot_right=size.width - size.right,
        plot_bottom=bottom,
        week_y=bottom + 18,
        weeks_title_y=bottom + 36,
        followed_title_y=bottom + 62,
        followed_y=bottom + 80,
    )


def _curves(grid: "_Grid", weeks: Sequence[Week]) -> list[Curve]:
    """The three lines. The labels at their ends are moved up where they would cover each other."""
    lowest = float(grid.size.height - grid.size.bottom)
    found = []
    for end in sorted(EVENTS, key=lambda end: _share(weeks[-1], end)):
        at = min(float(grid.y(_share(weeks[-1], end))) + grid.size.font / 3, lowest)
        lowest = at - grid.size.font - 1
        of_100 = str(_of_100(_share(weeks[-1], end)))
        label = f"{of_100} {str(ENDS[end]).lower()}" if grid.size.names_ends else of_100
        path = grid.path((week.number, _share(week, end)) for week in weeks)
        found.append(Curve(end.value, path, Mark(number(at), label)))
    return found


@dataclass(frozen=True, slots=True)
class _Grid:
    """Weeks and shares to coordinates."""

    size: Size

    def x(self, week: int) -> str:
        width = self.size.width - self.size.left - self.size.right
        return number(self.size.left + width * week / WINDOW_WEEKS)

    def y(self, share: float) -> str:
        height = self.size.height - self.size.top - self.size.bottom
        return number(self.size.top + height * (1 - share))

    def path(self, points: Iterable[tuple[int, float]]) -> str:
        return "M" + "L".join(f"{self.x(week)} {self.y(share)}" for week, share in points)

    def band(self, weeks: Sequence[Week]) -> str:
        """Around the recoveries, from the first week with an interval; empty without any."""
        lows = [(week.number, week.low) for week in weeks if week.low is not None]
        highs = [(week.number, week.high) for week in weeks if week.high is not None]
        return f"{self.path(highs)}L{self.path(reversed(lows))[1:]}Z" if len(lows) > 1 else ""


def _share(week: Week, end: End) -> float:
    return {End.RECOVERED: week.recovered, End.INJECTION: week.injection, End.OPERATION: week.operation}[end]


def _of_100(share: float) -> int:
    return round(share * OUT_OF)


@dataclass(frozen=True, slots=True)
class Row:
    """A week of the table, of 100 patients."""

    week: int
    recovered: int
    interval: str
    injection: int
    operation: int
    followed: int


@dataclass(frozen=True, slots=True)
class CohortPage:
    """Everything on the page. Without `drawings` there is only `silent`, which says why."""

    silent: str
    result: str
    verdict: str
    title: str
    description: str
    drawings: list[Drawing]
    rows: list[Row]
    counted: str
    left_out: list[str]
    definition: str
    interval: str
    start: int
    weeks: int


def cohort_page(cohort: Cohort, *, reads_records: bool) -> CohortPage:
    """The page of a clinic. Who reads no records sees a curve only of enough people to hide among."""
    found = cohort.incidence
    silent = _silent(found, reads_records=reads_records)
    weeks = () if silent else found.weeks
    title = _("Recovered without injection or operation, by week")
    return CohortPage(
        silent=silent,
        result=_result(weeks[-1]) if weeks else "",
        verdict=_verdict(weeks[-1], cohort.starting_share) if weeks else "",
        title=title,
        description=_describe(weeks, cohort.starting_share),
        drawings=[draw(weeks, cohort.starting_share, size) for size in (NARROW, WIDE)] if weeks else [],
        rows=[_row(week) for week in weeks],
        counted=_counted(found) if weeks else "",
        left_out=[
            f"{text}: {number}" for why, text in WHY_NOT.items() if (number := cohort.left_out.get(why))
        ]
        if weeks or reads_records
        else [],
        definition=_(
            "Recovered: over %(days)s days, with at least %(entries)s days filled in, a median leg pain of at most "
            "%(leg_pain)s and a median limitation of at most %(limitation)s, without an injection or operation before. "
            "It counts on the day on which those %(days)s days are full."
        )
        % {**DEFINITION, "days": RECOVERED_DAYS},
        interval=_percent(),
        start=_of_100(cohort.starting_share),
        weeks=WINDOW_WEEKS,
    )


def _percent() -> str:
    return f"{INTERVAL:.0%}"


def _silent(found: Incidence, *, reads_records: bool) -> str:
    """Why there is no curve, or nothing."""
    if not reads_records and found.patients < FEWEST_FOR_MANAGERS:
        text = _(
            "There is no curve yet. It is shown from %(fewest)s patients on, so that nobody can be recognised in it."
        )
        return text % {"fewest": FEWEST_FOR_MANAGERS}
    if not found.weeks:
        text = _(
            "There is no curve yet: too few patients. It begins when at least %(fewest)s are followed at the same "
            "time, each with two weeks of diary or more. Patients who count so far: %(patients)s."
        )
        return text % {"fewest": FEWEST_FOLLOWED, "patients": found.patients}
    return ""


def _result(last: Week) -> str:
    values = {
        "all": OUT_OF,
        "recovered": _of_100(last.recovered),
        "weeks": last.number,
        "interval": _percent(),
        "low": _of_100(last.low or 0),
        "high": _of_100(last.high or 0),
    }
    if last.low is None:
        text = _(
            "Of every %(all)s patients of this clinic, %(recovered)s recovered within %(weeks)s weeks without an "
            "injection or operation. There is no interval: it was nobody, or everybody."
        )
    else:
        text = _(
            "Of every %(all)s patients of this clinic, about %(recovered)s recovered within %(weeks)s weeks without an "
            "injection or operation; between %(low)s and %(high)s (%(interval)s CI)."
        )
    return text % values


def _verdict(last: Week, starting_share: float) -> str:
    """What the result says about the starting point: nothing before the window is full."""
    start = _of_100(starting_share)
    if last.number < WINDOW_WEEKS or last.low is None or last.high is None:
        text = _(
            "The starting point is %(start)s of 100 within %(window)s weeks. There are not enough patients yet to "
            "compare with it."
        )
    elif start > _of_100(last.high):
        text = _(
            "The starting point is %(start)s of 100 and lies above that range: fewer patients of this clinic recover "
            "by themselves. Discuss a lower starting point."
        )
    elif start < _of_100(last.low):
        text = _(
            "The starting point is %(start)s of 100 and lies below that range: more patients of this clinic recover "
            "by themselves. Discuss a higher starting point."
        )
    else:
        text = _(
            "The starting point is %(start)s of 100 and lies within that range: there is no reason to change it."
        )
    return text % {"start": start, "window": WINDOW_WEEKS}


def _describe(weeks: Sequence[Week], starting_share: float) -> str:
    """The drawing in words, for who cannot see it."""
    if not weeks:
        return ""
    told = [
        _("week %(week)s: recovered %(recovered)s, injection %(injection)s, operation %(operation)s")
        % {
            "week": week.number,
            "recovered": _of_100(week.recovered),
            "injection": _of_100(week.injection),
            "operation": _of_100(week.operation),
        }
        for week in weeks
        if week.number in {6, 12, 18} or week is weeks[-1]
    ]
    text = _("Of 100 patients, by %(weeks)s. Starting point: %(start)s.")
    return text % {"weeks": "; ".join(told), "start": _of_100(starting_share)}


def _row(week: Week) -> Row:
    low, high = week.low, week.high
    return Row(
        week=week.number,
        recovered=_of_100(week.recovered),
        interval="" if low is None or high is None else f"({_of_100(low)}–{_of_100(high)})",
        injection=_of_100(week.injection),
        operation=_of_100(week.operation),
        followed=week.followed,
    )


def _counted(found: Incidence) -> str:
    """How many patients the curve rests on, and how each was followed to an end."""
    text = ngettext(
        "%(patients)s patient counts: recovered %(recovered)s, injection %(injection)s, operation %(operation)s, "
        "none of the three at the end of the diary or of week %(window)s: %(lost)s. Enough were followed from "
        "week %(first)s on.",
        "%(patients)s patients count: recovered %(recovered)s, injection %(injection)s, operation %(operation)s, "
        "none of the three at the end of the diary or of week %(window)s: %(lost)s. Enough were followed from "
        "week %(first)s on.",
        found.patients,
    )
    ends = {end.value: number for end, number in found.ended.items()}
    first = found.weeks[0].number
    return text % {"patients": found.patients, "window": WINDOW_WEEKS, "first": first, **ends}
