"""Who reads a diary: every beginning and end of it goes through here, and leaves a row.

A clinic reads with the patient's word only. The patient's row is held while it changes, so that two changes at the
very same moment come one after the other.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Greatest
from django.utils import timezone

from recovery.people import consent_texts, letters
from recovery.people.consent_texts import Kind
from recovery.people.models import Clinic, Letter, Patient, Sharing, Transfer, User
from recovery.people.models.sharing import TransferQuerySet


@dataclass(frozen=True, slots=True)
class Reading:
    """What a change came to: the clinic that ceased to read, and the one that began; `None` for none."""

    ended: Clinic | None
    began: Clinic | None


class NotReadingError(ValueError):
    """The clinic does not read this diary, or not any more."""


class TransferOpenError(ValueError):
    """There is an offer already that the patient has not answered."""


def hold(patient: Patient, *, now: datetime) -> Clinic | None:
    """Lock the row of a patient until the transaction ends; returns who reads, as the database has it.

    A reading whose last day has passed is ended first.
    """
    held = Patient.objects.select_for_update(of=("self",)).select_related("clinic").get(pk=patient.pk)
    reader = held.read_by(timezone.localdate(now))
    if held.shares_diary and reader is None:
        end(held, how=Sharing.How.DISCHARGE, by=None, now=now)
    return reader


@transaction.atomic
def end_if_over(patient: Patient, *, now: datetime) -> bool:
    """Whether the clinic reads no longer; a reading whose last day has passed is ended."""
    return hold(patient, now=now) is None


def begin(patient: Patient, clinic: Clinic, *, how: Sharing.How, by: User, now: datetime) -> Reading:
    """The patient says that `clinic` reads from now on, and so nobody else. Saves the patient's clinic."""
    before = hold(patient, now=now)
    patient.clinic, patient.shares_diary = clinic, True
    return follow(patient, before=before, how=how, by=by, now=now)


def follow(
    patient: Patient, *, before: Clinic | None, how: Sharing.How, by: User | None, now: datetime
) -> Reading:
    """Write down what became of the reading that was `before`, by what the patient says now. Saves.

    What hung on the former reading goes with it: the doctor, the end after a discharge, an offer to go elsewhere. The
    clinic that read before and reads still changes nothing.
    """
    wanted = patient.clinic if patient.shares_diary else None
    if wanted == before:
        return Reading(None, None)
    patient.reads_until, patient.reads_for_alert, patient.doctor = None, False, None
    patient.save(update_fields=("clinic", "shares_diary", "reads_until", "reads_for_alert", "doctor"))
    withdraw_offers(patient, by=by, now=now)
    if before:
        _write(patient, before, Sharing.Change.ENDED, how, by, now)
    if wanted:
        _write(patient, wanted, Sharing.Change.BEGAN, how, by, now)
    return Reading(before, wanted)


def end(patient: Patient, *, how: Sharing.How, by: User | None, now: datetime) -> Reading:
    """Nobody reads from now on; the numbers of the clinic stay the patient's. `patient` is held."""
    before = patient.clinic if patient.shares_diary else None
    patient.shares_diary = False
    return follow(patient, before=before, how=how, by=by, now=now)


def began_with(patient: Patient, *, how: Sharing.How, by: User, now: datetime) -> None:
    """A diary that was just made is read from its first day."""
    if patient.clinic and patient.shares_diary:
        _write(patient, patient.clinic, Sharing.Change.BEGAN, how, by, now)


def _write(
    patient: Patient, clinic: Clinic, change: Sharing.Change, how: Sharing.How, by: User | None, now: datetime
) -> None:
    agreed = consent_texts.as_shown(Kind.CLINIC) if change == Sharing.Change.BEGAN else {}
    Sharing.objects.create(patient=patient, clinic=clinic, change=change, how=how, by=by, at=now, **agreed)


def history(patient: Patient) -> list[Sharing]:
    """Every beginning and end, the latest first."""
    rows = Sharing.objects.filter(patient=patient).select_related("clinic", "by")
    return list(rows.order_by("-pk"))


