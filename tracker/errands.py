"""What a worker does beside the alerts, in a thread of its own: a slow mail server holds up no alert."""

import logging
from threading import Event, Thread

from django.db import connections
from django.utils import timezone

from recovery import handover
from recovery.people import letters
from tracker.post import send

logger = logging.getLogger(__name__)


def run(*, stop: letters.Stop = letters.never) -> int:
    """Cease to read where a discharge asks it, then send the letters that are owed; returns how many were sent."""
    handover.end_what_is_over(now=timezone.now())
    return letters.send_owed(send, stop=stop)


class Errands:
    """One round at a time; a round that goes wrong ends nothing but itself."""

    def __init__(self, stopping: Event) -> None:
        self._stopping = stopping
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
            run(stop=self._stopping.is_set)
        except Exception:
            logger.exception("a round of errands ended early")
        finally:
            connections.close_all()
