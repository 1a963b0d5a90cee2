"""A PostgreSQL of our own, in a directory that goes away again, which can be restarted."""

import getpass
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

DEBIAN = Path("/usr/lib/postgresql")
OWNER = "postgres"
RELOAD_SECONDS = 0.5


class NoPostgresError(Exception):
    """There is no PostgreSQL on this machine."""


class Cluster:
    """Listens on loopback, and writes to disk as one does that is meant to keep what it has."""

    def __init__(self, directory: Path, port: int) -> None:
        self.directory, self.port = directory, port

    @property
    def url(self) -> str:
        return f"postgresql://{OWNER}@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        _run(
            "initdb", "--pgdata", self.directory, "--username", OWNER, "--auth", "trust", "--encoding", "UTF8"
        )

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.directory}"
        self._control("start", "-o", options)

    def stop(self) -> None:
        self._control("stop", "--mode", "immediate")

    def crash_and_start(self) -> None:
        """End at once without writing anything out, and recover from the log."""
        self._control("restart", "--mode", "immediate")

    def away(self, is_away: bool) -> None:
        """Gone, at once and without writing anything out; or there again."""
        self.stop() if is_away else self.start()

    def may_write(self, may: bool) -> None:
        """Whether a transaction that begins from now on may write."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute("SET default_transaction_read_only = off")
            value = "off" if may else "on"
            connection.execute(f"ALTER SYSTEM SET default_transaction_read_only = {value}")
            connection.execute("SELECT pg_reload_conf()")
        time.sleep(RELOAD_SECONDS)

    def _control(self, *arguments: str) -> None:
        _run("pg_ctl", "--pgdata", self.directory, "--log", self.directory / "log", "--wait", *arguments)


@contextmanager
def cluster(port: int) -> Iterator[Cluster]:
    """Running; gone afterwards. `NoPostgresError` where there is none."""
    _program("initdb")
    outer = Path(tempfile.mkdtemp(prefix="tracker-faults-postgresql-"))
    if _is_root():
        shutil.chown(outer, OWNER)
    made = Cluster(outer / "data", port)
    try:
        made.create()
        made.start()
        yield made
    finally:
        if made.directory.exists():
            made.stop()
        shutil.rmtree(outer, ignore_errors=True)


def _program(name: str) -> str:
    """Where it is: Debian keeps it out of the path."""
    versions = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    found = shutil.which(name) or (str(versions[-1]) if versions else "")
    if not found:
        raise NoPostgresError(f"{name} is not on this machine. On Debian: apt-get install postgresql")
    return found


def _is_root() -> bool:
    return getpass.getuser() == "root"


def _run(name: str, *arguments: str | Path) -> None:
    """As the user postgres when we are root, who may not run it."""
    as_owner = ("runuser", "-u", OWNER, "--") if _is_root() else ()
    command = [*as_owner, _program(name), *map(str, arguments)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, cwd="/")
