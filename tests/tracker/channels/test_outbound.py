"""Where the worker posts to: the public internet, and what whoever runs the site has named."""

import socket
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from tracker.channels import outbound
from tracker.channels.outbound import ForbiddenHostError, is_public, may_be_reached, post
from tracker.clinic.ladder.targets import can_be_posted_to

INSIDE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
    *(
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fd00::1",
        "::ffff:127.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::10.1.2.3",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::5db8:d822",
        "::10.1.2.3",
        "224.0.0.1",
        "ff02::1",
    ),
)


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_inside_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "64:ff9b::5db8:d822"]
)
def test_an_address_of_the_internet_is(address: str) -> None:
    assert is_public(address)


def test_a_host_within_the_hospital_is_reached_once_it_is_named(settings: Any) -> None:
    settings.WEBHOOK_HOSTS = ["pager.noord.local"]
    assert may_be_reached("Pager.Noord.local", "10.1.2.3")
    assert not may_be_reached("database.noord.local", "10.1.2.3")


def told_as(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """The name stands for these addresses."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in addresses]
    monkeypatch.setattr(outbound.socket, "getaddrinfo", lambda *_args, **_kind: found)


@pytest.mark.parametrize("addresses", [("10.1.2.3",), ("93.184.216.34", "169.254.169.254")])
def test_a_name_that_stands_for_an_address_inside_is_not_connected_to(
    addresses: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    """Nothing is sent, not even a first packet."""
    settings.WEBHOOK_HOSTS = []
    told_as(monkeypatch, *addresses)
    tried: list[Any] = []
    monkeypatch.setattr(outbound.socket, "create_connection", lambda *args: tried.append(args))
    with pytest.raises(ForbiddenHostError):
        post("https://rebound.example/x", b"", {})
    assert not tried


@pytest.mark.parametrize(
    "url",
    [
        "https://10.1.2.3/x",
        "https://[::1]/x",
        "https://169.254.169.254/latest/meta-data",
        "https://intranet/x",
    ],
)
def test_a_manager_is_told_at_once_that_an_address_inside_needs_to_be_named(url: str, settings: Any) -> None:
    settings.WEBHOOK_HOSTS = []
    with pytest.raises(ValidationError, match="WEBHOOK_HOSTS"):
        can_be_posted_to(url)
    settings.WEBHOOK_HOSTS = ["10.1.2.3", "::1", "169.254.169.254", "intranet"]
    can_be_posted_to(url)
