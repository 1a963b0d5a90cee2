"""The review as a PDF: one sheet with what a doctor needs, and the days on the next. In the language of the page.

A file travels further than a page: private notes of the clinic are left out of it, and it says so.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

from tracker.answers import DayRow
from tracker.charts import Drawing, MarkLabel, Tick
from tracker.clinic.questionnaires import QuestionnaireRow
from tracker.clinic.review.page import Review
from tracker.clinic.review.presenters import Said
from tracker.clinic.review.strip import StripDrawing
from tracker.course import Chart, MarkLine
from tracker.words import moment

FONTS = Path(__file__).parents[2] / "fonts"
FONT = "DejaVu"

# Millimetres, and points for text.
MARGIN, GAP, WIDTH = 10, 3, 190
TEXT, SMALL, TINY, HEAD, NAME = 7.5, 6.5, 5.8, 9, 14
LINE = 3.6
# As high as the label of a mark in a drawing.
PILL = 14

INK, SOFT, GRID, BRAND = (28, 43, 51), (76, 91, 99), (225, 231, 234), (11, 85, 99)
BAND, USUAL, AHEAD, DOT = (219, 231, 233), (234, 242, 234), (228, 232, 234), (109, 154, 165)
DANGER, CARE, GREEN = (179, 20, 29), (91, 63, 155), (46, 125, 50)

# So many of each are read on the first sheet; the rest stands in the page.
MOST_LINES = 5
LONGEST_TEXT = 320

# The strip is at most so high, however many treatments have a bar in it.
STRIP_HEIGHT = 34

# How the days share the width of their sheet: a remark most of it.
DAY_WIDTHS = (22, 16, 13, 13, 43, 28, 55)
PADDING = 0.8

_POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")
_DOT = re.compile(r"([Mm])(-?[\d.]+) (-?[\d.]+)")
_MARK = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)")

Points = list[tuple[float, float]]


class Sheet(FPDF):
    """A4 in the site's letter, with the page number below."""

    def __init__(self, title: str, told: str) -> None:
        super().__init__(format="A4")
        self.told = told
        self.add_font(FONT, fname=FONTS / "DejaVuSans.ttf")
        self.add_font(FONT, "B", fname=FONTS / "DejaVuSans-Bold.ttf")
        self.set_title(title)
        self.set_lang(get_language() or "nl")
        self.set_margin(MARGIN)
        self.set_auto_page_break(auto=True, margin=MARGIN + 4)
        self.add_page()

    def footer(self) -> None:
        """Who it is about, when it was made, which sheet it is."""
        self.set_y(-MARGIN - 2)
        self.write_text(f"{self.told} · {self.page_no()}", size=SMALL, colour=SOFT)

    def write_text(
        self,
        text: str,
        *,
        width: float = WIDTH,
        size: float = TEXT,
        bold: bool = False,
        colour: tuple[int, int, int] = INK,
    ) -> None:
        """A paragraph from where the pen is."""
        self.set_font(FONT, "B" if bold else "", size)
        self.set_text_color(*colour)
        self.multi_cell(
            width, LINE * size / TEXT, text, align="L", new_x=XPos.LEFT, new_y=YPos.NEXT, padding=0
        )

    def fits(self, text: str, width: float) -> bool:
        """Whether a paragraph fits on this sheet, with a line to spare."""
        self.set_font(FONT, "", TEXT)
        high = cast(
            "float", self.multi_cell(width, LINE, text, dry_run=True, output=MethodReturnValue.HEIGHT)
        )
        return self.get_y() + high + LINE <= float(self.page_break_trigger)

    def lines_of(self, text: str, width: float, size: float) -> int:
        """How many lines a text takes in a cell so wide."""
        self.set_font(FONT, "", size)
        told = self.multi_cell(width, LINE, text, dry_run=True, output=MethodReturnValue.LINES)
        return max(len(cast("list[str]", told)), 1)

    def label(self, x: float, y: float, text: str, *, anchor: str = "start", size: float = 5) -> None:
        """A few words at a place of a drawing."""
        self.set_font(FONT, "", size)
        self.set_text_color(*SOFT)
        wide = self.get_string_width(text)
        self.text(x - {"start": 0, "middle": wide / 2, "end": wide}[anchor], y, text)


