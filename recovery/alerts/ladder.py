"""The ladder of a clinic: who is told at once, and who after so many minutes, in office hours and outside.

No alert silences another: each climbs by itself, until it is taken, closed or withdrawn.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from recovery.alerts.addresses import RetiredError
from recovery.alerts.models import Address, Alert, Delivery, Reason, Rung, Shift, Until
from recovery.people import phones, sharing
from recovery.people.models import Clinic, Patient, reads_along

BATCH = 500


def shift_at(clinic: Clinic, now: datetime) -> Shift:
    """Which ladder of the clinic is climbed at `now` (aware)."""
    return Shift.OFFICE if phones.office_is_open(clinic, now=now) else Shift.OUTSIDE


def rungs_of(clinic: Clinic) -> list[Rung]:
    """Both ladders, from the first rung to the last."""
    return list(Rung.objects.filter(clinic=clinic).select_related("address"))


def begin(patient: Patient, *, now: datetime, **written: Any) -> Alert:
    """Write an alert; whatever clinic reads along `now` reads on while it is open, and is owed its first messages."""
    clinic = patient.read_by(timezone.localdate(now))
    alert = Alert.objects.create(patient=patient, clinic=clinic, **written)
    if clinic:
        sharing.read_on_for_alert(patient)
        owe_at_once(alert, clinic, now=now)
    return alert


def owe_at_once(alert: Alert, clinic: Clinic, *, now: datetime) -> None:
    """Owe what the first rungs of the ladder ask."""
    first = Rung.objects.filter(clinic=clinic, shift=shift_at(clinic, now), after_minutes=0)
    _owe(_delivery(alert, rung, now) for rung in first.select_related("address"))


def owe_everyone(alert: Alert, clinic: Clinic, *, now: datetime) -> None:
    """The patient reached nobody: tell every address of the ladder, once an alert."""
    rungs = rungs_of(clinic)
    here = [rung for rung in rungs if rung.shift == shift_at(clinic, now)] or rungs
    reason = Reason.NOT_REACHED
    occasion = _occasion(reason, alert)
    _owe(
        Delivery(alert=alert, address_id=address, reason=reason, occasion=occasion, owed_at=now)
        for address in {rung.address_id for rung in here}
    )


def climb(*, now: datetime) -> int:
    """Owe what every ladder asks by `now` for what is open; returns how many rungs were due.

    A few queries, however many clinics and alerts there are; several at once owe nothing twice.
    """
    ladders = ladders_at(now)
    if not ladders:
        return 0
    alerts = _climbing(ladders, timezone.localdate(now))
    known = set(Delivery.objects.filter(alert__in=alerts).values_list("alert", "address", "occasion"))
    due = [
        _delivery(alert, rung, now)
        for alert in alerts
        for rung in ladders[alert.patient.clinic_id]
        if _is_due(alert, rung, now)
        and (alert.pk, rung.address_id, _occasion(rung.occasion, alert)) not in known
    ]
    _owe(due)
    return len(due)


def ladders_at(now: datetime) -> dict[int | None, list[Rung]]:
    """The rungs of the present shift, by clinic."""
    loaded = Rung.objects.select_related("clinic", "address").prefetch_related("clinic__closed_days")
    every = loaded.order_by("clinic", "after_minutes", "pk")
    ladders: dict[int | None, list[Rung]] = defaultdict(list)
    for clinic, rungs in groupby(every, key=lambda rung: rung.clinic):
        shift = shift_at(clinic, now)
        ladders[clinic.pk] = [rung for rung in rungs if rung.shift == shift]
    return ladders


def _climbing(clinics: Iterable[int | None], today: date) -> QuerySet[Alert]:
    """What is not over, of patients whose diary a clinic with a ladder reads; with what was done about it."""
    read = Alert.objects.not_over().filter(reads_along(today, of="patient__"), patient__clinic__in=clinics)
    return read.select_related("patient").prefetch_related("steps")


def _is_due(alert: Alert, rung: Rung, now: datetime) -> bool:
    """Whether the time of a rung has come, from when the alert came to this clinic."""
    needless = rung.until == Until.TAKEN and alert.is_taken
    return not needless and alert.rings_since + timedelta(minutes=rung.after_minutes) <= now


def _delivery(alert: Alert, rung: Rung, now: datetime) -> Delivery:
    occasion = _occasion(rung.occasion, alert)
    return Delivery(alert=alert, address=rung.address, reason=reason_of(rung), occasion=occasion, owed_at=now)


def _occasion(name: str, alert: Alert) -> str:
    """The name of an occasion; every clinic that the alert is passed on to has its own, also the first one again."""
    return f"{name}-{alert.turn}" if alert.turn else name


def reason_of(rung: Rung) -> Reason:
    """Why this rung is climbed."""
    if rung.until == Until.CLOSED:
        return Reason.NOT_CLOSED
    return Reason.NOT_TAKEN if rung.after_minutes else Reason.RAISED


def _owe(deliveries: Iterable[Delivery]) -> None:
    """Write what is owed; what another worker wrote meanwhile stays as it is."""
    Delivery.objects.bulk_create(deliveries, batch_size=BATCH, ignore_conflicts=True)


@transaction.atomic
def add_rung(
    clinic: Clinic, *, shifts: Iterable[Shift], after_minutes: int, until: Until, address: Address
) -> None:
    """A step of the ladder, in each of `shifts`. The same one again changes nothing.

    `RetiredError` when the address was retired meanwhile: the row is held until this step is on the ladder,
    so that retiring it takes the step along.
    """
    held = Address.objects.select_for_update().filter(clinic=clinic, retired_at=None, pk=address.pk).first()
    if held is None:
        raise RetiredError(address.name)
    for shift in shifts:
        Rung.objects.get_or_create(
            clinic=clinic, shift=shift, after_minutes=after_minutes, until=until, address=held
        )


def remove_rung(clinic: Clinic, rung_id: int) -> bool:
    """Take a step out of the ladder; what is owed by it stays owed. False when it was not there."""
    removed, _by_model = Rung.objects.filter(clinic=clinic, pk=rung_id).delete()
    return removed > 0


def by_shift(rungs: Iterable[Rung]) -> Iterator[tuple[Shift, list[Rung]]]:
    """Both shifts, each with its rungs, also when there are none."""
    every = list(rungs)
    for shift in Shift:
        yield shift, [rung for rung in every if rung.shift == shift]
