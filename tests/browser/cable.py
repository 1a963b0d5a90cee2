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
        self.listener = self._listen(0)
        self.port: int = self.listener.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        """No connection is taken any more, and those that are there break."""
        with suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for one in self.sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        self.sockets = []

    def mend(self) -> None:
        self.deaf = False
        self.deaf_from = b""
        self.listener = self._listen(self.port)

    def _listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
        threading.Thread(target=self._take, args=(listener,), daemon=True).start()
        return listener

    def _take(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                near, _address = listener.accept()
                far = socket.create_connection(self.to)
                self.sockets += [near, far]
                for source, sink, is_back in ((near, far, False), (far, near, True)):
                    threading.Thread(target=self._carry, args=(source, sink, is_back), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket, is_back: bool) -> None:
        with suppress(OSError):
            while data := source.recv(CHUNK):
                if is_back and self.deaf:
                    self.cut()
                    return
                sink.sendall(data)
                self.deaf |= bool(self.deaf_from) and not is_back and data.startswith(self.deaf_from)
            sink.shutdown(socket.SHUT_WR)
