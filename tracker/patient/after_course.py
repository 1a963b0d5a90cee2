"""What My course and Today say of the end of an episode and of what came after."""

import logging
from dataclasses import dataclass
from datetime import date

from recovery.aftercare import weekly
from recovery.clinical.standing import Standing
from recovery.episodes import course
from recovery.episodes.models import Episode
from tracker.earlier import Beside, beside_now
from tracker.patient.after_pages import history_lines
from tracker.writers import Writers

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AfterCourse:
    """What was said of this episode, what can be said, and the earlier courses.

    `offers_close` never stands beside an alert.
    """

    lines: list[str]
    is_recovered: bool
    offers_close: bool
    is_back: bool
    earlier: Beside | None


def after_course(episode: Episode, *, standing: str, quiet: bool) -> AfterCourse:
    """For My course. `standing` is the code that the page shows, empty for none; `quiet` after a red flag: then no
    earlier course is drawn, because that went well."""
    history = course.history_of(episode)
    return AfterCourse(
        lines=history_lines(history, Writers(episode.patient)),
        is_recovered=history.standing is not None,
        offers_close=history.standing is None and not quiet,
        is_back=history.standing is not None or standing == Standing.RELAPSED,
        earlier=None if quiet else _beside(episode),
    )


def _beside(episode: Episode) -> Beside | None:
    """A fault in a drawing takes nothing else of the page away."""
    try:
        return beside_now(episode)
    except Exception:
        logger.exception("no earlier course beside episode %s", episode.pk)
        return None


@dataclass(frozen=True, slots=True)
class AfterToday:
    """For Today, once recovered."""

    asks_weekly: bool


def after_today(episode: Episode, *, today: date) -> AfterToday | None:
    """What Today adds once the course is closed; `None` before."""
    if not course.is_recovered(episode):
        return None
    return AfterToday(weekly.is_due(episode, today=today))
