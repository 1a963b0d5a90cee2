"""Browsers: sessions, real tokens against forgery, and patience with a server that is gone."""

import re
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from http.client import HTTPConnection, HTTPException
from threading import Lock, local
from urllib.parse import urlencode

from bench.faults.people import SignedIn
from bench.faults.processes import GaveUp

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
COOKIE = re.compile(r"csrftoken=([^;]+)")
FORM = "application/x-www-form-urlencoded"
URGENT, COURSE = "/urgent/", "/course/"
ANY_NUMBER = 'href="tel:'
AGAIN_AFTER_SECONDS = 0.2
LONGEST_ANSWER_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Day:
    """A day that a patient wants to save."""

    who: SignedIn
    day: date
    leg_pain: int
    flagged: bool

    @property
    def path(self) -> str:
        return f"/day/{self.day.isoformat()}/"

    def form(self) -> dict[str, object]:
        """As a browser sends it."""
        said: dict[str, object] = {"limitation": 3, "leg_pain": self.leg_pain, "back_pain": 2}
        sign = {"signs": "bladder"} if self.flagged else {"none_new": "on"}
        return {**said, "feeling": "normal", "strength": "normal", **sign}


@dataclass(frozen=True, slots=True)
class Answer:
    """What the server said."""

    status: int
    leads_to: str
    page: str


@dataclass(slots=True)
class Saved:
    """How saving a day went: posts without an answer, answers that it was not saved, whether a number was shown.

    `numberless` are the answers to a flagged day that showed no number and led to no page that does.
    `own_number` is whether each of them showed the patient's own line, and not only 112.
    """

    day: Day
    answered: bool = False
    silent: int = 0
    refused: list[int] = field(default_factory=list)
    numberless: list[str] = field(default_factory=list)
    own_number: bool = True


class Browser:
    """One after the other signs in on it. Its token is that of a page that it opened."""

    def __init__(self, port: int) -> None:
        self.port, self.token, self.cookie = port, "", ""

    def get(self, path: str, who: SignedIn) -> Answer:
        """Open a page. `OSError` or `HTTPException` without an answer."""
        return self._ask("GET", path, who, {})

    def post(self, path: str, who: SignedIn, form: dict[str, object]) -> Answer:
        """Send a form. `OSError` or `HTTPException` without an answer."""
        return self._ask("POST", path, who, {**form, "csrfmiddlewaretoken": self.token})

    def has_token(self, day: Day) -> bool:
        """Open the form, the first time."""
        if not self.token and (found := TOKEN.search(self.get(day.path, day.who).page)):
            self.token = found[1]
        return bool(self.token)

    def _ask(self, method: str, path: str, who: SignedIn, form: dict[str, object]) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=LONGEST_ANSWER_SECONDS)
        headers = {"Cookie": f"session={who.session}; csrftoken={self.cookie}", "Content-Type": FORM}
        try:
            connection.request(method, path, urlencode(form), headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        if cookie := COOKIE.search(answer.headers.get("Set-Cookie", "")):
            self.cookie = cookie[1]
        return Answer(answer.status, answer.headers.get("Location", ""), page)


def save(browser: Browser, day: Day, *, number: str, patience: float) -> Saved:
    """Post until the server says that the day is saved, and open the page that a flagged one leads to."""
    saved, until = Saved(day), time.monotonic() + patience
    while not saved.answered and time.monotonic() < until:
        if not _tried(browser, saved, number):
            time.sleep(AGAIN_AFTER_SECONDS)
    if saved.answered and day.flagged:
        _look(saved, persist(lambda: browser.get(URGENT, day.who), patience=patience), number)
    return saved


def persist(ask: Callable[[], Answer], *, patience: float) -> Answer:
    """Ask until there is an answer that is none of the server's faults."""
    until = time.monotonic() + patience
    while time.monotonic() < until:
        try:
            answer = ask()
        except (OSError, HTTPException):
            answer = None
        if answer and answer.status < 500:
            return answer
        time.sleep(AGAIN_AFTER_SECONDS)
    raise GaveUp(f"the server gave no page within {patience:.0f} s")


def _tried(browser: Browser, saved: Saved, number: str) -> bool:
    """Post once; whether that saved it."""
    day = saved.day
    try:
        if not browser.has_token(day):
            return False
        answer = browser.post(day.path, day.who, day.form())
    except (OSError, HTTPException):
        saved.silent += 1
        return False
    saved.answered = answer.status == 302 and answer.leads_to == (URGENT if day.flagged else COURSE)
    if not saved.answered:
        saved.refused.append(answer.status)
        if day.flagged:
            _look(saved, answer, number)
    return saved.answered


def _look(saved: Saved, answer: Answer, number: str) -> None:
    """What an answer to a red flag must show."""
    if ANY_NUMBER not in answer.page:
        saved.numberless.append(f"{answer.status} {answer.leads_to}".strip())
    saved.own_number &= f"{ANY_NUMBER}{number}" in answer.page


class Progress:
    """How many days were begun, for whoever wants to break something half-way."""

    def __init__(self) -> None:
        self.begun = 0
        self._lock = Lock()

    def begin(self) -> None:
        with self._lock:
            self.begun += 1


def save_all(
    days: Iterable[Day], *, port: int, browsers: int, number: str, patience: float, progress: Progress
) -> list[Saved]:
    """Save them with so many browsers at once."""
    mine = local()

    def one(day: Day) -> Saved:
        progress.begin()
        if not hasattr(mine, "browser"):
            mine.browser = Browser(port)
        return save(mine.browser, day, number=number, patience=patience)

    with ThreadPoolExecutor(browsers) as pool:
        return list(pool.map(one, days))
