"""Where a scenario plays: a database, a server, a mail server, two receivers, and workers when asked for."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random

from django.conf import settings

from bench.faults import account, people
from bench.faults.arrivals import Arrival
from bench.faults.processes import Server, Worker, wait_while_it_goes_on
from bench.faults.receiver import Receiver
from bench.faults.result import Size
from bench.faults.smtp_sink import SmtpSink
from recovery.alerts.models import Address, ChannelKind
from recovery.people.models import Clinic
from tracker.channels.webhook import secret_of

SEED = 4

# Both numbers of a clinic begin with this; which one is shown depends on the hour.
NUMBER = "+31883203"


@dataclass(frozen=True, slots=True)
class Place:
    """`late` is a second receiver, for a webhook at which nobody listens."""

    database: str
    size: Size
    random: Random
    sink: SmtpSink
    receiver: Receiver
    late: Receiver
    server: Server
    env: dict[str, str]
    log: Path

    def worker(self, *, off: int = 0) -> Worker:
        """A worker that is not running yet; its clock may be `off` by so many seconds."""
        return Worker(self.env, self.log, off=off)

    def arrived(self) -> list[Arrival]:
        """Every copy that reached somebody."""
        return [*self.sink.arrived(), *self.receiver.arrived(), *self.late.arrived()]

    def settle(self, clinic: Clinic) -> None:
        """Let the workers go on until the clinic is owed nothing, or nothing arrives any more."""
        wait_while_it_goes_on(
            lambda: account.all_over(clinic), lambda: len(self.arrived()), patience=self.size.patience
        )

    def clinic(self, name: str) -> tuple[Clinic, list[Address]]:
        """A clinic that is told by mail and by webhook, at once."""
        clinic = people.make_clinic(name)
        return clinic, [self.mail(clinic, f"alarm@{name}.example"), self.hook(clinic, f"/{name}")]

    def mail(self, clinic: Clinic, target: str, *, after_minutes: int = 0) -> Address:
        """A mail address on the clinic's ladder."""
        return people.tell(clinic, ChannelKind.EMAIL, target, after_minutes=after_minutes)

    def hook(
        self, clinic: Clinic, path: str, *, after_minutes: int = 0, at: Receiver | None = None
    ) -> Address:
        """A webhook on the clinic's ladder, whose receiver knows the secret."""
        receiver = at or self.receiver
        address = people.tell(clinic, ChannelKind.WEBHOOK, receiver.url(path), after_minutes=after_minutes)
        receiver.secrets[path] = secret_of(address)
        return address


def free_ports(first: int) -> Iterator[int]:
    """Ports from `first` on. Below those that the system hands out: a client must not take a dead server's."""
    for port in range(first, first + 1000):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        yield port


@contextmanager
def place(database: str, size: Size, *, first_port: int) -> Iterator[Place]:
    """The outside world and the server, running; a database that is ready is already there."""
    ports = free_ports(first_port)
    sink, receiver, late = SmtpSink(next(ports)), Receiver(next(ports)), Receiver(next(ports))
    env, log = _environment(sink), settings.VAR_DIR / "log"
    server = Server(next(ports), env, log)
    sink.open()
    receiver.open()
    try:
        server.start_and_wait(patience=size.patience)
        yield Place(database, size, Random(SEED), sink, receiver, late, server, env, log)
    finally:
        server.kill()
        for listener in (sink, receiver, late):
            listener.close()


def _environment(sink: SmtpSink) -> dict[str, str]:
    return {
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(sink.port),
        "EMAIL_USE_TLS": "0",
        "BASE_URL": "http://127.0.0.1:8000",
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
    }
