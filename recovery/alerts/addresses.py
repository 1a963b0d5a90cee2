"""Where a clinic's alerts can go, and trying whether they arrive."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from recovery.alerts.models import Address, ChannelKind, Delivery, Reason, Rung
from recovery.people.models import Clinic, User


class AlreadyThereError(ValueError):
    """The clinic has this address already."""


class RetiredError(ValueError):
    """The address is no longer in use."""


def addresses_of(clinic: Clinic) -> list[Address]:
    """Those in use, by name."""
    return list(Address.objects.filter(clinic=clinic, retired_at=None).order_by("name", "pk"))


def address_of(clinic: Clinic, pk: int) -> Address | None:
    """One of the clinic's addresses, in use or not."""
    return Address.objects.filter(clinic=clinic, pk=pk).first()


def owed_at(address: Address) -> int:
    """How many messages are still owed there."""
    return Delivery.objects.pending().filter(address=address).count()


def add(clinic: Clinic, *, kind: ChannelKind, name: str, target: str) -> Address:
    """A new address; on no rung yet. `AlreadyThereError` when the clinic has it."""
    with _once(target):
        return Address.objects.create(clinic=clinic, kind=kind, name=name, target=_written(kind, target))


def change(address: Address, *, name: str, target: str) -> None:
    """Rename or correct it; what is owed there goes to the new target.

    `AlreadyThereError` as `add`; `RetiredError` when somebody retired it meanwhile.
    """
    with _once(target):
        changed = _in_use(address).update(name=name, target=_written(address.kind, target))
    if not changed:
        raise RetiredError(address.name)


def renew_secret(address: Address) -> None:
    """Sign what is sent there with a new secret from now on. `RetiredError` as `change`."""
    if not _in_use(address).update(secret_number=F("secret_number") + 1):
        raise RetiredError(address.name)


@transaction.atomic
def retire(address: Address, *, by: User, now: datetime) -> bool:
    """Send nothing there any more: it leaves the ladder, and what it was owed is given up by name.

    False when somebody was first.
    """
    if not _in_use(address).update(retired_at=now):
        return False
    Rung.objects.filter(address=address).delete()
    Delivery.objects.pending().filter(address=address).update(given_up_at=now, given_up_by=by)
    return True


def send_test(address: Address, *, now: datetime) -> Delivery:
    """Owe a test, which takes the very road of an alert; not a second one while one is still owed."""
    waiting = Delivery.objects.pending().filter(address=address, reason=Reason.TEST).first()
    return waiting or Delivery.objects.create(
        address=address, reason=Reason.TEST, occasion=f"{Reason.TEST}-{uuid4()}", owed_at=now
    )


def _in_use(address: Address) -> QuerySet[Address]:
    return Address.objects.filter(pk=address.pk, retired_at=None)


@contextmanager
def _once(target: str) -> Iterator[None]:
    """The database says when the clinic has this target already."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        raise AlreadyThereError(target) from None


def _written(kind: str, target: str) -> str:
    """An e-mail address without capitals, so that one mailbox is not told twice; a URL as it is."""
    return target.lower() if kind == ChannelKind.EMAIL else target
