"""The course of an episode for a page: the standing in words, three charts, and tables with the same numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.alerts.models import Alert
from recovery.clinical import wording
from recovery.clinical.course import TREATMENTS, Case, Course, Reading
from recovery.clinical.diary import WEEK_DAYS, Diary, Medians
from recovery.clinical.reading import case_of, read_all
from recovery.clinical.scores import ACCEPTABLE_LEVEL, SCALES, Day, Scale
from recovery.clinical.standing import STANDINGS, Standing
from recovery.episodes.course import beside_own_word
from recovery.episodes.models import Returned
from recovery.journal import rhythm
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient
from tracker.answers import DayRow, day_rows
from tracker.charts import (
    LONGEST_UNTHINNED_DAYS,
    NARROW,
    WIDE,
    Drawing,
    Event,
    Plot,
    Size,
    days_a_dot,
    draw,
    plot,
    span,
)
from tracker.share import OwnShare, Share, own_share, the_share
from tracker.understand.links import Link, about_standing
from tracker.words import compact_date, figure, long_date, month_of, say, short_date
from tracker.writers import Writers

# With these nothing can be said about one patient yet, and what is known of everybody is told instead.
SAYS_NOTHING_YET = frozenset({Standing.TOO_EARLY, Standing.NOT_CLEAR})


# The tables show so many of the latest; the rest is on pages of its own.
LATEST_DAYS = 60
LATEST_WEEKS = 60

# With these the patient has to phone; no figure beside that.
TELLS_ENOUGH = frozenset({Standing.WORSE, Standing.RELAPSED})


@dataclass(frozen=True, slots=True)
class StandingCard:
    """Where the course stands, why, and what to do with that."""

    code: str
    title: str
    reason: str
    advice: str
    explained: Link | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """One scale: a title, what the ends mean, the same in words, and two drawings."""

    code: str
    title: str
    description: str
    high: str
    span: tuple[date, date]
    drawings: list[Drawing]


@dataclass(frozen=True, slots=True)
class MarkLine:
    """What a number on the charts stands for; without one it lies before the first day that is drawn."""

    number: str
    label: str
    date: str


@dataclass(frozen=True, slots=True)
class WeekRow:
    """A week of diary: its first day, how many days were filled in, and the medians as text."""

    start: str
    entries: int
    medians: list[str]


@dataclass(frozen=True, slots=True)
class CoursePage:
    """Everything that shows a course. A silenced one has no standing, only `still_open`.

    The tables have the latest days and weeks; `older_...` says whether there are more. `dot` is what a dot of the
    charts stands for, and `thinned` says it of a long diary.
    `is_quiet` after a red flag: then nothing on the page may reassure.
    `own` is the outlook of this patient, `share` that of everybody, where nothing can be said about this patient yet.
    """

    has_days: bool
    standing: StandingCard | None
    still_open: str
    charts: list[Chart]
    acceptable: int
    dot: str
    thinned: str
    weeks: list[WeekRow]
    older_weeks: bool
    days: list[DayRow]
    number_of_days: int
    older_days: bool
    scales: list[str]
    share: Share | None
    own: OwnShare | None
    marks: list[MarkLine] = field(default_factory=list)
    is_quiet: bool = False


def course_page(
    course: Course,
    entries: Sequence[Entry],
    alerts: Sequence[Alert],
    *,
    patient: Patient,
    today: date,
    silenced: bool,
    happened: Sequence[Event] = (),
    reading: Reading | None = None,
    back: Returned | None = None,
    sizes: Sequence[Size] = (NARROW, WIDE),
) -> CoursePage:
    """The course as of `today`, its latest `entries` in a table.

    `silenced`, for the patient while any alert is open: no direction is told. `happened` is what the charts mark
    besides red flags, injections and operations: `care.events_of` has it. Who has made the `reading` as of today
    already hands it over. `back` is the word of the patient, of late, that leg pain is back.
    """
    case, marks = case_of(course, today), events(course, alerts, happened)
    reading = beside_own_word(reading or read_all([case], patient.starting_share)[0], back)
    every, scored = days_a_dot(case), Diary(course.days).scored()
    quiet = silenced or bool(reading.flagged_on)
    own, share = (None, None) if quiet else _shares(reading, patient.clinic)
    return CoursePage(
        has_days=bool(entries),
        standing=None if silenced else card_of(reading, patient),
        still_open=_(wording.STILL_OPEN) if silenced else "",
        charts=charts(case, marks, reading, quiet=quiet, silenced=silenced, sizes=sizes),
        acceptable=ACCEPTABLE_LEVEL,
        dot=what_a_dot_is(every),
        thinned=_thinned(len(course.days), every),
        weeks=week_rows(scored),
        older_weeks=scored.number_of_weeks() > LATEST_WEEKS,
        days=day_rows(Writers(patient), entries[::-1]),
        number_of_days=len(course.days),
        older_days=len(course.days) > len(entries),
        scales=[_(SCALES[scale].name) for scale in Scale],
        share=share,
        own=own,
        marks=mark_lines(marks),
        is_quiet=quiet,
    )


def _shares(reading: Reading, clinic: Clinic | None) -> tuple[OwnShare | None, Share | None]:
    """The outlook of this patient; where nothing can be said of it yet, that of everybody, if figures are shown."""
    if reading.standing in TELLS_ENOUGH:
        return None, None
    own = own_share(reading.outlook, clinic)
    shows_figure = clinic is None or clinic.shows_figure
    tells_of_all = own is None and shows_figure and reading.standing in SAYS_NOTHING_YET
    return own, the_share() if tells_of_all else None


def open_flag_on(alerts: Sequence[Alert]) -> date | None:
    """The day of the last red flag that nobody has closed."""
    return max((day_of(alert) for alert in alerts if alert.is_open), default=None)


def day_of(alert: Alert) -> date:
    """The day that an alert is about."""
    return alert.day or timezone.localdate(alert.raised_at)


def card_of(reading: Reading, patient: Patient) -> StandingCard:
    """A reading of a patient in words. Kept once a week, a diary says too little, and that is said as what it is."""
    if reading.wants_days and rhythm.rhythm_of(patient, reading.as_of).explains(reading):
        return StandingCard(
            code=reading.standing.value,
            title=_(wording.KEPT_WEEKLY),
            reason=_(wording.KEPT_WEEKLY_WHY),
            advice=_(wording.KEPT_WEEKLY_ADVICE),
        )
    return standing_card(reading)


def standing_card(reading: Reading) -> StandingCard:
    """A reading, in words."""
    return StandingCard(
        code=reading.standing.value,
        title=_(STANDINGS[reading.standing]),
        reason=say(reading.reason),
        advice=_(wording.STANDING_ADVICE[reading.standing]),
        explained=about_standing(reading.standing),
    )


def what_a_dot_is(days: int) -> str:
    """One day, or the middle of so many weeks."""
    weeks = days // WEEK_DAYS
    if not weeks:
        return _("one day")
    return ngettext("the middle of one week", "the middle of %(weeks)s weeks", weeks) % {"weeks": weeks}


def _thinned(days: int, every: int) -> str:
    """What is drawn of a long diary; empty where every day is."""
    if every == 1:
        return ""
    return ngettext(
        "All %(days)s days count. The charts show one dot a week: the middle of its scores.",
        "All %(days)s days count. The charts show one dot for every %(weeks)s weeks: the middle of their scores.",
        every // WEEK_DAYS,
    ) % {"days": number_format(days, force_grouping=True), "weeks": every // WEEK_DAYS}


def charts(
    case: Case,
    marks: list[Event],
    reading: Reading,
    *,
    quiet: bool,
    silenced: bool,
    sizes: Sequence[Size] = (NARROW, WIDE),
) -> list[Chart]:
    """The three charts, leg pain first: a panel each, all in the same direction. A silenced one has days, no line."""
    return [
        _chart(_plot(case, scale, reading, quiet=quiet, silenced=silenced), marks, reading.as_of, sizes)
        for scale in (Scale.LEG_PAIN, Scale.BACK_PAIN, Scale.LIMITATION)
    ]


def _plot(case: Case, scale: Scale, reading: Reading, *, quiet: bool, silenced: bool) -> Plot:
    """No forecast beside the advice to phone; no line that could reassure beside an open red flag (section 4)."""
    drawn = plot(case, scale, reading.outlook, quiet=quiet, every=days_a_dot(case))
    if silenced:
        return replace(drawn, line=[], ahead=[])
    return replace(drawn, ahead=[]) if reading.standing in TELLS_ENOUGH else drawn


def events(course: Course, alerts: Sequence[Alert], happened: Sequence[Event] = ()) -> list[Event]:
    """What is marked on every chart: red flags on their day; treatments, pictures and visits by a number a day."""
    flags = sorted({day_of(alert) for alert in alerts})
    treated = (Event(done.date, _(TREATMENTS[done.kind]), is_flag=False) for done in course.treatments)
    return [
        *(Event(day, _("Red flag"), is_flag=True) for day in flags),
        *_numbered(course, [*treated, *happened]),
    ]


def _numbered(course: Course, told: list[Event]) -> list[Event]:
    """In order of date, a number for each date from the first day of the diary on."""
    first = min((day.date for day in course.days if _is_drawn(day)), default=None)
    dates = sorted({event.date for event in told if first and event.date >= first})
    numbers = {on: str(number) for number, on in enumerate(dates, start=1)}
    return [
        replace(event, number=numbers.get(event.date, ""))
        for event in sorted(told, key=lambda event: event.date)
    ]


def _is_drawn(day: Day) -> bool:
    return any(day.score(scale) is not None for scale in Scale)


def mark_lines(marks: Sequence[Event]) -> list[MarkLine]:
    """The list below the charts."""
    return [MarkLine(mark.number, mark.label, compact_date(mark.date)) for mark in marks if not mark.is_flag]


def _chart(drawn: Plot, marks: list[Event], until: date, sizes: Sequence[Size]) -> Chart:
    text = SCALES[drawn.scale]
    years = drawn.first is not None and (until - drawn.first).days > LONGEST_UNTHINNED_DAYS
    return Chart(
        code=drawn.scale.value,
        title=_(text.name),
        description=_describe(drawn, marks),
        high=_(text.high),
        span=span(drawn, until),
        drawings=[
            draw(drawn, size, until=until, events=marks, date_label=month_of if years else short_date)
            for size in sizes
        ],
    )


def _describe(drawn: Plot, marks: list[Event]) -> str:
    """The chart in words, for who cannot see it."""
    told = drawn.told
    if told is None:
        return _("Nothing filled in yet.")
    sentences = [
        ngettext("%(days)s day filled in,", "%(days)s days filled in,", told.days) % {"days": told.days},
        _("from %(first)s to %(last)s: lowest %(lowest)s, highest %(highest)s, last %(score)s of 10.")
        % {
            "first": long_date(told.first),
            "last": long_date(told.last),
            "lowest": figure(told.lowest),
            "highest": figure(told.highest),
            "score": figure(told.score),
        },
    ]
    if drawn.line:
        now = drawn.line[-1]
        sentences.append(
            _("Smoothed: around %(level)s, between %(low)s and %(high)s.")
            % {
                "level": figure(now.level),
                "low": figure(now.low),
                "high": figure(now.high),
            }
        )
    if drawn.ahead:
        then = drawn.ahead[-1]
        sentences.append(
            _("Expected in four weeks: between %(low)s and %(high)s.")
            % {"low": figure(then.low), "high": figure(then.high)}
        )
    sentences += [f"{mark.label}: {long_date(mark.date)}." for mark in marks]
    return " ".join(sentences)


def week_rows(scored: Diary) -> list[WeekRow]:
    """Medians of the latest weeks, the last one first; the year is said where there is more than one."""
    weeks = scored.weeks(LATEST_WEEKS)
    written = compact_date if len({week.start.year for week in weeks}) > 1 else short_date
    rows = [WeekRow(written(week.start), week.medians.entries, _medians(week.medians)) for week in weeks]
    return rows[::-1]


def _medians(medians: Medians) -> list[str]:
    values = (medians.of(scale) for scale in Scale)
    return ["–" if value is None else figure(value) for value in values]
