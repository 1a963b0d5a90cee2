"""What the diary of an episode tells as of today: the course, the outlook, what changed, and two dates compared."""

import logging
from dataclasses import dataclass, replace
from datetime import date, timedelta

from recovery.alerts import contact
from recovery.alerts.models import Alert
from recovery.clinical import followup
from recovery.clinical.course import Course, Reading
from recovery.clinical.diary import WEEK_DAYS, Diary
from recovery.clinical.followup import Since, Start, since_when
from recovery.clinical.reading import case_of, read_all, week_ends
from recovery.episodes import course as afterwards
from recovery.episodes import ladder, visits
from recovery.episodes.models import Episode, Treatment, Visit
from recovery.journal import diary, medicines, rhythm
from recovery.journal.models import Entry
from recovery.people.models import Patient
from recovery.trends import assess
from tracker.care import events_of
from tracker.charts import NARROW, Grid, Tick
from tracker.clinic.episode.presenters import PromptsCard, prompts_card
from tracker.clinic.review.changes import Changes, Comparison, changes, comparison
from tracker.clinic.review.outlook import MOST_WEEKS, OutlookPage, outlook_page
from tracker.clinic.review.strip import Strip, strip
from tracker.course import Chart, CoursePage, course_page, open_flag_on
from tracker.taken import TakenStrip, taken_strip

logger = logging.getLogger(__name__)

# So many weeks in the table of medians.
MOST_MEDIANS = 26


@dataclass(frozen=True, slots=True)
class Record:
    """What is read of an episode, once; days and visits the earliest first. Changes are told from `since` on."""

    episode: Episode
    today: date
    entries: list[Entry]
    alerts: list[Alert]
    treatments: list[Treatment]
    planned: list[Visit]
    since: Since | None


def record_of(episode: Episode, *, today: date) -> Record:
    """Everything that the page is made of."""
    entries, planned = diary.entries_of(episode), visits.visits_of(episode)
    held = [visit.day for visit in planned if visit.held_at]
    return Record(
        episode=episode,
        today=today,
        entries=entries,
        alerts=contact.alerts_of(episode.patient, in_full=True),
        treatments=ladder.everything_done(episode),
        planned=planned,
        since=since_when(held, entries[0].day if entries else None, today),
    )


@dataclass(frozen=True, slots=True)
class Dates:
    """The two dates that are compared, and the range in which they lie."""

    first: date
    second: date
    earliest: date


@dataclass(frozen=True, slots=True)
class Told:
    """What the diary tells as of today. Left out as a whole where the model is at fault: alerts never are.

    `panels` are the charts, each with the places of the two dates on it, in order.
    """

    course: CoursePage
    outlook: OutlookPage
    prompts: PromptsCard | None
    changes: Changes | None
    comparison: Comparison
    strip: Strip | None
    taken: TakenStrip | None
    panels: list[tuple[Chart, list[Tick]]]
    more_weeks: int


def dates_of(record: Record, asked: tuple[date, date] | None) -> Dates:
    """Those that were asked for, or the last visit and today; on the first day of a diary there is no level yet."""
    onset, today, since = record.episode.onset, record.today, record.since
    if asked:
        return Dates(*asked, onset)
    if since is None:
        return Dates(onset, today, onset)
    later = WEEK_DAYS - 1 if since.start is Start.FIRST_DAY else 0
    first = min(since.date + timedelta(days=later), max(today - timedelta(days=1), since.date))
    return Dates(first, today, onset)


def told_of(record: Record, dates: Dates) -> Told | None:
    """What the diary tells; a fault in the model never hides an alert, a note or a day."""
    try:
        return _told(record, dates)
    except Exception:
        logger.exception("no course for episode %s", record.episode.pk)
        return None


def _told(record: Record, dates: Dates) -> Told:
    episode, patient, today = record.episode, record.episode.patient, record.today
    course = replace(assess.course_of(episode, record.entries), open_flag_on=open_flag_on(record.alerts))
    weeks, then = _readings(course, record.since, patient, today)
    weeks[-1] = afterwards.beside_own_word(weeks[-1], afterwards.back_of_late(episode, today=today))
    page = _page(course, record, weeks[-1])
    return Told(
        course=page,
        outlook=outlook_page(course, weeks, patient),
        prompts=prompts_card(episode, course, weeks[-1]),
        changes=_changes(record, course, then, weeks[-1]),
        comparison=comparison(course, weeks[-1], dates.first, dates.second),
        strip=strip(record.entries, record.treatments, page.charts[0].span, today=today)
        if record.entries
        else None,
        taken=_taken(record, page) if record.entries else None,
        panels=[(chart, _marks(chart, dates)) for chart in page.charts],
        more_weeks=Diary(course.days).scored().number_of_weeks() - len(page.weeks),
    )


def _page(course: Course, record: Record, reading: Reading) -> CoursePage:
    """The charts and the standing as patients have them, narrow; the days stand on pages of their own."""
    page = course_page(
        course,
        record.entries[-1:],
        record.alerts,
        patient=record.episode.patient,
        today=record.today,
        silenced=False,
        happened=events_of(record.episode),
        reading=reading,
        sizes=(NARROW,),
    )
    return replace(page, weeks=page.weeks[:MOST_MEDIANS])


def _taken(record: Record, page: CoursePage) -> TakenStrip | None:
    """The medicines that the patient tapped, on the axis of the charts; what the diary says stands in the strip."""
    span = page.charts[0].span
    tapped = medicines.days_taken(record.episode.patient, since=span[0])
    return taken_strip(tapped, span, today=record.today)


def _readings(
    course: Course, since: Since | None, patient: Patient, today: date
) -> tuple[list[Reading], Reading | None]:
    """The readings of the last weeks, the last as of today, and that of the date since when changes are told."""
    dates = week_ends(course, today)[-MOST_WEEKS:]
    cases = [case_of(course, on) for on in (*dates, *([since.date] if since else []))]
    readings = read_all(cases, patient.starting_share)
    return readings[: len(dates)], readings[-1] if since else None


def _changes(record: Record, course: Course, then: Reading | None, now: Reading) -> Changes | None:
    if record.since is None or then is None:
        return None
    told = followup.followed(course, record.since, then, now)
    kept = rhythm.rhythm_of(record.episode.patient, now.as_of)
    return changes(told, record.alerts, record.treatments, today=now.as_of, kept=kept)


def _marks(chart: Chart, dates: Dates) -> list[Tick]:
    """Where the two dates lie on a chart, and on which side their letter stands; one before it stands at its edge."""
    grid = Grid(NARROW, *chart.span)
    middle = grid.first + (grid.last - grid.first) / 2
    return [
        Tick(grid.x(max(day, grid.first)), letter, "start" if day < middle else "end")
        for letter, day in (("A", dates.first), ("B", dates.second))
    ]