def review_as_pdf(review: Review, *, now: datetime) -> bytes:
    """The sheets."""
    name = review.about.name
    made = _("made on %(when)s") % {"when": moment(now)}
    sheet = Sheet(name, f"{name} · {made}")
    _head(sheet, review)
    if review.told and review.told.course.has_days:
        _charts(sheet, review.told.panels)
        _marks(sheet, review.told.course.marks)
        if review.told.strip:
            _strip(sheet, review.told.strip.drawings[-1])
        _comparison(sheet, review)
    _two_columns(sheet, review)
    if review.days.days:
        sheet.add_page()
        _entries(sheet, review)
    return bytes(sheet.output())


def _head(sheet: Sheet, review: Review) -> None:
    sheet.write_text(review.about.name, size=NAME, bold=True)
    facts = " · ".join(f"{line.label}: {line.value}" for line in review.about.lines)
    sheet.write_text(facts, size=SMALL, colour=SOFT)
    for line in review.alert_lines:
        if line.is_open:
            head = _("Open alert")
            told = f"{head}: {line.signs} ({line.urgency}), {line.when}. {line.became}"
            sheet.write_text(told, size=HEAD, bold=True, colour=DANGER)
    if review.told is None:
        sheet.write_text(_("The course cannot be shown at this moment, through a fault of ours."))
    elif review.told.changes:
        _heading(sheet, review.told.changes.title)
        for text in [*review.told.changes.lines, review.told.changes.why]:
            sheet.write_text(text)


def _heading(sheet: Sheet, text: str, width: float = WIDTH) -> None:
    sheet.set_xy(sheet.get_x(), sheet.get_y() + 1.5)
    sheet.write_text(text, width=width, size=HEAD, bold=True, colour=BRAND)


def _charts(sheet: Sheet, panels: Sequence[tuple[Chart, list[Tick]]]) -> None:
    """The three panels side by side."""
    wide, top = (WIDTH - 2 * GAP) / len(panels), sheet.get_y() + 2
    high = 0.0
    for n, (chart, places) in enumerate(panels):
        pen = _Pen(sheet, MARGIN + n * (wide + GAP), top + LINE, wide / chart.drawings[0].size.width)
        sheet.set_xy(pen.left, top)
        sheet.write_text(f"{chart.title} (10 = {chart.high})", width=wide, size=SMALL, bold=True)
        _chart(pen, chart.drawings[0], places)
        high = max(high, chart.drawings[0].size.height * pen.scale)
    sheet.set_xy(MARGIN, top + LINE + high + 1)


def _marks(sheet: Sheet, marks: Sequence[MarkLine]) -> None:
    """What the numbers on the charts stand for; without one it lies before the first day that is drawn."""
    told = " · ".join(f"{mark.number} {mark.date}: {mark.label}".strip() for mark in marks)
    if told:
        sheet.write_text(told, size=SMALL, colour=SOFT)


class _Pen:
    """Draws in the units of a drawing, at a place on a sheet."""

    def __init__(
        self, sheet: Sheet, left: float, top: float, scale: float, down: float | None = None
    ) -> None:
        """`down` is the scale of what is upright, where that is another."""
        self.sheet, self.left, self.top, self.scale = sheet, left, top, scale
        self.down = scale if down is None else down

    def at(self, x: float | str, y: float | str) -> tuple[float, float]:
        return self.left + float(x) * self.scale, self.top + float(y) * self.down

    def points(self, path: str) -> Points:
        return [self.at(x, y) for x, y in _POINT.findall(path)]

    def dots(self, path: str) -> Points:
        """Places each by itself, or each from the one before."""
        found, x, y = [], 0.0, 0.0
        for move, across, down in _DOT.findall(path):
            is_step = move == "m"
            x, y = (x if is_step else 0) + float(across), (y if is_step else 0) + float(down)
            found.append(self.at(x, y))
        return found

    def area(self, path: str, colour: tuple[int, int, int]) -> None:
        if points := self.points(path):
            self.sheet.set_fill_color(*colour)
            self.sheet.polygon(points, style="F")

    def line(self, points: Points, colour: tuple[int, int, int], wide: float = 0.2, dash: float = 0) -> None:
        if len(points) > 1:
            self.sheet.set_draw_color(*colour)
            self.sheet.set_line_width(wide)
            self.sheet.set_dash_pattern(dash, dash)
            self.sheet.polyline(points)
            self.sheet.set_dash_pattern()

    def words(
        self, x: float | str, y: float | str, text: str, anchor: str = "start", size: float = 5
    ) -> None:
        self.sheet.label(*self.at(x, y), text, anchor=anchor, size=size)

    def pill(self, label: MarkLabel, y: float) -> None:
        """The number of what was done, as in the list below the charts."""
        self.sheet.set_fill_color(*CARE)
        wide, high = float(label.width) * self.scale, PILL * self.scale
        self.sheet.rect(
            *self.at(label.left, y), wide, high, style="F", round_corners=True, corner_radius=high / 2
        )
        self.sheet.set_font(FONT, "B", 5)
        self.sheet.set_text_color(255)
        x, below = self.at(label.x, y + 11)
        self.sheet.text(x - self.sheet.get_string_width(label.text) / 2, below, label.text)


