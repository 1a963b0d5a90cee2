"""A cable between a browser and the site that a test can pull out, also when the answer is under way."""

import socket
import threading
from contextlib import suppress

CHUNK = 65536


class Cable:
    """Carries every connection to the site, until it is `cut`.

    With `deaf_from` set, nothing comes back after a request that begins with it: the site took it, and nobody heard.
    """

    def __init__(self, host: str, port: int) -> None:
        self.to = (host, port)
        self.deaf = False
        self.deaf_from = b""
        self.sockets: list[socket.socket] = []
        self.lock = threading.Lock()
        self.listener: socket.socket | None = None
        self.port = 0
        self._listen()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """No connection is taken any more, and those that are there break."""
        with self.lock:
            ends = [*([self.listener] if self.listener else []), *self.sockets]
            self.listener, self.sockets = None, []
        for end in ends:
            _break(end)

    def mend(self) -> None:
        self.deaf = False
        self.deaf_from = b""
        self._listen()

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen(64)
        self.listener, self.port = listener, listener.getsockname()[1]
        threading.Thread(target=self._take, args=(listener,), daemon=True).start()

    def _take(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(self.to)
                if not self._holds(listener, near, far):
                    return
                for source, sink, is_back in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._carry, args=(source, sink, is_back), daemon=True).start()

    def _holds(self, listener: socket.socket, *ends: socket.socket) -> bool:
        """Whether the cable is still in; what was being connected while it was cut breaks too."""
        with self.lock:
            if self.listener is listener:
                self.sockets += ends
                return True
        for end in ends:
            _break(end)
        return False

    def _carry(self, source: socket.socket, sink: socket.socket, is_back: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if is_back and self.deaf:
                    self.cut()
                    return
                sink.sendall(data)
                self.deaf |= bool(self.deaf_from) and not is_back and data.startswith(self.deaf_from)
            sink.shutdown(socket.SHUT_WR)


def _break(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)
    end.close()
