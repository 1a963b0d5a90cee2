"""A disk that is full."""

import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from bench.faults import account, people
from bench.faults.arrivals import repeats
from bench.faults.patients import ANY_NUMBER, URGENT, Answer, Browser, Day, save
from bench.faults.place import NUMBER, Place
from bench.faults.processes import ROOT, running
from bench.faults.result import Result
from bench.faults.scenarios.days import judged

BLOCK = b"\0" * 4096


def full(place: Place) -> Iterator[Result]:
    """Red flags on a full disk, of who had the form open before and of who opens the site now; then again with room."""
    clinic, told = place.clinic("full")
    today = people.open_days()[0]
    patients = people.signed_in(people.patients_of(clinic, place.size.on_full_disk))
    days = [Day(who, today, 4, flagged=True) for who in patients]
    browser = Browser(place.server.port)
    with running(place.worker()):
        browser.has_token(days[0])
        for day in days[::2]:
            browser.get(day.path, day.who)
        answers = _posted_on_a_full_disk(place, browser, days)
        half = [*account.alerts_lost(clinic), *_broken()]
        saved = [save(browser, day, number=NUMBER, patience=place.size.patience) for day in days]
        place.settle(clinic)
    arrived = account.came_to(clinic, place.arrived())
    yield Result(
        name="disk full while red flags are saved",
        database=place.database,
        tried=len(days),
        what="red flags",
        kept=sum(one.answered for one in saved),
        repeats=repeats(arrived),
        lost=(
            *half,
            *_answers_lost(answers),
            *account.days_lost(saved),
            *account.numbers_lost(saved),
            *account.deliveries_lost(clinic, told),
            *account.messages_lost(clinic, arrived),
        ),
        notes=_notes(answers),
    )


def full_during_a_backup(place: Place) -> Iterator[Result]:
    """A backup for which there is no room: it says so, and those of before, the site and its days are as they were."""
    clinic, told = place.clinic("no-room")
    today = people.open_days()[0]
    patients = people.signed_in(people.patients_of(clinic, place.size.on_full_disk))
    days = [Day(who, today, 4, flagged=True) for who in patients]
    wrong = list(_backups_without_room(Path(settings.VAR_DIR) / "backups"))
    browser = Browser(place.server.port)
    browser.has_token(days[0])
    with running(place.worker()):
        saved = [save(browser, day, number=NUMBER, patience=place.size.patience) for day in days]
        place.settle(clinic)
    how = "a first backup that is made, a second without room, a third with room again"
    yield judged(place, "disk full during a backup", clinic, told, saved, how, wrong)


def _backups_without_room(directory: Path) -> Iterator[str]:
    """What went otherwise than it must."""
    made = _backup(directory)
    before = _files(directory)
    with _room_for(BLOCK):
        refused = _backup(directory)
    if made.returncode or len(before) != 1:
        yield f"no backup was made while there was room: {made.stderr}"
    if refused.returncode != 1 or "No backup was made" not in refused.stderr:
        yield f"a backup without room ended with {refused.returncode} and said {refused.stderr!r}"
    if _files(directory) != before:
        yield "a backup without room changed what lay there"
    if _backup(directory).returncode or len(_files(directory)) != len(before) + 1:
        yield "once there was room again no backup was made"


def _backup(directory: Path) -> "subprocess.CompletedProcess[str]":
    command = (sys.executable, "manage.py", "backup", "--to", str(directory))
    return subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )


def _files(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in directory.iterdir() if path.name != ".lock"}


@contextmanager
def _room_for(block: bytes) -> Iterator[None]:
    """No file of what is started meanwhile grows beyond one block."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(block), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@dataclass(frozen=True, slots=True)
class Told:
    """The page that a patient got about a red flag on a full disk; `at_once` is who opens the site only now."""

    answer: Answer
    at_once: bool
    saved: bool


def _posted_on_a_full_disk(place: Place, browser: Browser, days: list[Day]) -> list[Told]:
    """Nobody else has the database open, as in a quiet night."""
    disk = Disk(place)
    told = []
    with connection.cursor() as cursor:
        cursor.execute(
            "PRAGMA wal_checkpoint(TRUNCATE)"
        )  # what the log once grew to is room for a few days more
    connection.close()
    try:
        for n, day in enumerate(days):
            disk.fill()
            answer = browser.post(day.path, day.who, day.form())
            saved = answer.leads_to == URGENT
            shown = browser.get(URGENT, day.who) if saved else answer
            told.append(Told(shown, at_once=bool(n % 2), saved=saved))
    finally:
        disk.make_room()
    return told


class Disk:
    """The disk of the site: a small one of its own, or none of its files may grow any more."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.filler = settings.VAR_DIR / "filler"

    @property
    def is_real(self) -> bool:
        return bool(settings.VAR_DIR.is_mount())

    def fill(self) -> None:
        """To the last byte."""
        if not self.is_real:
            self._limit(max(path.stat().st_size for path in settings.VAR_DIR.glob("tracker.sqlite3*")))
            return
        with suppress(OSError), self.filler.open("ab", buffering=0) as filler:
            while True:
                filler.write(BLOCK)

    def make_room(self) -> None:
        """As before."""
        if self.is_real:
            self.filler.unlink(missing_ok=True)
        else:
            self._limit(resource.RLIM_INFINITY)

    def _limit(self, size: int) -> None:
        for pid in self.place.server.family():
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def _broken() -> Iterator[str]:
    """What SQLite finds wrong with its file."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        yield from (f"integrity_check: {row[0]}" for row in cursor.fetchall() if row[0] != "ok")


def _answers_lost(told: Sequence[Told]) -> Iterator[str]:
    """Every answer must show the patient's own number; and at least one must say that nothing was saved."""
    for one in told:
        if f"{ANY_NUMBER}{NUMBER}" not in one.answer.page:
            whom = "who opens the site now" if one.at_once else "who had the form open"
            shown = "112 only" if ANY_NUMBER in one.answer.page else "no number"
            yield f"{whom} was answered {one.answer.status} with {shown}"
    if all(one.saved for one in told):
        yield "nobody was told that the day was not saved: the disk was never full"


def _notes(told: Sequence[Told]) -> str:
    refused = sum(not one.saved for one in told)
    how = (
        "a full file system"
        if settings.VAR_DIR.is_mount()
        else "a limit on the size of files, for want of root"
    )
    return f"{how}; {refused} told that it is not saved, {len(told) - refused} still fitted; then all saved"
