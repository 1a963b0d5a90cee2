"""Whether this process can serve: for what stands in front of it, and for who puts a new version in its place."""

import logging
from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from tracker.version import VERSION

logger = logging.getLogger(__name__)

UNAVAILABLE = 503

# Without it every page stands there bare.
A_STYLE = "site.css"


@login_not_required
@require_safe
def live_page(request: HttpRequest) -> HttpResponse:
    """This process answers. Asks nothing of anything else: restarting it would not mend a database."""
    return JsonResponse({"live": True})


@login_not_required
@require_safe
def ready_page(request: HttpRequest) -> HttpResponse:
    """200 when pages can be served, 503 with what is in the way when not."""
    problems = not_ready()
    told = {"version": VERSION, "problems": problems}
    return JsonResponse(told, status=UNAVAILABLE if problems else 200)


def not_ready() -> list[str]:
    """What keeps this process from serving, in English, for an operator."""
    return [*_of_database(), *_of_files()]


def pending_migrations() -> list[str]:
    """The migrations of this version that the database does not have."""
    pending = _of_this_version() - MigrationRecorder(connection).applied_migrations().keys()
    return sorted(f"{app}.{name}" for app, name in pending)


@cache
def _of_this_version() -> frozenset[tuple[str, str]]:
    """Those whose files are here. Reading them takes a second; they do not change while a process lives."""
    return frozenset(MigrationLoader(None).disk_migrations)


def _of_database() -> list[str]:
    try:
        pending = pending_migrations()
    except DatabaseError:
        logger.exception("not ready without the database")
        return ["the database does not answer"]
    return [f"{len(pending)} migrations have to run: manage.py migrate"] if pending else []


def _of_files() -> list[str]:
    try:
        staticfiles_storage.url(A_STYLE)
    except ValueError:
        return ["the static files are not there, or of another version: manage.py collectstatic"]
    return []
