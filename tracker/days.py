"""Every day of a diary as rows, a page at a time: what the table beside the charts has no room for."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from recovery.clinical.scores import SCALES, Scale
from recovery.episodes.models import Episode
from recovery.journal import diary
from tracker.answers import DayRow, day_rows
from tracker.writers import Writers

DAYS_A_PAGE = 100


@dataclass(frozen=True, slots=True)
class DaysPage:
    """A page of the days, the latest first: `number` of `pages`, those beside it, and how many days there are."""

    days: list[DayRow]
    scales: list[str]
    number: int
    pages: int
    previous: int | None
    next: int | None
    number_of_days: int


def days_page(episode: Episode, number: object) -> DaysPage:
    """The days of an episode. A page number that makes no sense gives the nearest."""
    page = Paginator(diary.all_of(episode), DAYS_A_PAGE).get_page(number)  # type: ignore[arg-type]
    return DaysPage(
        days=day_rows(Writers(episode.patient), list(page)),
        scales=[_(SCALES[scale].name) for scale in Scale],
        number=page.number,
        pages=page.paginator.num_pages,
        previous=page.number - 1 if page.has_previous() else None,
        next=page.number + 1 if page.has_next() else None,
        number_of_days=page.paginator.count,
    )
