"""`manage.py work`: send what is owed, again and again."""

import logging
import os
import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from recovery.alerts.delivery import deliver_owed
from tracker.clinic.mail import send_alert

logger = logging.getLogger(__name__)

PAUSE_SECONDS = 2.0


class Command(BaseCommand):
    help = "Sends the alert mails that are owed. Any number of these can run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is owed now, and stop")
        parser.add_argument("--child-of", type=int, metavar="PID", help="stop when this parent process ends")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            self.stdout.write(f"{deliver_owed(send_alert)} sent")
            return
        self._work(options["child_of"])

    def _work(self, parent: int | None) -> None:
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the web server takes it to reload, and goes on
        while not stop.is_set() and parent in {None, os.getppid()}:
            self._sweep()
            stop.wait(PAUSE_SECONDS)

    def _sweep(self) -> None:
        """Whatever goes wrong ends a sweep, not the worker: nobody starts it again at night."""
        try:
            deliver_owed(send_alert)
        except Exception:
            logger.exception("a sweep ended early")
        finally:
            close_old_connections()
