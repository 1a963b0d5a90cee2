"""A connection is cut off in time, TLS or not."""

import socket
import ssl
from collections.abc import Callable
from contextlib import closing

import pytest

from tracker.deadline import Deadline

LONG = 10


def _plain(sock: socket.socket) -> socket.socket:
    return sock


def _tls(sock: socket.socket) -> socket.socket:
    context = ssl.create_default_context()
    return context.wrap_socket(sock, server_hostname="localhost", do_handshake_on_connect=False)


@pytest.mark.parametrize("speaking", [_plain, _tls])
def test_it_is_cut_off_when_the_time_is_up(speaking: Callable[[socket.socket], socket.socket]) -> None:
    here, there = socket.socketpair()
    with closing(there), closing(speaking(here)) as own, Deadline(own, 0.05) as deadline:
        there.settimeout(LONG)
        assert there.recv(1) == b""
        assert deadline.passed
