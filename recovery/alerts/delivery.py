"""Sending what is owed: claim, send, record. At least once, never not at all.

A claim is one conditional UPDATE that must change one row. It takes a lease; when the worker that claimed
dies, the lease runs out and the delivery is owed again. How a message looks and by which channel it leaves
is the site's business: it hands in `send`.
"""

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q
from django.utils import timezone

from recovery.alerts.models import Address, Delivery, Reason
from recovery.alerts.models.delivery import FIRST_RETRY, LEASE, SLOWEST_RETRY, DeliveryQuerySet
from recovery.people.models import Clinic, User

logger = logging.getLogger(__name__)

MOST_DOUBLINGS = 10

# What could not be sent for so long is given up, in sight of the manager and of whoever watches the health [P].
GIVE_UP_AFTER = timedelta(days=3)

# An address is left alone until the next sweep after so many failures [P].
FAILURES_IN_A_ROW = 2

# So many are looked up together; one that is more urgent waits for no more than these.
A_FEW = 20

# How many deliveries of a kind a manager sees.
LATEST = 30

LONGEST_FAILURE = 500

Send = Callable[[Delivery], None]
Clock = Callable[[], datetime]
Stop = Callable[[], bool]


def never() -> bool:
    """Do not stop before everything is sent."""
    return False


def deliver_owed(send: Send, *, clock: Clock = timezone.now) -> int:
    """Send everything that is owed, one address after the other; returns how many were sent."""
    return sum(deliver_to(address, send, clock=clock) for address in addresses_owed(clock()))


def addresses_owed(now: datetime) -> list[int]:
    """The addresses to which something can be sent, the one that has waited longest first."""
    owed = Delivery.objects.claimable(now).order_by("owed_at", "pk").values_list("address", flat=True)
    return list(dict.fromkeys(owed))


def deliver_to(address: int, send: Send, *, clock: Clock = timezone.now, stop: Stop = never) -> int:
    """Send what one address is owed, the most urgent first; returns how many were sent.

    Ends at the second failure in a row, so that a channel that is down costs two tries a sweep, and one
    message that cannot be sent holds up no other. Once something arrives, all that waited is owed at once.
    """
    sent = failures = 0
    for delivery in _claims(address, clock, stop):
        if not _is_needed(delivery, clock()):
            _end(delivery, dropped_at=clock())
        elif _sent(delivery, send, clock):
            sent, failures = sent + 1, 0
        else:
            failures += 1
        if failures == FAILURES_IN_A_ROW:
            break
    if sent:
        Delivery.objects.pending().filter(address=address, leased_until=None).update(not_before=None)
    return sent


def _claims(address: int, clock: Clock, stop: Stop) -> Iterator[Delivery]:
    """What this worker gets of what an address is owed, one after the other, each under a lease of its own."""
    while owed := _next(address, clock()):
        for pk in owed:
            if stop():
                return
            if _claim(pk, clock()):
                yield from _loaded(pk)


def _loaded(pk: int) -> Iterator[Delivery]:
    """The delivery, or nothing where its patient deleted the account meanwhile."""
    yield from Delivery.objects.select_related("alert__patient", "address__clinic").filter(pk=pk)


def _next(address: int, now: datetime) -> list[int]:
    """A few at a time: to sort a flood anew for each message would take longer than sending them."""
    owed = Delivery.objects.claimable(now).filter(address=address).most_urgent_first()
    return list(owed.values_list("pk", flat=True)[:A_FEW])


def _claim(pk: int, now: datetime) -> bool:
    """Whether this worker has it: of several at once exactly one changes the row."""
    claimed = Delivery.objects.claimable(now).filter(pk=pk)
    return claimed.update(leased_until=now + LEASE, not_before=None, attempts=F("attempts") + 1) == 1


def _is_needed(delivery: Delivery, now: datetime) -> bool:
    """A closed or withdrawn alert never rings again; one that was taken needs no "not taken".

    Nor does a clinic need to hear of what it may not read any more: the link would lead nowhere.
    """
    alert = delivery.alert
    if alert is None:
        return True
    reader = alert.patient.read_by(timezone.localdate(now))
    if reader is None or reader.pk != delivery.address.clinic_id:
        return False
    return not alert.is_over and not (delivery.reason == Reason.NOT_TAKEN and alert.is_taken)


