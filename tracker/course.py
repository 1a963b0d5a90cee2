"""The course of an episode for a page: the standing in words, three charts, and tables with the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.alerts.models import Alert
from recovery.clinical import wording
from recovery.clinical.course import STANDINGS, TREATMENTS, Course, Reading, Standing, read
from recovery.clinical.diary import Diary, Medians
from recovery.clinical.scores import ACCEPTABLE_LEVEL, SCALES, Scale
from recovery.journal.models import Entry
from tracker.answers import DayRow, day_row
from tracker.charts import NARROW, WIDE, Drawing, Event, draw
from tracker.share import Share, the_share
from tracker.words import compact_date, figure, long_date, say, short_date


@dataclass(frozen=True, slots=True)
class StandingCard:
    """Where the course stands, why, and what to do with that."""

    code: str
    title: str
    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One scale: a title, what the ends mean, the same in words, and two drawings."""

    code: str
    title: str
    description: str
    high: str
    drawings: list[Drawing]


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of diary: its first day, how many days were filled in, and the medians as text."""

    start: str
    entries: int
    medians: list[str]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """Everything that shows a course. A silenced one has no standing, only `still_open`."""

    has_days: bool
    standing: StandingCard | None
    still_open: str
    charts: list[Chart]
    acceptable: int
    weeks: list[WeekRow]
    days: list[DayRow]
    scales: list[str]
    share: Share | None


def course_page(
    course: Course, entries: Sequence[Entry], alerts: Sequence[Alert], *, today: date, silenced: bool
) -> CoursePage:
    """The course as of `today`. `silenced`, for the patient while any alert is open: no direction is told."""
    reading = read(course, today)
    treated = reading.standing is Standing.TREATED
    return CoursePage(
        has_days=bool(entries),
        standing=None if silenced else standing_card(reading),
        still_open=_(wording.STILL_OPEN) if silenced else "",
        charts=charts(course, alerts, until=today),
        acceptable=ACCEPTABLE_LEVEL,
        weeks=week_rows(course),
        days=[day_row(entry) for entry in reversed(entries)],
        scales=[_(SCALES[scale].name) for scale in Scale],
        share=None if silenced or treated or reading.flagged_on else the_share(),
    )


def standing_card(reading: Reading) -> StandingCard:
    """A reading, in words."""
    return StandingCard(
        code=reading.standing.value,
        title=_(STANDINGS[reading.standing]),
        reason=say(reading.reason),
        advice=_(wording.STANDING_ADVICE[reading.standing]),
    )


def charts(course: Course, alerts: Sequence[Alert], *, until: date) -> list[Chart]:
    """The three charts, leg pain first: a panel each, all in the same direction."""
    marks = events(course, alerts)
    return [
        _chart(course, scale, marks, until) for scale in (Scale.LEG_PAIN, Scale.BACK_PAIN, Scale.LIMITATION)
    ]


def events(course: Course, alerts: Sequence[Alert]) -> list[Event]:
    """What is marked on every chart: red flags on their day, and treatments."""
    flags = sorted({alert.day or timezone.localdate(alert.raised_at) for alert in alerts})
    return [
        *(Event(day, _("Red flag"), is_flag=True) for day in flags),
        *(Event(done.date, _(TREATMENTS[done.kind]), is_flag=False) for done in course.treatments),
    ]


def _chart(course: Course, scale: Scale, marks: list[Event], until: date) -> Chart:
    smoothed = Diary(course.days).smooth(scale)
    return Chart(
        code=scale.value,
        title=_(SCALES[scale].name),
        description=_describe(course, scale, marks),
        high=_(SCALES[scale].high),
        drawings=[
            draw(course, scale, smoothed, size, until=until, events=marks, date_label=short_date)
            for size in (NARROW, WIDE)
        ],
    )


def _describe(course: Course, scale: Scale, marks: list[Event]) -> str:
    """The chart in words, for who cannot see it."""
    scored = [(day.date, score) for day in course.days if (score := day.score(scale)) is not None]
    if not scored:
        return _("Nothing filled in yet.")
    (first, _first_score), (last, last_score) = scored[0], scored[-1]
    scores = [score for _day, score in scored]
    sentences = [
        ngettext("%(days)s day filled in,", "%(days)s days filled in,", len(scored)) % {"days": len(scored)},
        _("from %(first)s to %(last)s: lowest %(lowest)s, highest %(highest)s, last %(score)s of 10.")
        % {
            "first": long_date(first),
            "last": long_date(last),
            "lowest": min(scores),
            "highest": max(scores),
            "score": last_score,
        },
    ]
    sentences += [f"{mark.label}: {long_date(mark.date)}." for mark in marks]
    return " ".join(sentences)


def week_rows(course: Course) -> list[WeekRow]:
    """Medians week by week, the latest first; the year is said where there is more than one."""
    weeks = Diary(course.days).scored().weeks()
    written = compact_date if len({week.start.year for week in weeks}) > 1 else short_date
    rows = [WeekRow(written(week.start), week.medians.entries, _medians(week.medians)) for week in weeks]
    return rows[::-1]


def _medians(medians: Medians) -> list[str]:
    values = (medians.of(scale) for scale in Scale)
    return ["–" if value is None else figure(value) for value in values]
