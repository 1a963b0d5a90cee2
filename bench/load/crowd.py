"""Visitors who come at their time, whoever is still waiting."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import islice
from math import ceil
from threading import Lock, local

from django.conf import settings

from bench.faults.processes import Server, Worker, running
from bench.load import acts, outside
from bench.load.acts import Visit, WentWrong
from bench.load.outside import Browser
from bench.load.peak import LOOKS, Held
from bench.people import build
from recovery.alerts.models import Alert
from recovery.journal.models import Entry

CLIENTS = 16
PATIENCE_SECONDS = 120.0
DIARY_DAYS = 90
PATIENTS = 400

# So many a second, twice a country's: days written, with the form before and the page after; charts looked at again;
# forms opened and left; red flags; reviews and lists of patients.
WRITTEN, CHARTS, FORMS, FLAGS, REVIEWS, LISTS = 2.4, 4.8, 2.4, 0.05, 0.1, 0.2


def play(database: str, port: int, seconds: int) -> Held:
    """Every visit at its time, and what is there afterwards."""
    schedule, written, flagged = _schedule(seconds)
    before = Entry.objects.count(), Alert.objects.count()
    server = Server(port, {"BASE_URL": f"http://127.0.0.1:{port}"}, settings.VAR_DIR / "log")
    with running(server, Worker({}, settings.VAR_DIR / "log")):
        server.wait(patience=PATIENCE_SECONDS)
        crowd = Crowd(port, time.monotonic())
        with ThreadPoolExecutor(CLIENTS + 1) as pool:
            memory = pool.submit(lambda: [outside.memory(server, "").own for _look in crowd.looks(seconds)])
            list(pool.map(crowd.visit, schedule))
    days, alerts = Entry.objects.count() - before[0], Alert.objects.count() - before[1]
    if (days, alerts) != (written, flagged):
        crowd.wrong.append(f"{written} days and {flagged} alerts, of which {days} and {alerts} are there")
    wrong, memories = tuple(crowd.wrong), tuple(memory.result())
    return Held(database, seconds, crowd.requests, days, alerts, wrong, memories, crowd.late)


@dataclass(frozen=True, slots=True)
class Planned:
    """A visit, and when it begins, in seconds from the start."""

    at: float
    visit: Visit


@dataclass(slots=True)
class Crowd:
    """Visitors, each with a line of their own, and what they found."""

    port: int
    begun: float
    requests: int = 0
    late: float = 0.0
    wrong: list[str] = field(default_factory=list)
    _mine: local = field(default_factory=local)
    _lock: Lock = field(default_factory=Lock)

    def visit(self, planned: Planned) -> None:
        """Wait until it is time, and go."""
        if not hasattr(self._mine, "browser"):
            self._mine.browser = Browser(self.port)
        self._sleep_until(planned.at)
        with self._lock:
            self.late = max(self.late, time.monotonic() - self.begun - planned.at)
            self.requests += len(planned.visit.steps)
        try:
            self._mine.browser.seconds(planned.visit)
        except (WentWrong, OSError, HTTPException) as error:
            self.wrong.append(str(error) or repr(error))

    def looks(self, seconds: int) -> Iterator[int]:
        """The moments to look at the memory."""
        for look in range(LOOKS + 1):
            self._sleep_until(seconds * look / LOOKS)
            yield look

    def _sleep_until(self, at: float) -> None:
        time.sleep(max(0.0, self.begun + at - time.monotonic()))


def _schedule(seconds: int) -> tuple[list[Planned], int, int]:
    """Every visit in the order of its beginning; and how many days and alerts are there afterwards."""
    writers = ceil(WRITTEN * seconds / 2)
    place = build("the busiest hour", patients=PATIENTS + 2 * writers, entries=DIARY_DAYS, writers=writers)
    written, flags = round(WRITTEN * seconds), max(1, round(FLAGS * seconds))
    planned = [
        *_evenly(acts.whole_act(place).visits, written, seconds),
        *_evenly(acts.trend(place).visits, round(CHARTS * seconds), seconds),
        *_evenly(acts.form(place).visits, round(FORMS * seconds), seconds),
        *_evenly(acts.red_flag_day(place).visits, flags, seconds),
        *_evenly(
            acts.review(place.neurologist, place.reader, 1, "").visits, round(REVIEWS * seconds), seconds
        ),
        *_evenly(acts.caseload(place.neurologist, 1).visits, round(LISTS * seconds), seconds),
    ]
    return sorted(planned, key=lambda one: one.at), written + flags, flags


def _evenly(visits: Iterator[Visit], number: int, seconds: int) -> Iterator[Planned]:
    """So many of them, spread over the time."""
    for n, visit in enumerate(islice(visits, number)):
        yield Planned(seconds * n / number, visit)
