"""Mail servers and webhooks that are away, refuse, hang, drip or drop; and whether anybody else waits for them."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.faults import account, people
from bench.faults.arrivals import Arrival, copies, repeats
from bench.faults.place import Place
from bench.faults.processes import running, wait_for
from bench.faults.receiver import BLOCKS as HOOK_BLOCKS
from bench.faults.receiver import HookFault
from bench.faults.result import Result
from bench.faults.smtp_sink import BLOCKS as MAIL_BLOCKS
from bench.faults.smtp_sink import MailFault
from recovery.alerts.models import Address, Delivery
from recovery.people.models import Clinic


@dataclass(frozen=True, slots=True)
class Case:
    """A row: a clinic with a mail address and a webhook, one of which has the fault.

    `extra` addresses have it as well; `away` is a webhook at which nobody listens.
    """

    name: str
    slug: str
    mail: MailFault | None = None
    hook: HookFault | None = None
    extra: int = 0
    away: bool = False


CASES = (
    Case("mail refused for now (4xx)", "mail-4xx", mail=MailFault.REFUSES_FOR_NOW),
    Case("mail refused (5xx) for a while", "mail-5xx", mail=MailFault.REFUSES),
    Case("mail server hangs with the message", "mail-hangs", mail=MailFault.HANGS),
    Case("mail server talks a byte now and then", "mail-drips", mail=MailFault.DRIPS),
    Case("mail server drops the message and the line", "mail-drops", mail=MailFault.DROPS),
    Case(
        "mail server keeps it, and drops the line before its 250",
        "mail-keeps",
        mail=MailFault.KEEPS_AND_DROPS,
    ),
    Case("mail server drops the line after its 250", "mail-after", mail=MailFault.DROPS_AFTER_OK),
    Case("webhook answers 500", "hook-500", hook=HookFault.ERROR),
    Case("webhook answers 404", "hook-404", hook=HookFault.NOT_FOUND),
    Case("webhook answers slowly", "hook-slow", hook=HookFault.SLOW),
    Case("webhook never answers", "hook-never", hook=HookFault.NEVER),
    Case("webhook talks a byte now and then", "hook-drips", hook=HookFault.DRIPS),
    Case("one of two webhooks never answers", "hook-two", hook=HookFault.NEVER, extra=1),
    Case("nobody listens at the webhook", "hook-away", away=True),
)


@dataclass(frozen=True, slots=True)
class Played:
    """A case with its clinic; what is owed to `blocked` cannot arrive, what is owed to `free` must."""

    case: Case
    clinic: Clinic
    free: list[Address]
    blocked: list[Address]

    @property
    def told(self) -> list[Address]:
        return [*self.free, *self.blocked]


def one_address(place: Place) -> Iterator[Result]:
    """Every case at the same time, with one worker."""
    cases = (*CASES, _many_hang(place.size.hung))
    played = [_set_up(place, case) for case in cases]
    place.receiver.slow = place.size.wait / 2
    yield from _play(place, played, lift=lambda: _lift(place))


def server_away(place: Place) -> Iterator[Result]:
    """No mail server for a while: connections are refused."""
    name = f"no mail server for {place.size.outage:g} s"
    clinic, (mail, hook) = place.clinic("mail-away")
    place.sink.close()
    played = Played(Case(name, "mail-away"), clinic, [hook], [mail])
    yield from _play(place, [played], lift=place.sink.open)


def server_hangs(place: Place) -> Iterator[Result]:
    """The mail server hangs for everybody, from the greeting on."""
    clinic, (mail, hook) = place.clinic("all-hang")
    place.sink.for_all = MailFault.HANGS
    played = Played(Case("mail server hangs from the greeting on", "all-hang"), clinic, [hook], [mail])
    yield from _play(place, [played], lift=place.sink.lift)


def _many_hang(number: int) -> Case:
    name = f"{number} mail addresses hang at once, and one webhook does not"
    return Case(name, "many-hang", mail=MailFault.HANGS, extra=number - 1)


def _set_up(place: Place, case: Case) -> Played:
    """The clinic of a case, its addresses and its fault."""
    clinic = people.make_clinic(case.slug)
    mails = [place.mail(clinic, f"alarm@{case.slug}.example")]
    hooks = [place.hook(clinic, f"/{case.slug}", at=place.late if case.away else None)]
    if case.mail:
        place.sink.faults[f"{case.slug}.example"] = case.mail
        more = [place.mail(clinic, f"{n}@{case.slug}.example") for n in range(case.extra)]
        blocked = [*mails, *more] if case.mail in MAIL_BLOCKS else []
        return Played(case, clinic, [*hooks, *([] if blocked else mails)], blocked)
    if case.hook:
        place.receiver.faults[f"/{case.slug}"] = case.hook
        healthy = [place.hook(clinic, f"/{case.slug}-{n}") for n in range(case.extra)]
        blocked = hooks if case.hook in HOOK_BLOCKS else []
        return Played(case, clinic, [*mails, *healthy, *([] if blocked else hooks)], blocked)
    return Played(case, clinic, mails, hooks)


def _lift(place: Place) -> None:
    place.sink.lift()
    place.receiver.lift()
    place.late.open()


def _play(place: Place, every: Sequence[Played], *, lift: Callable[[], None]) -> Iterator[Result]:
    """Raise, look who is told while the faults last, look whether the others are owed; lift; look again."""
    with running(place.worker()):
        for played in every:
            people.raise_alerts(people.patients_of(played.clinic, place.size.a_clinic))
        begun = time.monotonic()
        wait_for(lambda: all(_has_come(place, one) for one in every), patience=place.size.patience)
        wait_for(lambda: all(_was_tried(one) for one in every), patience=place.size.patience)
        time.sleep(max(0.0, begun + place.size.outage - time.monotonic()))
        held_up = {one.case.slug: [*_held_up(place, one), *_not_in_sight(one)] for one in every}
        lift()
        lifted = time.monotonic()
        for one in every:
            place.settle(one.clinic)
    for one in every:
        yield _judged(place, one, begun, lifted, held_up[one.case.slug])


def _has_come(place: Place, played: Played) -> bool:
    """Whether those without a fault have everything."""
    return not list(_held_up(place, played))


def _held_up(place: Place, played: Played) -> Iterator[str]:
    """What did not come to an address without a fault, while another's lasted."""
    came = copies(account.came_to(played.clinic, place.arrived()))
    for delivery in Delivery.objects.filter(address__in=played.free).select_related("address"):
        if str(delivery.key) not in came:
            yield f"{delivery}: did not come while another channel had its fault"


