"""A mail server on loopback that does what it is told: takes, refuses, hangs, drips or drops."""

import re
import socket
import time
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from threading import Event, Lock, Thread

from bench.faults.arrivals import Arrival

KEY = re.compile(rb"^Message-ID:\s*<([^@>]+)@", re.IGNORECASE | re.MULTILINE)
RECIPIENT = re.compile(rb"^RCPT TO:\s*<([^>]+)>", re.IGNORECASE)

# Whoever hangs looks this often whether it should still; whoever drips sends a byte this often.
TICK_SECONDS = 0.2


class MailFault(StrEnum):
    """What the server does to a recipient; or to everybody, before a word is said."""

    REFUSES_FOR_NOW = "4xx"
    REFUSES = "5xx"
    HANGS = "hangs"
    DRIPS = "drips"
    DROPS = "drops"
    KEEPS_AND_DROPS = "keeps_and_drops"
    DROPS_AFTER_OK = "drops_after_ok"


# With these nothing arrives until the fault is over, as far as the sender can know.
BLOCKS = frozenset(MailFault) - {MailFault.DROPS_AFTER_OK}


class Dropped(Exception):
    """The connection ends here."""


class SmtpSink:
    """`faults` by the domain of the recipient; `for_all` from the greeting on. `pause` seconds before each 250."""

    def __init__(self, port: int) -> None:
        self.port, self.pause = port, 0.0
        self.faults: dict[str, MailFault] = {}
        self.for_all: MailFault | None = None
        self.hits: dict[str, int] = {}
        self.in_hand = 0
        self._arrived: list[Arrival] = []
        self._lock = Lock()
        self._listening: socket.socket | None = None
        self._stopped = Event()

    def open(self) -> None:
        """Listen, and take whoever comes."""
        listening = socket.create_server(("127.0.0.1", self.port), backlog=256)
        self._listening, self._stopped = listening, Event()
        Thread(target=self._accept, args=(listening, self._stopped), daemon=True).start()

    def close(self) -> None:
        """Listen no more: whoever comes is refused. What was begun is cut off."""
        self._stopped.set()
        if self._listening:
            self._listening.shutdown(socket.SHUT_RDWR)
            self._listening.close()
            self._listening = None

    def lift(self) -> None:
        """No fault any more."""
        self.faults, self.for_all = {}, None

    def arrived(self) -> list[Arrival]:
        """Every copy that was kept so far."""
        with self._lock:
            return list(self._arrived)

    def _accept(self, listening: socket.socket, stopped: Event) -> None:
        while True:
            try:
                sock, _address = listening.accept()
            except OSError:
                return
            Thread(target=self._talk, args=(sock, stopped), daemon=True).start()

    def _talk(self, sock: socket.socket, stopped: Event) -> None:
        sock.settimeout(TICK_SECONDS)
        with sock, suppress(OSError, Dropped):
            _Talk(self, sock, stopped).to_its_end()

    def hit(self, whom: str) -> None:
        """A fault met somebody."""
        with self._lock:
            self.hits[whom] = self.hits.get(whom, 0) + 1

    def keep(self, key: str, to: str) -> None:
        """It arrived."""
        with self._lock:
            self._arrived.append(Arrival(key, to, time.monotonic()))

    def hold(self, change: int) -> None:
        """Count the messages that are being handed over now."""
        with self._lock:
            self.in_hand += change


class _Talk:
    """One connection."""

    def __init__(self, sink: SmtpSink, sock: socket.socket, stopped: Event) -> None:
        self.sink, self.sock, self.stopped = sink, sock, stopped
        self.buffer = b""
        self.to = ""

    def to_its_end(self) -> None:
        """Until somebody drops the line."""
        if self.sink.for_all:
            self.sink.hit("*")
            self._misbehave(self.sink.for_all, lambda fault: self.sink.for_all is fault)
        self._say(b"220 sink ready")
        while True:
            self._answer(self._line())

    def _answer(self, line: bytes) -> None:
        verb = line[:4].upper()
        if verb == b"RCPT":
            self._recipient(line)
        elif verb == b"DATA":
            self._message()
        elif verb == b"QUIT":
            self._say(b"221 bye")
            raise Dropped
        else:
            self._say(b"250 fine")

    def _recipient(self, line: bytes) -> None:
        found = RECIPIENT.match(line)
        self.to = found[1].decode() if found else ""
        fault = self._fault()
        if fault in {MailFault.REFUSES_FOR_NOW, MailFault.REFUSES}:
            self.sink.hit(self.to)
            self._say(b"451 later" if fault is MailFault.REFUSES_FOR_NOW else b"550 no")
        else:
            self._say(b"250 fine")

    def _message(self) -> None:
        self._say(b"354 go on")
        self.sink.hold(1)
        try:
            self._take(self._until(b"\r\n.\r\n"))
        finally:
            self.sink.hold(-1)

    def _take(self, message: bytes) -> None:
        time.sleep(self.sink.pause)
        fault, key = self._fault(), KEY.search(message)
        if fault:
            self.sink.hit(self.to)
        if fault in {MailFault.HANGS, MailFault.DRIPS, MailFault.DROPS}:
            self._misbehave(fault, lambda fault: self._fault() is fault)
        self.sink.keep(key[1].decode() if key else "no key", self.to)
        if fault is MailFault.KEEPS_AND_DROPS:
            raise Dropped
        self._say(b"250 taken")
        if fault is MailFault.DROPS_AFTER_OK:
            raise Dropped

    def _misbehave(self, fault: MailFault, lasts: Callable[[MailFault], bool]) -> None:
        """Never comes back: whoever hung up on us, or was kept waiting until the fault was over, has to come again."""
        if fault is MailFault.REFUSES_FOR_NOW:
            self._say(b"421 later")
        if fault in {MailFault.HANGS, MailFault.DRIPS}:
            while lasts(fault) and not self.stopped.is_set() and not self._hung_up():
                if fault is MailFault.DRIPS:
                    self.sock.sendall(b"2")
        raise Dropped

    def _hung_up(self) -> bool:
        """Wait a tick for the other side to go away."""
        try:
            return self.sock.recv(1024) == b""
        except TimeoutError:
            return False

    def _fault(self) -> MailFault | None:
        return self.sink.faults.get(self.to.partition("@")[2])

    def _say(self, line: bytes) -> None:
        self.sock.sendall(line + b"\r\n")

    def _line(self) -> bytes:
        return self._until(b"\r\n")

    def _until(self, end: bytes) -> bytes:
        while end not in self.buffer:
            if self.stopped.is_set():
                raise Dropped
            with suppress(TimeoutError):
                self._read()
        found, _, self.buffer = self.buffer.partition(end)
        return found

    def _read(self) -> None:
        read = self.sock.recv(65536)
        if not read:
            raise Dropped
        self.buffer += read
