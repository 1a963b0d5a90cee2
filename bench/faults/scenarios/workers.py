"""Workers that are killed, stopped, or run under a wrong clock."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from django.utils import timezone

from bench.faults import account, people
from bench.faults.arrivals import copies, repeats
from bench.faults.place import Place
from bench.faults.processes import Worker, must_come, running, wait_for
from bench.faults.receiver import HookFault
from bench.faults.result import Result
from bench.faults.smtp_sink import MailFault
from recovery.alerts import contact
from recovery.alerts.models import Address, Delivery, Reason
from recovery.people.models import Clinic, User

# How long the outside world takes with a message, so that a kill can fall within it.
SLOW_SECONDS = 0.4
HOUR = 3600

# The second rung of the ladder comes after a minute; an alert that was raised so long ago is about to reach it.
ALMOST_A_MINUTE = timedelta(seconds=57)


def killed(place: Place) -> Iterator[Result]:
    """`kill -9` of workers with a message in hand."""
    clinic, told = place.clinic("killed-workers")
    people.raise_alerts(people.patients_of(clinic, place.size.messages))
    workers = [place.worker(), place.worker()]
    with _slowly(place, SLOW_SECONDS), running(*workers):
        for _kill in range(place.size.worker_kills):
            _kill_with_a_message_in_hand(place, place.random.choice(workers))
        place.settle(clinic)
    notes = f"{place.size.worker_kills} kills, two workers"
    yield _judged(place, "worker killed (kill -9) with messages in hand", clinic, told, notes)


def stopped(place: Place) -> Iterator[Result]:
    """SIGTERM to a worker while a slow receiver has its message: that one is finished, and no other begun."""
    clinic = people.make_clinic("stopped")
    told = [place.hook(clinic, "/stopped")]
    people.raise_alerts(people.patients_of(clinic, 2))
    first = place.worker()
    place.receiver.faults, place.receiver.slow = {"/stopped": HookFault.SLOW}, place.size.wait / 2
    with running(first):
        must_come("a message", lambda: place.receiver.in_hand > 0, patience=place.size.patience)
        code = first.stop(patience=place.size.patience)
    finished = Delivery.objects.filter(address__in=told).exclude(sent_at=None).count()
    place.receiver.lift()
    with running(place.worker()):
        place.settle(clinic)
    result = _judged(place, "worker stopped (SIGTERM) in a slow delivery", clinic, told, "")
    wrong = [f"it ended with {code}"] if code else []
    if finished != 1 or result.repeats:
        wrong.append(f"{finished} messages were finished, and {result.repeats} came twice")
    yield _with(result, wrong, f"exit code {code}; {finished} finished, the other sent by the next worker")


def wrong_clocks(place: Place) -> Iterator[Result]:
    """Two workers, one an hour ahead and one an hour behind."""
    clinic, told = place.clinic("clocks")
    people.raise_alerts(people.patients_of(clinic, place.size.messages))
    with _slowly(place, SLOW_SECONDS / 4), running(place.worker(off=HOUR), place.worker(off=-HOUR)):
        place.settle(clinic)
    yield _judged(place, "two workers, one an hour ahead, one an hour behind", clinic, told, "")


def clock_jumps_back(place: Place) -> Iterator[Result]:
    """A worker claims an hour ahead and dies; nobody waits an hour for its lease to end."""
    clinic, told = place.clinic("jump")
    people.raise_alerts(people.patients_of(clinic, 2))
    ahead = place.worker(off=HOUR)
    place.receiver.faults = {"/jump": HookFault.NEVER}
    place.sink.faults = {"jump.example": MailFault.HANGS}
    with running(ahead):
        _kill_with_a_message_in_hand(place, ahead, again=False)
    place.receiver.lift()
    place.sink.lift()
    leased = Delivery.objects.filter(
        address__in=told, leased_until__gt=timezone.now() + timedelta(minutes=30)
    )
    claims = leased.count()
    with running(place.worker()):
        place.settle(clinic)
    result = _judged(place, "clock goes back an hour after a claim", clinic, told, "")
    wrong = [] if claims else ["no claim was written under the wrong clock: nothing was tried"]
    yield _with(result, wrong, f"{claims} claims an hour ahead")


def ladder(place: Place) -> Iterator[Result]:
    """Workers die while alerts reach their second rung; one that was taken does not."""
    clinic, told = place.clinic("ladder")
    second = place.mail(clinic, "second@ladder.example", after_minutes=1)
    patients = people.patients_of(clinic, place.size.ladders)
    taken, *untaken = people.raise_alerts(patients, ago=ALMOST_A_MINUTE)
    contact.take(taken, by=User.objects.create(email="taker@ladder.example"), now=timezone.now())
    workers = [place.worker(), place.worker()]
    with _slowly(place, SLOW_SECONDS / 2), running(*workers):
        for _kill in range(2):
            _kill_with_a_message_in_hand(place, place.random.choice(workers))
        rung = Delivery.objects.filter(address=second, reason=Reason.NOT_TAKEN)
        wait_for(lambda: rung.count() >= len(untaken), patience=place.size.patience)
        place.settle(clinic)
    result = _judged(place, "ladder climbed while workers are killed", clinic, told, "")
    climbed = set(rung.exclude(sent_at=None).values_list("alert", flat=True))
    wrong = [
        f"alert {alert.pk} never reached its second rung" for alert in untaken if alert.pk not in climbed
    ]
    wrong += ["an alert that was taken rang again"] if taken.pk in climbed else []
    yield _with(result, wrong, f"2 kills; {len(climbed)} of {len(untaken)} untaken reached the second rung")


def _kill_with_a_message_in_hand(place: Place, worker: Worker, *, again: bool = True) -> None:
    """Wait until a message is being handed over, and a moment more; then kill, and start anew."""

    def in_hand() -> bool:
        return place.sink.in_hand + place.receiver.in_hand > 0

    wait_for(in_hand, patience=place.size.patience)
    time.sleep(place.random.uniform(0, SLOW_SECONDS))
    worker.kill()
    if again:
        worker.start()


@contextmanager
def _slowly(place: Place, seconds: float) -> Iterator[None]:
    """The outside world takes so many seconds with each message."""
    place.sink.pause = place.receiver.pause = seconds
    try:
        yield
    finally:
        place.sink.pause = place.receiver.pause = 0.0


def _judged(place: Place, name: str, clinic: Clinic, told: Sequence[Address], notes: str) -> Result:
    """Read the books, now that nothing moves any more."""
    arrived = account.came_to(clinic, place.arrived())
    return Result(
        name=name,
        database=place.database,
        tried=Delivery.objects.filter(address__clinic=clinic).count(),
        what="messages",
        kept=len(copies(arrived)),
        repeats=repeats(arrived),
        lost=(*account.deliveries_lost(clinic, told), *account.messages_lost(clinic, arrived)),
        notes=notes,
    )


def _with(result: Result, wrong: Sequence[str], notes: str) -> Result:
    return replace(result, lost=(*result.lost, *wrong), notes=notes)
