"""What was measured, as plain values that go through JSON; and how much is measured."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is and how often it is asked.

    `patients` of the clinic, in steps; `cohort_days` of diary of each of them; `diaries` are the lengths of the trend
    pages, in days, the first that of who saves; `requests` are timed for each row and each number of `clients`.
    """

    patients: tuple[int, ...]
    cohort_days: int
    diaries: tuple[int, ...]
    clients: tuple[int, ...]
    requests: int

    @property
    def visits(self) -> int:
        """How many visits of one kind are needed in all: warming up, counting and timing."""
        timed = sum(each(self.requests, clients) * clients for clients in self.clients)
        return timed + sum(self.clients) + COUNTED


COUNTED = 2  # visits inside the process: the first fills what is kept in memory


def each(requests: int, clients: int) -> int:
    """How many requests each client makes: together about so many, and each at least some."""
    return max(3, requests // clients)


SMALL = Size(patients=(1, 10, 100), cohort_days=60, diaries=(90, 365), clients=(1, 4), requests=5)
MIDDLE = Size(
    patients=(1, 10, 100, 1000), cohort_days=180, diaries=(90, 365, 3650), clients=(1, 4, 16), requests=32
)
FULL = Size(
    patients=(1, 10, 100, 1000, 15_000),
    cohort_days=300,  # of which some 180 are written down
    diaries=(90, 365, 3650),
    clients=(1, 4, 16),
    requests=48,
)
SIZES = {"small": SMALL, "middle": MIDDLE, "full": FULL}


@dataclass(frozen=True, slots=True)
class Inside:
    """One answer: queries, its bytes raw and compressed, and of the files it needs on a first visit (as served)."""

    queries: int
    raw: int
    gzip: int
    brotli: int
    files: int


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds of so many clients at once, and answers a second of all of them together."""

    clients: int
    median: float
    slow: float
    a_second: float


@dataclass(frozen=True, slots=True)
class Row:
    """What one act came to. `amount` is what grows: patients of the clinic or days of the diary."""

    act: str
    amount: int
    inside: Inside
    times: tuple[Times, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """Resident megabytes of the server's processes together, and the part of them that is theirs alone."""

    when: str
    resident: float
    own: float


@dataclass(frozen=True, slots=True)
class Found:
    """Everything of one database. `filled` says how long filling it took; `storage` are lines about the tables."""

    database: str
    rows: tuple[Row, ...]
    memory: tuple[Memory, ...]
    filled: str
    storage: tuple[tuple[str, ...], ...]
    plans: tuple[tuple[str, ...], ...]
    wrong: tuple[str, ...]
