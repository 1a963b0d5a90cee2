"""Everybody of the matrix, made once for a module; what a request does is undone after it."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, transaction
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone

from recovery.alerts import health
from recovery.alerts.models import Alert
from recovery.people import tokens
from recovery.people.models import AccessRecord, Clinic, Patient, Proxy, User
from tests.cast import accepted, flagged, log, make_clinic, make_patient, make_staff, make_user
from tests.tracker.matrix.arguments import NAMES, address

# What would change a record, were it let in: something for many a form.
SENT = {
    "outcome": "phoned",
    "side": "right",
    "level": "L4-L5",
    "under_treatment": "no",
    "reason": "daarom",
    "reaction": "leg",
    "kind": "walking",
    "what": "meer",
    "amount": "veel meer",
    "none_new": "on",
    "text": "geheim van Anna",
    "answer": "yes",
    "form": "csv",
}

# Written while somebody only looks: that they looked, that a token was used, how often they tried, a session.
WRITTEN_BY_LOOKING = {"people_accessrecord", "people_apitoken", "people_attempts", "django_session"}
PHONE = re.compile(r'href="(?:/for/[0-9a-f-]{36})?/phone/">Nu bellen</a>')
WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)

# That a session goes on being used is noted once a minute, whichever page is asked for.
STILL_USED = ("UPDATE", "people_signedin")


@dataclass(slots=True)
class Cast:
    """Anna's record and all who are near it; `urls` are addresses of what is hers, by name."""

    clinic: Clinic
    elsewhere: Clinic
    anna: Patient
    bert: Patient
    alert: Alert
    users: dict[str, User]
    proxies: dict[str, Proxy]
    secrets: dict[str, str]
    urls: dict[str, str] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        """A browser in which this user of the cast is signed in; of nobody, one in which nobody is."""
        client = Client(raise_request_exception=False)
        if who:
            client.force_login(self.users[who])
            client.get("/phone/")
        return client

    def machine(self, secret: str) -> Client:
        """A system that sends this token."""
        return Client(raise_request_exception=False, headers={"authorization": f"Bearer {secret}"})

    def shown_in(self, text: str) -> list[Patient]:
        """The patients of the clinic whom a text shows, by name, address or number."""
        return [one for one in (self.anna, self.bert) if any(word in text for word in _words(one))]

    def token(self, name: str) -> str:
        return self.secrets[name]

    def address(self, name: str, within: bool) -> str:
        """The address of this name; `within` Anna's diary, as a proxy has it."""
        return f"/for/{self.anna.ref}{self.urls[name]}" if within else self.urls[name]


def _words(patient: Patient) -> tuple[str, ...]:
    return (patient.user.name, patient.user.email, str(patient.ref))


def make_cast() -> Cast:
    """Two clinics with their staff, two patients of the one, three proxies of Anna's, and an alert of hers."""
    now = timezone.now()
    clinic, elsewhere = make_clinic(), make_clinic("Neurologie Zuid", "alarm@zuid.example")
    users = {
        "neurologist": make_staff(clinic, "haan@noord.example"),
        "manager": make_staff(clinic, "post@noord.example", "manager", "M. Post"),
        "far neurologist": make_staff(elsewhere, "smit@zuid.example", name="dr. Smit"),
        "far manager": make_staff(elsewhere, "baas@zuid.example", "manager", "B. Aas"),
        "newcomer": make_staff(clinic, "nieuw@noord.example", name="dr. Nieuw"),
        "nobody": make_user("niemand@example.nl", "Nico Niemand"),
        "reader": make_user("lena@example.nl", "Lena Lezer"),
        "writer": make_user("karin@example.nl", "Karin de Wit"),
        "ended": make_user("els@example.nl", "Els Einde"),
    }
    anna = make_patient(clinic)
    bert = make_patient(clinic, "bert@example.nl", name="Bert Dal")
    users |= {"anna": anna.user, "bert": bert.user}
    proxies = {
        who: accepted(anna, users[who], may_write=who != "reader", name=users[who].name.split()[0])
        for who in ("reader", "writer", "ended")
    }
    alert = log(anna, flagged(note="geheim van Anna"), now=now).alert
    assert alert
    health.beat(now=now)
    by = users["manager"]
    secrets = {
        name: tokens.make(where, name=name, by=by, now=now)[1]
        for name, where in (("own", clinic), ("far", elsewhere), ("revoked", clinic))
    }
    tokens.revoke(tokens.find(secrets["revoked"]), by=by, now=now)  # type: ignore[arg-type]
    cast = Cast(clinic, elsewhere, anna, bert, alert, users, proxies, secrets)
    cast.urls = {name: address(name, anna, alert) for name in NAMES}
    return cast


class Undo(Exception):
    """Takes back what was written since."""


@contextmanager
def undone() -> Iterator[None]:
    """What is written meanwhile is gone afterwards."""
    with suppress(Undo), transaction.atomic():
        yield
        raise Undo


@dataclass(slots=True)
class Writes:
    """The tables that were written, but for those that looking writes."""

    tables: list[str] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        done, found = execute(sql, params, many, context), WRITE.match(sql)
        if found and not _is_of_looking(*found.groups()) and context["cursor"].rowcount != 0:
            self.tables.append(found[2])
        return done


def _is_of_looking(verb: str, table: str) -> bool:
    return table in WRITTEN_BY_LOOKING or (verb.upper(), table) == STILL_USED


LETTERS = {401: "T", 403: "X", 404: "-", 405: "M"}
FAULT = "!"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a request: the response, its words, the tables that were written for it, and who is in the log.

    `noted` is of whom it was written down that they were read, and in which role.
    """

    response: HttpResponseBase
    text: str
    written: list[str]
    noted: frozenset[tuple[str, int | None]] = frozenset()

    @property
    def code(self) -> str:
        """The letter of the table."""
        status = self.response.status_code
        if status in {301, 302}:
            return "S" if urlsplit(self.response["Location"]).path.endswith("/account/login/") else ">"
        return LETTERS.get(status) or ("P" if status < 500 or self.is_for_a_monitor else FAULT)

    @property
    def is_for_a_monitor(self) -> bool:
        """It says that something is wrong by its status, and what by its words."""
        return self.response.headers.get("Content-Type") == "application/json"

    @property
    def is_page(self) -> bool:
        """Something for a person to read; a file for paper has no menu, and a refusal of a method no words."""
        is_html = self.response.headers.get("Content-Type", "").startswith("text/html")
        return is_html and self.code in "P-X" and bool(self.text)

    @property
    def shows_a_number(self) -> bool:
        return bool(PHONE.search(self.text))


# The id of a request stands in its answer: two answers are compared word by word.
ALIKE = {"X-Request-ID": "00112233445566778899aabbccddeeff"}


def ask(client: Client, method: str, url: str, sent: dict[str, Any] | None = None) -> Answer:
    """One request, of which nothing stays, in the browser neither."""
    writes, cookies = Writes(), deepcopy(client.cookies)
    last = AccessRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    with undone(), connection.execute_wrapper(writes):
        response = (
            client.generic(method, url, headers=ALIKE)
            if method != "POST"
            else client.post(url, SENT if sent is None else sent, headers=ALIKE)
        )
        text = body_of(response)
        noted = frozenset(AccessRecord.objects.filter(pk__gt=last).values_list("role", "patient"))
    client.cookies = cookies
    return Answer(response, text, writes.tables, noted)


def body_of(response: HttpResponseBase) -> str:
    """All that was sent back, but for where it was asked: to be told one's own address is to be told nothing."""
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    return whole.decode(errors="replace")
