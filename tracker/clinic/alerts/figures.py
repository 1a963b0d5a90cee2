"""The figures of a clinic's alerts, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recovery.alerts.figures import PERIODS, ClinicFigures, Figures
from recovery.clinical.cohort import FEWEST_FOR_MANAGERS
from recovery.clinical.signs import RULE_OF
from tracker.answers import UNKNOWN
from tracker.clinic.words import SHIFTS, URGENCIES

AN_HOUR = 60
A_DAY = 24 * AN_HOUR
FEW_HOURS = 2 * AN_HOUR
FEW_DAYS = 2 * A_DAY


@dataclass(frozen=True, slots=True)
class FigureRow:
    """The figures of one kind of alert, as text."""

    kind: str
    alerts: int
    in_time: str
    to_taken: str
    to_contact: str
    needed: str


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The table, in parts; `periods` are the days that can be asked for, with whether these are they.

    `too_few` when a manager, who reads no records, does not see the signs: `fewest` patients are needed.
    """

    rows: list[FigureRow]
    signs: list[FigureRow]
    periods: list[tuple[int, bool]]
    days: int
    too_few: bool
    fewest: int


def figures_page(figures: ClinicFigures, *, days: int, reads_records: bool) -> FiguresPage:
    """The page about the last `days`."""
    too_few = not reads_records and figures.patients < FEWEST_FOR_MANAGERS
    by_sign = sorted(figures.by_sign.items(), key=lambda item: -item[1].alerts)
    return FiguresPage(
        rows=[
            _row(_("All alerts"), figures.every),
            *(_row(str(URGENCIES[urgency]), found) for urgency, found in figures.by_urgency.items()),
            *(_row(str(SHIFTS[shift]), found) for shift, found in figures.by_shift.items()),
        ],
        signs=[]
        if too_few
        else [_row(_(RULE_OF[sign].short), found) for sign, found in by_sign if found.alerts],
        periods=[(period, period == days) for period in PERIODS],
        days=days,
        too_few=too_few,
        fewest=FEWEST_FOR_MANAGERS,
    )


def _row(kind: str, figures: Figures) -> FigureRow:
    return FigureRow(
        kind=kind,
        alerts=figures.alerts,
        in_time=_of(figures.in_time, figures.due),
        to_taken=_minutes(figures.minutes_to_taken),
        to_contact=_minutes(figures.minutes_to_contact),
        needed=_of(figures.needed, figures.judged),
    )


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s") % {"part": part, "whole": whole} if whole else UNKNOWN


def _minutes(minutes: float | None) -> str:
    """Minutes, hours or days, whichever is short."""
    if minutes is None:
        return UNKNOWN
    if minutes < FEW_HOURS:
        return _("%(n)s min") % {"n": round(minutes)}
    if minutes < FEW_DAYS:
        return _("%(n)s hours") % {"n": round(minutes / AN_HOUR)}
    return _("%(n)s days") % {"n": round(minutes / A_DAY)}
