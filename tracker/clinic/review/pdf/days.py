"""The latest days, on the second sheet."""

from django.utils.translation import gettext as _

from tracker.answers import DayRow
from tracker.clinic.review.page import Review
from tracker.paper import LINE, SMALL, SOFT, TINY, Sheet, row_height

# How the days share the width of their sheet: a remark most of it.
DAY_WIDTHS = (22, 16, 13, 13, 43, 28, 55)


def days(sheet: Sheet, review: Review) -> None:
    """The latest days, as many as go on this sheet."""
    sheet.heading(_("Entries and notes"))
    heads = [_("Day"), *review.days.scales, _("Feeling"), _("Strength"), _("Remarks")]
    rows = _that_fit(sheet, [_day_cells(day) for day in review.days.days])
    sheet.rows(heads, rows, DAY_WIDTHS, size=TINY)
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
    line = row_height(TINY)
    left = float(sheet.page_break_trigger) - sheet.get_y() - 2 * LINE - line
    fitting = []
    for row in rows:
        cells = zip(row, DAY_WIDTHS, strict=True)
        left -= 0.4 + line * max(sheet.lines_of(cell, wide, TINY) for cell, wide in cells)
        if left < 0:
            break
        fitting.append(row)
    return fitting
