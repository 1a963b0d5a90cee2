"""The decorators of every address under /fhir/: a token, the log, an OperationOutcome for whatever goes wrong."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from recovery.people import access_log, limits, tokens
from recovery.people.access_log import Reader
from recovery.people.limits import Limit
from recovery.people.models import ApiToken, Patient, Role
from tracker import looking
from tracker.fhir import outcomes
from tracker.fhir.outcomes import Refused
from tracker.limits import API_CALLS, API_WRONG_TOKENS, by_address

logger = logging.getLogger(__name__)

JSON_TYPES = {"application/fhir+json", "application/json", "text/json", "application/*", "*/*"}
JSON_FORMATS = JSON_TYPES | {"json"}
BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class Answer:
    """A resource, of whom something is in it, and what that is called in the log. `refused` after it was logged."""

    resource: dict[str, Any]
    of: tuple[Patient, ...] = ()
    what: str = ""
    refused: Refused | None = None


Reading = Callable[..., Answer]
View = Callable[..., HttpResponse]


def open_to_all(reading: Reading) -> View:
    """An address that tells nothing of anybody."""

    @wraps(reading)
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return _answered(lambda: outcomes.answer(reading(_readable(request), **kwargs).resource))

    return login_not_required(csrf_exempt(view))


def with_token(reading: Reading) -> View:
    """Hands the reading the `clinic` whose token was sent; what it read is in the log before it is sent."""

    @wraps(reading)
    def view(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return _answered(lambda: _with_token(request, reading, kwargs))

    return login_not_required(csrf_exempt(view))


def _with_token(request: HttpRequest, reading: Reading, kwargs: dict[str, Any]) -> HttpResponse:
    if request.method not in {"GET", "HEAD"}:
        raise outcomes.method_not_allowed()
    token = _token(request)
    _count(API_CALLS, str(token.pk))
    tokens.used(token, today=timezone.localdate())
    found = reading(_readable(request), clinic=token.clinic, **kwargs)
    _log(request, token, found)
    if found.refused:
        raise found.refused
    return outcomes.answer(found.resource)


def _log(request: HttpRequest, token: ApiToken, found: Answer) -> None:
    reader = Reader(Role.SYSTEM, token.clinic, token=token, address=looking.address_of(request))
    access_log.record_each(reader, found.of, what=found.what, now=timezone.now())


def _token(request: HttpRequest) -> ApiToken:
    told = request.headers.get("Authorization", "")
    found = tokens.find(told[len(BEARER) :].strip()) if told.lower().startswith(BEARER) else None
    if found is None:
        _count(API_WRONG_TOKENS, by_address(request))
        raise outcomes.unauthorized()
    return found


def _count(limit: Limit, whose: str) -> None:
    now = timezone.now()
    if not limits.take(limit, whose, now=now):
        raise outcomes.too_many(limits.seconds_left(limit, whose, now=now))


def _readable(request: HttpRequest) -> HttpRequest:
    """The request, if it only reads and takes what we give."""
    if request.method not in {"GET", "HEAD"}:
        raise outcomes.method_not_allowed()
    wished = [one.split(";")[0].strip().lower() for one in request.headers.get("Accept", "*/*").split(",")]
    form = request.GET.get("_format")
    if (form is None and not JSON_TYPES & set(wished)) or (form is not None and form not in JSON_FORMATS):
        raise outcomes.not_acceptable()
    return request


def _answered(read: Callable[[], HttpResponse]) -> HttpResponse:
    """The answer, or why there is none. Never raises: an error page is no answer to a machine."""
    try:
        return read()
    except Refused as refused:
        return outcomes.outcome(refused)
    except (SuspiciousOperation, BadRequest):
        return outcomes.outcome(outcomes.bad_request("The request cannot be read."))
    except DatabaseError:
        logger.exception("the database did not answer, so nothing was read")
        return outcomes.outcome(outcomes.fault(503))
    except Exception:
        logger.exception("a fault under /fhir/")
        return outcomes.outcome(outcomes.fault())
