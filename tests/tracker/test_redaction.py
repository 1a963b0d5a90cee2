"""Markers are planted in every field, header and failure; no log holds one, at any level."""

import json
import logging
import smtplib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.core import mail
from django.db import DatabaseError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from gunicorn.config import Config

from recovery.alerts import delivery
from recovery.alerts.models import ChannelKind
from recovery.people import letters, proxies
from recovery.people.models import Patient, User
from tests.cast import flagged, log, posted, tell
from tracker import post, redaction
from tracker.channels import send
from tracker.redaction import GunicornLogger, RedactingFilter, scrub, told_without_texts

NAME = "Zwanehilde Merkteken"
MAIL = "zwanehilde.merkteken@merk.example"
PHONE = "+31687654321"
NOTE = "brandend gevoel merkteken tussen de benen"
TOKEN = "mErKtEkEn0123456789abcdefghijklmnopqrst"
PASSWORD = "Merkteken-wachtwoord-77"
MARKERS = (NAME, "Zwanehilde", MAIL, "merk.example", PHONE, "687654321", NOTE, "merkteken", TOKEN, PASSWORD)


class Written(logging.Handler):
    """Everything that would be written, as text and as the JSON of a formatter that tells every attribute."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.addFilter(RedactingFilter())
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))
        self.lines.append(json.dumps(vars(record), default=str))

    def holds(self) -> list[str]:
        text = "\n".join(self.lines)
        return [marker for marker in MARKERS if marker.lower() in text.lower()]


@pytest.fixture
def written() -> Iterator[Written]:
    """The root's handler in production, at the level at which everything is said."""
    handler, root = Written(), logging.getLogger()
    level, names = (
        root.level,
        ("recovery", "tracker", "django", "allauth", "gunicorn.error", "gunicorn.access"),
    )
    levels = {name: logging.getLogger(name).level for name in names}
    for logger in (root, *map(logging.getLogger, levels)):
        logger.setLevel(logging.DEBUG)
    others, root.handlers = root.handlers, [handler]
    yield handler
    root.handlers = others
    root.setLevel(level)
    for name, then in levels.items():
        logging.getLogger(name).setLevel(then)


@pytest.fixture
def marked(patient: Patient) -> Patient:
    """A patient who is a marker all over."""
    User.objects.filter(pk=patient.user_id).update(name=NAME, email=MAIL)
    patient.user.refresh_from_db()
    Patient.objects.filter(pk=patient.pk).update(phone=PHONE)
    return patient


def test_a_marker_would_be_seen(written: Written) -> None:
    """The tests below can fail: without the filter the marker is in the line."""
    written.filters.clear()
    logging.getLogger("tracker").error("mail to %s", MAIL)
    assert MAIL in written.holds()


def test_the_handlers_of_production_have_the_filter(settings: Any) -> None:
    handlers = settings.LOGGING["handlers"].values()
    writing = [handler for handler in handlers if handler["class"] != "logging.NullHandler"]
    assert writing
    assert all("redact" in handler["filters"] for handler in writing)
    assert settings.LOGGING["loggers"]["django"]["handlers"] == ["nowhere"]


# --- what somebody does


def test_a_day_a_refusal_and_a_wrong_password_leave_no_marker(
    marked: Patient, as_user: Callable[[User], Client], written: Written
) -> None:
    client = as_user(marked.user)
    headers = {"HTTP_USER_AGENT": NOTE, "HTTP_REFERER": f"http://x/{TOKEN}", "HTTP_ACCEPT_LANGUAGE": MAIL}
    day = reverse("patient:day", args=[timezone.localdate()])
    assert client.post(day, posted(note=NOTE, signs="bladder", none_new=None), **headers).status_code == 302
    client.post(day, posted(note=NOTE * 200, leg_pain=MAIL), **headers)
    client.post(reverse("patient:details"), {"name": NAME, "phone": PHONE, "birth_date": MAIL}, **headers)
    Client().post(reverse("account_login"), {"login": MAIL, "password": PASSWORD}, **headers)
    Client().post(reverse("account_signup"), {"email": MAIL, "password1": PASSWORD}, **headers)
    Client().post(reverse("account_reset_password"), {"email": MAIL}, **headers)
    assert not written.holds()


