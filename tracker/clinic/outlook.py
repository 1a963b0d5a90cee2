"""The outlook of a patient for the neurologist: the figure, what changed and since when, and how it moved by week."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from recovery.clinical.course import MODEL_VERSION, Course, Reading
from recovery.clinical.curves import Point
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.levels import Level
from recovery.clinical.natural_course import WINDOW_WEEKS
from recovery.clinical.reading import change_since, weekly
from recovery.clinical.scores import ACCEPTABLE_LEVEL, NRS_HIGH, SCALES, Scale
from recovery.clinical.series import ROWS
from recovery.clinical.standing import STANDINGS, STILL_POINTS, Standing
from recovery.people.models import Patient
from tracker.charts import NARROW, WIDE, Drawing, Plot, Size, draw
from tracker.share import OwnShare, of_100, own_share
from tracker.words import compact_date, figure, short_date

# So many weeks are shown, the latest.
LATEST_WEEKS = 60

# What is compared with until the neurologist chooses a date [P].
SINCE_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Figure:
    """A level or a change, and its interval, as text."""

    value: str
    interval: str = ""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One scale: where it is, how far it came since the first full week, and since the chosen date."""

    name: str
    figures: list[Figure]


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
    changes: list[ChangeRow]
    since: str
    weeks: list[WeekRow]
    drawings: list[Drawing]
    description: str


def outlook_page(course: Course, patient: Patient, *, since: date | None, today: date) -> OutlookPage:
    """The outlook as of `today`, and what changed since `since`, or since some weeks ago."""
    since = since or today - timedelta(weeks=SINCE_WEEKS)
    readings = weekly(course, today, patient.starting_share, LATEST_WEEKS)
    last = readings[-1]
    told = [reading for reading in readings if reading.outlook]
    return OutlookPage(
        own=own_share(last.outlook, patient.clinic),
        why_not=_why_not(last, (today - course.onset).days // WEEK_DAYS),
        window=WINDOW_WEEKS,
        version=MODEL_VERSION,
        changes=[_change_row(course, last, scale, since) for scale in ROWS],
        since=compact_date(since),
        weeks=[_week_row(reading) for reading in reversed(readings)],
        drawings=[_drawing(told, size, today) for size in (NARROW, WIDE)] if len(told) > 1 else [],
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


def _change_row(course: Course, reading: Reading, scale: Scale, since: date) -> ChangeRow:
    now = reading.now.get(scale)
    return ChangeRow(
        name=_(SCALES[scale].name),
        figures=[
            _level(now),
            _change(change_since(course, scale, None, reading.as_of)),
            _change(change_since(course, scale, since, reading.as_of)),
        ],
    )


def _level(level: Level | None) -> Figure:
    """“3,4 (2,8–4,0)”."""
    if level is None:
        return Figure("–")
    low, high = max(level.low, 0), min(level.high, NRS_HIGH)
    return Figure(figure(level.mean), f"({figure(low)}–{figure(high)})")


def _change(change: Level | None) -> Figure:
    """“−2,1 (−2,9 to −1,3)”; a rise has a plus."""
    if change is None:
        return Figure("–")
    ends = {"low": _plus(change.low), "high": _plus(change.high)}
    return Figure(_plus(change.mean), _("(%(low)s to %(high)s)") % ends)


def _plus(value: float) -> str:
    sign = {True: "−", False: "+"}[value < 0] if round(value, 1) else ""
    return f"{sign}{formats.localize(abs(round(value, 1)))}"


def _week_row(reading: Reading) -> WeekRow:
    return WeekRow(
        date=short_date(reading.as_of),
        standing=_(STANDINGS[reading.standing]),
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
