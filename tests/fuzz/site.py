"""Sending as a browser would, but byte by byte; every try is taken back."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote_from_bytes, urlsplit

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from recovery.people.models import User
from tests.browser.pages import pages_of
from tests.fuzz import bystander, forms
from tests.fuzz.bystander import NAME, SECRET, Bystander
from tests.fuzz.conftest import Complaints
from tests.fuzz.forms import Form
from tests.fuzz.nonsense import TRIES
from tracker.acting import WITHIN

URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = b"fuzz"
MULTIPART = "multipart/form-data; boundary=fuzz"

ENOUGH_LOOKS = 2

Pairs = Sequence[tuple[bytes, bytes]]


def client_of(email: str) -> Client:
    client = Client()
    if email:
        client.force_login(User.objects.get(email=email))
    return client


@dataclass
class Found:
    """A page as somebody sees it."""

    url: str
    forms: list[Form]
    links: list[str]


def look(email: str, looked: Counter[str]) -> Iterator[Found]:
    """The pages of somebody, with their forms; one that two others `looked` at has none that is new, mostly."""
    client = client_of(email)
    for url in pages_of(email):
        looked[view_name(url)] += 1
        if looked[view_name(url)] > ENOUGH_LOOKS and not TRIES:
            continue
        answer = client.get(url, follow=True)
        at = answer.redirect_chain[-1][0] if answer.redirect_chain else url
        html = answer.content.decode() if answer["Content-Type"].startswith("text/html") else ""
        yield Found(url, *forms.read(html, at))


def each(attempts: Iterable[tuple[Callable[[], None], str]]) -> None:
    """Every attempt is made, whatever the one before came to: one run tells of all."""
    wrong: list[Exception] = []
    for number, (attempt, what) in enumerate(attempts, 1):
        try:
            attempt()
        except Exception as fault:
            fault.add_note(f"{number}: {what}")
            wrong.append(fault)
    print(f"{number} were tried")  # noqa: T201 - `make fuzz` shows it
    if wrong:
        raise ExceptionGroup(f"{len(wrong)} of {number}", wrong)


def view_name(url: str) -> str:
    """The name of where an address leads; in the diary of somebody else it is another way in."""
    path = url.partition("?")[0]
    within = WITHIN.fullmatch(path)
    return f"for:{_name(within['rest'])}" if within else _name(path)


def _name(path: str) -> str:
    try:
        return resolve(path).view_name
    except Resolver404:
        return path


def urlencoded(pairs: Pairs) -> bytes:
    return b"&".join(quote_from_bytes(n).encode() + b"=" + quote_from_bytes(v).encode() for n, v in pairs)


def multipart(pairs: Pairs, files: Pairs = ()) -> bytes:
    parts = [b'Content-Disposition: form-data; name="' + n + b'"\r\n\r\n' + v for n, v in pairs]
    parts += [
        b'Content-Disposition: form-data; name="'
        + n
        + b'"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\n'
        + v
        for n, v in files
    ]
    return (
        b"".join(b"--" + BOUNDARY + b"\r\n" + part + b"\r\n" for part in parts) + b"--" + BOUNDARY + b"--\r\n"
    )


@dataclass
class Attempt:
    """One try: taken back after it, and judged."""

    client: Client
    kees: Bystander
    complaints: Complaints
    who: str = ""

    def send(
        self, method: str, url: str, body: bytes = b"", kind: str = URLENCODED, **extra: str
    ) -> HttpResponse:
        """The answer, after everything that must never be was looked for."""
        self.complaints.heard.clear()
        cookies = self.client.cookies.output()
        with transaction.atomic(), bystander.writing() as written:
            try:
                answer = self.client.generic(method, url, body, kind, **extra)
                self._judge(answer, written)
                if answer.status_code == 302 and not urlsplit(answer["Location"]).netloc:
                    self._judge(self.client.get(answer["Location"]), written)
            finally:
                transaction.set_rollback(True)
                cache.clear()
        if self.client.cookies.output() != cookies:
            self._come_back()
        return answer

    def _judge(self, answer: HttpResponse, written: bystander.Written) -> None:
        assert answer.status_code < 500, f"{answer.status_code}"
        assert not self.complaints.heard, self.complaints.heard
        written.check()
        self.kees.check(written.tables)
        page = b"".join(answer) if answer.streaming else answer.content
        assert NAME.encode() not in page
        assert SECRET.encode() not in page

    def _come_back(self) -> None:
        """Signed in or out as before: the session in the database is as it was."""
        self.client.cookies.clear()
        self.client.cookies.load(self.kept)

    def __post_init__(self) -> None:
        self.kept = {name: morsel.value for name, morsel in self.client.cookies.items()}