@pytest.mark.parametrize(
    "path",
    [
        f"/invitation/{TOKEN}/",
        f"/proxy/{TOKEN}/",
        f"/reminders/pause/{TOKEN}/",
        f"/account/password/reset/1-{TOKEN}/",
        f"/{TOKEN}/",
        f"/day/{TOKEN}/?q={NAME}",
        f"/clinic/?q={NAME}",
        f"/fhir/Patient/{TOKEN}?name={NAME}",
    ],
)
@pytest.mark.parametrize("method", ["get", "post", "put"])
def test_a_token_in_an_address_is_in_no_log(path: str, method: str, db: None, written: Written) -> None:
    getattr(Client(), method)(path, HTTP_AUTHORIZATION=f"Bearer {TOKEN}", HTTP_COOKIE=f"session={TOKEN}")
    assert not written.holds()


def test_a_key_of_a_reset_is_in_no_log(marked: Patient, written: Written) -> None:
    key = default_token_generator.make_token(marked.user)
    Client().get(f"/account/password/reset/1-{key}/x/")
    assert key not in "".join(written.lines)


@pytest.mark.filterwarnings("ignore")
def test_what_the_framework_refuses_is_told_without_what_was_sent(
    db: None, written: Written, settings: Any
) -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/account/login/", {"login": MAIL, "csrfmiddlewaretoken": TOKEN}).status_code == 403
    assert Client().get("/", HTTP_HOST=f"{TOKEN}.merk.example").status_code == 400
    assert Client().generic(TOKEN, "/phone/").status_code == 405
    assert Client().post("/account/login/", NOTE, content_type="multipart/form-data").status_code == 400
    assert Client().post("/account/login/", {f"{NOTE}{n}": "" for n in range(1001)}).status_code == 400
    told = "\n".join(written.lines)
    assert "DisallowedHost" in told
    assert not written.holds()


# --- what goes wrong


def test_a_fault_of_ours_is_told_by_its_kind_and_place(
    marked: Patient, as_user: Callable[[User], Client], written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: Any, **_kwargs: Any) -> None:
        note = NOTE
        raise ValueError(f"{note} of {NAME}")

    monkeypatch.setattr("tracker.patient.views.render", fail)
    client = as_user(marked.user)
    client.raise_request_exception = False
    assert client.get(reverse("patient:today") + f"?q={NAME}").status_code == 500
    told = "\n".join(written.lines)
    assert "builtins.ValueError" in told
    assert "in fail" in told
    assert not written.holds()


def test_a_database_that_repeats_the_values_is_not_repeated(marked: Patient, written: Written) -> None:
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute(f"SELECT '{NOTE}' FROM nowhere_{TOKEN}")  # noqa: S608 - a marker in the text of the error
    error = raised.value
    error.__cause__ = ValueError(NOTE, MAIL)
    try:
        raise RuntimeError(f"Key (email)=({MAIL}) already exists.") from error
    except RuntimeError:
        logging.getLogger("tracker").exception("a day could not be saved")
    assert "a day could not be saved" in "\n".join(written.lines)
    assert not written.holds()


