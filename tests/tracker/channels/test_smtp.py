"""A mail server that never comes to an end is cut off; one that works is left alone."""

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from smtplib import SMTPException
from threading import Event, Thread

import pytest
from django.core.mail import EmailMessage

from tracker.channels import smtp

Talk = Callable[[socket.socket, Event], None]


@pytest.fixture
def mail_server() -> Iterator[Callable[[Talk], smtp.Backend]]:
    """A backend whose server talks as it is told."""
    done, threads, listening = Event(), list[Thread](), socket.create_server(("127.0.0.1", 0))

    def start(talk: Talk) -> smtp.Backend:
        def accept() -> None:
            with closing(listening.accept()[0]) as connection:
                talk(connection, done)

        threads.append(Thread(target=accept))
        threads[0].start()
        return smtp.Backend(
            host="127.0.0.1", port=listening.getsockname()[1], use_tls=False, use_ssl=False, timeout=10
        )

    yield start
    done.set()
    for thread in threads:
        thread.join()
    listening.close()


MAIL = EmailMessage("subject", "body", "from@example.nl", ["to@example.nl"])


def _drip(connection: socket.socket, done: Event) -> None:
    while not done.wait(0.02):
        try:
            connection.sendall(b"220-")
        except OSError:
            return


def _hang(connection: socket.socket, done: Event) -> None:
    done.wait(10)


def _take(connection: socket.socket, _done: Event) -> None:
    """A server that takes one mail."""
    lines = connection.makefile("rb")
    connection.sendall(b"220 hello\r\n")
    for line in lines:
        word = line[:4].upper()
        if word == b"DATA":
            connection.sendall(b"354 go on\r\n")
            while lines.readline() != b".\r\n":
                pass
        connection.sendall(b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n")
        if word == b"QUIT":
            return


@pytest.mark.parametrize("talk", [_drip, _hang])
def test_a_server_without_an_end_is_cut_off(
    mail_server: Callable[[Talk], smtp.Backend], talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "DEADLINE_SECONDS", 0.3)
    with pytest.raises((SMTPException, OSError)):
        mail_server(talk).send_messages([MAIL])


def test_a_server_that_works_takes_the_mail(mail_server: Callable[[Talk], smtp.Backend]) -> None:
    assert mail_server(_take).send_messages([MAIL]) == 1


# --- who the server is


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A key and a certificate of its own for localhost, which nobody else signed."""
    pem, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    told = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30000", "-subj", "/CN=localhost"]
    told += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(pem)]
    subprocess.run(["openssl", *told], check=True, capture_output=True)
    return pem


def _in_tls(certificate: Path, heard: list[bytes]) -> Talk:
    """A server that offers STARTTLS with this certificate, and then takes one mail; `heard` is what follows TLS."""

    def talk(connection: socket.socket, done: Event) -> None:
        lines = connection.makefile("rb")
        connection.sendall(b"220 hello\r\n")
        while lines.readline()[:4].upper() == b"EHLO":
            connection.sendall(b"250-here\r\n250 STARTTLS\r\n")
        connection.sendall(b"220 go on\r\n")
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate, certificate.with_name("key.pem"))
        with suppress(OSError), context.wrap_socket(connection, server_side=True) as safe:
            heard.append(safe.recv(4096))
            safe.sendall(b"250 here\r\n")
            for word in iter(lambda: safe.recv(4096), b""):
                heard.append(word)
                safe.sendall(b"354 go on\r\n" if word.startswith(b"data") else b"250 ok\r\n")

    return talk


def _over_tls(backend: smtp.Backend, host: str) -> smtp.Backend:
    backend.host, backend.use_tls, backend.username, backend.password = host, True, "dagboek", "geheim"
    return backend


def test_a_server_with_a_certificate_that_nobody_signed_hears_no_password_and_no_mail(
    mail_server: Callable[[Talk], smtp.Backend], certificate: Path
) -> None:
    heard: list[bytes] = []
    with pytest.raises(ssl.SSLCertVerificationError):
        _over_tls(mail_server(_in_tls(certificate, heard)), "localhost").send_messages([MAIL])
    assert not heard


def test_a_server_with_the_certificate_of_another_host_hears_none_either(
    mail_server: Callable[[Talk], smtp.Backend], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    heard: list[bytes] = []
    with pytest.raises(ssl.SSLCertVerificationError):
        _over_tls(mail_server(_in_tls(certificate, heard)), "127.0.0.1").send_messages([MAIL])
    assert not heard


def test_a_server_whose_certificate_is_trusted_takes_the_mail(
    mail_server: Callable[[Talk], smtp.Backend], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hospital's own authority is named in SSL_CERT_FILE."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    heard: list[bytes] = []
    backend = _over_tls(mail_server(_in_tls(certificate, heard)), "localhost")
    backend.username = ""
    assert backend.send_messages([MAIL]) == 1
    assert any(b"subject" in one for one in heard)


def test_a_server_that_offers_no_tls_hears_nothing(mail_server: Callable[[Talk], smtp.Backend]) -> None:
    with pytest.raises(SMTPException):
        _over_tls(mail_server(_take), "localhost").send_messages([MAIL])
