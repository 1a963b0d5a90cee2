"""How the sending is doing, for a monitor: the age of the oldest owed delivery, and whether a worker works."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.utils import timezone

from recovery.alerts.models import Alert, Delivery, Heartbeat, SecondLine, Shift
from recovery.people.models import Clinic, reads_along

# Older than this and somebody should look [P].
BOUND = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Health:
    """Counts and ages as of now.

    `untold` are open alerts, older than the bound, of which no message is or was owed to the clinic that reads along.
    `worker` is how long ago one swept, `None` when none ever did. A sweep that has yet to come was written by a clock
    that has moved since: it is no sign of life either, and counts by how far it is off. `astray` are alerts that count
    as over though no step says so: somebody has to look at them. `second` is the age of the oldest message that the
    second line is owed; `single` the clinics that have, at some hour, no second address for an alert that nobody takes.
    """

    owed: int
    oldest: timedelta
    given_up: int
    untold: int
    worker: timedelta | None
    astray: int = 0
    second: timedelta = timedelta()
    single: int = 0

    def problems(self, bound: timedelta = BOUND) -> list[str]:
        """What is wrong, in English, for an operator; empty when nothing is."""
        found = []
        if self.oldest > bound:
            found.append(f"the oldest owed delivery is {seconds(self.oldest)} s old")
        if self.worker is None:
            found.append("no worker has ever run: start manage.py work")
        elif self.worker > bound:
            found.append(f"no worker has swept for {seconds(self.worker)} s: start manage.py work")
        if self.given_up:
            found.append(f"{self.given_up} deliveries of open alerts failed for good")
        if self.untold:
            found.append(f"of {self.untold} open alerts no clinic was told: a ladder is empty")
        if self.second > bound:
            found.append(
                f"a message to the second line is owed for {seconds(self.second)} s: see ALERT_FALLBACK"
            )
        if self.astray:
            found.append(
                f"{self.astray} alerts count as over though nobody closed them: see docs/operating.md"
            )
        return found

    def remarks(self) -> list[str]:
        """What somebody should see to, though alerts leave."""
        if not self.single:
            return []
        return [
            f"{self.single} clinics have hours in which an alert goes to one address at most: their managers "
            "should add a second one to the ladder"
        ]


def health(*, now: datetime, thorough: bool = False) -> Health:
    """The state of all clinics together. `thorough` looks for alerts astray too, and so reads all that ever were."""
    pending = Delivery.objects.pending().aggregate(owed=Count("pk"), since=Min("owed_at"))
    beat = Heartbeat.objects.first()
    return Health(
        owed=pending["owed"],
        oldest=max(now - pending["since"], timedelta()) if pending["since"] else timedelta(),
        given_up=_given_up_by_itself(),
        untold=_untold(now),
        worker=abs(now - beat.at) if beat else None,
        astray=Alert.objects.astray().count() if thorough else 0,
        second=_second_line(now),
        single=with_one_line().count() if thorough else 0,
    )


def beat(*, now: datetime) -> None:
    """A worker climbed the ladders and looked for what is owed."""
    Heartbeat.objects.update_or_create(pk=Heartbeat.THE_ONE, defaults={"at": now})


def seconds(age: timedelta) -> int:
    """An age in whole seconds."""
    return round(age.total_seconds())


def with_one_line() -> QuerySet[Clinic]:
    """Clinics that have, in some shift, fewer than two addresses on their ladder."""
    counts = {
        shift.value: Count("rungs__address", filter=Q(rungs__shift=shift), distinct=True) for shift in Shift
    }
    few = Q(*((f"{name}__lt", 2) for name in counts), _connector=Q.OR)
    return Clinic.objects.filter(is_elsewhere=False).annotate(**counts).filter(few)


def _second_line(now: datetime) -> timedelta:
    oldest = SecondLine.objects.pending().aggregate(since=Min("owed_at"))["since"]
    return max(now - oldest, timedelta()) if oldest else timedelta()


def _given_up_by_itself() -> int:
    """Deliveries that lasted too long, about alerts that are not over; nobody has said that it is fine."""
    failed = Delivery.objects.exclude(given_up_at=None).filter(given_up_by=None)
    return failed.filter(alert__in=Alert.objects.not_over()).count()


def _untold(now: datetime) -> int:
    """Alerts that a clinic should have heard of by now, and that owe it nothing."""
    told = Delivery.objects.filter(alert=OuterRef("pk"), address__clinic=OuterRef("patient__clinic"))
    shared = Alert.objects.not_over().filter(
        reads_along(timezone.localdate(now), of="patient__"), raised_at__lt=now - BOUND
    )
    return shared.exclude(Exists(told)).count()
