"""Everything on the review page, gathered once: the page, the print and the PDF show the same values.

A constant number of queries, however many days there are.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from recovery.alerts import contact
from recovery.alerts.models import Alert
from recovery.clinical import followup
from recovery.clinical.course import Course, Reading
from recovery.clinical.diary import WEEK_DAYS, Diary
from recovery.clinical.followup import Since, Start, since_when
from recovery.clinical.reading import case_of, read_all, week_ends
from recovery.clinical.scores import SCALES, Scale
from recovery.clinical.signs import Urgency
from recovery.episodes import course as afterwards
from recovery.episodes import ladder, notes, preparations, visits
from recovery.episodes.models import Episode, Treatment, Visit
from recovery.journal import activities, body_maps, diary, medicines, rhythm
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User
from recovery.trends import assess
from tracker.activities import ActivitiesCard, activities_card
from tracker.answers import DayRow, day_rows
from tracker.body import MapCard, map_cards
from tracker.care import events_of
from tracker.charts import NARROW, Grid, Tick
from tracker.clinic.alerts.cards import AlertCard, alert_card, reported_by, who_and_when
from tracker.clinic.episode.presenters import EpisodeCard, PromptsCard, episode_card, prompts_card
from tracker.clinic.forms import CloseForm
from tracker.clinic.questionnaires import QuestionnairesCard, questionnaires_card
from tracker.clinic.review.after import AfterCard, after_card
from tracker.clinic.review.changes import Changes, Comparison, changes, comparison, signs_of
from tracker.clinic.review.outlook import MOST_WEEKS, OutlookPage, outlook_page
from tracker.clinic.review.presenters import (
    About,
    NoteCard,
    PreparedCard,
    Said,
    VersionRow,
    Visits,
    about,
    note_cards,
    notes_of_the_patient,
    prepared_card,
    questions_asked,
    version_row,
    visits_page,
)
from tracker.clinic.review.strip import Strip, strip
from tracker.clinic.words import URGENCIES
from tracker.course import Chart, CoursePage, course_page, day_of, open_flag_on
from tracker.taken import TakenStrip, taken_strip
from tracker.words import came_later, compact_date
from tracker.writers import Writers

logger = logging.getLogger(__name__)

# So many days, closed alerts, weeks and corrections at once: the page stays under 100 KB, and two sheets of paper.
ENTRIES_A_PAGE = 60
MOST_CLOSED = 10
MOST_MEDIANS = 26
MOST_VERSIONS = 30

# The last body picture, and the one before it beside it.
BODY_MAPS = 2


@dataclass(frozen=True, slots=True)
class AlertLine:
    """An alert in one line, for paper: when, which signs, and what became of it."""

    when: str
    signs: str
    urgency: str
    became: str
    is_open: bool


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


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one page, as `components/day_table.html` shows them."""

    days: list[DayRow]
    scales: list[str]


@dataclass(frozen=True, slots=True)
class Review:
    """One patient on one page."""

    about: About
    told: Told | None
    episode: EpisodeCard
    questionnaires: QuestionnairesCard
    activities: ActivitiesCard | None
    body_maps: list[MapCard]
    dates: Dates
    since: Since | None
    open_alerts: list[AlertCard]
    closed_alerts: list[AlertCard]
    more_alerts: int
    alert_lines: list[AlertLine]
    said: list[Said]
    questions: list[Said]
    prepared: PreparedCard | None
    notes: list[NoteCard]
    visits: Visits
    days: Days
    page: "Page[Entry]"
    versions: list[VersionRow]
    after: AfterCard | None


def review_of(
    patient: Patient,
    episode: Episode,
    *,
    reader: User,
    today: date,
    asked: tuple[date, date] | None = None,
    page: str | int = 1,
    refused: CloseForm | None = None,
    clinic: Clinic | None,
) -> Review:
    """The review of an episode. `asked` are the two dates to compare; without them the last visit and today.

    `clinic` is whose notes are on it, and what the patient sent to whom: those of another stay with that one.
    """
    alerts = contact.alerts_of(patient, in_full=True)
    entries, planned = diary.entries_of(episode), visits.visits_of(episode)
    treatments = ladder.everything_done(episode)
    since = _since(planned, entries, today)
    dates = _dates(asked, since, episode, today)
    still_open = [alert for alert in alerts if alert.is_open]
    closed = [alert for alert in alerts if not alert.is_open]
    shown = Paginator(entries[::-1], ENTRIES_A_PAGE).get_page(page)
    writers = Writers(patient)
    told = _told(episode, entries, alerts, treatments, since, dates, today)
    names, after = activities.names_of(patient), _after(episode)
    number = after.number if after else None
    return Review(
        about=about(patient, episode, medicines.of(patient), number=number, today=today),
        told=told,
        episode=episode_card(episode, reader=reader),
        questionnaires=questionnaires_card(
            episode, dates.first, silenced=bool(told and told.changes and told.changes.is_urgent)
        ),
        activities=activities_card(episode),
        body_maps=map_cards(body_maps.latest_of(episode, BODY_MAPS), writers),
        dates=dates,
        since=since,
        open_alerts=[alert_card(alert, writers=writers, refused=refused) for alert in still_open],
        closed_alerts=[alert_card(alert, writers=writers, refused=refused) for alert in closed[:MOST_CLOSED]],
        more_alerts=len(closed[MOST_CLOSED:]),
        alert_lines=[_alert_line(alert, writers) for alert in alerts],
        said=notes_of_the_patient(entries, writers),
        questions=questions_asked(visits.questions_for_the_next_visit(episode), writers),
        prepared=prepared_card(preparations.last_sent(episode, clinic), writers) if clinic else None,
        notes=note_cards(notes.threads_of(episode, clinic)) if clinic else [],
        visits=visits_page(planned, today=today),
        days=Days(day_rows(writers, list(shown), names), [_(SCALES[scale].name) for scale in Scale]),
        page=shown,
        versions=[
            version_row(version, writers, names) for version in diary.versions_of(patient)[:MOST_VERSIONS]
        ],
        after=after,
    )


