"""Draws on a sheet what the site draws on a page: in the units of a drawing, from the same paths."""

import re

from tracker.charts import MarkLabel
from tracker.paper import FONT, Colour, Sheet

CARE = (91, 63, 155)

# As high as the label of a mark in a drawing.
PILL = 14

_POINT = re.compile(r"(-?[\d.]+) (-?[\d.]+)")
_DOT = re.compile(r"([Mm])(-?[\d.]+) (-?[\d.]+)")

Points = list[tuple[float, float]]


class Pen:
    """Draws in the units of a drawing, at a place on a sheet."""

    def __init__(
        self, sheet: Sheet, left: float, top: float, scale: float, down: float | None = None
    ) -> None:
        """`down` is the scale of what is upright, where that is another."""
        self.sheet, self.left, self.top, self.scale = sheet, left, top, scale
        self.down = scale if down is None else down

    def at(self, x: float | str, y: float | str) -> tuple[float, float]:
        """A place of the drawing on the sheet, in millimetres."""
        return self.left + float(x) * self.scale, self.top + float(y) * self.down

    def points(self, path: str) -> Points:
        """The corners of a path."""
        return [self.at(x, y) for x, y in _POINT.findall(path)]

    def dots(self, path: str) -> Points:
        """Places each by itself, or each from the one before."""
        found, x, y = [], 0.0, 0.0
        for move, across, down in _DOT.findall(path):
            is_step = move == "m"
            x, y = (x if is_step else 0) + float(across), (y if is_step else 0) + float(down)
            found.append(self.at(x, y))
        return found

    def area(self, path: str, colour: Colour) -> None:
        """A path filled in; nothing where it has no corners."""
        if points := self.points(path):
            self.sheet.set_fill_color(*colour)
            self.sheet.polygon(points, style="F")

    def line(self, points: Points, colour: Colour, wide: float = 0.2, dash: float = 0) -> None:
        """A line through places; nothing through fewer than two."""
        if len(points) > 1:
            self.sheet.set_draw_color(*colour)
            self.sheet.set_line_width(wide)
            self.sheet.set_dash_pattern(dash, dash)
            self.sheet.polyline(points)
            self.sheet.set_dash_pattern()

    def words(
        self, x: float | str, y: float | str, text: str, anchor: str = "start", size: float = 5
    ) -> None:
        """A few words at a place of the drawing; `size` in points."""
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