def _chart(pen: _Pen, drawing: Drawing, places: Sequence[Tick]) -> None:
    """What `components/drawing.html` draws, back to front."""
    left, right, bottom = drawing.size.left, drawing.plot_right, drawing.plot_bottom
    pen.area(drawing.usual, USUAL)
    for tick in drawing.levels:
        pen.line([pen.at(left, tick.at), pen.at(right, tick.at)], GRID)
        pen.words(drawing.label_x, float(tick.at) + 4, tick.label, "end")
    for tick in drawing.dates:
        pen.words(tick.at, drawing.date_y, tick.label, tick.anchor)
    if drawing.acceptable:
        pen.line([pen.at(left, drawing.acceptable), pen.at(right, drawing.acceptable)], GREEN, dash=1)
    for band in drawing.bands:
        pen.area(band, BAND)
    pen.area(drawing.ahead_band, AHEAD)
    pen.line(pen.points(drawing.ahead), SOFT, dash=0.8)
    for place in places:
        aside = 4 if place.anchor == "start" else -4
        pen.words(float(place.at) + aside, drawing.size.top, place.label, place.anchor)
        pen.line([pen.at(place.at, drawing.size.top - 10), pen.at(place.at, bottom)], INK, dash=0.5)
    for mark in drawing.marks:
        pen.line([pen.at(mark.x, 10), pen.at(mark.x, bottom)], DANGER if mark.is_flag else CARE, 0.3)
        if mark.is_flag or not mark.number:
            pen.words(mark.x, 9, mark.label, "middle", 4.5)
    for label in drawing.labels:
        pen.pill(label, drawing.label_y)
    pen.sheet.set_fill_color(*DOT)
    for x, y in pen.dots(drawing.dots):
        pen.sheet.circle(x, y, 0.35, style="F")
    for line in drawing.lines:
        pen.line(pen.points(line), BRAND, 0.5)


def _strip(sheet: Sheet, drawing: StripDrawing) -> None:
    """The answers by day, on the axis of the charts."""
    scale = WIDTH / drawing.size.width
    pen = _Pen(sheet, MARGIN, sheet.get_y() + 1, scale, min(scale, STRIP_HEIGHT / drawing.height))
    for row in drawing.rows:
        pen.words(2, row.name_y, row.name, size=5.5)
        pen.line([pen.at(drawing.size.left, row.line_y), pen.at(drawing.right, row.line_y)], GRID)
        for marks in row.marks:
            sheet.set_fill_color(marks.fill)
            for x, y, wide, high in _MARK.findall(marks.path):
                sheet.rect(*pen.at(x, y), float(wide) * pen.scale, float(high) * pen.down, style="F")
    for bar in drawing.bars:
        pen.words(2, bar.name_y, bar.name, size=5.5)
        sheet.set_fill_color(*CARE)
        sheet.rect(*pen.at(bar.x, bar.y), float(bar.width) * pen.scale, 7 * pen.down, style="F")
    for tick in drawing.dates:
        pen.words(tick.at, drawing.date_y, tick.label, tick.anchor)
    sheet.set_xy(MARGIN, pen.top + drawing.height * pen.down)
    sheet.write_text(
        _("The higher a mark, the worse. A gap was not answered: unknown, not “no”."), size=SMALL, colour=SOFT
    )


def _comparison(sheet: Sheet, review: Review) -> None:
    if review.told is None:
        return
    told = review.told.comparison
    sheet.set_y(sheet.get_y() + 1.5)
    heads = [
        _("Scale"),
        told.first,
        told.second,
        _("Difference"),
        _("Since the first full week"),
        _("Does that matter?"),
    ]
    rows = [
        [row.name, *(f"{figure.value} {figure.interval}" for figure in row.figures), row.matters]
        for row in told.rows
    ]
    _table(sheet, heads, rows, (12, 16, 16, 18, 22, 46))
    sheet.write_text(f"{told.beside_flag} {told.measure}".strip(), size=SMALL, colour=SOFT)


