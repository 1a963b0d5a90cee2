"""A connection that ends in time, however slowly the other side talks.

A socket's own timeout is for each read: a server that sends a byte now and then could hold a worker for ever.
"""

import os
import socket
from contextlib import suppress
from threading import Timer
from types import TracebackType

from django.conf import settings

# For each connect, read or write.
WAIT_SECONDS: int = settings.DELIVERY_WAIT_SECONDS

# For the whole of it, from the connection on; with the name looked up and the connect before it, shorter than
# the lease of a delivery [P].
DEADLINE_SECONDS = 2 * WAIT_SECONDS


class Deadline:
    """Cuts a connection off after so many seconds, and knows that it did.

    Works on a copy of what lies below any TLS: a socket that speaks TLS refuses to be copied itself.
    """

    def __init__(self, sock: socket.socket, seconds: float) -> None:
        self.passed = False
        self._copy = socket.socket(fileno=os.dup(sock.fileno()))
        self._timer = Timer(seconds, self._cut)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> "Deadline":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cancel()

    def cancel(self) -> None:
        """It ended in time."""
        self._timer.cancel()
        self._copy.close()

    def _cut(self) -> None:
        self.passed = True
        with suppress(OSError):
            self._copy.shutdown(socket.SHUT_RDWR)
