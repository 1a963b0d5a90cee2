"""A dossier into the database: as a new record, or beside what is in an own record already. All of it or nothing.

What is there is never overwritten, so that bringing the same in again adds nothing. Nobody rings: an alert arrives with
its steps, and only one that is still open is owed to the clinic that reads along, as when a clinic begins to read.
"""

from datetime import datetime

from django.db import transaction

from recovery.clinical.red_flags import BASELINE_SIGNS
from recovery.exchange.arrivals.arrival import Added, Arrival, answers_of, unknown_in
from recovery.exchange.arrivals.checks import check
from recovery.exchange.arrivals.names import users_of
from recovery.exchange.arrivals.refused import Reason, Refused, all_or_nothing
from recovery.exchange.dossier import Dossier
from recovery.people.models import Patient, User

__all__ = ["Added", "Reason", "Refused", "add", "answers_of", "start", "try_out", "unknown_in", "users_of"]


def try_out(patient: Patient, dossier: Dossier, *, now: datetime) -> Added:
    """What `add` would do; nothing is written."""
    with transaction.atomic():
        added = add(patient, dossier, now=now)
        transaction.set_rollback(True)
    return added


def start(dossier: Dossier, *, now: datetime) -> Patient:
    """A new record: the user, without a password and with no clinic that reads along, and everything told.

    `Refused` when the e-mail address or the record is here already, or when the dossier contradicts itself.
    """
    with all_or_nothing():
        patient = _person(dossier)
        Arrival(patient, dossier, is_own_word=False, now=now).run()
    return patient


def add(patient: Patient, dossier: Dossier, *, now: datetime) -> Added:
    """Bring a dossier into the record of the patient who hands it in: their own word.

    So what a clinic confirmed arrives unconfirmed, and a note of a clinic that is here is left out and named. `Refused`
    also when it is the record of somebody who was born on another day.
    """
    born = {patient.birth_date, dossier.person.birth_date} - {None}
    if len(born) > 1:
        raise Refused(Reason.OF_ANOTHER)
    with all_or_nothing():
        Patient.objects.select_for_update().get(pk=patient.pk)
        return Arrival(patient, dossier, is_own_word=True, now=now).run()


def _person(dossier: Dossier) -> Patient:
    told = dossier.person
    if not told.email:
        raise Refused(Reason.NOBODY)
    if User.objects.filter(email__iexact=told.email).exists():
        raise Refused(Reason.EMAIL_KNOWN, told.email)
    if Patient.objects.filter(ref=told.ref).exists():
        raise Refused(Reason.RECORD_KNOWN)
    if set(told.baselines) != set(BASELINE_SIGNS):
        raise Refused(Reason.NOT_VALID)
    user = User(email=told.email, name=told.name, language=told.language)
    user.set_unusable_password()
    patient = Patient(
        ref=told.ref,
        user=user,
        birth_date=told.birth_date,
        phone=told.phone,
        under_treatment=told.under_treatment,
        gp_name=told.gp_name,
        gp_phone=told.gp_phone,
        gp_out_of_hours_phone=told.gp_out_of_hours_phone,
        cancer_history=told.cancer_history.value if told.cancer_history else "",
        created_at=told.created_at,
        allergies=told.allergies,
        pregnancy=told.pregnancy.value if told.pregnancy else "",
        **{f"baseline_{sign.value}": answer.value for sign, answer in told.baselines.items()},
    )
    check([user])
    user.save()
    check([patient])
    patient.save()
    return patient
