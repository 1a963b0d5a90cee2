"""What Prometheus reads: counts and ages out of the database at the moment it asks, the same from every process.

No patient, no address, and of a clinic only its key in the database. Who asks shows METRICS_TOKEN; for anybody else,
and without such a setting, there is no such page. Behind a proxy every request comes from this machine, so that where
it comes from says nothing.
"""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from recovery.alerts import figures_now
from recovery.alerts.health import health
from recovery.clinical.course import MODEL_VERSION
from recovery.clinical.signs import RULES_VERSION
from recovery.journal import diary
from recovery.people import letters
from tracker import error_count
from tracker.keeping.backup import NOTE
from tracker.readiness import pending_migrations
from tracker.version import VERSION

A_DAY = timedelta(days=1)


@login_not_required
@require_safe
def metrics_page(request: HttpRequest) -> HttpResponse:
    """The metrics, for who has the token."""
    if not _has_token(request.headers.get("Authorization", "")):
        raise Http404
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Now(timezone.now()))
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _has_token(header: str) -> bool:
    wanted = f"Bearer {settings.METRICS_TOKEN}"
    return bool(settings.METRICS_TOKEN) and compare_digest(header.encode(), wanted.encode())


class Now(Collector):
    """Everything as it is at one moment. Without a database what needs none is told all the same."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def describe(self) -> list[Metric]:
        return []

    def collect(self) -> Iterator[Metric]:
        yield from _of_this_machine(self._now)
        try:
            told = [metric for part in FROM_THE_DATABASE for metric in part(self._now)]
        except DatabaseError:
            yield _gauge("recovery_database_up", "Whether the database answers", 0)
        else:
            yield _gauge("recovery_database_up", "Whether the database answers", 1)
            yield from told


def _gauge(name: str, what: str, value: float) -> Metric:
    return GaugeMetricFamily(name, what, value=value)


def _of_this_machine(now: datetime) -> Iterator[Metric]:
    versions = GaugeMetricFamily("recovery_info", "What runs here", labels=["version", "model", "rules"])
    versions.add_metric([VERSION, MODEL_VERSION, RULES_VERSION], 1)
    yield versions
    total = error_count.total()
    yield CounterMetricFamily("recovery_errors", "Requests that ended in a fault of the site", value=total)
    try:
        free = shutil.disk_usage(settings.VAR_DIR).free
    except OSError:
        free = 0
    yield _gauge("recovery_disk_free_bytes", "Room left where VAR_DIR is", free)
    yield from _backup(now)


def _backup(now: datetime) -> Iterator[Metric]:
    """Nothing where no backup was ever made from here."""
    try:
        told = json.loads((settings.VAR_DIR / NOTE).read_text(encoding="utf-8"))
        age = (now - datetime.fromisoformat(told["at"])).total_seconds()
        is_good = bool(told["ok"])
    except (OSError, ValueError, KeyError, TypeError):
        return
    yield _gauge("recovery_backup_age_seconds", "How long ago the last backup was tried", age)
    yield _gauge("recovery_backup_ok", "Whether the last backup was made and verified", is_good)


def _alerts(now: datetime) -> Iterator[Metric]:
    found = health(now=now)
    yield _gauge("recovery_deliveries_owed", "Messages about alerts that are owed", found.owed)
    yield _gauge(
        "recovery_delivery_oldest_seconds", "Age of the oldest of them", found.oldest.total_seconds()
    )
    yield _gauge("recovery_deliveries_failed", "About open alerts, failed for good", found.given_up)
    yield _gauge("recovery_alerts_untold", "Open alerts of which no clinic was told", found.untold)
    yield _gauge(
        "recovery_second_line_oldest_seconds", "Age of what that is owed", found.second.total_seconds()
    )
    if found.worker is not None:
        yield _gauge("recovery_worker_seconds", "Since a worker swept", found.worker.total_seconds())
    yield _by_clinic(now)
    outcomes = CounterMetricFamily("recovery_deliveries", "Messages by how they ended", labels=["outcome"])
    for outcome, count in figures_now.deliveries_by_outcome().items():
        outcomes.add_metric([outcome], count)
    yield outcomes


def _by_clinic(now: datetime) -> Metric:
    metric = GaugeMetricFamily("recovery_alerts_open", "Alerts that are open, by clinic", labels=["clinic"])
    for clinic, count in figures_now.open_by_clinic(now=now).items():
        metric.add_metric(["none" if clinic is None else str(clinic)], count)
    return metric


def _rest(now: datetime) -> Iterator[Metric]:
    written = diary.number_written(since=now - A_DAY)
    yield _gauge("recovery_entries_last_day", "Days of a diary written in the last 24 hours", written)
    yield _gauge("recovery_letters_owed", "Other mails that are owed", letters.number_owed())
    yield _gauge(
        "recovery_migrations_pending", "Migrations that still have to run", len(pending_migrations())
    )


FROM_THE_DATABASE: tuple[Callable[[datetime], Iterator[Metric]], ...] = (_alerts, _rest)
