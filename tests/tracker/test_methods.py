"""What is answered to HEAD, as the server gets it: a test client takes the body away by itself."""

import io
from collections.abc import Iterator
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from django.urls import reverse

from recovery.people.models import Patient


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """The server closes its connection after a request; here it is the test's."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def asked(method: str, path: str, cookie: str = "") -> tuple[str, dict[str, str], bytes]:
    """Status, headers and body, as they leave the application."""
    environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path, "HTTP_COOKIE": cookie}
    environ |= {"SERVER_NAME": "testserver", "HTTP_HOST": "testserver", "wsgi.input": io.BytesIO()}
    setup_testing_defaults(environ)
    told: list[Any] = []
    answer = get_wsgi_application()(environ, lambda status, headers: told.extend((status, dict(headers))))
    try:
        return told[0], told[1], b"".join(answer)
    finally:
        answer.close()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/phone/",
        "/nothing/",
        "/fhir/metadata",
        "/fhir/Patient",
        "/health/",
        "/sw.js",
        "/static/site.css",
    ],
)
def test_head_says_of_an_answer_what_get_does_and_has_no_body(path: str, db: None) -> None:
    status, headers, body = asked("GET", path)
    assert body
    alone = asked("HEAD", path)
    assert alone[2] == b""
    assert alone[0] == status
    assert alone[1].get("Content-Type") == headers.get("Content-Type")
    assert "Content-Length" not in headers or "Content-Length" in alone[1]


def test_head_of_a_file_of_somebody_has_no_body(patient: Patient, as_patient: Client) -> None:
    cookie = f"session={as_patient.cookies['session'].value}"
    for name in ("patient:take_out_everything", "patient:take_out_diary", "patient:take_out_record"):
        status, _headers, body = asked("HEAD", reverse(name), cookie)
        assert (status[:3], body) in {("200", b""), ("405", b""), ("302", b"")}, name
