"""A mail server that never comes to an end is cut off; one that works is left alone."""

import socket
from collections.abc import Callable, Iterator
from contextlib import closing
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
