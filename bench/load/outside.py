"""Through a real server, with so many clients at once: milliseconds and memory. These depend on the machine."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from http.client import HTTPConnection, RemoteDisconnected
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlencode

from bench.faults.processes import Server
from bench.load.acts import Act, Answer, Step, Visit, check
from bench.load.inside import CSRF, FORM
from bench.load.result import Memory, Size, Times, each

LONGEST_ANSWER_SECONDS = 60
MEGABYTE = 1024  # of the kilobytes that /proc speaks of


class Browser:
    """One line to the server that is kept open, for one visitor after the other."""

    def __init__(self, port: int) -> None:
        self._line = HTTPConnection("127.0.0.1", port, timeout=LONGEST_ANSWER_SECONDS)

    def seconds(self, visit: Visit) -> float:
        """How long a visit takes from the first request to the last byte. `WentWrong` when it goes wrong."""
        begun = perf_counter()
        answers = [self._ask(step, visit.session) for step in visit.steps]
        took = perf_counter() - begun
        for step, answer in zip(visit.steps, answers, strict=True):
            check(step, answer)
        return took

    def _ask(self, step: Step, session: str) -> Answer:
        """The answer; over a new line where the server closed the idle one, as a browser does."""
        try:
            return self._answer(step, session)
        except (RemoteDisconnected, ConnectionError):
            self._line.close()
            return self._answer(step, session)

    def _answer(self, step: Step, session: str) -> Answer:
        headers = {"Cookie": f"session={session}; csrftoken={CSRF}"}
        if step.form is None:
            self._line.request("GET", step.path, headers=headers)
        else:
            body = urlencode({**step.form, "csrfmiddlewaretoken": CSRF}, doseq=True)
            self._line.request("POST", step.path, body, {**headers, "Content-Type": FORM})
        got = self._line.getresponse()
        return Answer(got.status, got.headers.get("Location", ""), got.read())

    def close(self) -> None:
        self._line.close()


def measure(act: Act, port: int, size: Size) -> Iterator[Times]:
    """With each number of clients in turn; each client visits once before it is timed."""
    for clients in size.clients:
        visits = [list(islice(act.visits, 1 + each(size.requests, clients))) for _client in range(clients)]
        yield _together(visits, port)


def _together(visits: Sequence[list[Visit]], port: int) -> Times:
    with ExitStack() as lines, ThreadPoolExecutor(len(visits)) as pool:
        browsers = [lines.enter_context(closing(Browser(port))) for _client in visits]
        list(pool.map(lambda browser, mine: browser.seconds(mine[0]), browsers, visits))
        begun = perf_counter()
        each_one = pool.map(_all, browsers, (mine[1:] for mine in visits))
        seconds = [took for of_one in each_one for took in of_one]
        whole = perf_counter() - begun
    slow = quantiles(seconds, n=20, method="inclusive")[-1]
    return Times(len(visits), median(seconds), slow, len(seconds) / whole)


def _all(browser: Browser, visits: Sequence[Visit]) -> list[float]:
    return [browser.seconds(visit) for visit in visits]


def memory(server: Server, when: str) -> Memory:
    """Of the server's processes together; what they share counts for each of them in the first, never in the second."""
    every = [Path(f"/proc/{pid}/smaps_rollup").read_text() for pid in server.family()]
    return Memory(when, _sum(every, "Rss"), _sum(every, "Private_Dirty") + _sum(every, "Private_Clean"))


def _sum(rollups: Sequence[str], what: str) -> float:
    lines = [line for rollup in rollups for line in rollup.splitlines() if line.startswith(f"{what}:")]
    return sum(int(line.split()[1]) for line in lines) / MEGABYTE
