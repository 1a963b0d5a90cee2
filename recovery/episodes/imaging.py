"""Pictures of the lower back: which, when, and what was found."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from recovery.clinical.care import ImagingKind
from recovery.episodes import telling
from recovery.episodes.models import Episode, Imaging
from recovery.people.models import User


@transaction.atomic
def record(
    episode: Episode, *, kind: ImagingKind, on: date, finding: str, by: User, now: datetime
) -> Imaging:
    """Write a picture down. The same one again is the same row; `telling.NotThisDate` outside the episode.

    With another finding it is another row, in the place of the one before, which is withdrawn. What the clinic
    confirmed the patient does not replace: then the row is as it was.
    """
    telling.check_dates(episode, on, None, now=now)
    picture, is_new = _found_or_made(episode, kind, on, finding, by, now)
    if is_new:
        return picture
    if finding and finding != picture.finding and telling.withdraw(picture, by=by, now=now):
        return _found_or_made(episode, kind, on, finding, by, now)[0]
    telling.confirm(picture, by=by, now=now)
    return picture


def _found_or_made(
    episode: Episode, kind: ImagingKind, on: date, finding: str, by: User, now: datetime
) -> tuple[Imaging, bool]:
    return Imaging.objects.standing().get_or_create(
        episode=episode,
        kind=kind,
        date=on,
        defaults={"finding": finding} | telling.signed(episode, by=by, now=now),
    )


def all_of(episode: Episode) -> list[Imaging]:
    """Every picture that was told of, also what was withdrawn, the earliest first."""
    return [_in(episode, picture) for picture in _told(episode).order_by("date", "pk")]


def find(episode: Episode, pk: int) -> Imaging | None:
    """One picture of this episode."""
    picture = _told(episode).filter(pk=pk).first()
    return _in(episode, picture) if picture else None


def _told(episode: Episode) -> QuerySet[Imaging]:
    return Imaging.objects.filter(episode=episode).select_related(
        "recorded_by", "confirmed_by", "withdrawn_by"
    )


def _in(episode: Episode, picture: Imaging) -> Imaging:
    """The row with the episode that is known already."""
    picture.episode = episode
    return picture
