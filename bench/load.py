"""How fast the site answers, and whether a page asks the database more as a clinic grows.

`make bench-load`, or `SMALL=1 make bench-load` in under a minute. Requests go one by one through the real
middleware, signed in, each opening and closing its connection as on the server; only the web server and
the network are left out. It fails when an answer or a row is not what it should be, and when the number
of queries grows with the patients or the entries.
"""

import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice, repeat
from math import ceil
from statistics import median, quantiles
from time import perf_counter
from typing import cast
from urllib.parse import urlencode

from django.conf import settings
from django.db import close_old_connections, connection
from django.db.models import Model
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench import throwaway  # the first of ours: it sets Django up for the models below
from bench.people import OPEN_DAYS, Place, build, days_ago
from recovery.alerts.models import Alert, Delivery
from recovery.caseload import PAGE_SIZE
from recovery.clinical.signs import Sign
from recovery.journal.models import Entry
from recovery.people.models import Patient, User
from recovery.trends.models import Assessment

WARM_UP = 2
COUNTED = 1
CSRF = "b" * 32
FORM = "application/x-www-form-urlencoded"
QUIET = {"limitation": 3, "leg_pain": 4, "back_pain": 2, "feeling": "normal", "strength": "normal"}

# PostgreSQL is told of these in other words than SQLite, and neither looks anything up.
ONLY_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")

Right = Callable[[HttpResponse], bool]
Adds = dict[type[Model], int]


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is: patients of the clinic, days in a diary, and timed requests a row."""

    patients: int
    entries: int
    requests: int = 0

    def __str__(self) -> str:
        return f"{self.patients:,} patients, {self.entries} entries"


LITTLE = Size(patients=10, entries=30)
SMALL = Size(patients=100, entries=90, requests=30)
FULL = Size(patients=1000, entries=365, requests=100)


@dataclass(frozen=True, slots=True)
class Visit:
    """One request: by whom, for what, with which form (`None` for a page), and when the answer is right."""

    user: User
    path: str
    form: dict[str, object] | None
    right: Right


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the table. `adds` is how many rows of which model each visit leaves behind."""

    name: str
    fact: str
    visits: Iterator[Visit]
    adds: Adds


@dataclass(frozen=True, slots=True)
class Measured:
    """What a case came to: the seconds of each request, and the queries and bytes of any one."""

    case: Case
    seconds: list[float]
    queries: int
    size: int


class WentWrong(Exception):
    """An answer or a row is not what it should be: then the numbers mean nothing."""


def cases_of(place: Place) -> list[Case]:
    """What is measured, in the order of the table."""
    return [_quiet_day(place), _red_flag_day(place), _course(place), _panel(place)]


def _quiet_day(place: Place) -> Case:
    return Case(
        name="save a quiet day",
        fact=f"one entry and one assessment more, in a diary of {place.entries} entries; leads to the course",
        visits=_days(place.quiet, {**QUIET, "none_new": "on"}, _leads_to(reverse("patient:course"))),
        adds={Entry: 1, Assessment: 1},
    )


def _red_flag_day(place: Place) -> Case:
    return Case(
        name="save a red-flag day",
        fact="also one alert and one mail owed; leads to the page that says whom to phone",
        visits=_days(
            place.flagged, {**QUIET, "signs": Sign.BLADDER.value}, _leads_to(reverse("patient:urgent"))
        ),
        adds={Entry: 1, Assessment: 1, Alert: 1, Delivery: 1},
    )


def _course(place: Place) -> Case:
    right = _shows('<a href="/day/', place.entries)
    return Case(
        name="trend page",
        fact=f"all {place.entries} days on the page",
        visits=repeat(Visit(place.reader.user, reverse("patient:course"), None, right)),
        adds={},
    )


def _panel(place: Place) -> Case:
    lines = min(place.patients, PAGE_SIZE)
    right = _shows('<a href="/clinic/patients/', lines)
    return Case(
        name="clinic's panel",
        fact=f"the {lines} most urgent of {place.patients:,} patients on the page",
        visits=repeat(Visit(place.neurologist, reverse("clinic:caseload"), None, right)),
        adds={},
    )


def _days(patients: list[Patient], form: dict[str, object], right: Right) -> Iterator[Visit]:
    """Every open day of every patient once, so that each is a new entry."""
    for back in range(OPEN_DAYS):
        for patient in patients:
            yield Visit(patient.user, reverse("patient:day", args=[days_ago(back)]), form, right)


def _leads_to(address: str) -> Right:
    return lambda answer: answer.status_code == 302 and answer.headers["Location"] == address


def _shows(piece: str, times: int) -> Right:
    return lambda answer: answer.status_code == 200 and answer.content.decode().count(piece) == times


def measure(client: Client, case: Case, requests: int) -> Measured:
    """Warm up, count the queries of one request, then time `requests` others."""
    with _adding(case, WARM_UP + COUNTED + requests):
        for visit in islice(case.visits, WARM_UP):
            _timed(client, visit)
        queries, size = _counted(client, next(case.visits))
        seconds = [_timed(client, visit) for visit in islice(case.visits, requests)]
    return Measured(case, seconds, queries, size)


