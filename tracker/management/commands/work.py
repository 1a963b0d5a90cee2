"""`manage.py work`: climb the ladders and send what is owed, again and again."""

import os
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from recovery.alerts import health, ladder
from recovery.alerts.delivery import deliver_owed
from recovery.alerts.worker import Worker
from tracker import errands, field_keys
from tracker.channels import send
from tracker.deadline import DEADLINE_SECONDS, WAIT_SECONDS

PAUSE_SECONDS = 1.0

# Letters and the end of a reading can wait longer than an alert.
SWEEPS_A_ROUND = 5

# What a delivery that was begun may still take.
FINISH_SECONDS = float(DEADLINE_SECONDS + WAIT_SECONDS)


class Command(BaseCommand):
    help = "Climbs the ladders of open alerts and sends what is owed. Any number of these can run at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="climb and send what is owed now, and stop")
        parser.add_argument("--child-of", type=int, metavar="PID", help="stop when this parent process ends")

    def handle(self, *args: Any, **options: Any) -> None:
        field_keys.refuse_to_start_without()
        if options["once"]:
            ladder.climb(now=timezone.now())
            self.stdout.write(f"{deliver_owed(send) + errands.tell_second_line() + errands.run()} sent")
            health.beat(now=timezone.now())
            return
        self._work(Worker(send), options["child_of"])

    def _work(self, worker: Worker, parent: int | None) -> None:
        second = errands.Rounds(lambda: errands.tell_second_line(stop=worker.stopping.is_set))
        beside, sweeps = [second, errands.Errands(worker.stopping)], 0
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stopping.set())
        signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the web server takes it to reload, and goes on
        while not worker.stopping.is_set() and parent in {None, os.getppid()}:
            worker.sweep()
            if sweeps % SWEEPS_A_ROUND == 0:
                for rounds in beside:
                    rounds.begin()
            sweeps += 1
            worker.stopping.wait(PAUSE_SECONDS)
        worker.finish(seconds=FINISH_SECONDS)
        for rounds in beside:
            rounds.finish(seconds=FINISH_SECONDS)
