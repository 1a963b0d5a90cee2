"""Staying signed in, and what is said to who was signed out."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from recovery.clinical import wording

logger = logging.getLogger(__name__)

SEEN_ON = "seen_on"


class LenientSessionMiddleware(SessionMiddleware):
    """A session that cannot be saved (a full disk) takes no page away: the number on it may be needed now."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (
            DatabaseError,
            SessionInterrupted,
        ):  # Django says the second of a row that it could not change
            logger.exception("a session could not be saved")
            return response


class SlidingSessionMiddleware:
    """Whoever comes every day stays signed in: once a day the session starts anew."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        today = timezone.localdate().isoformat()
        if request.user.is_authenticated and request.session.get(SEEN_ON) != today:
            request.session[SEEN_ON] = today
        return self.get_response(request)


class SignInFirstMiddleware(LoginRequiredMiddleware):
    """Sends a visitor to sign in; who sent a form is told that it was not saved, and to phone if it is serious."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        if request.method == "POST":
            messages.warning(request, _(wording.SIGNED_OUT))
        return super().handle_no_permission(request, view_func)