@contextmanager
def _adding(case: Case, requests: int) -> Iterator[None]:
    """Between before and after, the database must have grown by what `requests` visits leave behind."""
    before = _rows()
    yield
    added = {model.__name__: rows - before[model] for model, rows in _rows().items()}
    wanted = {model.__name__: case.adds.get(model, 0) * requests for model in before}
    if added != wanted:
        raise WentWrong(f"{case.name}: {requests} requests should add {wanted}, but added {added}.")


def _rows() -> Adds:
    return {model: model._default_manager.count() for model in (Entry, Assessment, Alert, Delivery)}


def _counted(client: Client, visit: Visit) -> tuple[int, int]:
    _sign_in(client, visit.user)
    with CaptureQueriesContext(connection) as captured:
        answer = _ask(client, visit)
    _check(visit, answer)
    asked = [query for query in captured.captured_queries if not query["sql"].startswith(ONLY_TRANSACTIONS)]
    return len(asked), len(answer.content)


def _timed(client: Client, visit: Visit) -> float:
    """Seconds of one request. The test client keeps the connection open; the server opens one a request."""
    _sign_in(client, visit.user)
    connection.close()
    start = perf_counter()
    answer = _ask(client, visit)
    close_old_connections()
    seconds = perf_counter() - start
    _check(visit, answer)
    return seconds


def _sign_in(client: Client, user: User) -> None:
    client.cookies.clear()
    client.force_login(user)
    client.cookies[settings.CSRF_COOKIE_NAME] = CSRF


def _ask(client: Client, visit: Visit) -> HttpResponse:
    if visit.form is None:
        return cast("HttpResponse", client.get(visit.path))
    body = urlencode({**visit.form, "csrfmiddlewaretoken": CSRF})
    return cast("HttpResponse", client.post(visit.path, body, content_type=FORM))


def _check(visit: Visit, answer: HttpResponse) -> None:
    if not visit.right(answer):
        to = answer.headers.get("Location", "no other page")
        raise WentWrong(f"{visit.path} gave the wrong answer: {answer.status_code}, leading to {to}.")


def print_times(rows: list[Measured]) -> None:
    """The table of times, and below it what holds on every machine."""
    print(f"{'':22}{'requests/s':>12}{'median ms':>12}{'95% ms':>10}{'queries':>10}{'bytes':>10}")
    for row in rows:
        a_second, slow = (
            len(row.seconds) / sum(row.seconds),
            quantiles(row.seconds, n=20, method="inclusive")[-1],
        )
        times = f"{a_second:>12.1f}{median(row.seconds) * 1000:>12.1f}{slow * 1000:>10.1f}"
        print(f"{row.case.name:22}{times}{row.queries:>10}{row.size:>10,}")
    print("\nWhat does not depend on the machine:")
    for row in rows:
        print(f"  {row.case.name}: {row.queries} queries; {row.case.fact}.")


def print_growth(little: list[Measured], much: list[Measured], size: Size) -> None:
    """The queries of a small clinic beside those of a large one."""
    print(f"\n{'queries with':22}{LITTLE!s:>28}{size!s:>32}")
    for few, many in zip(little, much, strict=True):
        print(f"{few.case.name:22}{few.queries:>28}{many.queries:>32}")


def grown(little: list[Measured], much: list[Measured], size: Size) -> list[str]:
    """A sentence for each case that asks more of the database when there is more in it."""
    return [
        f"{few.case.name}: {few.queries} queries with {LITTLE}, {many.queries} with {size}. "
        "The number of queries must not grow with patients or entries."
        for few, many in zip(little, much, strict=True)
        if many.queries > few.queries
    ]


def _measure_all(client: Client, name: str, size: Size) -> list[Measured]:
    """The pages come before the saving, which would change what is on them."""
    writers = ceil((WARM_UP + COUNTED + size.requests) / OPEN_DAYS)
    place = build(name, patients=size.patients, entries=size.entries, writers=writers)
    measured = [measure(client, case, size.requests) for case in reversed(cases_of(place))]
    return measured[::-1]


def _print_heading(size: Size) -> None:
    print("Milliseconds and requests a second depend on this machine; queries do not, and bytes hardly.")
    print(f"One clinic of {size}; {size.requests} requests a row, one at a time, {timezone.localdate()}.")
    where = f"{connection.vendor}, files in {settings.VAR_DIR.parent}"
    print(
        f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} processors; {where}.\n"
    )


def run(size: Size) -> list[str]:
    """Measure and print; returns what grew."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    with throwaway.site():
        _print_heading(size)
        little = _measure_all(client, "little", LITTLE)
        much = _measure_all(client, "much", size)
    print_times(much)
    print_growth(little, much, size)
    return grown(little, much, size)


def main() -> None:
    """A small run or a full one; ends with an error when something grew or went wrong."""
    try:
        failures = run(SMALL if os.environ.get("SMALL") == "1" else FULL)
    except WentWrong as wrong:
        failures = [str(wrong)]
    if failures:
        sys.exit("\n".join(f"FAILED: {sentence}" for sentence in failures))
    print("\nThe number of queries grows with neither patients nor entries.")


if __name__ == "__main__":
    main()
