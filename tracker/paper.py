"""Sheets of A4 as a PDF, in the site's letter. Millimetres, and points for text."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import cast

from django.utils.translation import get_language
from fpdf import FPDF
from fpdf.enums import MethodReturnValue, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace

FONTS = Path(__file__).parent / "fonts"
FONT = "DejaVu"

MARGIN, GAP, WIDTH = 10, 3, 190
TEXT, SMALL, TINY, HEAD, NAME = 7.5, 6.5, 5.8, 9, 14
LINE = 3.6
PADDING = 0.8

Colour = tuple[int, int, int]

INK, SOFT, GRID, BRAND = (28, 43, 51), (76, 91, 99), (225, 231, 234), (11, 85, 99)
DANGER = (179, 20, 29)


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
        colour: Colour = INK,
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

    def heading(self, text: str, width: float = WIDTH) -> None:
        """A few words above what follows, with some room before them."""
        self.set_xy(self.get_x(), self.get_y() + 1.5)
        self.write_text(text, width=width, size=HEAD, bold=True, colour=BRAND)

    def rows(
        self,
        heads: Sequence[str],
        rows: Iterable[Sequence[str]],
        widths: Sequence[int],
        *,
        size: float = SMALL,
    ) -> None:
        """A table over the whole width, which its columns share by `widths`."""
        self.set_font(FONT, "", size)
        self.set_text_color(*INK)
        self.set_draw_color(*GRID)
        self.set_line_width(0.2)
        self.set_fill_color(255)
        with self.table(
            col_widths=tuple(widths),
            width=WIDTH,
            line_height=row_height(size),
            text_align="LEFT",
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            headings_style=FontFace(emphasis="BOLD"),
            padding=(0.2, PADDING),
        ) as table:
            table.row(heads)
            for row in rows:
                table.row(row)


def row_height(size: float) -> float:
    """Of a line in a table, in millimetres; `size` in points."""
    return LINE * size / TEXT * 1.05
