"""Behind every clinic's ladder: who runs the installation hears of an alert that came to nobody.

Rows that are owed, claimed and sent as a clinic's deliveries are, so that a restart loses none; beside those, so that
neither waits for the other. What it says and by which channel it leaves is the site's business: it hands in `send`.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from recovery.alerts import ladder
from recovery.alerts.delivery import FAILURES_IN_A_ROW, LONGEST_FAILURE, MOST_DOUBLINGS, Clock, Stop, never
from recovery.alerts.models import Alert, Delivery, SecondLine, Why
from recovery.alerts.models.delivery import FIRST_RETRY, LEASE, SLOWEST_RETRY
from recovery.people.models import reads_along

logger = logging.getLogger(__name__)

# No message has reached the clinic for so long [P].
UNTOLD_AFTER = timedelta(minutes=10)

# Nobody took it for so long after the last step of the ladder [P].
UNTAKEN_AFTER = timedelta(minutes=30)

Send = Callable[[SecondLine], None]


def owe(targets: Collection[str], *, now: datetime) -> int:
    """Owe each target what has come to nobody by `now`; returns how many messages that are, those owed before too."""
    rows = [
        SecondLine(
            alert=alert, clinic=alert.patient.clinic, target=target, why=why, turn=alert.turn, owed_at=now
        )
        for alert, why in _lost(now)
        for target in targets
    ]
    SecondLine.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _lost(now: datetime) -> Iterator[tuple[Alert, Why]]:
    """What is open, read by a clinic and taken by nobody there, and why it needs somebody else."""
    alerts = [alert for alert in _open(now) if not alert.is_taken]
    ladders = ladder.ladders_at(now) if alerts else {}
    for alert in alerts:
        rungs = ladders.get(alert.patient.clinic_id, [])
        last = max((timedelta(minutes=rung.after_minutes) for rung in rungs), default=None)
        if not _was_told(alert) and alert.rings_since + UNTOLD_AFTER <= now:
            yield alert, Why.UNTOLD
        elif last is not None and alert.rings_since + last + UNTAKEN_AFTER <= now:
            yield alert, Why.UNTAKEN
        if vars(alert)["has_failed"]:
            yield alert, Why.FAILED


def _open(now: datetime) -> QuerySet[Alert]:
    here = Delivery.objects.filter(alert=OuterRef("pk"), address__clinic=OuterRef("patient__clinic"))
    failed = here.exclude(given_up_at=None).filter(given_up_by=None)
    open_alerts = Alert.objects.not_over().filter(reads_along(timezone.localdate(now), of="patient__"))
    told = open_alerts.annotate(told=Exists(here.exclude(sent_at=None)), has_failed=Exists(failed))
    return told.select_related("patient__clinic").prefetch_related("steps")


def _was_told(alert: Alert) -> bool:
    return bool(vars(alert)["told"])


def deliver_owed(
    send: Send, targets: Collection[str], *, clock: Clock = timezone.now, stop: Stop = never
) -> int:
    """Send what is due; returns how many were sent. A target that fails twice in a row waits for the next round."""
    SecondLine.objects.pending().exclude(target__in=targets).update(dropped_at=clock())
    return sum(_deliver_to(target, send, clock, stop) for target in targets)


def _deliver_to(target: str, send: Send, clock: Clock, stop: Stop) -> int:
    sent = failures = 0
    due = SecondLine.objects.due(clock()).filter(target=target).order_by("owed_at", "pk")
    for pk in due.values_list("pk", flat=True):
        if stop() or failures == FAILURES_IN_A_ROW:
            break
        if _claim(pk, clock()):
            went = _sent(_row(pk), send, clock)
            sent, failures = sent + bool(went), failures + 1 if went is False else 0
    return sent


def _row(pk: int) -> SecondLine:
    return SecondLine.objects.select_related("alert__patient__clinic", "clinic").get(pk=pk)


def _claim(pk: int, now: datetime) -> bool:
    """Whether this worker has it: of several at once exactly one changes the row."""
    due = SecondLine.objects.due(now).filter(pk=pk)
    return due.update(not_before=now + LEASE, attempts=F("attempts") + 1) == 1


def _is_needed(row: SecondLine, now: datetime) -> bool:
    """Nobody is told of what is over, or what somebody at the clinic has in hand."""
    alert = row.alert
    read_there = alert.patient.read_by(timezone.localdate(now)) == row.clinic
    return read_there and not alert.is_over and not alert.is_taken


def _sent(row: SecondLine, send: Send, clock: Clock) -> bool | None:
    """Whether it was sent; `None` when nobody needed it any more."""
    pending = SecondLine.objects.pending().filter(pk=row.pk)
    if not _is_needed(row, clock()):
        pending.update(dropped_at=clock())
        return None
    try:
        send(row)
    except Exception as error:
        logger.exception("message %s to the second line failed", row.key)
        wait = min(FIRST_RETRY * 2 ** min(row.attempts - 1, MOST_DOUBLINGS), SLOWEST_RETRY)
        failure = f"{type(error).__name__}: {error}".replace("\0", "")[:LONGEST_FAILURE]
        pending.update(not_before=clock() + wait, failure=failure)
        return False
    pending.update(sent_at=clock(), failure="")
    return True
