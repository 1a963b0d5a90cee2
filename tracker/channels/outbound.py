"""A POST that ends in time: to a webhook of a clinic, or to the service that brings a notification to a browser."""

from http.client import HTTPConnection, HTTPSConnection
from urllib.parse import urlsplit

from tracker.deadline import DEADLINE_SECONDS, WAIT_SECONDS, Deadline


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer. Redirects are not followed. Raises what the connection raises."""
    parts = urlsplit(url)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=WAIT_SECONDS)
    try:
        connection.connect()
        with Deadline(connection.sock, DEADLINE_SECONDS) as deadline:
            path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
            connection.request("POST", path, body, headers)
            status = connection.getresponse().status
        if deadline.passed:
            raise TimeoutError("half an answer is no answer")
        return status
    finally:
        connection.close()
