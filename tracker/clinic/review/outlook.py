"""The outlook of a patient for the neurologist: the figure, and how standing and figure moved week by week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from recovery.clinical import wording
from recovery.clinical.course import MODEL_VERSION, Course, Reading
from recovery.clinical.curves import Point
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.natural_course import WINDOW_WEEKS
from recovery.clinical.scores import ACCEPTABLE_LEVEL, NRS_HIGH, Scale
from recovery.clinical.standing import STANDINGS, STILL_POINTS, Standing
from recovery.journal import rhythm
from recovery.journal.rhythm import Kept
from recovery.people.models import Patient
from tracker.charts import NARROW, WIDE, Drawing, Plot, Size, draw
from tracker.share import OwnShare, of_100, own_share
from tracker.words import short_date

# So many weeks are told one by one [P]; the window of the outlook is 26.
MOST_WEEKS = 52


@dataclass(frozen=True, slots=True)
class WeekRow:
    """Where the patient stood at the end of a week."""

    date: str
    standing: str
    standing_code: str
    share: str


@dataclass(frozen=True, slots=True)
class OutlookPage:
    """What the review shows beside the charts. `own` is empty where the model is silent; `why_not` then says so."""

    own: OwnShare | None
    why_not: str
    window: int
    version: str
    weeks: list[WeekRow]
    drawings: list[Drawing]
    description: str


def outlook_page(course: Course, readings: Sequence[Reading], patient: Patient) -> OutlookPage:
    """The outlook as of the last of the weekly `readings`, and how it moved."""
    last = readings[-1]
    kept = rhythm.rhythm_of(patient, last.as_of)
    told = [reading for reading in readings if reading.outlook]
    return OutlookPage(
        own=own_share(last.outlook, patient.clinic),
        why_not=_why_not(last, (last.as_of - course.onset).days // WEEK_DAYS),
        window=WINDOW_WEEKS,
        version=MODEL_VERSION,
        weeks=[_week_row(reading, kept) for reading in reversed(readings)],
        drawings=[_drawing(told, size, last.as_of) for size in (NARROW, WIDE)] if len(told) > 1 else [],
        description=", ".join(f"{short_date(reading.as_of)}: {_share(reading)}" for reading in told),
    )


def _why_not(reading: Reading, weeks: int) -> str:
    """Why there is no figure."""
    if reading.outlook:
        return _("The patient meets the definition of recovery.") if reading.outlook.weeks is None else ""
    if reading.flagged_on:
        return _("No figure: a red flag was reported of late, or is still open.")
    if reading.standing in _WHY_NOT:
        return _(_WHY_NOT[reading.standing])
    if weeks >= WINDOW_WEEKS:
        return _("No figure: the weeks that it looks at are over.")
    leg = reading.now.get(Scale.LEG_PAIN)
    if leg and leg.mean <= ACCEPTABLE_LEVEL + STILL_POINTS:
        return _("No figure: leg pain is low; what is in the way of recovery is limitation, or time.")
    return _("No figure: there are too few days, or too long ago.")


_WHY_NOT = {
    Standing.TREATED: gettext_noop(
        "No figure: after an injection or operation the course is not spontaneous."
    ),
    Standing.RELAPSED: gettext_noop("No figure: the complaints came back after a recovery."),
    Standing.RECOVERED: gettext_noop("No figure: the patient recovered after the weeks that it looks at."),
}


def _week_row(reading: Reading, kept: Kept) -> WeekRow:
    return WeekRow(
        date=short_date(reading.as_of),
        standing=_(wording.KEPT_WEEKLY if kept.explains(reading) else STANDINGS[reading.standing]),
        standing_code=reading.standing.value,
        share=_share(reading),
    )


def _share(reading: Reading) -> str:
    """“87 (80–92)”."""
    told = reading.outlook
    if told is None:
        return "–"
    if told.weeks is None:
        return str(of_100(told.probability))
    return f"{of_100(told.probability)} ({of_100(told.low)}–{of_100(told.high)})"


def _drawing(readings: list[Reading], size: Size, today: date) -> Drawing:
    """The probability week by week, on an axis from 0 to 100."""
    points = [
        Point(
            reading.as_of,
            *(
                share * NRS_HIGH
                for share in (reading.outlook.probability, reading.outlook.low, reading.outlook.high)
            ),
        )
        for reading in readings
        if reading.outlook
    ]
    plot = Plot(
        scale=Scale.LEG_PAIN, first=points[0].date, dots=[], line=points, unit=10, bridge=WEEK_DAYS * 2
    )
    return draw(plot, size, until=today, events=[], date_label=short_date)
