"""Days saved by several browsers at once while something is killed, and thousands of red flags together."""

from collections.abc import Callable, Iterator

from bench.faults import people
from bench.faults.patients import Day, Progress
from bench.faults.place import Place
from bench.faults.processes import running, wait_for
from bench.faults.result import Result
from bench.faults.scenarios.days import connect_anew, days_of, days_saved, disturbed, judged


def server_killed(place: Place) -> Iterator[Result]:
    """`kill -9` of the server, or of one of its processes, while days are saved."""
    times = place.size.server_kills

    def kill() -> None:
        place.server.kill_somebody(place.random)
        wait_for(place.server.answers, patience=place.size.patience)

    clinic, told = place.clinic("killed-server")
    days = days_of(place, clinic)
    with running(place.worker()):
        with disturbed(place, kill, times) as progress:
            saved = days_saved(place, days, progress)
        place.settle(clinic)
        yield judged(
            place, "server killed (kill -9) while days are saved", clinic, told, saved, f"{times} kills"
        )


def database_restarted(place: Place, restart: Callable[[], None]) -> Iterator[Result]:
    """The database is restarted, as after a crash, while days are saved and messages leave."""
    times = place.size.restarts
    clinic, told = place.clinic("restarted")
    days = days_of(place, clinic)
    with running(place.worker()):
        with disturbed(place, restart, times) as progress:
            saved = days_saved(place, days, progress)
        connect_anew()
        place.settle(clinic)
    name = "database restarted (as after a crash) while days are saved and messages leave"
    yield judged(place, name, clinic, told, saved, f"{times} restarts")


def at_once(place: Place) -> Iterator[Result]:
    """A red flag of every patient at the same time."""
    number = place.size.at_once
    clinic, told = place.clinic("at-once")
    today = people.open_days()[0]
    days = [Day(who, today, 4, flagged=True) for who in people.signed_in(people.patients_of(clinic, number))]
    with running(place.worker()):
        saved = days_saved(place, days, Progress())
        place.settle(clinic)
    yield judged(place, f"{number:,} red flags at once, of {number:,} patients", clinic, told, saved, "")
