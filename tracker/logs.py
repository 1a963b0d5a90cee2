"""What is written down while the site runs: lines of JSON, each with the id of the request or errand it is about.

Gunicorn and the settings read this before Django is there, so it uses none of it.
"""

import re
import secrets
from contextvars import ContextVar
from datetime import UTC, datetime
from logging import Filter, LogRecord
from typing import Any

from pythonjsonlogger.json import JsonFormatter

# As nginx and Caddy make them. In letters somebody could write a name, or anything else, into every line.
WELL_FORMED = re.compile(r"[0-9a-f-]{16,64}")

# What Django hands along with a line: a request would be written with its path, which may hold a token.
NEVER_WRITTEN = ("request", "server_time", "status_code", "taskName")

JSON_FIELDS = ("asctime", "levelname", "name", "message", "request_id")
RENAMED = {"asctime": "at", "levelname": "level", "name": "logger"}

_id: ContextVar[str] = ContextVar("request_id")


def begin(asked_for: str = "") -> str:
    """The id from now on, in this thread: the one that was asked for if it looks like one, else a new one."""
    made = asked_for if WELL_FORMED.fullmatch(asked_for) else secrets.token_hex(8)
    _id.set(made)
    return made


def current() -> str:
    """The id of what is going on. A thread that has none, as one of the worker's for an address, gets its own."""
    return _id.get("") or begin()


class WithId(Filter):
    """Puts the id on a line."""

    def filter(self, record: LogRecord) -> bool:
        record.request_id = current()
        return True


class Json(JsonFormatter):
    """One line of JSON, in UTC."""

    def __init__(self) -> None:
        super().__init__(
            list(JSON_FIELDS),
            rename_fields=RENAMED,
            reserved_attrs=[*vars(LogRecord("", 0, "", 0, "", None, None)), *NEVER_WRITTEN],
            json_ensure_ascii=False,
        )

    def formatTime(self, record: LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's own name
        return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")


def config(*, plain: bool) -> dict[str, Any]:
    """For `logging.config`: everything to stderr. `plain` lines are for a person at a laptop, without the requests.

    No handler without the filter: what a log never holds stands in `tracker.redaction`. Django's own, which mail an
    administrator the whole of a request, are taken away.
    """
    line = {"format": "{asctime} {levelname} {name} [{request_id}]: {message}", "style": "{"}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {
            "redact": {"()": "tracker.redaction.RedactingFilter"},
            "id": {"()": "tracker.logs.WithId"},
        },
        "formatters": {"line": line if plain else {"()": "tracker.logs.Json"}},
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["redact", "id"]},
            "nowhere": {"class": "logging.NullHandler"},
        },
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "recovery": {"level": "INFO"},
            "tracker": {"level": "INFO"},
            "django": {"handlers": ["nowhere"], "level": "INFO"},
            "tracker.request_log": {"level": "WARNING" if plain else "INFO"},
        },
    }
