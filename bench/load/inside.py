"""In the process itself: how many queries an act asks, and how heavy its page is. The same on every machine."""

import gzip
import re
from itertools import islice
from pathlib import Path
from urllib.parse import urlencode

import brotli
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.load.acts import Act, Answer, Step, Visit, check
from bench.load.result import COUNTED, Inside

CSRF = "b" * 32
FORM = "application/x-www-form-urlencoded"
FILE = re.compile(rb'(?:href|src)="/static/([^"]+)"')

# PostgreSQL is told of these in other words than SQLite, and neither looks anything up.
ONLY_TRANSACTIONS = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")

# What the server compresses with (`GZipMiddleware`), and what a proxy would.
GZIP_LEVEL, BROTLI_LEVEL = 6, 5


def measure(act: Act) -> Inside:
    """One visit to warm up, and one that is counted; the bytes are those of its last page."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    warm, counted = islice(act.visits, COUNTED)
    _done(client, warm)
    with CaptureQueriesContext(connection) as captured:
        body = _done(client, counted)
    asked = [query for query in captured.captured_queries if not query["sql"].startswith(ONLY_TRANSACTIONS)]
    return Inside(
        queries=len(asked),
        raw=len(body),
        gzip=len(gzip.compress(body, GZIP_LEVEL)),
        brotli=len(brotli.compress(body, quality=BROTLI_LEVEL)),
        files=sum(map(_served, set(FILE.findall(body)))),
    )


def _done(client: Client, visit: Visit) -> bytes:
    client.cookies[settings.SESSION_COOKIE_NAME] = visit.session
    client.cookies[settings.CSRF_COOKIE_NAME] = CSRF
    body = b""
    for step in visit.steps:
        answer = _ask(client, step)
        check(step, answer)
        body = answer.body
    return body


def _ask(client: Client, step: Step) -> Answer:
    if step.form is None:
        got = client.get(step.path)
    else:
        body = urlencode({**step.form, "csrfmiddlewaretoken": CSRF}, doseq=True)
        got = client.post(step.path, body, content_type=FORM)
    return Answer(got.status_code, got.headers.get("Location", ""), got.content)


def _served(name: bytes) -> int:
    """Bytes of a file as a browser is given it."""
    file = Path(settings.STATIC_ROOT) / name.decode()
    packed = file.with_name(f"{file.name}.br")
    return (packed if packed.exists() else file).stat().st_size
