"""What a log never holds: health data, names, addresses, tokens. A filter on every handler sees to it.

An exception is told by its kind and by where it was raised, never by its text: a mail server repeats the address, a
database the values. A page is told by its pattern, never by its path: a token stands in that. What another's code logs
is told by its sentence with the numbers in it; texts that it fills in are left out. In our own sentences what is filled
in are keys and names of functions, and what looks like an address, a telephone number or a token is left out too.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from traceback import extract_tb, format_list
from typing import Any
from uuid import UUID

from gunicorn.glogging import Logger

LEFT_OUT = "[left out]"
OURS = ("recovery", "tracker")

# Django says these about what somebody sent, which stands in the sentence itself.
ABOUT_A_REQUEST = ("django.request", "django.security", "django.server")
# Gunicorn fills in the address of the visitor, and what they sent, by itself.
REFUSED_BY_GUNICORN = "Invalid request"

METHODS = {"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"}

# What an access log may tell: method, status, size, and how long it took. No path, query, address or browser.
ACCESS_ATOMS = {"m", "s", "B", "b", "D", "M", "T", "L", "p", "t"}
ACCESS_FORMAT = "%(m)s %(s)s %(B)s bytes %(M)s ms"

# Values that say nothing of anybody by themselves. A key of a record leads nowhere without the database.
PLAIN = (int, float, Decimal, date, timedelta, UUID, type(None))

ADDRESS = re.compile(r"[^\s@<>\"']{1,64}@[^\s@<>\"',;]{1,255}")
PHONE = re.compile(r"\+?\d(?:[ ()/-]?\d){8,14}(?![\w-])")
TOKEN = re.compile(r"[A-Za-z0-9_=:/+.-]{20,}")
KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Of one key in seventy the end looks like a telephone number.
KEY_OR_PHONE = re.compile(rf"(?P<key>(?<![\w-]){KEY.pattern}(?![\w-]))|{PHONE.pattern}")
NAME = re.compile(r"[a-z_]+(?:[./][a-z_]+)*", re.IGNORECASE)
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "exc_text"}
MOST_CAUSES = 10


class RedactingFilter(logging.Filter):
    """Makes a record safe to write, whoever wrote it. It lets every record through."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not vars(record).get("is_redacted"):
            redact(record)
        return True


def redact(record: logging.LogRecord) -> None:
    """Replace what could say something of somebody."""
    record.msg, record.args = sentence(record), ()
    if record.exc_info:
        record.exc_text, record.exc_info = told_without_texts(record.exc_info[1]), None
    record.stack_info = None
    for name in vars(record).keys() - STANDARD:
        vars(record)[name] = _of_ours(vars(record)[name])
    vars(record)["is_redacted"] = True


def sentence(record: logging.LogRecord) -> str:
    """The message on one line, without what may not be in it."""
    if record.name.startswith(ABOUT_A_REQUEST):
        return _about_a_request(record)
    if record.name == "gunicorn.access" and isinstance(record.args, Mapping):
        return _filled_in(ACCESS_FORMAT, {n: v for n, v in record.args.items() if n in ACCESS_ATOMS})
    if not isinstance(record.msg, str):
        return type(record.msg).__qualname__
    if record.name == "gunicorn.error" and record.msg.startswith(REFUSED_BY_GUNICORN):
        return REFUSED_BY_GUNICORN
    is_ours = record.name.split(".")[0] in OURS
    return scrub(_filled_in(record.msg, record.args, _of_ours if is_ours else _of_others))


def _about_a_request(record: logging.LogRecord) -> str:
    """What it was, at which page, and what was answered."""
    request = vars(record).get("request")
    match = getattr(request, "resolver_match", None)
    method = getattr(request, "method", "")
    what = record.name.rpartition(".")[2]
    page = f"/{match.route}" if match else "no page of ours"
    status = vars(record).get("status_code", "")
    return f"{what}: {method if method in METHODS else 'another method'} {page} {_of_others(status)}".rstrip()


def _filled_in(text: str, args: Any, keep: Any = str) -> str:
    """The sentence; as it stands in the code where it cannot be filled in."""
    if not args:
        return text
    told = {n: keep(v) for n, v in args.items()} if isinstance(args, Mapping) else tuple(map(keep, args))
    try:
        return text % told
    except (TypeError, ValueError, KeyError):
        return text


def _of_others(value: Any) -> Any:
    return value if isinstance(value, PLAIN) else LEFT_OUT


def _of_ours(value: Any) -> Any:
    if isinstance(value, PLAIN):
        return value
    return scrub(value) if isinstance(value, str) else LEFT_OUT


def scrub(text: str) -> str:
    """One line, without addresses, telephone numbers, and what looks like a token."""
    kept = ADDRESS.sub(LEFT_OUT, CONTROL.sub(" ", text))
    return TOKEN.sub(_unless_a_name, KEY_OR_PHONE.sub(_unless_a_key, kept))


def _unless_a_key(found: re.Match[str]) -> str:
    return found["key"] or LEFT_OUT


def _unless_a_name(found: re.Match[str]) -> str:
    told = found[0].rstrip(".:")
    return found[0] if KEY.fullmatch(told) or NAME.fullmatch(told) else LEFT_OUT


def told_without_texts(error: BaseException | None) -> str:
    """Where it was raised, and of which kind; the error that it came from above it."""
    return "\n".join(reversed(list(_each(error))))


def _each(error: BaseException | None) -> Iterator[str]:
    for _ in range(MOST_CAUSES):
        if error is None:
            return
        where = "".join(format_list(extract_tb(error.__traceback__)))
        yield f"{where}{type(error).__module__}.{type(error).__qualname__}"
        error = error.__cause__ or error.__context__


class GunicornLogger(Logger):
    """Gunicorn's own messages, which would tell the whole address of a request that failed."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in (*self.error_log.handlers, *self.access_log.handlers):
            handler.addFilter(RedactingFilter())
