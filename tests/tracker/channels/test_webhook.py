"""The webhook: signed, without health data, taken only by a 2xx, and over in time."""

import hmac
import json
import socket
import ssl
import subprocess
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
import time_machine
from django.core.management import call_command

from recovery.alerts import addresses
from recovery.alerts.delivery import deliver_owed
from recovery.alerts.models import Address, ChannelKind, Delivery
from recovery.people.models import Clinic, Patient
from tests.cast import OFFICE_HOURS, flagged, log, tell
from tracker.channels import outbound, send, webhook


class Receiver(HTTPServer):
    """A pager's gateway on loopback: keeps what it was sent, and answers `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.got = 200, list[tuple[dict[str, str], bytes]]()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/page?team=neuro"


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        pass


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(OFFICE_HOURS, tick=False):
        yield


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def pager(clinic: Clinic, receiver: Receiver) -> Address:
    Clinic.objects.update(language="en")
    return tell(clinic, receiver.url, kind=ChannelKind.WEBHOOK)


def signed(secret: str, headers: dict[str, str], body: bytes) -> str:
    """The signature as a receiver works it out, from the standard alone."""
    key = b64decode(secret.removeprefix("whsec_"))
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    return "v1," + b64encode(hmac.new(key, told, "sha256").digest()).decode()


def test_it_is_signed_and_holds_an_urgency_a_time_and_a_link(
    pager: Address, patient: Patient, receiver: Receiver
) -> None:
    alert = log(patient, flagged(note="sinds vanochtend"), now=OFFICE_HOURS).alert
    assert alert
    call_command("work", "--once", verbosity=0)
    ((headers, body),) = receiver.got
    delivery = Delivery.objects.get(address=pager)
    assert headers["webhook-id"] == str(delivery.key)
    assert headers["webhook-signature"] == signed(webhook.secret_of(pager), headers, body)
    assert json.loads(body) == {
        "id": str(delivery.key),
        "reason": "raised",
        "urgency": "now",
        "at": "2026-11-18T10:00:00+01:00",
        "link": f"http://testserver/clinic/alerts/{alert.pk}/",
    }


def test_a_changed_body_and_an_old_secret_do_not_fit_the_signature(
    pager: Address, patient: Patient, receiver: Receiver
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    old = webhook.secret_of(pager)
    addresses.renew_secret(pager)
    pager.refresh_from_db()
    deliver_owed(send)
    ((headers, body),) = receiver.got
    assert headers["webhook-signature"] == signed(webhook.secret_of(pager), headers, body)
    assert headers["webhook-signature"] != signed(old, headers, body)
    assert headers["webhook-signature"] != signed(webhook.secret_of(pager), headers, body + b" ")


@pytest.fixture
def certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key and its certificate for 127.0.0.1, which this process trusts."""
    pem = tmp_path / "loopback.pem"
    made = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=loopback"]
    made += [
        "-addext",
        "subjectAltName=IP:127.0.0.1",
        "-keyout",
        str(pem),
        "-out",
        str(tmp_path / "cert.pem"),
    ]
    subprocess.run(made, check=True, capture_output=True)
    pem.write_text(pem.read_text() + (tmp_path / "cert.pem").read_text())
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    return pem


def test_it_arrives_over_a_secure_connection(
    pager: Address, patient: Patient, receiver: Receiver, certificate: Path
) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
    addresses.change(pager, name="pager", target=receiver.url.replace("http:", "https:"))
    log(patient, flagged(), now=OFFICE_HOURS)
    deliver_owed(send)
    delivery = Delivery.objects.get(address=pager)
    assert (delivery.state, delivery.failure) == ("sent", "")
    assert len(receiver.got) == 1


@pytest.mark.parametrize("status", [302, 404, 410, 500, 503])
def test_anything_but_a_2xx_is_not_taken_and_stays_owed_with_the_same_id(
    pager: Address, patient: Patient, receiver: Receiver, status: int
) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    receiver.status = status
    deliver_owed(send)
    owed = Delivery.objects.get(address=pager)
    assert (owed.state, owed.failure) == ("owed", f"RefusedError: HTTP {status}")
    receiver.status = 204
    Delivery.objects.update(not_before=None)
    deliver_owed(send)
    assert [headers["webhook-id"] for headers, _body in receiver.got] == [str(owed.key)] * 2
    owed.refresh_from_db()
    assert owed.state == "sent"


def test_a_server_that_talks_for_ever_is_cut_off(
    pager: Address, patient: Patient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbound, "DEADLINE_SECONDS", 0.3)
    done = Event()
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        addresses.change(pager, name="drip", target=f"http://127.0.0.1:{listening.getsockname()[1]}/")
        drip = Thread(target=_drip, args=(listening, done))
        drip.start()
        log(patient, flagged(), now=OFFICE_HOURS)
        deliver_owed(send)
        done.set()
        drip.join()
    assert Delivery.objects.get(address=pager).state == "owed"


def _drip(listening: socket.socket, done: Event) -> None:
    """A byte of a status line now and then, without an end."""
    with closing(listening.accept()[0]) as talking:
        talking.sendall(b"HTTP/1.1 200 ")
        while not done.wait(0.05):
            try:
                talking.sendall(b"O")
            except OSError:
                return
