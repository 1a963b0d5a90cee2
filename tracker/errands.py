"""What a worker does beside the alerts, in a thread of its own: a slow mail server holds up no alert."""

import logging
from collections.abc import Callable
from functools import partial
from threading import Event, Thread
from time import monotonic

from django.conf import settings
from django.db import connections
from django.utils import timezone

from recovery import handover
from recovery.alerts import second_line
from recovery.erasure import erase, kept
from recovery.people import access_log, letters
from recovery.reminders import asking
from tracker import outage
from tracker.channels import second_line as operator
from tracker.post import send

logger = logging.getLogger(__name__)

# So many letters a round: then a discharge is looked at again, and who is owed a reminder by now.
A_ROUND = 200

# What was kept long enough, of a clinic's and of who looked at a diary, is looked up once in so many seconds.
FORGETS_EVERY = 6 * 3600.0

# Who is owed a reminder is looked up once in so many seconds: a round comes every few.
REMINDERS_EVERY = 60.0


def run(
    *,
    stop: letters.Stop = letters.never,
    at_most: int | None = None,
    reminds: bool = True,
    forgets: bool = True,
) -> int:
    """Cease to read where a discharge asks it, then send the letters that are owed; returns how many were sent.

    Whatever goes wrong in finding out who is owed a reminder holds up no letter. The same once a minute keeps the page
    for an outage as the numbers are.
    """
    handover.end_what_is_over(now=timezone.now())
    if reminds:
        outage.keep()
        _owe_reminders()
    if forgets:
        _forget()
    return letters.send_owed(send, stop=stop, at_most=at_most)


def _owe_reminders() -> None:
    try:
        asking.owe_due(timezone.now())
    except Exception:
        logger.exception("nobody could be owed a reminder")


class Every:
    """Once in so many seconds, and at once the first time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._last: float | None = None

    def is_time(self) -> bool:
        """Whether it is time; that it was asked then is remembered."""
        now = monotonic()
        if self._last is not None and now - self._last < self._seconds:
            return False
        self._last = now
        return True


def _forget() -> None:
    """What a deletion overlapped with, and what was kept long enough. What cannot be forgotten holds up no other."""
    now = timezone.now()
    for forget in (
        partial(erase.again, now=now),
        partial(kept.forget, today=timezone.localdate(now)),
        partial(access_log.forget_old, now=now),
    ):
        try:
            forget()
        except Exception:
            logger.exception("%s.%s forgot nothing", forget.func.__module__, forget.func.__name__)


def tell_second_line(*, stop: letters.Stop = letters.never) -> int:
    """Tell who runs the site what has come to nobody; returns how many messages were sent."""
    second_line.owe(settings.ALERT_FALLBACK, now=timezone.now())
    return second_line.deliver_owed(operator.send, settings.ALERT_FALLBACK, stop=stop)


class Rounds:
    """The same work again and again in a thread, one round at a time; one that goes wrong ends nothing but itself."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._work = work
        self._round: Thread | None = None

    def begin(self) -> None:
        """Begin a round, unless one is going on. Returns at once."""
        if self._round and self._round.is_alive():
            return
        self._round = Thread(target=self._run, daemon=True)
        self._round.start()

    def finish(self, *, seconds: float) -> None:
        """Give the round that is going on so long to end."""
        if self._round:
            self._round.join(seconds)

    def _run(self) -> None:
        try:
            self._work()
        except Exception:
            logger.exception("a round of errands ended early")
        finally:
            connections.close_all()


class Errands(Rounds):
    """Letters and what ends by itself, round after round."""

    def __init__(self, stopping: Event) -> None:
        super().__init__(self._go)
        self._stopping = stopping
        self._reminds = Every(REMINDERS_EVERY).is_time
        self._forgets = Every(FORGETS_EVERY).is_time

    def _go(self) -> None:
        run(stop=self._stopping.is_set, at_most=A_ROUND, reminds=self._reminds(), forgets=self._forgets())