def _table(
    sheet: Sheet,
    heads: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[int],
    size: float = SMALL,
) -> None:
    sheet.set_font(FONT, "", size)
    sheet.set_text_color(*INK)
    sheet.set_draw_color(*GRID)
    sheet.set_line_width(0.2)
    sheet.set_fill_color(255)
    with sheet.table(
        col_widths=tuple(widths),
        width=WIDTH,
        line_height=LINE * size / TEXT * 1.05,
        text_align="LEFT",
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD"),
        padding=(0.2, PADDING),
    ) as table:
        table.row(heads)
        for row in rows:
            table.row(row)


def _two_columns(sheet: Sheet, review: Review) -> None:
    """What the model says and what was done on the left, what was said and planned on the right."""
    wide, top = (WIDTH - GAP) / 2, sheet.get_y()
    bottom = 0.0
    for n, parts in enumerate((_on_the_left(review), _on_the_right(review))):
        left = MARGIN + n * (wide + GAP)
        sheet.set_xy(left, top)
        _column(sheet, parts, wide)
        bottom = max(bottom, sheet.get_y())
    sheet.set_xy(MARGIN, bottom)


def _column(sheet: Sheet, parts: "Parts", wide: float) -> None:
    """Headings with their lines, as far as the sheet goes: the first sheet is one sheet."""
    rest = _("The rest stands on the patient's page.")
    for head, lines in parts:
        if not sheet.fits(f"{head}\n\n{lines[0]}", wide):
            sheet.write_text(rest, width=wide, colour=SOFT)
            return
        _heading(sheet, head, wide)
        for line in lines:
            if not sheet.fits(line, wide):
                sheet.write_text(rest, width=wide, colour=SOFT)
                return
            sheet.write_text(line, width=wide)


Parts = list[tuple[str, list[str]]]


def _on_the_left(review: Review) -> Parts:
    parts: Parts = []
    weeks: Parts = []
    if review.told and review.told.course.standing and review.told.course.has_days:
        outlook, standing = review.told.outlook, review.told.course.standing
        figure = outlook.why_not
        if outlook.own:
            text = _(
                "%(n)s of 100 (%(low)s–%(high)s) recover within %(weeks)s weeks of onset without injection or "
                "operation."
            )
            figure = text % {
                "n": outlook.own.recover,
                "low": outlook.own.low,
                "high": outlook.own.high,
                "weeks": outlook.window,
            }
        parts.append((standing.title, [standing.reason, figure]))
        lines = [f"{week.date}: {week.standing}, {week.share}" for week in outlook.weeks]
        weeks.append((_("Week by week (of 100)"), lines[:MOST_LINES]))
    alerts = [f"{line.when}: {line.signs} ({line.urgency}). {line.became}" for line in review.alert_lines]
    filled = [_questionnaire(row) for row in review.questionnaires.rows]
    return [
        *parts,
        (_("Alerts"), _first(alerts, _("No alerts."))),
        *_after(review),
        *_function(review),
        (_("Questionnaires"), _first(filled, _("No questionnaire filled in yet."))),
        *weeks,
    ]


def _after(review: Review) -> Parts:
    """How the episode was closed or came back, what the leg said since, and the earlier episodes."""
    after = review.after
    if after is None:
        return []
    answered = [_("The leg answered: %(step)s") % {"step": line} for line in after.leg_answered]
    weekly = [f"{_('Last weekly answer:')} {after.weekly}"] if after.weekly else []
    earlier = [f"{one.title}. {' '.join(one.lines)}" for one in after.earlier]
    parts = [
        (_("After the hernia"), [*after.lines, *weekly, *answered]),
        (_("Earlier episodes"), earlier),
    ]
    return [part for head, lines in parts for part in _if_any(head, lines)]


def _function(review: Review) -> Parts:
    """Own activities, and where something is felt; nothing where nothing was told."""
    parts: Parts = []
    if own := review.activities:
        lines = [
            f"{line.name}: {line.last} ({line.last_on})" if line.last_on else line.name for line in own.lines
        ]
        parts.append((_("Own activities"), [own.ends, *_first(lines, "")]))
    for told in review.body_maps[:1]:
        felt = "; ".join(f"{line.label}: {line.value}" for line in told.lines)
        parts.append((_("Where it is felt"), [f"{told.date}. {felt or _('Nothing marked.')}"]))
    return parts


def _questionnaire(row: QuestionnaireRow) -> str:
    """The score and its day, the one before, and whether the change matters."""
    told = [f"{row.title}: {row.now} ({row.now_on})"]
    if row.before:
        told.append(_("was %(score)s on %(date)s") % {"score": row.before, "date": row.before_on})
    return ", ".join(told) + "." + (f" {row.verdict}." if row.verdict else "")


