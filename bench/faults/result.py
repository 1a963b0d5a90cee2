"""What a scenario tried, what was kept, and each loss in a sentence; and how much of everything is tried."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """`tried` things that had to survive, of which `kept` did; `repeats` came again; `lost` says which did not."""

    name: str
    database: str
    tried: int
    what: str
    kept: int
    repeats: int
    lost: tuple[str, ...]
    notes: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is tried.

    `wait` is DELIVERY_WAIT_SECONDS: a lease lasts six times as long. `outage` is how many seconds a mail server is
    away, `database_gone` the database, `hung` how many mail addresses hang at once, `patience` how many seconds the
    bench waits before it gives up.
    """

    wait: int
    days: int
    flagged: int
    server_kills: int
    messages: int
    worker_kills: int
    a_clinic: int
    outage: float
    hung: int
    at_once: int
    on_full_disk: int
    restarts: int
    ladders: int
    browsers: int
    database_gone: float
    migrations_killed: int
    patience: float = 300.0


SMALL = Size(
    wait=1,
    days=40,
    flagged=8,
    server_kills=2,
    messages=6,
    worker_kills=2,
    a_clinic=1,
    outage=3.0,
    hung=20,
    at_once=40,
    on_full_disk=6,
    restarts=1,
    ladders=3,
    browsers=4,
    database_gone=4.0,
    migrations_killed=2,
    patience=90.0,
)
FULL = Size(
    wait=5,
    days=1_000,
    flagged=100,
    server_kills=25,
    messages=60,
    worker_kills=12,
    a_clinic=5,
    outage=8.0,
    hung=40,
    at_once=3_000,
    on_full_disk=40,
    restarts=4,
    ladders=10,
    browsers=8,
    database_gone=60.0,
    migrations_killed=12,
)
