"""The mail server and the webhook of the bench do what they say."""

import hmac
import smtplib
import time
from base64 import b64encode
from collections.abc import Iterator
from http.client import BadStatusLine, HTTPConnection

import pytest

from bench.faults.place import free_ports
from bench.faults.processes import wait_for
from bench.faults.receiver import HookFault, Receiver, is_signed
from bench.faults.smtp_sink import MailFault, SmtpSink

# Above those of a run of the bench itself, a range for each process of the tests.
FIRST_PORT = 18_000
SHORT, LONG = 2.0, 60.0
SECRET = "whsec_" + b64encode(b"known to both").decode()
MAIL = "Message-ID: <key-1@site.example>\r\nSubject: s\r\n\r\nbody\r\n"


@pytest.fixture
def port(worker_id: str) -> int:
    digits = "".join(character for character in worker_id if character.isdecimal())
    return next(free_ports(FIRST_PORT + 100 * int(digits or 0)))


@pytest.fixture
def sink(port: int) -> Iterator[SmtpSink]:
    made = SmtpSink(port)
    made.open()
    yield made
    made.close()


@pytest.fixture
def receiver(port: int) -> Iterator[Receiver]:
    made = Receiver(port)
    made.secrets["/hook"] = SECRET
    made.open()
    yield made
    made.close()


def mail(sink: SmtpSink, to: str = "a@ill.example", *, timeout: float = LONG) -> None:
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=timeout) as connection:
        connection.sendmail("from@site.example", [to], MAIL)


def kept(sink: SmtpSink) -> list[str]:
    return [arrival.key for arrival in sink.arrived()]


def test_a_mail_is_kept_with_its_id_and_recipient(sink: SmtpSink) -> None:
    mail(sink)
    assert [(one.key, one.to) for one in sink.arrived()] == [("key-1", "a@ill.example")]


@pytest.mark.parametrize(("fault", "code"), [(MailFault.REFUSES_FOR_NOW, 451), (MailFault.REFUSES, 550)])
def test_a_recipient_can_be_refused_and_another_not(sink: SmtpSink, fault: MailFault, code: int) -> None:
    sink.faults = {"ill.example": fault}
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        mail(sink)
    assert refused.value.recipients["a@ill.example"][0] == code
    mail(sink, "a@well.example")
    assert [one.to for one in sink.arrived()] == ["a@well.example"]


def test_a_server_that_hangs_says_nothing_until_the_sender_gives_up(sink: SmtpSink) -> None:
    sink.faults = {"ill.example": MailFault.HANGS}
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        mail(sink, timeout=SHORT)
    assert wait_for(lambda: sink.hits == {"a@ill.example": 1}, patience=LONG)
    assert kept(sink) == []


def test_a_server_can_hang_from_the_greeting_on(sink: SmtpSink) -> None:
    sink.for_all = MailFault.HANGS
    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        mail(sink, timeout=SHORT)
    sink.lift()
    mail(sink)
    assert kept(sink) == ["key-1"]


def test_a_server_that_drips_outlasts_the_timeout_of_a_read(sink: SmtpSink) -> None:
    sink.faults = {"ill.example": MailFault.DRIPS}
    connection = smtplib.SMTP("127.0.0.1", sink.port, timeout=LONG)
    connection.mail("from@site.example")
    connection.rcpt("a@ill.example")
    connection.putcmd("data")
    connection.getreply()
    connection.send(MAIL.encode() + b".\r\n")
    assert connection.sock
    assert [connection.sock.recv(1) for _byte in range(3)] == [b"2"] * 3
    connection.close()
    assert kept(sink) == []


@pytest.mark.parametrize(("fault", "keys"), [(MailFault.DROPS, []), (MailFault.KEEPS_AND_DROPS, ["key-1"])])
def test_a_line_that_is_dropped_before_the_250(sink: SmtpSink, fault: MailFault, keys: list[str]) -> None:
    sink.faults = {"ill.example": fault}
    with pytest.raises(smtplib.SMTPServerDisconnected):
        mail(sink)
    assert kept(sink) == keys


