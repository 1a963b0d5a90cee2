"""Under the charts, on the same days: strength, feeling, the safety question and painkillers, a mark for every day.

What was not answered is a gap, never "no". A mark is told by its height as well as by its colour, and the same stands
in words and in a table. Where days would be too narrow to see, a mark stands for several and shows the worst of them.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from recovery.clinical.care import LASTING, Care
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.scores import FEELINGS, STRENGTHS, Feeling, Strength
from recovery.episodes.models import Treatment
from recovery.journal.models import Entry
from tracker.charts import NARROW, WIDE, Grid, Size, Tick
from tracker.clinic.review.changes import care_name
from tracker.words import compact_date, short_date

# A mark is at least so wide (units of the drawing), and a row of marks so high, with its name above it.
NARROWEST_MARK = 3
MARK_HEIGHT = 14
ROW_HEIGHT = 34
NAME_HEIGHT = 14
BAR_HEIGHT = 26
DATES_HEIGHT = 22

# Up to so many days each has a mark of its own; of more, those that stay the same are drawn as one.
MOST_SQUARES = 90

# The table has no more rows than this: with more weeks a row holds several.
MOST_ROWS = 18


@dataclass(frozen=True, slots=True)
class State:
    """An answer as it is drawn: the worse, the higher; `share` of the height of a row (0-1)."""

    code: str
    words: str
    share: float
    fill: str

    @property
    def height(self) -> str:
        """How high it is drawn, in units of the drawing."""
        return f"{MARK_HEIGHT * self.share:g}"


@dataclass(frozen=True, slots=True)
class Question:
    """A row: its name, its states from the mildest to the worst, and which of them an entry gives, if any."""

    name: str
    states: tuple[State, ...]
    asked: Callable[[Entry], str | None]


CALM, MIDDLE, GRAVE, PILL = "#8fb3bb", "#b26a00", "#b3141d", "#5b3f9b"


def _painkillers(entry: Entry) -> str | None:
    return None if entry.painkillers is None else ("yes" if entry.painkillers else "no")


def _safety(entry: Entry) -> str | None:
    """Every saved day has the answer to the safety question: it cannot be saved without."""
    return "new" if entry.signs else "none"


QUESTIONS = (
    Question(
        gettext_noop("Strength in the leg"),
        (
            State("normal", STRENGTHS[Strength.NORMAL], 0.25, CALM),
            State("less", STRENGTHS[Strength.LESS], 0.6, MIDDLE),
            State("worse", STRENGTHS[Strength.WORSE], 1, GRAVE),
        ),
        lambda entry: entry.strength or None,
    ),
    Question(
        gettext_noop("Feeling in the leg"),
        (
            State("normal", FEELINGS[Feeling.NORMAL], 0.25, CALM),
            State("less", FEELINGS[Feeling.LESS], 0.6, MIDDLE),
            State("worse", FEELINGS[Feeling.WORSE], 1, GRAVE),
        ),
        lambda entry: entry.feeling or None,
    ),
    Question(
        gettext_noop("Safety question"),
        (
            State("none", gettext_noop("nothing new ticked"), 0.25, CALM),
            State("new", gettext_noop("new or different"), 1, GRAVE),
        ),
        _safety,
    ),
    Question(
        gettext_noop("Painkillers"),
        (
            State("no", gettext_noop("no"), 0.25, CALM),
            State("yes", gettext_noop("yes"), 1, PILL),
        ),
        _painkillers,
    ),
)


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one state in one row, as a path."""

    path: str
    fill: str


@dataclass(frozen=True, slots=True)
class StripRow:
    """A row of the drawing: where its name and its line stand, and its marks."""

    name: str
    name_y: int
    line_y: int
    marks: list[Marks]


@dataclass(frozen=True, slots=True)
class Bar:
    """A treatment that went on for a while."""

    x: str
    width: str
    y: int
    name: str
    name_y: int
    goes_on: bool


@dataclass(frozen=True, slots=True)
class StripDrawing:
    """The strip at one size."""

    size: Size
    height: int
    rows: list[StripRow]
    bars: list[Bar]
    dates: list[Tick]
    date_y: int
    right: int


@dataclass(frozen=True, slots=True)
class KeyRow:
    """What the heights of a row mean."""

    name: str
    states: list[State]


@dataclass(frozen=True, slots=True)
class TableRow:
    """Some weeks in figures: how often each was answered how."""

    since: str
    days: int
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Strip:
    """The strip: drawings, a key, the same in words, and in a table. `thinned`: a mark may stand for several days."""

    drawings: list[StripDrawing]
    key: list[KeyRow]
    description: str
    thinned: bool
    headings: list[str]
    rows: list[TableRow]


def strip(
    entries: Sequence[Entry], treatments: Sequence[Treatment], span: tuple[date, date], *, today: date
) -> Strip:
    """The answers of `entries` on the axis `span` of the charts, up to today, and the painkillers in between."""
    first, _last = span
    inside = [entry for entry in entries if first <= entry.day <= today]
    pills = [done for done in treatments if Care(done.kind) in LASTING and done.date <= today]
    return Strip(
        drawings=[_draw(inside, pills, span, size, today) for size in (NARROW, WIDE)],
        key=[KeyRow(_(question.name), _translated(question)) for question in QUESTIONS],
        description=_describe(inside, pills, first, today),
        thinned=_days_a_mark(span, NARROW) > 1,
        headings=[_(question.name) for question in QUESTIONS],
        rows=_table(inside, first, today),
    )


def _translated(question: Question) -> list[State]:
    return [State(state.code, _(state.words), state.share, state.fill) for state in question.states]


