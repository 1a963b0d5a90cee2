"""What a clinic writes about an episode: its own notes, and those that the patient reads too."""

from datetime import datetime

from django.db.models import QuerySet

from recovery.episodes.models import Episode, Note
from recovery.people.models import Clinic, User


def write(
    episode: Episode,
    *,
    clinic: Clinic,
    text: str,
    shared: bool,
    by: User,
    now: datetime,
    replaces: Note | None = None,
) -> Note:
    """Write a note, or another in the place of one, which is kept."""
    return Note.objects.create(
        episode=episode,
        clinic=clinic,
        text=text,
        shared=shared,
        written_by=by,
        written_at=now,
        replaces=replaces,
    )


def notes_of(episode: Episode, clinic: Clinic) -> list[Note]:
    """What this clinic wrote and nobody replaced, the latest first."""
    return list(_standing(episode).filter(clinic=clinic))


def shared_with_the_patient(episode: Episode) -> list[Note]:
    """What the patient may read, the latest first."""
    return list(_standing(episode).filter(shared=True))


def _standing(episode: Episode) -> QuerySet[Note]:
    return Note.objects.filter(episode=episode, replaced_by=None).select_related("written_by", "clinic")
