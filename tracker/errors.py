"""When something went wrong: what to do, and whom to phone all the same."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.db import Error as DatabaseFault
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone

from recovery.people import phones
from recovery.people.models import Patient
from tracker import last_known, logs
from tracker.access import known_record, own_record
from tracker.display import Display, display_of
from tracker.phones import PhoneCard, phone_card, public_phones

logger = logging.getLogger(__name__)

UNAVAILABLE = 503

# The database does not answer, or cannot write: it may again in a minute, and what was sent can be sent again.
OUT_OF_REACH = (OperationalError, InterfaceError)

# What has no body of its own, and the page that it gets.
EMPTY = {405: "405.html", 413: "413.html"}

STYLES = ("vendor/bootstrap-5.3.8.subset.css", "site.css")

# When not even the page can be made.
LAST_WORDS = (
    '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Er ging iets mis</title>'
    '<h1>Er ging iets mis bij ons. Is er iets ernstigs? Bel: <a href="tel:112">112</a>, of uw huisarts.</h1>'
    '<h1 lang="en">Something went wrong on our side. Is it serious? Phone: <a href="tel:112">112</a>, or '
    "your GP.</h1>"
)


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that is too old, mostly after signing in again in another tab: nothing was saved."""
    return _page(request, "403_csrf.html", 403)


def bad_request(request: HttpRequest, exception: BadRequest) -> HttpResponse:
    """What was sent could not be read. A page like the others, where Django's own knows no language or user."""
    return _page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Somebody may not see this."""
    return _page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, or it is not theirs: the same answer."""
    return _page(request, "404.html", 404)


def _page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page of the site with a number on it; when that fails, `server_error` is asked by Django."""
    card = _own_card(request)
    known = {} if card else _last_known(request)
    return render(request, template, {"phones": card, **known}, status=status)


def _own_card(request: HttpRequest) -> PhoneCard | None:
    """Whom the signed-in patient phones; nothing when it is not known yet who asks."""
    patient = own_record(request) if hasattr(request, "user") else None
    return phone_card(phones.advice_for(patient, now=timezone.now())) if patient else None


class EmptyErrorMiddleware:
    """An answer that only says “not like this” gets a page: it may be read by a patient who needs a number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        template = EMPTY.get(answer.status_code)
        if template is None or answer.streaming or answer.content or not _reads_pages(request):
            return answer
        page = _page(request, template, answer.status_code)
        for name, value in answer.items():
            page.headers.setdefault(name, value)
        return page


def _reads_pages(request: HttpRequest) -> bool:
    """Whether it was a browser that asked for a page, and no script or system."""
    return request.method != "HEAD" and "text/html" in request.headers.get("Accept", "")


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours, or a database that is gone: the own number if it can be had, else those last known, else the
    rule. Never raises.
    """
    status = UNAVAILABLE if isinstance(sys.exc_info()[1], OUT_OF_REACH) else 500
    for known in (_own, _last_known, _nothing):
        try:
            return HttpResponse(
                render_to_string(
                    "500.html",
                    {
                        **known(request),
                        "styles": _styles(),
                        "display": display_of(request),
                        "request_id": logs.current(),
                    },
                ),
                status=status,
            )
        except Exception:
            logger.exception("the error page could not show what %s knows", known.__name__)
    return HttpResponse(LAST_WORDS, status=status)


def outage_page() -> str:
    """What a proxy shows while no process of the site answers: the numbers as they are now. Needs the database."""
    last_known.refresh()
    known = {"clinics": public_phones(last_known.lines()), "display": Display()}
    return render_to_string("500.html", known)


def _own(request: HttpRequest) -> dict[str, Any]:
    """The card of the signed-in patient, else what is last known."""
    patient = _patient(request)
    if patient is None:
        return _last_known(request)
    return {"phones": phone_card(phones.advice_for(patient, now=timezone.now()))}


def _patient(request: HttpRequest) -> Patient | None:
    """Whose request it is. A database that has just failed is not asked again: nobody waits for it twice."""
    failed = isinstance(sys.exc_info()[1], DatabaseFault)
    return known_record(request) if failed or not hasattr(request, "user") else own_record(request)


def _last_known(request: HttpRequest) -> dict[str, Any]:
    """The public lines of the clinics, as this process last read them."""
    return {"clinics": public_phones(last_known.lines())}


def _nothing(request: HttpRequest) -> dict[str, Any]:
    """The rule alone."""
    return {}


def _styles() -> list[str]:
    """The style sheets, or none: a page without them can be read too."""
    try:
        return [static(name) for name in STYLES]
    except ValueError:
        return []
