"""A PostgreSQL that may not be written to for a while, and one that is gone."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPException

from bench.faults import account, people
from bench.faults.patients import ANY_NUMBER, URGENT, Browser, Day, Progress
from bench.faults.people import SignedIn
from bench.faults.place import NUMBER, Place
from bench.faults.processes import running
from bench.faults.result import Result
from bench.faults.scenarios.days import connect_anew, days_of, days_saved, judged

# Asked for while the database is away, by who is signed in and by who is not.
PAGES = ("/phone/", URGENT, "/today/", "/", "/understand/", "/offline/", "/account/login/")
NOBODY = "nobody"


def read_only(place: Place, may_write: Callable[[bool], None]) -> Iterator[Result]:
    """Red flags while nothing can be written: each is answered with the own number, and saved once it can be."""
    clinic, told = place.clinic("read-only")
    days = days_of(place, clinic)
    flagged = [day for day in days if day.flagged]
    browser = Browser(place.server.port)
    browser.has_token(flagged[0])
    with running(place.worker()):
        may_write(False)
        wrong = [sentence for day in flagged for sentence in _refused(browser, day)]
        may_write(True)
        saved = days_saved(place, days, Progress())
        place.settle(clinic)
    name = "database read-only while red flags are told"
    yield judged(place, name, clinic, told, saved, f"{len(flagged)} told meanwhile", wrong)


def gone(place: Place, away: Callable[[bool], None]) -> Iterator[Result]:
    """No database for a while: whatever page is asked for shows a number, and what was owed leaves afterwards."""
    clinic, told = place.clinic("gone")
    days = days_of(place, clinic)
    flagged = next(day for day in days if day.flagged)
    owing, owed_to = place.clinic("owed-before")
    owed = people.raise_alerts(people.patients_of(owing, place.size.a_clinic))
    browser = Browser(place.server.port)
    browser.has_token(flagged)
    browser.get("/phone/", flagged.who)  # what a process last read is what it shows
    with running(place.worker()):
        with _without(away):
            until = time.monotonic() + place.size.database_gone
            asked, wrong = _asked(browser, flagged, until)
        connect_anew()
        saved = days_saved(place, days, Progress())
        place.settle(clinic)
        place.settle(owing)
    wrong += account.deliveries_lost(owing, owed_to)
    wrong += account.messages_lost(owing, place.arrived())
    name = f"database gone for {place.size.database_gone:.0f} s"
    how = f"{asked} pages asked for meanwhile, {len(owed)} alerts owed before"
    yield judged(place, name, clinic, told, saved, how, wrong)


@contextmanager
def _without(away: Callable[[bool], None]) -> Iterator[None]:
    connect_anew()
    away(True)
    try:
        yield
    finally:
        away(False)


def _asked(browser: Browser, day: Day, until: float) -> tuple[int, list[str]]:
    """How many pages were asked for until then, every one of them once at least, and which showed no number."""
    asked = 0
    wrong: list[str] = []
    stranger = SignedIn(day.who.patient, NOBODY)
    while asked == 0 or time.monotonic() < until:
        wrong += _refused(browser, day, number="")
        for path in PAGES:
            for who in (day.who, stranger):
                wrong += _without_a_way_to_phone(browser, path, who)
        asked += 1 + 2 * len(PAGES)
    return asked, wrong


def _without_a_way_to_phone(browser: Browser, path: str, who: SignedIn) -> Iterator[str]:
    """A page that was made shows a number, or leads to the page with it; one that could not be shows a number."""
    try:
        answer = browser.get(path, who)
    except (OSError, HTTPException) as error:
        yield f"{path}: no answer ({error!r})"
        return
    leads = answer.status < 500 and ('href="/phone/"' in answer.page or answer.leads_to)
    must_show = path == "/phone/" or (path == URGENT and who.session != NOBODY)
    if ANY_NUMBER not in answer.page and (must_show or not leads):
        yield f"{path}: {answer.status} without a number to phone"


def _refused(browser: Browser, day: Day, *, number: str = NUMBER) -> Iterator[str]:
    """A red flag that cannot be saved must not be called saved, and must be answered with the number."""
    try:
        answer = browser.post(day.path, day.who, day.form())
    except (OSError, HTTPException) as error:
        yield f"{day.path}: a red flag got no answer ({error!r})"
        return
    if answer.status < 500:
        yield f"{day.path}: a red flag that could not be saved was answered {answer.status} {answer.leads_to}"
    if f"{ANY_NUMBER}{number}" not in answer.page:
        yield f"{day.path}: a red flag was answered {answer.status} without the number"
