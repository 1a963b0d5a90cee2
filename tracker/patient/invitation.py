"""The invitation somebody came in with, from the link until the first questions are answered."""

from datetime import datetime

from django.http import HttpRequest

from recovery.people import invitations
from recovery.people.models import Invitation
from tracker.access import user_of

KEY = "invitation"


def remember(request: HttpRequest, token: str) -> None:
    """Keep the token of a link in the session. Whoever has a date of birth to give has given it."""
    request.session[KEY] = token


def remembered(request: HttpRequest, *, now: datetime) -> Invitation | None:
    """The invitation of this session, or the one kept for whoever is signed in, as long as it can be used.

    From the first questions on it is kept with the account: signing out in between forgets nothing.
    """
    user, token = user_of(request), request.session.get(KEY)
    if token is None:
        kept = invitations.held_for(user)
        return kept if kept and invitations.can_be_used(kept, now=now) else None
    found = invitations.find(token, now=now)
    if found:
        invitations.hold_for(found, user)
    return found


def is_remembered(request: HttpRequest) -> bool:
    """Whether somebody came in by an invitation, even if it cannot be used any more."""
    return KEY in request.session or invitations.held_for(user_of(request)) is not None


def forget(request: HttpRequest) -> None:
    """The invitation was used, or is over and that was said."""
    request.session.pop(KEY, None)
    invitations.let_go(user_of(request))
