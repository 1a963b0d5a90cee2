"""A POST that ends in time: to a webhook of a clinic, or to the service that brings a notification to a browser.

A manager names the address of a webhook, and the worker that posts to it stands within the network of the hospital. So
it goes to the public internet, and to the hosts in `WEBHOOK_HOSTS`, which whoever runs the site names. What a name
stands for is looked up once, judged, and connected to: it cannot be another address a moment later.
"""

import socket
import ssl
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import urlsplit

from django.conf import settings

from tracker.deadline import DEADLINE_SECONDS, WAIT_SECONDS, Deadline

# An IPv4 address in IPv6 as a translator between the two reads it (RFC 6052), and old ones that no router forwards.
TRANSLATED, COMPATIBLE = IPv6Network("64:ff9b::/96"), IPv6Network("::/96")
# The same within one network, by rules of its own (RFC 8215).
TRANSLATED_INSIDE = IPv6Network("64:ff9b:1::/48")

# So many addresses of a host are tried: a lease of a delivery outlasts no more.
MOST_ADDRESSES = 2


class ForbiddenHostError(OSError):
    """The address lies within a network that nobody said may be posted to."""


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """The status of the answer. Redirects are not followed. Raises what the connection raises."""
    parts = urlsplit(url)
    kind = _Secure if parts.scheme == "https" else _Plain
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


class _Plain(HTTPConnection):
    def connect(self) -> None:
        self.sock = _connected(self.host, self.port)


class _Secure(HTTPSConnection):
    def connect(self) -> None:
        context = ssl.create_default_context()
        self.sock = context.wrap_socket(_connected(self.host, self.port), server_hostname=self.host)


def _connected(host: str, port: int) -> socket.socket:
    """A connection to the first that answers of the host's first addresses, all of which may be posted to."""
    found = [str(at[0]) for *_kind, at in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not all(may_be_reached(host, address) for address in found):
        raise ForbiddenHostError("within a network that WEBHOOK_HOSTS does not name")
    for address in found[:MOST_ADDRESSES]:
        with suppress(OSError):
            return socket.create_connection((address, port), WAIT_SECONDS)
    raise OSError("no address of this host answers")


def may_be_reached(host: str, address: str) -> bool:
    """Whether this address, which the host's name stands for, is public or the host was named by who runs the site."""
    return host.lower() in settings.WEBHOOK_HOSTS or is_public(address)


def is_public(address: str) -> bool:
    """Whether anybody on the internet can be reached there; an address in another's clothes is judged by its own."""
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address):
        if found in TRANSLATED_INSIDE:
            return False
        found = found.ipv4_mapped or found.sixtofour or _within(found) or found
    return found.is_global and not found.is_multicast


def _within(found: IPv6Address) -> IPv4Address | None:
    if found in TRANSLATED or found in COMPATIBLE:
        return IPv4Address(int(found) & 0xFFFFFFFF)
    return None
