"""What reached the outside world, whatever the database says of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """A copy of a message that was kept: its id, the address it came to, and when (seconds, monotonic)."""

    key: str
    to: str
    at: float


def copies(arrivals: Iterable[Arrival]) -> Counter[str]:
    """How many copies came of each id."""
    return Counter(arrival.key for arrival in arrivals)


def repeats(arrivals: Iterable[Arrival]) -> int:
    """How many copies came beyond the first of each."""
    return sum(number - 1 for number in copies(arrivals).values())