def _prompts(review: Review) -> Parts:
    """What the ladder gives to consider; nothing where there is none."""
    found = review.told.prompts.rows if review.told and review.told.prompts else []
    return (
        [(_("To consider"), [f"{row.title}. {row.sentence} {row.basis}" for row in found])] if found else []
    )


def _prepared(review: Review) -> Parts:
    """What the patient sent ahead, in their own words; nothing where nothing was sent."""
    if review.prepared is None:
        return []
    told = [
        (_("What matters to the patient:"), review.prepared.matters),
        (_("What the patient does not understand:"), review.prepared.not_understood),
    ]
    head = _("Prepared by the patient on %(when)s") % {"when": review.prepared.when}
    return [(head, _first([f"{asked} {text}" for asked, text in told if text], _("No words of their own.")))]


def _episode(review: Review) -> list[str]:
    """Level, side and status, the last picture, and what was done."""
    card = review.episode
    lines = [f"{fact.label}: {fact.value}" for fact in card.facts]
    if seen := card.last_picture:
        lines.append(" ".join(filter(None, (f"{seen.name}, {seen.when}.", seen.finding))))
    done = [f"{line.name}: {line.when}" for line in reversed(card.treatments)]
    return [*lines, *_first(done, _("No treatment written down."))]


def _on_the_right(review: Review) -> Parts:
    planned = [_("Visit planned on %(date)s") % {"date": visit.date} for visit in review.visits.planned]
    shared = [f"{note.when}, {note.who}: {note.text}" for note in review.notes if note.shared]
    left_out = sum(not note.shared for note in review.notes)
    if left_out:
        shared.append(_("Notes that are not shared with the patient are left out: %(n)s.") % {"n": left_out})
    return [
        *_prompts(review),
        *_prepared(review),
        *_if_any(_("What the patient wants to ask"), [_signed(line.text, line) for line in review.questions]),
        (_("Plan"), _first(planned, _("No visit is planned."))),
        (_("The episode"), _episode(review)),
        *_if_any(
            _("What the patient wrote"), [_signed(f"{line.when}: {line.text}", line) for line in review.said]
        ),
        *_if_any(_("Notes of the clinic"), shared),
    ]


def _first(lines: Sequence[str], nothing: str) -> list[str]:
    """The first few, cut where one is long, and how many more there are."""
    shown = [line if len(line) <= LONGEST_TEXT else f"{line[:LONGEST_TEXT]} …" for line in lines[:MOST_LINES]]
    more = len(lines) - len(shown)
    return [*shown, *([_("and %(n)s more") % {"n": more}] if more else [])] or [nothing]


def _if_any(head: str, lines: Sequence[str]) -> Parts:
    """A part of what there is; nothing where there is none."""
    return [(head, _first(lines, ""))] if lines else []


def _signed(text: str, said: Said) -> str:
    """What was said, and by whom where it was not the patient."""
    return f"{text} ({said.by})" if said.by else text


def _entries(sheet: Sheet, review: Review) -> None:
    """The latest days, as many as go on this sheet."""
    _heading(sheet, _("Entries and notes"))
    heads = [_("Day"), *review.days.scales, _("Feeling"), _("Strength"), _("Remarks")]
    rows = _that_fit(sheet, [_day_cells(day) for day in review.days.days])
    _table(sheet, heads, rows, DAY_WIDTHS, TINY)
    whole = review.page.paginator.count
    if len(rows) < whole:
        sheet.write_text(
            _("The latest %(shown)s of %(all)s days.") % {"shown": len(rows), "all": whole},
            size=SMALL,
            colour=SOFT,
        )


def _day_cells(day: DayRow) -> list[str]:
    """A day as it stands in the table."""
    remarks = [
        *(f"{sign}!" for sign in day.signs),
        *(f"{line.label}: {line.value.lower()}." for line in day.others),
        day.note,
        *(f"({line})" for line in day.written),
    ]
    return [day.date, *day.scores, day.feeling, day.strength, " ".join(remarks)]


def _that_fit(sheet: Sheet, rows: list[list[str]]) -> list[list[str]]:
    """The first rows, until the sheet is full; a line is kept for the heads and one for what is left out."""
    line = LINE * TINY / TEXT * 1.05
    left = float(sheet.page_break_trigger) - sheet.get_y() - 2 * LINE - line
    fitting = []
    for row in rows:
        cells = zip(row, DAY_WIDTHS, strict=True)
        left -= 0.4 + line * max(sheet.lines_of(cell, wide, TINY) for cell, wide in cells)
        if left < 0:
            break
        fitting.append(row)
    return fitting