def test_a_line_that_is_dropped_after_the_250(sink: SmtpSink) -> None:
    sink.faults = {"ill.example": MailFault.DROPS_AFTER_OK}
    connection = smtplib.SMTP("127.0.0.1", sink.port, timeout=LONG)
    connection.sendmail("from@site.example", ["a@ill.example"], MAIL)
    with pytest.raises(smtplib.SMTPServerDisconnected):
        connection.noop()
        connection.noop()
    assert kept(sink) == ["key-1"]


def test_a_server_that_is_away_refuses_and_comes_back(sink: SmtpSink) -> None:
    sink.close()
    with pytest.raises(ConnectionRefusedError):
        mail(sink)
    sink.open()
    mail(sink)
    assert kept(sink) == ["key-1"]


def headers(body: bytes, *, at: int, secret: bytes = b"known to both") -> dict[str, str]:
    signature = b64encode(hmac.digest(secret, b"id-1.%d." % at + body, "sha256")).decode()
    return {"webhook-id": "id-1", "webhook-timestamp": str(at), "webhook-signature": f"v1,{signature}"}


def post(receiver: Receiver, *, timeout: float = LONG, secret: bytes = b"known to both") -> int:
    connection = HTTPConnection("127.0.0.1", receiver.port, timeout=timeout)
    try:
        connection.request("POST", "/hook", b"{}", headers(b"{}", at=int(time.time()), secret=secret))
        return connection.getresponse().status
    finally:
        connection.close()


def test_a_signed_message_is_kept(receiver: Receiver) -> None:
    assert post(receiver) == 200
    assert [(one.key, one.to) for one in receiver.arrived()] == [("id-1", receiver.url("/hook"))]


def test_a_bad_signature_is_refused_and_noted(receiver: Receiver) -> None:
    assert post(receiver, secret=b"somebody else's") == 401
    assert (receiver.arrived(), receiver.forged) == ([], ["id-1"])


@pytest.mark.parametrize(("fault", "status"), [(HookFault.ERROR, 500), (HookFault.NOT_FOUND, 404)])
def test_a_path_can_answer_with_an_error(receiver: Receiver, fault: HookFault, status: int) -> None:
    receiver.faults = {"/hook": fault}
    assert post(receiver) == status
    assert (receiver.arrived(), receiver.hits) == ([], {"/hook": 1})


def test_a_slow_path_answers_in_the_end(receiver: Receiver) -> None:
    receiver.faults, receiver.slow = {"/hook": HookFault.SLOW}, SHORT
    begun = time.monotonic()
    assert post(receiver) == 200
    assert time.monotonic() - begun >= SHORT


def test_a_path_that_never_answers_lets_go_when_the_fault_is_over(receiver: Receiver) -> None:
    receiver.faults = {"/hook": HookFault.NEVER}
    with pytest.raises(TimeoutError):
        post(receiver, timeout=SHORT)
    assert wait_for(lambda: receiver.hits == {"/hook": 1}, patience=LONG)
    receiver.lift()
    assert wait_for(lambda: receiver.in_hand == 0, patience=LONG)
    assert post(receiver) == 200
    assert len(receiver.arrived()) == 1


def test_a_path_that_drips_outlasts_the_timeout_of_a_read(receiver: Receiver) -> None:
    receiver.faults = {"/hook": HookFault.DRIPS}
    connection = HTTPConnection("127.0.0.1", receiver.port, timeout=LONG)
    connection.request("POST", "/hook", b"{}", headers(b"{}", at=int(time.time())))
    assert connection.sock
    assert b"".join(connection.sock.recv(8) for _piece in range(3)).startswith(b"HTTP/1.1 ")
    receiver.lift()
    with pytest.raises(BadStatusLine):
        connection.getresponse()
    connection.close()
    assert receiver.arrived() == []


@pytest.mark.parametrize(
    ("change", "age"),
    [
        ({"webhook-id": "id-2"}, 0),
        ({"webhook-signature": "v2,x"}, 0),
        ({"webhook-timestamp": "x"}, 0),
        ({}, 301),
    ],
)
def test_what_is_wrong_with_a_signature_is_seen(change: dict[str, str], age: int) -> None:
    good = headers(b"{}", at=1_000)
    assert is_signed(good, b"{}", secret=SECRET, now=1_300)
    assert not is_signed(good, b"{ }", secret=SECRET, now=1_000)
    assert not is_signed(good | change, b"{}", secret=SECRET, now=1_000 + age)
