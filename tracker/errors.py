"""When something went wrong: what to do, and whom to phone all the same."""

import logging
import sys
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.db import Error as DatabaseFault
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone

from recovery.people import phones
from recovery.people.models import Patient
from tracker import last_known
from tracker.access import known_record, own_record
from tracker.display import display_of
from tracker.phones import PhoneCard, phone_card, public_phones

logger = logging.getLogger(__name__)

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
    return render(request, "403_csrf.html", {"phones": _own_card(request)}, status=403)


def bad_request(request: HttpRequest, exception: BadRequest) -> HttpResponse:
    """What was sent could not be read. A page like the others, where Django's own knows no language or user."""
    return render(request, "400.html", {"phones": _own_card(request)}, status=400)


def _own_card(request: HttpRequest) -> PhoneCard | None:
    """Whom the signed-in patient phones; nothing when it is not known yet who asks."""
    patient = own_record(request) if hasattr(request, "user") else None
    return phone_card(phones.advice_for(patient, now=timezone.now())) if patient else None


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours: the own number if it can be had, else those last known, else the rule. Never raises."""
    for known in (_own, _last_known, _nothing):
        try:
            return HttpResponse(
                render_to_string(
                    "500.html", {**known(request), "styles": _styles(), "display": display_of(request)}
                ),
                status=500,
            )
        except Exception:
            logger.exception("the error page could not show what %s knows", known.__name__)
    return HttpResponse(LAST_WORDS, status=500)


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
