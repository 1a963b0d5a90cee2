"""One sweep after the other: climb the ladders, then send, with a thread for every address.

An address whose server hangs holds up its own thread and nobody else's.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from time import monotonic

from django.db import close_old_connections, connections
from django.utils import timezone

from recovery.alerts import delivery, health, ladder
from recovery.alerts.delivery import Clock, Send
from recovery.alerts.models import Address, Delivery

logger = logging.getLogger(__name__)

# As many addresses are sent to at once, in all and on one server: one that hangs for all its addresses takes no
# lane from the others.
MOST_LANES = 256
MOST_LANES_A_SERVER = 16

# A beat is written this often at most: every so many sweeps.
SWEEPS_A_BEAT = 5


@dataclass(frozen=True, slots=True)
class Lane:
    """Somebody sends to one address, on `server`."""

    thread: Thread
    server: str


class Worker:
    """Sends what is owed until it is told to stop. Any number of them can work at once."""

    def __init__(self, send: Send, *, clock: Clock = timezone.now) -> None:
        self.send, self.clock = send, clock
        self.stopping = Event()
        self._lanes: dict[int, Lane] = {}
        self._sweeps = 0

    def sweep(self) -> None:
        """Climb, and begin to send to every address that is owed something. Returns at once.

        Whatever goes wrong ends neither the worker, which nobody starts again at night, nor the other half of
        a sweep. Only a whole one is a sign of life.
        """
        climbed = self._tried(self._climb)
        if self._tried(self._begin_lanes) and climbed:
            self._tried(self._beat)

    def _tried(self, work: Callable[[], object]) -> bool:
        """Whether it could be done."""
        try:
            work()
        except Exception:
            logger.exception("a sweep ended early")
            return False
        finally:
            close_old_connections()
        return True

    def _climb(self) -> None:
        ladder.climb(now=self.clock())

    def _beat(self) -> None:
        if self._sweeps % SWEEPS_A_BEAT == 0:
            health.beat(now=self.clock())
        self._sweeps += 1

    def finish(self, *, seconds: float) -> None:
        """Stop: no new delivery is begun, and the current ones together get `seconds` to end."""
        self.stopping.set()
        until = monotonic() + seconds
        for lane in self._lanes.values():
            lane.thread.join(max(0.0, until - monotonic()))

    def _begin_lanes(self) -> None:
        self._lanes = {pk: lane for pk, lane in self._lanes.items() if lane.thread.is_alive()}
        owed = delivery.addresses_owed(self.clock())
        addresses = Address.objects.in_bulk(owed) if owed else {}
        for address in (addresses[pk] for pk in owed):
            if address.pk not in self._lanes and self._has_room_for(address):
                self._lanes[address.pk] = Lane(_begin(self._lane, address.pk), address.server)

    def _has_room_for(self, address: Address) -> bool:
        taken = sum(lane.server == address.server for lane in self._lanes.values())
        in_time = not self.stopping.is_set()
        return in_time and len(self._lanes) < MOST_LANES and taken < MOST_LANES_A_SERVER

    def _lane(self, address: int) -> None:
        try:
            delivery.deliver_to(address, self._send, clock=self.clock, stop=self.stopping.is_set)
        except Exception:
            logger.exception("sending to address %s ended early", address)
        finally:
            connections.close_all()

    def _send(self, owed: Delivery) -> None:
        """Without a connection to the database in hand: a server that hangs would keep it from the others."""
        close_old_connections()
        self.send(owed)


def _begin(work: Callable[[int], None], address: int) -> Thread:
    lane = Thread(target=work, args=(address,), daemon=True)
    lane.start()
    return lane
