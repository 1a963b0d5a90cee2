"""Under the charts, on the same days: which medicines were taken when, a mark for every day; and the same in a table.

A day without a mark was not told of: unknown, not “not taken”.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.clinical.diary import WEEK_DAYS
from recovery.journal.medicines import DaysTaken
from tracker.charts import NARROW, WIDE, Grid, Size, Tick
from tracker.words import compact_date, short_date

# A mark is at least so wide (units of the drawing), and a row so high, its name above it.
NARROWEST_MARK = 3
MARK_HEIGHT = 12
ROW_HEIGHT = 34
NAME_HEIGHT = 16
DATES_HEIGHT = 22
LONGEST_NAME = 38

# So many medicines are drawn, and so many rows stand in the table: with more weeks a row holds several.
MOST_DRAWN = 6
MOST_ROWS = 18


@dataclass(frozen=True, slots=True)
class Row:
    """A medicine in a drawing: where its name and its line stand, and its marks as a path."""

    name: str
    name_y: int
    line_y: int
    path: str


@dataclass(frozen=True, slots=True)
class TakenDrawing:
    """The rows at one size."""

    size: Size
    height: int
    rows: list[Row]
    dates: list[Tick]
    date_y: int
    right: int


@dataclass(frozen=True, slots=True)
class TableRow:
    """Some weeks in figures: from when, how many days, and on how many of them each was taken."""

    since: str
    days: int
    counts: list[int]


@dataclass(frozen=True, slots=True)
class TakenStrip:
    """The strip: drawings, the same in words, and in a table. `more` says which medicines are not drawn."""

    drawings: list[TakenDrawing]
    description: str
    names: list[str]
    rows: list[TableRow]
    more: str


def taken_strip(
    told: Sequence[DaysTaken], span: tuple[date, date], *, today: date, said: Iterable[date] = ()
) -> TakenStrip | None:
    """What was taken, on the axis `span` of the charts; nothing where nothing was told.

    `said` are the days on which the diary says that painkillers were taken, whichever: a row of their own, first.
    """
    whole = DaysTaken(_("Painkillers, by the diary"), is_painkiller=True, days=tuple(said))
    inside = [_within(one, span[0], today) for one in (whole, *told)]
    found = [one for one in inside if one.days]
    if not found:
        return None
    drawn = found[:MOST_DRAWN]
    return TakenStrip(
        drawings=[_draw(drawn, span, size) for size in (NARROW, WIDE)],
        description=" ".join(_counted(one) for one in drawn),
        names=[one.name for one in drawn],
        rows=_table(drawn, span[0], today),
        more=" ".join(_counted(one) for one in found[MOST_DRAWN:]),
    )


def _within(one: DaysTaken, first: date, today: date) -> DaysTaken:
    days = tuple(day for day in one.days if first <= day <= today)
    return DaysTaken(one.name, one.is_painkiller, days)


def _counted(one: DaysTaken) -> str:
    """“Ibuprofen: 12 days, last on 4 Nov 2026.”"""
    days = ngettext("%(n)s day", "%(n)s days", len(one.days)) % {"n": len(one.days)}
    return _("%(name)s: %(days)s, last on %(day)s.") % {
        "name": one.name,
        "days": days,
        "day": compact_date(one.days[-1]),
    }


def _draw(told: Sequence[DaysTaken], span: tuple[date, date], size: Size) -> TakenDrawing:
    grid = Grid(size, *span)
    height = len(told) * ROW_HEIGHT + DATES_HEIGHT
    return TakenDrawing(
        size=size,
        height=height,
        rows=[_row(n, one, grid) for n, one in enumerate(told)],
        dates=[Tick(grid.x(day), short_date(day), grid.anchor(day)) for day in grid.dates()],
        date_y=height - 6,
        right=size.width - size.right,
    )


def _row(n: int, one: DaysTaken, grid: Grid) -> Row:
    bottom = n * ROW_HEIGHT + NAME_HEIGHT + MARK_HEIGHT
    name = one.name if len(one.name) <= LONGEST_NAME else f"{one.name[: LONGEST_NAME - 1]}…"
    marks = (_mark(grid, bottom, first, last) for first, last in _runs(one.days, grid))
    return Row(name, bottom - MARK_HEIGHT - 4, bottom, "".join(marks))


def _runs(days: Sequence[date], grid: Grid) -> list[tuple[date, date]]:
    """Days in a row, or so close together that a gap between them could not be seen."""
    width = grid.size.width - grid.size.left - grid.size.right
    bridge = max(1, -(-((grid.last - grid.first).days * NARROWEST_MARK) // width))
    runs: list[tuple[date, date]] = []
    for day in days:
        if runs and (day - runs[-1][1]).days <= bridge:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


def _mark(grid: Grid, bottom: int, first: date, last: date) -> str:
    left, right = float(grid.x(first)), float(grid.x(min(last + timedelta(days=1), grid.last)))
    return f"M{left:g} {bottom - MARK_HEIGHT}h{max(right - left, NARROWEST_MARK):.1f}v{MARK_HEIGHT}H{left:g}z"


def _table(told: Sequence[DaysTaken], first: date, today: date) -> list[TableRow]:
    """Week by week, or several weeks at once, the latest first."""
    weeks = (today - first).days // WEEK_DAYS + 1
    step = WEEK_DAYS * -(-weeks // MOST_ROWS)
    counts = [Counter((day - first).days // step for day in one.days) for one in told]
    starts = [first + timedelta(days=n) for n in range(0, (today - first).days + 1, step)]
    return [
        TableRow(compact_date(start), min(step, (today - start).days + 1), [count[n] for count in counts])
        for n, start in reversed(list(enumerate(starts)))
    ]