def _after(episode: Episode) -> AfterCard | None:
    """A fault here hides nothing else of the page."""
    try:
        return after_card(episode)
    except Exception:
        logger.exception("nothing of after for episode %s", episode.pk)
        return None


def _since(planned: Sequence[Visit], entries: Sequence[Entry], today: date) -> Since | None:
    held = [visit.day for visit in planned if visit.held_at]
    return since_when(held, entries[0].day if entries else None, today)


def _dates(asked: tuple[date, date] | None, since: Since | None, episode: Episode, today: date) -> Dates:
    """Those that were asked for, or the last visit and today; on the first day of a diary there is no level yet."""
    if asked:
        return Dates(*asked, episode.onset)
    if since is None:
        return Dates(episode.onset, today, episode.onset)
    later = WEEK_DAYS - 1 if since.start is Start.FIRST_DAY else 0
    first = min(since.date + timedelta(days=later), max(today - timedelta(days=1), since.date))
    return Dates(first, today, episode.onset)


def _told(
    episode: Episode,
    entries: list[Entry],
    alerts: list[Alert],
    treatments: list[Treatment],
    since: Since | None,
    dates: Dates,
    today: date,
) -> Told | None:
    """What the diary tells; a fault in the model never hides an alert, a note or a day."""
    try:
        course = replace(assess.course_of(episode, entries), open_flag_on=open_flag_on(alerts))
        weeks, then = _readings(course, since, episode.patient, today)
        weeks[-1] = afterwards.beside_own_word(weeks[-1], afterwards.back_of_late(episode, today=today))
        whole = course_page(
            course,
            entries[-1:],  # the days stand on pages of their own
            alerts,
            patient=episode.patient,
            today=today,
            silenced=False,
            happened=events_of(episode),
            reading=weeks[-1],
            sizes=(NARROW,),
        )
        page = replace(whole, weeks=whole.weeks[:MOST_MEDIANS])
        return Told(
            course=page,
            outlook=outlook_page(course, weeks, episode.patient),
            prompts=prompts_card(episode, course, weeks[-1]),
            changes=_changes(episode.patient, course, since, then, weeks[-1], alerts, treatments),
            comparison=comparison(course, weeks[-1], dates.first, dates.second),
            strip=strip(entries, treatments, page.charts[0].span, today=today) if entries else None,
            taken=_taken(episode, page, today) if entries else None,
            panels=[(chart, _marks(chart, dates)) for chart in page.charts],
            more_weeks=Diary(course.days).scored().number_of_weeks() - len(page.weeks),
        )
    except Exception:
        logger.exception("no course for episode %s", episode.pk)
        return None


def _taken(episode: Episode, page: CoursePage, today: date) -> TakenStrip | None:
    """The medicines that the patient tapped, on the axis of the charts; what the diary says stands in the strip."""
    span = page.charts[0].span
    return taken_strip(medicines.days_taken(episode.patient, since=span[0]), span, today=today)


def _readings(
    course: Course, since: Since | None, patient: Patient, today: date
) -> tuple[list[Reading], Reading | None]:
    """The readings of the last weeks, the last as of today, and that of the date since when changes are told."""
    dates = week_ends(course, today)[-MOST_WEEKS:]
    cases = [case_of(course, on) for on in (*dates, *([since.date] if since else []))]
    readings = read_all(cases, patient.starting_share)
    return readings[: len(dates)], readings[-1] if since else None


def _changes(
    patient: Patient,
    course: Course,
    since: Since | None,
    then: Reading | None,
    now: Reading,
    alerts: Sequence[Alert],
    treatments: Sequence[Treatment],
) -> Changes | None:
    if since is None or then is None:
        return None
    told = followup.followed(course, since, then, now)
    kept = rhythm.rhythm_of(patient, now.as_of)
    return changes(told, alerts, treatments, today=now.as_of, kept=kept)


def _marks(chart: Chart, dates: Dates) -> list[Tick]:
    """Where the two dates lie on a chart, and on which side their letter stands; one before it stands at its edge."""
    grid = Grid(NARROW, *chart.span)
    middle = grid.first + (grid.last - grid.first) / 2
    return [
        Tick(grid.x(max(day, grid.first)), letter, "start" if day < middle else "end")
        for letter, day in (("A", dates.first), ("B", dates.second))
    ]


def _alert_line(alert: Alert, writers: Writers) -> AlertLine:
    """When, which signs, by which way it came, and what was done last."""
    steps = alert.steps.all()
    last = who_and_when(steps[len(steps) - 1], writers) if steps else ""
    return AlertLine(
        when=compact_date(day_of(alert)),
        signs=signs_of(alert),
        urgency=str(URGENCIES[Urgency(alert.urgency)]),
        became=" ".join(
            filter(None, (came_later(alert.answered_at, alert.raised_at), reported_by(alert, writers), last))
        ),
        is_open=alert.is_open,
    )
