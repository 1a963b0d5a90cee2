"""The story of who reads along: shared, stopped, handed over to another clinic, discharged, who works there no more.

Each is one transaction: the patient's row, the row of history, the episode, and what is owed about alerts that are
open. No alert is lost on the way: the clinic that begins to read is told of what is open as if it were raised then.
"""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from recovery.alerts import contact
from recovery.alerts.models import Alert
from recovery.episodes import ladder
from recovery.people import invitations, sharing, staff
from recovery.people.models import Clinic, Invitation, Membership, Patient, Sharing, Transfer, User
from recovery.people.sharing import Reading


class OpenAlertError(ValueError):
    """An alert is open: whoever it is with must close it first."""


class NotDischargedError(ValueError):
    """The discharge is not as this asks: there is none to undo, or there is one already."""


@transaction.atomic
def share(
    patient: Patient, clinic: Clinic, *, under_treatment: bool, how: Sharing.How, by: User, now: datetime
) -> Reading:
    """The patient lets `clinic` read from now on; its numbers are theirs. A clinic that read before ceases to."""
    became = sharing.begin(patient, clinic, how=how, by=by, now=now)
    patient.under_treatment = under_treatment
    patient.save(update_fields=("under_treatment",))
    return _told(patient, became, by=by, now=now)


@transaction.atomic
def accept_invitation(
    invitation: Invitation, patient: Patient, *, under_treatment: bool, by: User, now: datetime
) -> bool:
    """Somebody who has a diary shares it with the clinic that invites; false when the invitation is over."""
    if not invitations.accept(invitation, patient=patient, now=now):
        return False
    clinic = invitation.clinic
    share(patient, clinic, under_treatment=under_treatment, how=Sharing.How.INVITATION, by=by, now=now)
    return True


@transaction.atomic
def stop(patient: Patient, *, by: User, now: datetime) -> Reading:
    """The patient lets nobody read from now on. Nobody is told of an alert any more."""
    sharing.hold(patient, now=now)
    patient.refresh_from_db(fields=("clinic", "shares_diary"))
    return sharing.end(patient, how=Sharing.How.DETAILS, by=by, now=now)


@transaction.atomic
def offer_transfer(patient: Patient, *, to: Clinic, by: User, now: datetime) -> Transfer:
    """Ask the patient whether `to` may take over. `NotDischargedError` after a discharge: that is undone first."""
    if ladder.current(patient).discharged_on:
        raise NotDischargedError
    return sharing.offer_transfer(patient, to=to, by=by, now=now)


@transaction.atomic
def take_back_transfer(patient: Patient, *, by: User, now: datetime) -> None:
    """The clinic takes its offer back. `sharing.NotReadingError` when the patient was first."""
    sharing.hold(patient, now=now)
    if not sharing.withdraw_offers(patient, by=by, now=now):
        raise sharing.NotReadingError


@transaction.atomic
def answer_transfer(offer: Transfer, patient: Patient, *, accepted: bool, by: User, now: datetime) -> Reading:
    """The patient's answer to an offer. `sharing.NotReadingError` when that is off meanwhile."""
    became = sharing.answer_transfer(offer, patient=patient, accepted=accepted, by=by, now=now)
    return _told(patient, became, by=by, now=now)


def _told(patient: Patient, became: Reading, *, by: User, now: datetime) -> Reading:
    """The clinic that began to read has the patient in its care, and hears of what is open."""
    if became.began:
        ladder.undo_discharge(ladder.current(patient))
        contact.pass_on(patient, became.began, by=by, now=now)
    return became


@transaction.atomic
def discharge(patient: Patient, *, by: User, now: datetime) -> None:
    """End the clinic's treatment: it reads for its set time more, and the patient phones the GP from now on.

    `OpenAlertError` while an alert is open, `NotDischargedError` when it was done already, `sharing.NotReadingError`
    when the clinic does not read any more.
    """
    if sharing.hold(patient, now=now) is None:
        raise sharing.NotReadingError
    if contact.open_for(patient):
        raise OpenAlertError
    if not ladder.discharge(ladder.current(patient), on=timezone.localdate(now), by=by):
        raise NotDischargedError
    sharing.discharge(patient, by=by, now=now)


@transaction.atomic
def readmit(patient: Patient, *, now: datetime) -> None:
    """Undo a discharge while the clinic still reads; `sharing.NotReadingError` afterwards."""
    episode = ladder.current(patient)
    if episode.discharged_on is None:
        raise NotDischargedError
    sharing.readmit(patient, now=now)
    ladder.undo_discharge(episode)


@transaction.atomic
def end_work(work: Membership, *, by: User, now: datetime) -> None:
    """Somebody's work at a clinic ends at once, and the alerts that they had in hand are the clinic's again.

    `staff.LastManager` when nobody else runs the clinic; then nothing changes.
    """
    clinic, user = work.clinic, work.user
    staff.end(work, by=by, now=now)
    if work.role == Membership.Role.NEUROLOGIST:
        contact.free_what_was_taken(user, clinic=clinic, by=by, now=now)


def end_what_is_over(*, now: datetime) -> int:
    """Cease to read where the last day after a discharge has passed; returns how many.

    While an alert is open that was raised before the end, the clinic reads on, to the end of the day on which it is
    closed. Whether a worker comes by or not, `access` keeps to the same dates.
    """
    today = timezone.localdate(now)
    discharged = Patient.objects.filter(shares_diary=True, reads_until__isnull=False)
    open_alerts = Alert.objects.not_over().filter(patient__in=discharged).values("patient")
    discharged.read_along(today).filter(pk__in=open_alerts, reads_for_alert=False).update(
        reads_for_alert=True
    )
    for patient in discharged.filter(reads_for_alert=True).exclude(pk__in=open_alerts):
        _let_it_end(patient, now)
    over = discharged.filter(reads_until__lt=today, reads_for_alert=False)
    return sum(sharing.end_if_over(patient, now=now) for patient in over)


@transaction.atomic
def _let_it_end(patient: Patient, now: datetime) -> None:
    """Nothing is open any more: today is the last day, if that was not to be later."""
    sharing.hold(patient, now=now)
    if not Alert.objects.not_over().filter(patient=patient).exists():
        sharing.read_no_more_for_alert(patient, last=timezone.localdate(now))
