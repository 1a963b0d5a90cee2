"""What the patient wrote to prepare a visit, and what went to the clinic ahead of it.

Each save is a row; the last one holds. A row with `sent_at` is what a clinic may read, as it was sent.
"""

from datetime import datetime
from typing import Any

from recovery.episodes.models import Episode, Preparation
from recovery.people.models import Clinic, User


def latest(episode: Episode) -> Preparation | None:
    """What was written last, sent or not."""
    return Preparation.objects.filter(episode=episode).last()


def save(
    episode: Episode, *, matters: str, not_understood: str, by: User, now: datetime
) -> Preparation | None:
    """Keep what the patient wrote. The same words as before are the same row; nothing at all is no row."""
    before = latest(episode)
    written = (before.matters, before.not_understood) if before else ("", "")
    if written == (matters, not_understood):
        return before
    return Preparation.objects.create(
        episode=episode, matters=matters, not_understood=not_understood, written_by=by, written_at=now
    )


def send(
    episode: Episode,
    *,
    clinic: Clinic,
    sheet: dict[str, Any],
    matters: str,
    not_understood: str,
    by: User,
    now: datetime,
) -> Preparation:
    """Send the sheet as it is now to `clinic`; a later one takes its place. Nobody is mailed.

    Whether that clinic reads along is for who calls this to know, in the same transaction.
    """
    return Preparation.objects.create(
        episode=episode,
        clinic=clinic,
        sheet=sheet,
        matters=matters,
        not_understood=not_understood,
        written_by=by,
        written_at=now,
        sent_at=now,
    )


def last_sent(episode: Episode, clinic: Clinic) -> Preparation | None:
    """What was sent last to this clinic, if anything was."""
    sent = Preparation.objects.filter(episode=episode, clinic=clinic).exclude(sent_at=None)
    return sent.order_by("sent_at", "pk").last()
