"""What scenarios share in which days are saved: the days, the saving of them, something that disturbs it, the books."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from threading import Thread

from django.db import connection

from bench.faults import account, people
from bench.faults.arrivals import repeats
from bench.faults.patients import Day, Progress, Saved, save_all
from bench.faults.place import NUMBER, Place
from bench.faults.processes import Server, wait_for
from bench.faults.result import Result
from recovery.alerts.models import Address
from recovery.people.models import Clinic

# A disturbance comes so long after a day was begun that was drawn at random.
LONGEST_WAIT_SECONDS = 0.1


def connect_anew() -> None:
    """The bench's own connections died as well."""
    connection.close()
    close_pool = getattr(connection, "close_pool", None)  # PostgreSQL has one
    if close_pool:
        close_pool()


def days_of(place: Place, clinic: Clinic) -> list[Day]:
    """Days in no order, each with a score of its own, so that they can be told apart."""
    number, flagged = place.size.days, place.size.flagged
    patients = people.signed_in(people.patients_of(clinic, -(-number // people.OPEN_DAYS)))
    every = [(who, day) for who in patients for day in people.open_days()][:number]
    place.random.shuffle(every)
    days = [Day(who, day, place.random.randint(0, 10), n < flagged) for n, (who, day) in enumerate(every)]
    place.random.shuffle(days)
    return days


def days_saved(
    place: Place, days: Sequence[Day], progress: Progress, *, server: Server | None = None
) -> list[Saved]:
    """Save them through the place's server, or another one."""
    return save_all(
        days,
        port=(server or place.server).port,
        browsers=place.size.browsers,
        number=NUMBER,
        patience=place.size.patience,
        progress=progress,
    )


@contextmanager
def disturbed(place: Place, disturb: Callable[[], None], times: int) -> Iterator[Progress]:
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


def judged(
    place: Place,
    name: str,
    clinic: Clinic,
    told: Sequence[Address],
    saved: Sequence[Saved],
    how: str,
    wrong: Sequence[str] = (),
) -> Result:
    """Read the books, now that nothing moves any more; `wrong` is what went wrong before."""
    arrived = account.came_to(clinic, place.arrived())
    lost = (
        *wrong,
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
        notes=_notes(how, saved, len(arrived)),
    )


def _notes(how: str, saved: Sequence[Saved], arrived: int) -> str:
    refused = [one for one in saved if one.refused]
    general = sum(one.day.flagged and not one.own_number for one in saved)
    parts = [
        how,
        f"{arrived:,} messages arrived",
        f"{sum(one.silent for one in saved)} posts without an answer",
        f"{len(refused)} told to try again" if refused else "",
        f"{general} of them shown 112 and whom to phone in general" if general else "",
    ]
    return "; ".join(part for part in parts if part)