def _days_a_mark(span: tuple[date, date], size: Size) -> int:
    """How many days a mark stands for, so that none is too narrow to see."""
    width = size.width - size.left - size.right
    return max(1, -(-((span[1] - span[0]).days * NARROWEST_MARK) // width))


def _draw(
    entries: Sequence[Entry],
    pills: Sequence[Treatment],
    span: tuple[date, date],
    size: Size,
    today: date,
) -> StripDrawing:
    grid = Grid(size, *span)
    below = len(QUESTIONS) * ROW_HEIGHT
    height = below + len(pills) * BAR_HEIGHT + DATES_HEIGHT
    return StripDrawing(
        size=size,
        height=height,
        rows=[_row(n, question, entries, grid) for n, question in enumerate(QUESTIONS)],
        bars=[_bar(done, grid, below + n * BAR_HEIGHT, today) for n, done in enumerate(pills)],
        dates=[Tick(grid.x(day), short_date(day), grid.anchor(day)) for day in grid.dates()],
        date_y=height - 6,
        right=size.width - size.right,
    )


def _row(n: int, question: Question, entries: Sequence[Entry], grid: Grid) -> StripRow:
    bottom = n * ROW_HEIGHT + NAME_HEIGHT + MARK_HEIGHT
    runs = _runs(question, entries, grid)
    return StripRow(
        name=_(question.name),
        name_y=n * ROW_HEIGHT + NAME_HEIGHT - 3,
        line_y=bottom,
        marks=[
            Marks(
                "".join(_mark(grid, state, bottom, *run) for code, *run in runs if code == state.code),
                state.fill,
            )
            for state in question.states
        ],
    )


def _runs(question: Question, entries: Sequence[Entry], grid: Grid) -> list[tuple[str, date, date]]:
    """The worst answer of every few days, and from when up to when it stayed the same; nothing where none was given."""
    step, order = _days_a_mark((grid.first, grid.last), grid.size), [state.code for state in question.states]
    worst: dict[int, int] = {}
    for entry in entries:
        answer = question.asked(entry)
        if answer in order:
            n = (entry.day - grid.first).days // step
            worst[n] = max(worst.get(n, 0), order.index(answer))
    runs, apart = [], len(worst) <= MOST_SQUARES
    for (rank, _offset), group in groupby(
        enumerate(sorted(worst)), key=lambda pair: (worst[pair[1]], pair[1] if apart else pair[1] - pair[0])
    ):
        numbers = [n for _place, n in group]
        start = grid.first + timedelta(days=numbers[0] * step)
        runs.append((order[rank], start, grid.first + timedelta(days=(numbers[-1] + 1) * step)))
    return runs


def _mark(grid: Grid, state: State, bottom: int, start: date, end: date) -> str:
    """A bar from the start of the first day to the end of the last, a hair apart from its neighbours."""
    left, right = (
        float(grid.x(start)),
        min(float(grid.x(end)), grid.size.width - grid.size.right + NARROWEST_MARK),
    )
    height = round(MARK_HEIGHT * state.share, 1)
    return f"M{left:g} {bottom - height:g}h{right - left - 0.3:.1f}v{height:g}H{left:g}z"


def _bar(done: Treatment, grid: Grid, top: int, today: date) -> Bar:
    """From its start to its end, or to today, within the drawing."""
    start, end = max(done.date, grid.first), min(done.until or today, grid.last)
    left, right = float(grid.x(start)), float(grid.x(max(end, start)))
    return Bar(
        x=f"{left:g}",
        width=f"{max(right - left, NARROWEST_MARK):.1f}",
        y=top + NAME_HEIGHT,
        name=span_name(done),
        name_y=top + NAME_HEIGHT - 3,
        goes_on=done.until is None,
    )


def span_name(done: Treatment) -> str:
    """“Paracetamol, 3 Nov 2026 – 9 Nov 2026”."""
    if done.until is None:
        return _("%(what)s, since %(start)s") % {"what": care_name(done), "start": compact_date(done.date)}
    return f"{care_name(done)}, {compact_date(done.date)} – {compact_date(done.until)}"


def _describe(entries: Sequence[Entry], pills: Sequence[Treatment], first: date, today: date) -> str:
    """The strip in words, for who cannot see it."""
    days = (today - first).days + 1
    told = [f"{_(question.name)}: {_counted(question, entries, days)}." for question in QUESTIONS]
    return " ".join([*told, *(f"{span_name(done)}." for done in pills)])


def _counted(question: Question, entries: Sequence[Entry], days: int) -> str:
    """“normal 20, less, as before 3, not answered 5”."""
    number = Counter(question.asked(entry) for entry in entries)
    told = [
        f"{_(state.words).lower()} {number[state.code]}" for state in question.states if number[state.code]
    ]
    answered = sum(number[state.code] for state in question.states)
    return "; ".join([*told, _("not answered %(n)s") % {"n": days - answered}])


def _table(entries: Sequence[Entry], first: date, today: date) -> list[TableRow]:
    """Week by week, or several weeks at once, the latest first."""
    weeks = (today - first).days // WEEK_DAYS + 1
    step = WEEK_DAYS * -(-weeks // MOST_ROWS)
    starts = [first + timedelta(days=n) for n in range(0, (today - first).days + 1, step)]
    rows = []
    for start in reversed(starts):
        days = min(step, (today - start).days + 1)
        these = [entry for entry in entries if 0 <= (entry.day - start).days < days]
        cells = [_counted(question, these, days) for question in QUESTIONS]
        rows.append(TableRow(compact_date(start), days, cells))
    return rows
