"""What a clinic writes about an episode: its own notes, and those that the patient reads too."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from recovery.episodes.models import Episode, Note
from recovery.people.models import Clinic, User


class AlreadyReplaced(Exception):
    """Somebody corrected this note first."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A note as it is now, and what it said before, the latest first."""

    note: Note
    earlier: list[Note]


def write(
    episode: Episode,
    *,
    clinic: Clinic,
    text: str,
    shared: bool,
    by: User,
    now: datetime,
    replaces: Note | None = None,
    once: UUID | None = None,
) -> Note:
    """Write a note, or another in the place of one, which is kept.

    The same form sent twice, known by `once`, is the same note; with other words it is a note of its own.
    `AlreadyReplaced` when another correction was first.
    """
    fields = {
        "episode": episode,
        "clinic": clinic,
        "text": text,
        "shared": shared,
        "written_by": by,
        "written_at": now,
        "replaces": replaces,
    }
    try:
        with transaction.atomic():
            ref = _ref(once, text, shared) if once else uuid4()
            note, _new = Note.objects.get_or_create(ref=ref, defaults=fields)
    except IntegrityError:
        raise AlreadyReplaced from None
    return note


def standing_note(episode: Episode, clinic: Clinic, ref: UUID) -> Note:
    """A note of this clinic that nobody replaced. `AlreadyReplaced` when somebody did, or when it is not there."""
    note = _standing(episode).filter(clinic=clinic, ref=ref).first()
    if note is None:
        raise AlreadyReplaced
    return note


def is_written(once: UUID, *, text: str, shared: bool) -> bool:
    """Whether this form was sent before with the same words; with others it is another note, as after "back"."""
    return Note.objects.filter(ref=_ref(once, text, shared)).exists()


def _ref(once: UUID, text: str, shared: bool) -> UUID:
    return uuid5(once, f"{shared}: {text}")


def threads_of(episode: Episode, clinic: Clinic) -> list[Thread]:
    """What this clinic wrote, the latest first, each with what it said before it was corrected."""
    written = Note.objects.filter(episode=episode, clinic=clinic).select_related("written_by", "clinic")
    by_pk = {note.pk: note for note in written}
    replaced = {note.replaces_id for note in by_pk.values()}
    return [Thread(note, list(_before(note, by_pk))) for note in by_pk.values() if note.pk not in replaced]


def _before(note: Note, by_pk: dict[int, Note]) -> Iterator[Note]:
    """The notes that this one replaced, one after another, the latest first."""
    while note.replaces_id in by_pk:
        note = by_pk[note.replaces_id]
        yield note


def notes_of_all(episodes: Sequence[Episode], clinic: Clinic) -> list[Note]:
    """What this clinic wrote in some episodes and nobody replaced, the latest first. One query."""
    return list(Note.objects.filter(episode__in=episodes, clinic=clinic, replaced_by=None))


def shared_with_the_patient(episode: Episode) -> list[Note]:
    """What the patient may read, the latest first."""
    return list(_standing(episode).filter(shared=True))


def _standing(episode: Episode) -> QuerySet[Note]:
    return Note.objects.filter(episode=episode, replaced_by=None).select_related("written_by", "clinic")
