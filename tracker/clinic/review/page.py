"""Everything on the review page, gathered once: the page, the print and the PDF show the same values.

A constant number of queries, however many days there are.
"""

import logging
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

from recovery.alerts.models import Alert
from recovery.clinical.followup import Since
from recovery.clinical.scores import SCALES, Scale
from recovery.clinical.signs import Urgency
from recovery.episodes import notes, preparations, visits
from recovery.episodes.models import Episode
from recovery.journal import activities, body_maps, diary, medicines
from recovery.journal.models import Entry
from recovery.people.models import Clinic, Patient, User
from tracker.activities import ActivitiesCard, activities_card
from tracker.answers import DayRow, day_rows
from tracker.body import MapCard, map_cards
from tracker.clinic.alerts.cards import AlertCard, alert_card, reported_by, who_and_when
from tracker.clinic.episode.presenters import EpisodeCard, episode_card
from tracker.clinic.forms import CloseForm
from tracker.clinic.questionnaires import QuestionnairesCard, questionnaires_card
from tracker.clinic.review.after import AfterCard, after_card
from tracker.clinic.review.changes import signs_of
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
from tracker.clinic.review.told import Dates, Told, dates_of, record_of, told_of
from tracker.clinic.words import URGENCIES
from tracker.course import day_of
from tracker.words import came_later, compact_date
from tracker.writers import Writers

logger = logging.getLogger(__name__)

# So many days, closed alerts and corrections at once: the page stays under 100 KB, and two sheets of paper.
ENTRIES_A_PAGE = 60
MOST_CLOSED = 10
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
    record, after, writers = record_of(episode, today=today), _after(episode), Writers(patient)
    dates, names = dates_of(record, asked), activities.names_of(patient)
    told = told_of(record, dates)
    is_urgent = bool(told and told.changes and told.changes.is_urgent)
    still_open = [alert for alert in record.alerts if alert.is_open]
    closed = [alert for alert in record.alerts if not alert.is_open]
    card = partial(alert_card, writers=writers, refused=refused)
    shown = Paginator(record.entries[::-1], ENTRIES_A_PAGE).get_page(page)
    versions = diary.versions_of(patient)[:MOST_VERSIONS]
    number = after.number if after else None
    return Review(
        about=about(patient, episode, medicines.of(patient), number=number, today=today),
        told=told,
        episode=episode_card(episode, reader=reader),
        questionnaires=questionnaires_card(episode, dates.first, silenced=is_urgent),
        activities=activities_card(episode),
        body_maps=map_cards(body_maps.latest_of(episode, BODY_MAPS), writers),
        dates=dates,
        since=record.since,
        open_alerts=[*map(card, still_open)],
        closed_alerts=[*map(card, closed[:MOST_CLOSED])],
        more_alerts=len(closed[MOST_CLOSED:]),
        alert_lines=[_alert_line(alert, writers) for alert in record.alerts],
        said=notes_of_the_patient(record.entries, writers),
        questions=questions_asked(visits.questions_for_the_next_visit(episode), writers),
        prepared=prepared_card(preparations.last_sent(episode, clinic), writers) if clinic else None,
        notes=note_cards(notes.threads_of(episode, clinic)) if clinic else [],
        visits=visits_page(record.planned, today=today),
        days=Days(day_rows(writers, list(shown), names), [_(SCALES[scale].name) for scale in Scale]),
        page=shown,
        versions=[version_row(version, writers, names) for version in versions],
        after=after,
    )


def _after(episode: Episode) -> AfterCard | None:
    """A fault here hides nothing else of the page."""
    try:
        return after_card(episode)
    except Exception:
        logger.exception("nothing of after for episode %s", episode.pk)
        return None


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
