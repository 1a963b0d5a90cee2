"""The sheets in order: what a doctor needs on the first, the days on the next."""

from datetime import datetime

from django.utils.translation import gettext as _

from tracker.clinic.review.changes import Comparison
from tracker.clinic.review.page import Review
from tracker.clinic.review.pdf import drawings
from tracker.clinic.review.pdf.days import days
from tracker.clinic.review.pdf.words import Parts, on_the_left, on_the_right
from tracker.paper import DANGER, GAP, HEAD, MARGIN, NAME, SMALL, SOFT, WIDTH, Sheet
from tracker.words import moment


def review_as_pdf(review: Review, *, now: datetime) -> bytes:
    """The sheets."""
    name = review.about.name
    made = _("made on %(when)s") % {"when": moment(now)}
    sheet = Sheet(name, f"{name} · {made}")
    _head(sheet, review)
    if review.told and review.told.course.has_days:
        drawings.charts(sheet, review.told.panels)
        drawings.marks(sheet, review.told.course.marks)
        if review.told.strip:
            drawings.strip(sheet, review.told.strip.drawings[-1])
        _comparison(sheet, review.told.comparison)
    _two_columns(sheet, review)
    if review.days.days:
        sheet.add_page()
        days(sheet, review)
    return bytes(sheet.output())


def _head(sheet: Sheet, review: Review) -> None:
    """Who it is, what is open, and what changed."""
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
        sheet.heading(review.told.changes.title)
        for text in [*review.told.changes.lines, review.told.changes.why]:
            sheet.write_text(text)


def _comparison(sheet: Sheet, told: Comparison) -> None:
    """The scores on the two dates, and whether the difference matters."""
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
    sheet.rows(heads, rows, (12, 16, 16, 18, 22, 46))
    sheet.write_text(f"{told.beside_flag} {told.measure}".strip(), size=SMALL, colour=SOFT)


def _two_columns(sheet: Sheet, review: Review) -> None:
    """What the model says and what was done on the left, what was said and planned on the right."""
    wide, top = (WIDTH - GAP) / 2, sheet.get_y()
    bottom = 0.0
    for n, parts in enumerate((on_the_left(review), on_the_right(review))):
        left = MARGIN + n * (wide + GAP)
        sheet.set_xy(left, top)
        _column(sheet, parts, wide)
        bottom = max(bottom, sheet.get_y())
    sheet.set_xy(MARGIN, bottom)


def _column(sheet: Sheet, parts: Parts, wide: float) -> None:
    """Headings with their lines, as far as the sheet goes: the first sheet is one sheet."""
    rest = _("The rest stands on the patient's page.")
    for head, lines in parts:
        if not sheet.fits(f"{head}\n\n{lines[0]}", wide):
            sheet.write_text(rest, width=wide, colour=SOFT)
            return
        sheet.heading(head, wide)
        for line in lines:
            if not sheet.fits(line, wide):
                sheet.write_text(rest, width=wide, colour=SOFT)
                return
            sheet.write_text(line, width=wide)