# Handing over to another clinic


def offer_transfer(patient: Patient, *, to: Clinic, by: User, now: datetime) -> Transfer:
    """The clinic that reads offers to hand the patient over; the patient says whether that may be.

    `NotReadingError` when nobody reads, or `to` does; `TransferOpenError` when an offer waits.
    """
    clinic = hold(patient, now=now)
    if clinic is None or clinic == to:
        raise NotReadingError
    if open_transfer(patient):
        raise TransferOpenError
    letters.owe(patient, Letter.Kind.TRANSFER, now=now)
    return Transfer.objects.create(
        patient=patient, of_clinic=clinic, to_clinic=to, offered_by=by, offered_at=now
    )


def open_transfer(patient: Patient) -> Transfer | None:
    """The offer that waits for the patient's answer."""
    return _offers(patient).select_related("of_clinic", "to_clinic", "offered_by").first()


def withdraw_offers(patient: Patient, *, by: User | None, now: datetime) -> bool:
    """An offer that waits is off: taken back by the clinic, or overtaken. False when there was none."""
    offer = _offers(patient).first()
    return offer is not None and _answer(offer, accepted=False, by=by or offer.offered_by, now=now)


def answer_transfer(offer: Transfer, *, patient: Patient, accepted: bool, by: User, now: datetime) -> Reading:
    """The patient's answer. On yes the new clinic reads the whole diary, and the old one ceases to.

    `NotReadingError` when the offer was taken back or overtaken; then nothing changes.
    """
    before = hold(patient, now=now)
    if not _answer(offer, accepted=accepted, by=by, now=now):
        raise NotReadingError
    if not accepted:
        return Reading(None, None)
    patient.clinic, patient.shares_diary = offer.to_clinic, True
    return follow(patient, before=before, how=Sharing.How.TRANSFER, by=by, now=now)


def _answer(offer: Transfer, *, accepted: bool, by: User, now: datetime) -> bool:
    waits = Transfer.objects.open().filter(pk=offer.pk)
    return waits.update(accepted=accepted, answered_by=by, answered_at=now) == 1


def _offers(patient: Patient) -> TransferQuerySet:
    return Transfer.objects.open().filter(patient=patient)


# Discharge


def discharge(patient: Patient, *, by: User, now: datetime) -> None:
    """The clinic's treatment ends: it reads for some weeks more, and from now on the patient phones the GP.

    `NotReadingError` when the clinic does not read. The patient's own diary goes on.
    """
    clinic = hold(patient, now=now)
    if clinic is None:
        raise NotReadingError
    patient.under_treatment = False
    patient.reads_until = timezone.localdate(now) + timedelta(days=clinic.reads_after_discharge_days)
    patient.save(update_fields=("under_treatment", "reads_until"))
    withdraw_offers(patient, by=by, now=now)
    letters.owe(patient, Letter.Kind.DISCHARGED, now=now)


def readmit(patient: Patient, *, now: datetime) -> None:
    """Undo a discharge, while the clinic still reads. `NotReadingError` afterwards."""
    if hold(patient, now=now) is None:
        raise NotReadingError
    patient.under_treatment, patient.reads_until, patient.reads_for_alert = True, None, False
    patient.save(update_fields=("under_treatment", "reads_until", "reads_for_alert"))


def read_on_for_alert(patient: Patient) -> None:
    """An alert is open while the reading is to end: the clinic reads on until it is closed.

    The database says whether it is to end: a discharge may have come after the record was read.
    """
    ends = Patient.objects.filter(pk=patient.pk, shares_diary=True, reads_until__isnull=False)
    if ends.update(reads_for_alert=True):
        patient.reads_for_alert = True


def read_no_more_for_alert(patient: Patient, *, last: date) -> None:
    """No alert is open any more: `last` is the last day of reading, if that was not to be later already."""
    kept = Patient.objects.filter(pk=patient.pk, reads_for_alert=True)
    kept.update(reads_for_alert=False, reads_until=Greatest("reads_until", Value(last)))