def test_mail_and_webhooks_that_are_refused_leave_no_address(
    marked: Patient, written: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise smtplib.SMTPRecipientsRefused({MAIL: (550, f"no {NAME} at {MAIL}".encode())})

    clinic = marked.reading_clinic
    tell(clinic, MAIL)
    tell(clinic, f"https://merk.example/{TOKEN}", kind=ChannelKind.WEBHOOK)
    monkeypatch.setattr(mail.EmailMessage, "send", refuse)
    monkeypatch.setattr("tracker.channels.webhook.post", refuse)
    assert log(marked, flagged(note=NOTE), now=timezone.now()).alert
    assert not delivery.deliver_owed(send)
    proxies.invite(marked, name=NAME, email=f"x{MAIL}", may_write=True, by=marked.user, now=timezone.now())
    assert not letters.send_owed(post.send, stop=letters.never)
    Client().post(reverse("account_reset_password"), {"email": MAIL})
    told = "\n".join(written.lines)
    assert "SMTPRecipientsRefused" in told
    assert " failed" in told
    assert not written.holds()


# --- what others' code says


@pytest.mark.parametrize("name", ["gunicorn.error", "psycopg.pool", "allauth", "urllib3", "py.warnings"])
def test_what_another_logs_is_told_without_its_texts(name: str, written: Written) -> None:
    logger = logging.getLogger(name)
    logger.warning("request %s of %r took %d", f"/invitation/{TOKEN}/?q={NAME}", MAIL, 3)
    logger.warning("%(who)s", {"who": NAME})
    logger.warning(ValueError(NOTE))
    logger.warning("about it", extra={"whom": MAIL, "what": {"note": NOTE}}, stack_info=True)
    assert "took 3" in "\n".join(written.lines)
    assert not written.holds()


def test_gunicorn_tells_no_address_of_a_request(capsys: pytest.CaptureFixture[str]) -> None:
    config = Config()
    config.set("accesslog", "-")
    config.set("access_log_format", '%(h)s "%(r)s" %(f)s %(q)s %({cookie}i)s %(s)s')
    logger = GunicornLogger(config)
    atoms = {
        "h": "10.0.0.1",
        "r": f"GET /invitation/{TOKEN}/",
        "f": MAIL,
        "q": NAME,
        "m": "GET",
        "s": "200",
        "B": 5,
        "M": 7,
    }
    logger.access_log.info(config.access_log_format, atoms)
    try:
        raise ValueError(NOTE)
    except ValueError:
        logger.exception("Error handling request %s", f"/invitation/{TOKEN}/")
    logger.warning(f"Invalid request from ip=10.0.0.1: Invalid HTTP request line: 'GET /?q={NAME} HTTP/1.1'")
    written = capsys.readouterr()
    assert "10.0.0.1" not in written.err
    assert "GET 200 5 bytes 7 ms" in written.out
    assert "Error handling request [left out]" in written.err
    assert not [marker for marker in MARKERS if marker in written.out + written.err]


# --- the rule itself


@pytest.mark.parametrize(
    "text",
    [
        MAIL,
        f"to <{MAIL}>, again",
        "06 12 34 56 78",
        "+31 (0)30-1234567",
        TOKEN,
        f"/invitation/{TOKEN}/",
        "whsec_c2VjcmV0c2VjcmV0c2VjcmV0",
        "8c0f7a7e-59c4-4f9f-a5be-53e6cb2e1f10 06 12 34 56 78",
        f"8c0f7a7e-59c4-4f9f-a5be-53e6cb2e1f10{TOKEN}",
    ],
)
def test_what_looks_like_an_address_a_number_or_a_token_is_left_out(text: str) -> None:
    assert not any(part in scrub(text) for part in (MAIL, "merk", TOKEN, "12 34", "1234567", "c2Vj"))


@pytest.mark.parametrize(
    "text",
    [
        "delivery 8c0f7a7e-59c4-4f9f-a5be-53e6cb2e1f10 failed",
        "delivery 8c0f7a7e-59c4-4f9f-a5be-53e612345678 failed",
        "alert 8c0f7a7e-59c4-4f9f-a5be-123456789012 is not in the ledger",
        "no assessment for episode 12345",
        "the error page could not show what _last_known knows",
        "account mail account/email/password_reset_key was not sent",
    ],
)
def test_a_key_of_a_record_and_a_name_of_our_code_stay(text: str) -> None:
    assert scrub(text) == text


def test_nobody_writes_a_line_of_their_own_into_a_log() -> None:
    assert "\n" not in scrub("one\nERROR tracker: two\x1b[31m\u2028three")


def test_errors_that_go_round_come_to_an_end() -> None:
    one, two = ValueError(NOTE), ValueError(NOTE)
    one.__context__, two.__context__ = two, one
    assert told_without_texts(one).count("ValueError") == redaction.MOST_CAUSES
