"""Staying signed in, for how long at most, and what is said to who was signed out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from recovery.clinical import wording
from recovery.people import signed_in
from tracker.access import forget_who, user_of, works_at_a_clinic
from tracker.devices import device_of

logger = logging.getLogger(__name__)

A_MINUTE, AN_HOUR = timedelta(minutes=1), timedelta(hours=1)

# What a session keeps of itself: moments in seconds since 1970, and the key under which it was last written down.
BEGAN, SEEN, WRITTEN_AS = "began", "seen", "written_as"


@dataclass(frozen=True, slots=True)
class Span:
    """How long a session lasts: unused, and at most. `grain`: how exactly its last use is kept."""

    idle: timedelta
    most: timedelta
    grain: timedelta


def span_for(request: HttpRequest) -> Span:
    """Short for who reads records of others, long for who writes their own in bed."""
    if works_at_a_clinic(request):
        idle, most, grain = settings.STAFF_SESSION_IDLE_SECONDS, settings.STAFF_SESSION_SECONDS, A_MINUTE
    else:
        idle, most, grain = settings.PATIENT_SESSION_IDLE_SECONDS, settings.PATIENT_SESSION_SECONDS, AN_HOUR
    return Span(timedelta(seconds=idle), timedelta(seconds=most), grain)


class LenientSessionMiddleware(SessionMiddleware):
    """A session that cannot be saved (a full disk) takes no page away: the number on it may be needed now."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        # Django says the second of a row that it could not change.
        except (DatabaseError, SessionInterrupted):
            logger.exception("a session could not be saved")
            return response


class BoundedSessionMiddleware:
    """Ends a session that was unused or lasted for too long, here and not in the browser; else notes its use."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = timezone.now()
            span = span_for(request)
            if _is_over(request, span, now):
                logout(request)
                forget_who(request)
            else:
                _note(request, span, now)
        return self.get_response(request)


def _is_over(request: HttpRequest, span: Span, now: datetime) -> bool:
    began, seen = (_moment(request, name) or _unknown(request, now) for name in (BEGAN, SEEN))
    return now - began >= span.most or now - seen >= span.idle


def _unknown(request: HttpRequest, now: datetime) -> datetime:
    """Of a session of before this was kept: a patient's begins now, that of staff began when a password was enough."""
    signed_in_by = get_authentication_records(request, user_of(request)) if works_at_a_clinic(request) else []
    return datetime.fromtimestamp(signed_in_by[-1]["at"], UTC) if signed_in_by else now


def _note(request: HttpRequest, span: Span, now: datetime) -> None:
    """Write down its last use, a few times an hour at most, and at once under a new key."""
    session = request.session
    seen, key = _moment(request, SEEN), session.session_key
    if key is None or (seen and now - seen < span.grain and session.get(WRITTEN_AS) == key):
        return
    session.setdefault(BEGAN, now.timestamp())
    before, device = session.get(WRITTEN_AS, key), device_of(request.headers.get("User-Agent", ""))
    session[SEEN], session[WRITTEN_AS] = now.timestamp(), key
    try:
        with transaction.atomic():
            signed_in.seen(user_of(request), session_key=key, before=before, device=device, now=now)
    except DatabaseError:  # a full disk takes no page away
        logger.exception("where somebody is signed in could not be written down")


def _moment(request: HttpRequest, name: str) -> datetime | None:
    seconds = request.session.get(name)
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """Sends a visitor to sign in; who sent a form is told that it was not saved, and to phone if it is serious."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method == "POST":
            messages.warning(request, _(wording.SIGNED_OUT))
        return super().handle_no_permission(request, view_func)
