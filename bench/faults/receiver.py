"""A webhook on loopback that checks every signature and does what it is told.

The check is written from standardwebhooks.com, not with the code of the sender.
"""

import hmac
import socket
import time
from base64 import b64decode, b64encode
from collections.abc import Mapping
from contextlib import suppress
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import ClassVar

from bench.faults.arrivals import Arrival

TICK_SECONDS = 0.2

# How far the time of a message may be from the receiver's [standardwebhooks.com].
TOLERANCE_SECONDS = 300


class HookFault(StrEnum):
    """What the receiver does to a path."""

    ERROR = "500"
    NOT_FOUND = "404"
    SLOW = "slow"
    NEVER = "never"
    DRIPS = "drips"


# With these nothing arrives until the fault is over.
BLOCKS = frozenset(HookFault) - {HookFault.SLOW}
STATUSES = {HookFault.ERROR: 500, HookFault.NOT_FOUND: 404}


class Receiver:
    """`faults` by path; `slow` seconds before a slow path answers, `pause` before any. `forged`: ids badly signed."""

    def __init__(self, port: int) -> None:
        self.port, self.pause, self.slow = port, 0.0, 0.0
        self.faults: dict[str, HookFault] = {}
        self.secrets: dict[str, str] = {}
        self.hits: dict[str, int] = {}
        self.forged: list[str] = []
        self.in_hand = 0
        self._arrived: list[Arrival] = []
        self._lock = Lock()
        self._server: _Server | None = None

    def open(self) -> None:
        """Listen, and answer whoever comes."""
        self._server = _Server(("127.0.0.1", self.port), _handler(self))
        Thread(target=self._server.serve_forever, args=(TICK_SECONDS,), daemon=True).start()

    def close(self) -> None:
        """Listen no more: whoever comes is refused."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def url(self, path: str) -> str:
        """The address of a path, which begins with a slash."""
        return f"http://127.0.0.1:{self.port}{path}"

    def lift(self) -> None:
        """No fault any more."""
        self.faults = {}

    def arrived(self) -> list[Arrival]:
        """Every copy that was answered with 200 so far."""
        with self._lock:
            return list(self._arrived)

    def keep(self, key: str, path: str) -> None:
        """It arrived."""
        with self._lock:
            self._arrived.append(Arrival(key, self.url(path), time.monotonic()))

    def hit(self, path: str) -> None:
        """A fault met a message."""
        with self._lock:
            self.hits[path] = self.hits.get(path, 0) + 1

    def hold(self, change: int) -> None:
        """Count the messages that are being handed over now."""
        with self._lock:
            self.in_hand += change


def is_signed(headers: Mapping[str, str], body: bytes, *, secret: str, now: float) -> bool:
    """Whether a message was signed with this secret (`whsec_...`), not long ago."""
    key, at = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not at.isdecimal() or abs(now - int(at)) > TOLERANCE_SECONDS:
        return False
    signed = f"{key}.{at}.".encode() + body
    mine = b64encode(hmac.new(b64decode(secret.removeprefix("whsec_")), signed, "sha256").digest()).decode()
    versions = [one.partition(",") for one in headers.get("webhook-signature", "").split()]
    return any(name == "v1" and hmac.compare_digest(mine, theirs) for name, _, theirs in versions)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = True
    request_queue_size = 256


class _Handler(BaseHTTPRequestHandler):
    receiver: ClassVar[Receiver]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.receiver.hold(1)
        try:
            with suppress(OSError):
                self._answer(body)
        finally:
            self.receiver.hold(-1)

    def _answer(self, body: bytes) -> None:
        key, fault = self.headers["webhook-id"] or "no key", self.receiver.faults.get(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        if not is_signed(headers, body, secret=self.receiver.secrets.get(self.path, ""), now=time.time()):
            self.receiver.forged.append(key)
            self._say(401)
            return
        if fault:
            self.receiver.hit(self.path)
        time.sleep(self.receiver.slow if fault is HookFault.SLOW else self.receiver.pause)
        if fault in BLOCKS:
            self._misbehave(fault)
        else:
            self.receiver.keep(key, self.path)
            self._say(200)

    def _misbehave(self, fault: HookFault | None) -> None:
        if fault in STATUSES:
            self._say(STATUSES[fault])
            return
        if fault is HookFault.DRIPS:
            self.connection.sendall(b"HTTP/1.1")
        self.connection.settimeout(TICK_SECONDS)
        while self.receiver.faults.get(self.path) is fault and not self._hung_up():
            if fault is HookFault.DRIPS:
                self.connection.sendall(b" ")
        self.close_connection = True
        self.connection.shutdown(socket.SHUT_RDWR)

    def _hung_up(self) -> bool:
        try:
            return not self.connection.recv(1024)
        except TimeoutError:
            return False

    def _say(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


def _handler(to: Receiver) -> type[_Handler]:
    class Bound(_Handler):
        receiver = to

    return Bound
