"""The charts and the strip of answers, on the first sheet."""

import re
from collections.abc import Sequence

from django.utils.translation import gettext as _

from tracker.charts import Drawing, Tick
from tracker.clinic.review.pdf.pen import CARE, Pen
from tracker.clinic.review.strip import StripDrawing
from tracker.course import Chart, MarkLine
from tracker.paper import BRAND, DANGER, GAP, GRID, INK, LINE, MARGIN, SMALL, SOFT, WIDTH, Sheet

BAND, USUAL, AHEAD, DOT = (219, 231, 233), (234, 242, 234), (228, 232, 234), (109, 154, 165)
GREEN = (46, 125, 50)

# The strip is at most so high, however many treatments have a bar in it.
STRIP_HEIGHT = 34

_MARK = re.compile(r"M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)")


def charts(sheet: Sheet, panels: Sequence[tuple[Chart, list[Tick]]]) -> None:
    """The three panels side by side."""
    wide, top = (WIDTH - 2 * GAP) / len(panels), sheet.get_y() + 2
    high = 0.0
    for n, (chart, places) in enumerate(panels):
        pen = Pen(sheet, MARGIN + n * (wide + GAP), top + LINE, wide / chart.drawings[0].size.width)
        sheet.set_xy(pen.left, top)
        sheet.write_text(f"{chart.title} (10 = {chart.high})", width=wide, size=SMALL, bold=True)
        _chart(pen, chart.drawings[0], places)
        high = max(high, chart.drawings[0].size.height * pen.scale)
    sheet.set_xy(MARGIN, top + LINE + high + 1)


def marks(sheet: Sheet, marks: Sequence[MarkLine]) -> None:
    """What the numbers on the charts stand for; without one it lies before the first day that is drawn."""
    told = " · ".join(f"{mark.number} {mark.date}: {mark.label}".strip() for mark in marks)
    if told:
        sheet.write_text(told, size=SMALL, colour=SOFT)


def _chart(pen: Pen, drawing: Drawing, places: Sequence[Tick]) -> None:
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


def strip(sheet: Sheet, drawing: StripDrawing) -> None:
    """The answers by day, on the axis of the charts."""
    scale = WIDTH / drawing.size.width
    pen = Pen(sheet, MARGIN, sheet.get_y() + 1, scale, min(scale, STRIP_HEIGHT / drawing.height))
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
