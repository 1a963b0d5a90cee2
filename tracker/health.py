"""The page that a monitor looks at: whether alerts leave. Numbers only, of all clinics together."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from recovery.alerts.health import health, seconds

logger = logging.getLogger(__name__)

UNAVAILABLE = 503


@login_not_required
@require_safe
def health_page(request: HttpRequest) -> HttpResponse:
    """200 when alerts leave, 503 with what is wrong when they do not."""
    try:
        found = health(now=timezone.now())
    except DatabaseError:
        logger.exception("no health without the database")
        return JsonResponse({"problems": ["the database does not answer"]}, status=UNAVAILABLE)
    problems = found.problems()
    told = {
        "owed": found.owed,
        "oldest_seconds": seconds(found.oldest),
        "given_up": found.given_up,
        "untold": found.untold,
        "worker_seconds": None if found.worker is None else seconds(found.worker),
        "problems": problems,
    }
    return JsonResponse(told, status=UNAVAILABLE if problems else 200)
