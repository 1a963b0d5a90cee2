"""What waits on a phone comes in here, an item at a time."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime
from math import isfinite
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest, JsonResponse
from django.http.request import RawPostDataException
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods

from recovery import arrivals
from recovery.alerts import contact
from recovery.arrivals import Item
from recovery.episodes.models import Episode
from recovery.journal.answers import Answers
from recovery.people.models import Patient
from tracker.access import user_of
from tracker.app.access import patient_json
from tracker.patient.day_form import day_form
from tracker.typed import typed

# So deep does an item go at most; what lies deeper is nothing of ours.
DEEPEST = 4

# Clocks of phones that begin anew say 1970. What lies outside can be no moment, and no table can hold it.
YEARS = range(1900, 9999)


@patient_json
@require_http_methods(["GET", "HEAD", "POST"])
def queue(request: HttpRequest, *, patient: Patient) -> JsonResponse:
    """Whose phone this is now; and, posted, an item of the queue.

    An item of another record is refused with 409, so that the phone keeps it for its owner.
    """
    if request.method != "POST":
        return JsonResponse({"record": str(patient.ref), "csrf": get_token(request)})
    sent = _read(request)
    if sent.get("record") != str(patient.ref):
        return JsonResponse({"status": "other_record"}, status=409)
    result = arrivals.take_in(
        patient, _item(sent, patient), clean=_clean, by=user_of(request), now=timezone.now()
    )
    rings = result.get("alert") and bool(contact.ringing_for(patient))
    return JsonResponse({"id": sent.get("id"), **result, "to": reverse("patient:urgent") if rings else ""})


def _read(request: HttpRequest) -> dict[str, Any]:
    """What was posted; nothing where it is no object."""
    with suppress(ValueError, RecursionError, RawPostDataException):
        sent = _storable(json.loads(request.body))
        if isinstance(sent, dict):
            return sent
    return {}


def _storable(told: Any, depth: int = 0) -> Any:
    """The same without what a database cannot hold, so that no nonsense keeps a sign beside it from ringing."""
    match told:
        case str():
            return typed(told)
        case float():
            return told if isfinite(told) else None
        case dict() | list() if depth > DEEPEST:
            return None
        case dict():
            return {_storable(name): _storable(value, depth + 1) for name, value in told.items()}
        case list():
            return [_storable(value, depth + 1) for value in told]
    return told


def _item(sent: dict[str, Any], patient: Patient) -> Item:
    told = sent.get("answers")
    return Item(
        id=_id(sent.get("id"), patient),
        day=_day(sent.get("day")),
        told=told if isinstance(told, dict) else {"signs": [], "came_as": told},
        answered_at=_moment(sent.get("answered_at")),
    )


def _id(sent: Any, patient: Patient) -> UUID:
    """The id that the phone gave; one that cannot be read is made into one that is the same the next time."""
    try:
        return UUID(str(sent))
    except ValueError:
        return uuid5(NAMESPACE_URL, f"{patient.ref}/{sent}")


def _day(sent: Any) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(str(sent))
    return None


def _moment(sent: Any) -> datetime | None:
    """A moment with its zone; one without is none."""
    with suppress(ValueError, OverflowError):
        told = datetime.fromisoformat(str(sent))
        if told.tzinfo and told.astimezone(UTC).year in YEARS:
            return told
    return None


def _clean(episode: Episode, item: Item) -> Answers | None:
    """As the form of that day does, without signs that it does not have: those ring by themselves."""
    if item.day is None:
        return None
    told = {name: [str(one) for one in _many(value)] for name, value in item.told.items()}
    data = MultiValueDict({**told, "signs": list(item.known_signs)})
    form = day_form(episode, item.day, data=data)
    return form.answers() if form.is_valid() else None


def _many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