def _sent(delivery: Delivery, send: Send, clock: Clock) -> bool:
    """Send it and write down how that went."""
    try:
        send(delivery)
    except Exception as error:
        logger.exception("delivery %s failed", delivery.key)
        _record_failure(delivery, error, clock())
        return False
    _end(delivery, sent_at=clock(), failure="", target=delivery.address.target)
    return True


def _end(delivery: Delivery, **fields: object) -> None:
    """The end of it, unless somebody gave it up meanwhile."""
    Delivery.objects.pending().filter(pk=delivery.pk).update(leased_until=None, **fields)


def _record_failure(delivery: Delivery, error: Exception, now: datetime) -> None:
    wait = min(FIRST_RETRY * 2 ** min(delivery.attempts - 1, MOST_DOUBLINGS), SLOWEST_RETRY)
    failure = f"{type(error).__name__}: {error}".replace("\0", "")[:LONGEST_FAILURE]
    _end(
        delivery,
        failure=failure,
        not_before=now + wait,
        given_up_at=now if now - delivery.owed_at > GIVE_UP_AFTER else None,
    )


def owe_again(*, now: datetime) -> int:
    """After a restore: everything that is owed can be sent at once, by whoever had it, and has its three days anew."""
    owed = Delivery.objects.pending()
    return owed.update(leased_until=None, not_before=None, owed_at=now)


def latest(clinic: Clinic) -> list[Delivery]:
    """The clinic's last deliveries that have ended, the latest first, tests among them."""
    ended = _of(clinic).exclude(sent_at=None, dropped_at=None)
    return list(ended.select_related("address", "alert").order_by("-owed_at", "-pk")[:LATEST])


def owed_to(clinic: Clinic) -> list[Delivery]:
    """What the clinic is owed, the oldest first; no more of it than a page can show."""
    return list(_of(clinic).pending().select_related("address", "alert").order_by("owed_at", "pk")[:LATEST])


def how_many_owed(clinic: Clinic) -> int:
    """How many messages the clinic is owed."""
    return _of(clinic).pending().count()


def given_up(clinic: Clinic) -> list[Delivery]:
    """What failed for good: first what nobody has answered for, then what somebody gave up; the latest first."""
    ended = _of(clinic).exclude(given_up_at=None).annotate(by_itself=Q(given_up_by=None))
    in_order = ended.order_by("-by_itself", "-given_up_at", "-pk")
    return list(in_order.select_related("address", "alert", "given_up_by")[:LATEST])


def how_many_failed(clinic: Clinic) -> int:
    """How many messages failed for good and were answered for by nobody."""
    return _failed(clinic).count()


def delivery_of(clinic: Clinic, delivery_id: int) -> Delivery | None:
    """One of the clinic's deliveries, with its address."""
    return _of(clinic).filter(pk=delivery_id).select_related("address").first()


def _of(clinic: Clinic) -> DeliveryQuerySet:
    return Delivery.objects.filter(address__clinic=clinic)


def _failed(clinic: Clinic) -> DeliveryQuerySet:
    """What was given up for lasting too long."""
    return _of(clinic).exclude(given_up_at=None).filter(given_up_by=None)


def give_up(clinic: Clinic, delivery_id: int, *, by: User, now: datetime) -> bool:
    """Stop trying, by name, or put a name to what failed for good. False when neither was to be done."""
    owed = _of(clinic).pending().filter(pk=delivery_id)
    failed = _failed(clinic).filter(pk=delivery_id)
    return owed.update(given_up_at=now, given_up_by=by) == 1 or failed.update(given_up_by=by) == 1


def try_again(clinic: Clinic, delivery_id: int, *, now: datetime) -> bool:
    """Owe again what was given up. False when it was not, or its address was retired."""
    given_up = _of(clinic).filter(pk=delivery_id).exclude(given_up_at=None)
    again = given_up.filter(address__in=Address.objects.filter(retired_at=None))
    return again.update(given_up_at=None, given_up_by=None, not_before=None, owed_at=now) == 1
