"""The server and the workers as processes of their own, which can be killed."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from urllib.error import URLError

ROOT = Path(__file__).parents[2]
TICK_SECONDS = 0.05


class GaveUp(Exception):
    """What was waited for did not come."""


def wait_for(come: Callable[[], bool], *, patience: float) -> bool:
    """Whether it came before `patience` seconds were over."""
    until = time.monotonic() + patience
    while not come():
        if time.monotonic() > until:
            return False
        time.sleep(TICK_SECONDS)
    return True


def wait_while_it_goes_on(over: Callable[[], bool], so_far: Callable[[], int], *, patience: float) -> bool:
    """Whether it was over before nothing more had come for `patience` seconds, however long the whole of it took."""
    last, since = so_far(), time.monotonic()
    while not over():
        if (now := so_far()) != last:
            last, since = now, time.monotonic()
        elif time.monotonic() > since + patience:
            return False
        time.sleep(TICK_SECONDS)
    return True


def must_come(what: str, come: Callable[[], bool], *, patience: float) -> None:
    """As `wait_for`; `GaveUp` when it did not."""
    if not wait_for(come, patience=patience):
        raise GaveUp(f"{what} did not come within {patience:.0f} s")


class Process:
    """A process with its children in a group of its own. What it says goes to `log`."""

    def __init__(
        self, arguments: Sequence[str], env: Mapping[str, str], log: Path, *, root: Path = ROOT
    ) -> None:
        self.arguments, self.env, self.log, self.root = arguments, env, log, root
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._running = subprocess.Popen(
                self.arguments,
                cwd=self.root,
                env={**os.environ, **self.env},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        if self._running is None:
            raise GaveUp(f"{self.arguments[0]} was never started")
        return self._running.pid

    def family(self) -> list[int]:
        """The process and its children."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [self.pid, *map(int, children.split())]

    def kill(self) -> None:
        """`kill -9`, of the process and all its children."""
        if self._running and self._running.poll() is None:
            os.killpg(self.pid, signal.SIGKILL)
            self._running.wait()

    def stop(self, *, patience: float) -> int:
        """SIGTERM; the exit code. `GaveUp` when it does not end."""
        if self._running is None:
            raise GaveUp(f"{self.arguments[0]} was never started")
        self._running.terminate()
        try:
            return self._running.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()
            raise GaveUp(f"SIGTERM did not end {self.arguments[-1]} within {patience:.0f} s") from None

    @property
    def is_alive(self) -> bool:
        return self._running is not None and self._running.poll() is None


class Server(Process):
    """gunicorn, as the site is run; also with a clock that is `off` by so many seconds, or from another `root`."""

    def __init__(
        self, port: int, env: Mapping[str, str], log: Path, *, off: int = 0, root: Path = ROOT
    ) -> None:
        self.port = port
        program = ("-m", "bench.faults.clock", str(off), "gunicorn") if off else ("-m", "gunicorn")
        arguments = (*program, "tracker.wsgi", "--config", "tracker/gunicorn.py")
        super().__init__((sys.executable, *arguments, "--bind", f"127.0.0.1:{port}"), env, log, root=root)

    def start_and_wait(self, *, patience: float) -> None:
        """Until it answers."""
        self.start()
        self.wait(patience=patience)

    def wait(self, *, patience: float) -> None:
        """Until it answers, once it was started."""
        must_come("an answer of the server", self.answers, patience=patience)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/phone/", timeout=5):
                return True
        except (URLError, OSError):
            return False

    def kill_somebody(self, random: Random) -> None:
        """`kill -9` of the whole server, or of one of its processes, which the others start again."""
        somebody = random.choice([None, *self.family()[1:]])
        if somebody:
            os.kill(somebody, signal.SIGKILL)
        else:
            self.kill()
            self.start()


class Worker(Process):
    """`manage.py work`; also with a clock that is `off` by so many seconds, or from another `root`."""

    def __init__(self, env: Mapping[str, str], log: Path, *, off: int = 0, root: Path = ROOT) -> None:
        command = ("-m", "bench.faults.clock", str(off), "work") if off else ("manage.py", "work")
        super().__init__((sys.executable, *command), env, log, root=root)


@contextmanager
def running(*processes: Process) -> Iterator[None]:
    """Start them, and kill what is left of them afterwards."""
    try:
        for process in processes:
            process.start()
        yield
    finally:
        for process in processes:
            process.kill()
