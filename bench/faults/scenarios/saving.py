"""Days saved by several browsers at once while something is killed, and thousands of red flags together."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

from django.db import connection

from bench.faults import account, people
from bench.faults.arrivals import repeats
from bench.faults.patients import Day, Progress, Saved, save_all
from bench.faults.place import NUMBER, Place
from bench.faults.processes import running, wait_for
from bench.faults.result import Result
from recovery.alerts.models import Address
from recovery.people.models import Clinic

# A disturbance comes so long after a day was begun that was drawn at random.
LONGEST_WAIT_SECONDS = 0.1


def server_killed(place: Place) -> Iterator[Result]:
    """`kill -9` of the server, or of one of its processes, while days are saved."""
    times = place.size.server_kills

    def kill() -> None:
        place.server.kill_somebody(place.random)
        wait_for(place.server.answers, patience=place.size.patience)

    clinic, told = place.clinic("killed-server")
    days = _days(place, clinic)
    with running(place.worker()):
        with _disturbed(place, kill, times) as progress:
            saved = _save(place, days, progress)
        place.settle(clinic)
        yield _judged(
            place, "server killed (kill -9) while days are saved", clinic, told, saved, f"{times} kills"
        )


def database_restarted(place: Place, restart: Callable[[], None]) -> Iterator[Result]:
    """The database is restarted, as after a crash, while days are saved and messages leave."""
    times = place.size.restarts
    clinic, told = place.clinic("restarted")
    days = _days(place, clinic)
    with running(place.worker()):
        with _disturbed(place, restart, times) as progress:
            saved = _save(place, days, progress)
        _connect_anew()
        place.settle(clinic)
    name = "database restarted (as after a crash) while days are saved and messages leave"
    yield _judged(place, name, clinic, told, saved, f"{times} restarts")


def at_once(place: Place) -> Iterator[Result]:
    """A red flag of every patient at the same time."""
    number = place.size.at_once
    clinic, told = place.clinic("at-once")
    today = people.open_days()[0]
    days = [Day(who, today, 4, flagged=True) for who in people.signed_in(people.patients_of(clinic, number))]
    with running(place.worker()):
        saved = _save(place, days, Progress())
        place.settle(clinic)
    yield _judged(place, f"{number:,} red flags at once, of {number:,} patients", clinic, told, saved, "")


def _connect_anew() -> None:
    """The bench's own connections died as well."""
    connection.close()
    close_pool = getattr(connection, "close_pool", None)  # PostgreSQL has one
    if close_pool:
        close_pool()


def _days(place: Place, clinic: Clinic) -> list[Day]:
    """Days in no order, each with a score of its own, so that they can be told apart."""
    number, flagged = place.size.days, place.size.flagged
    patients = people.signed_in(people.patients_of(clinic, -(-number // people.OPEN_DAYS)))
    every = [(who, day) for who in patients for day in people.open_days()][:number]
    place.random.shuffle(every)
    days = [Day(who, day, place.random.randint(0, 10), n < flagged) for n, (who, day) in enumerate(every)]
    place.random.shuffle(days)
    return days


def _save(place: Place, days: Sequence[Day], progress: Progress) -> list[Saved]:
    return save_all(
        days,
        port=place.server.port,
        browsers=place.size.browsers,
        number=NUMBER,
        patience=place.size.patience,
        progress=progress,
    )


@contextmanager
def _disturbed(place: Place, disturb: Callable[[], None], times: int) -> Iterator[Progress]:
    """Disturb so many times, at random moments of the saving; then wait for the last one to end."""
    progress = Progress()
    moments = sorted(place.random.sample(range(1, place.size.days), times))

    def loop() -> None:
        for moment in moments:
            wait_for(lambda: progress.begun >= moment, patience=place.size.patience)  # noqa: B023 - called at once
            time.sleep(place.random.uniform(0, LONGEST_WAIT_SECONDS))
            disturb()

    thread = Thread(target=loop, daemon=True)
    thread.start()
    yield progress
    thread.join(place.size.patience)


def _judged(
    place: Place, name: str, clinic: Clinic, told: Sequence[Address], saved: Sequence[Saved], disturbed: str
) -> Result:
    """Read the books, now that nothing moves any more."""
    arrived = account.came_to(clinic, place.arrived())
    lost = (
        *account.days_lost(saved),
        *account.numbers_lost(saved),
        *account.alerts_lost(clinic),
        *account.deliveries_lost(clinic, told),
        *account.messages_lost(clinic, arrived),
    )
    return Result(
        name=name,
        database=place.database,
        tried=len(saved),
        what=f"days, {sum(one.day.flagged for one in saved):,} with a red flag",
        kept=sum(one.answered for one in saved),
        repeats=repeats(arrived),
        lost=lost,
        notes=_notes(disturbed, saved, len(arrived)),
    )


def _notes(disturbed: str, saved: Sequence[Saved], arrived: int) -> str:
    refused = [one for one in saved if one.refused]
    general = sum(one.day.flagged and not one.own_number for one in saved)
    parts = [
        disturbed,
        f"{arrived:,} messages arrived",
        f"{sum(one.silent for one in saved)} posts without an answer",
        f"{len(refused)} told to try again" if refused else "",
        f"{general} of them shown 112 and whom to phone in general" if general else "",
    ]
    return "; ".join(part for part in parts if part)
