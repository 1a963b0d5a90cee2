"""Open invitations, as lines of text."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recovery.people.models import Invitation, Letter
from tracker.words import long_date


@dataclass(frozen=True, slots=True)
class Waiting:
    """An invitation that was not used yet: to whom, until when, and what is to be known about it."""

    pk: int
    name: str
    how: str
    until: str
    notes: list[str]


def waiting_lines(invitations: Iterable[Invitation]) -> list[Waiting]:
    """Those that wait, each with its letters loaded."""
    return [
        Waiting(
            each.pk,
            each.name,
            each.email or _("printed sheet"),
            long_date(each.expires_at.date()),
            _notes(each),
        )
        for each in invitations
    ]


def _notes(invitation: Invitation) -> list[str]:
    notes = []
    if invitation.birth_date:
        notes.append(_("with date of birth"))
    if invitation.is_blocked:
        notes.append(_("blocked: the date of birth was wrong too often. Make a new link."))
    letters = list(invitation.letters.all())
    if any(_is_pending(letter) for letter in letters):
        notes.append(_("the mail is not sent yet"))
    if any(letter.given_up_at for letter in letters):
        notes.append(_("the mail could not be sent. Make a new link and hand it over."))
    return notes


def _is_pending(letter: Letter) -> bool:
    return not (letter.sent_at or letter.dropped_at or letter.given_up_at)
