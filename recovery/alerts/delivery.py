"""Sending what is owed: claim, send, record. At least once, never not at all.

A claim is one conditional UPDATE that must change one row. It takes a lease; when the worker that claimed
dies, the lease runs out and the delivery is owed again. How a message looks is the site's business: it
hands in `send`.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from recovery.alerts.models import Delivery

logger = logging.getLogger(__name__)

# Longer than the slowest mail server that still answers (EMAIL_TIMEOUT in the settings) [P].
LEASE = timedelta(minutes=2)

# After a failure: try again, ever more slowly, but never less often than this [P].
FIRST_RETRY = timedelta(seconds=15)
SLOWEST_RETRY = timedelta(minutes=10)
MOST_DOUBLINGS = 10

Send = Callable[[Delivery], None]
Clock = Callable[[], datetime]


def deliver_owed(send: Send, *, clock: Clock = timezone.now) -> int:
    """Send everything that is owed, the most urgent first; returns how many were sent.

    A delivery that fails, whatever way, ends neither the sweep nor its own chances.
    """
    owed = Delivery.objects.owed(clock()).most_urgent_first().values_list("pk", flat=True)
    return sum(_deliver(pk, send, clock) for pk in list(owed))


def _deliver(pk: int, send: Send, clock: Clock) -> bool:
    if not _claim(pk, clock()):
        return False
    delivery = Delivery.objects.select_related("alert__clinic").get(pk=pk)
    try:
        send(delivery)
    except Exception as error:
        logger.exception("delivery %s failed", delivery.key)
        _record_failure(delivery, error, clock())
        return False
    Delivery.objects.filter(pk=pk).update(sent_at=clock(), failure="", not_before=None)
    return True


def _claim(pk: int, now: datetime) -> bool:
    """Whether this worker has it: of several at once exactly one changes the row."""
    claimed = Delivery.objects.owed(now).filter(pk=pk)
    return claimed.update(not_before=now + LEASE, attempts=F("attempts") + 1) == 1


def _record_failure(delivery: Delivery, error: Exception, now: datetime) -> None:
    wait = min(FIRST_RETRY * 2 ** min(delivery.attempts - 1, MOST_DOUBLINGS), SLOWEST_RETRY)
    Delivery.objects.filter(pk=delivery.pk).update(
        failure=f"{type(error).__name__}: {error}".replace("\0", ""), not_before=now + wait
    )
