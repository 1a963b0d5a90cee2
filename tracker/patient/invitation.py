"""The invitation somebody came in with, from the link until the first questions are answered."""

from datetime import datetime

from django.http import HttpRequest

from recovery.people import invitations
from recovery.people.models import Invitation

KEY = "invitation"


def remember(request: HttpRequest, token: str) -> None:
    """Keep the token of a link in the session."""
    request.session[KEY] = token


def remembered(request: HttpRequest, *, now: datetime) -> Invitation | None:
    """The invitation of this session, as long as it can be used."""
    token = request.session.get(KEY)
    return invitations.find(token, now=now) if token else None


def is_remembered(request: HttpRequest) -> bool:
    """Whether somebody came in by an invitation, even if it cannot be used any more."""
    return KEY in request.session


def forget(request: HttpRequest) -> None:
    """The invitation was used."""
    request.session.pop(KEY, None)