def _was_tried(played: Played) -> bool:
    """Whether sending to each address with a fault has failed once, in sight of the manager."""
    tried = Delivery.objects.filter(address__in=played.blocked).exclude(failure="")
    return set(tried.values_list("address", flat=True)) == {address.pk for address in played.blocked}


def _not_in_sight(played: Played) -> Iterator[str]:
    """What cannot arrive must be owed, and its failure must be there to see."""
    if not _was_tried(played):
        yield f"{played.case.name}: no failure is to be seen"
    for delivery in Delivery.objects.filter(address__in=played.blocked):
        if delivery.state != "owed":
            yield f"{delivery}: could not arrive, and is not owed"


def _judged(place: Place, played: Played, begun: float, lifted: float, held_up: Sequence[str]) -> Result:
    arrived = account.came_to(played.clinic, place.arrived())
    deliveries = account.deliveries_lost(played.clinic, played.told)
    lost = (*held_up, *deliveries, *account.messages_lost(played.clinic, arrived))
    return Result(
        name=played.case.name,
        database=place.database,
        tried=Delivery.objects.filter(address__clinic=played.clinic).count(),
        what="messages",
        kept=len(copies(arrived)),
        repeats=repeats(arrived),
        lost=lost,
        notes=_notes(played, arrived, begun, lifted),
    )


def _notes(played: Played, arrived: Sequence[Arrival], begun: float, lifted: float) -> str:
    """When the last message came: to those without the fault from its raising, to the others from its end."""
    targets = {address.target for address in played.free}
    meanwhile = max((one.at for one in arrived if one.to in targets), default=begun)
    after = f"told after {max(0.0, meanwhile - begun):.0f} s"
    if not played.blocked:
        return f"all {after}"
    last = max((one.at for one in arrived if one.to not in targets), default=lifted)
    lasted = f"the fault lasted {lifted - begun:.0f} s, all arrived {max(0.0, last - lifted):.0f} s later"
    return f"the others {after}; {lasted}"
