"""Inviting a patient: a link for one person, once, for two weeks; by mail, on a printed sheet, or a whole list."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from recovery.people.models import (
    INVITATION_LASTS,
    MOST_TRIES,
    Clinic,
    Invitation,
    Letter,
    Patient,
    User,
    reads_along,
)
from recovery.people.tokens import hashed

BATCH = 500


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody on a list of people to invite. Addresses are compared without capitals."""

    name: str
    email: str
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """The addresses, without capitals, that a list need not invite: invited of late, and patients already."""

    invited: frozenset[str]
    patients: frozenset[str]


def invite(
    clinic: Clinic, *, name: str, email: str, by: User, now: datetime, birth_date: date | None = None
) -> tuple[Invitation, str]:
    """Write an invitation; returns it with its token, which is not kept and cannot be asked for again."""
    token = _token()
    invitation = Invitation.objects.create(
        clinic=clinic,
        name=name,
        email=email,
        birth_date=birth_date,
        token_hash=hashed(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    return invitation, token


@transaction.atomic
def renew(invitation: Invitation, *, now: datetime) -> str | None:
    """As `new_link`, and a mail that is still owed is not sent: it would put another link in its place."""
    Letter.objects.pending().filter(invitation=invitation).update(dropped_at=now)
    return new_link(invitation, now=now)


def new_link(invitation: Invitation, *, now: datetime) -> str | None:
    """A new link for two weeks, instead of the one before; `None` when it was used or withdrawn meanwhile."""
    token, until = _token(), now + INVITATION_LASTS
    unused = Invitation.objects.filter(pk=invitation.pk, accepted_by=None, revoked_at=None)
    renewed = unused.update(token_hash=hashed(token), expires_at=until, tries=0, held_for=None)
    invitation.expires_at = until
    return token if renewed else None


def withdraw(invitation: Invitation, *, by: User, now: datetime) -> bool:
    """The link leads nowhere from now on, and a mail that is owed is not sent. False when it was used already."""
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_by=None, revoked_at=None)
    return waiting.update(revoked_by=by, revoked_at=now) == 1


def find(token: str, *, now: datetime) -> Invitation | None:
    """The invitation behind a link, as long as it can be used."""
    return Invitation.objects.open(now).select_related("clinic").filter(token_hash=hashed(token)).first()


def is_born_on(invitation: Invitation, born: date, *, now: datetime) -> bool:
    """Whether this is the date of birth it is bound to. Every try is counted before it is judged."""
    left = Invitation.objects.open(now).filter(pk=invitation.pk)
    if not left.update(tries=F("tries") + 1):
        return False
    if born != invitation.birth_date:
        return False
    Invitation.objects.filter(pk=invitation.pk).update(tries=0)
    return True


def tries_left(invitation: Invitation) -> int:
    """How many dates of birth may still be tried."""
    invitation.refresh_from_db(fields=("tries",))
    return max(0, MOST_TRIES - invitation.tries)


def hold_for(invitation: Invitation, user: User) -> None:
    """Keep it for who opened the link and signed in, also when they sign out before the first questions."""
    Invitation.objects.filter(pk=invitation.pk).update(held_for=user)


def held_for(user: User) -> Invitation | None:
    """The invitation that is kept for somebody without a diary, whether or not it can still be used."""
    kept = Invitation.objects.select_related("clinic").filter(held_for=user, accepted_by=None)
    return kept.order_by("-invited_at", "-pk").first()


def can_be_used(invitation: Invitation, *, now: datetime) -> bool:
    """Whether it is open still."""
    return Invitation.objects.open(now).filter(pk=invitation.pk).exists()


def let_go(user: User) -> None:
    """Keep no invitation for them any more."""
    Invitation.objects.filter(held_for=user).update(held_for=None)


def accept(invitation: Invitation, *, patient: Patient, now: datetime) -> bool:
    """Bind the invitation to `patient`; false when somebody else was first."""
    return bool(
        Invitation.objects.open(now).filter(pk=invitation.pk).update(accepted_by=patient, accepted_at=now)
    )


def waiting(clinic: Clinic, *, now: datetime) -> list[Invitation]:
    """Invitations that were not used yet, the newest first, each with its mails."""
    unused = Invitation.objects.waiting(now).filter(clinic=clinic).prefetch_related("letters")
    return list(unused.order_by("-invited_at", "-pk"))


def invitation_of(clinic: Clinic, pk: int) -> Invitation | None:
    """One of the clinic's invitations."""
    return Invitation.objects.select_related("clinic").filter(clinic=clinic, pk=pk).first()


# A whole list


def known(clinic: Clinic, emails: Collection[str], *, now: datetime) -> Known:
    """Who of a list was invited by this clinic in the past two weeks, or shares a diary with it already.

    One who was invited and whose invitation was withdrawn since counts as invited: a list does not undo that.
    """
    wanted = frozenset(email.lower() for email in emails)
    invited = Invitation.objects.filter(clinic=clinic, expires_at__gt=now)
    theirs = Patient.objects.filter(reads_along(timezone.localdate(now)), clinic=clinic)
    return Known(
        invited=wanted & {email.lower() for email in invited.values_list("email", flat=True)},
        patients=wanted & {email.lower() for email in theirs.values_list("user__email", flat=True)},
    )


@transaction.atomic
def invite_all(clinic: Clinic, guests: Sequence[Guest], *, by: User, now: datetime) -> int:
    """Invite everybody on a list who is not known yet, or nobody; returns how many. The mails are owed, not sent.

    The clinic is held, so that the same list sent twice at once adds nothing either.
    """
    Clinic.objects.select_for_update().get(pk=clinic.pk)
    there = known(clinic, [guest.email for guest in guests], now=now)
    new = [guest for guest in guests if guest.email.lower() not in there.invited | there.patients]
    made = Invitation.objects.bulk_create(
        (_unsent(clinic, guest, by=by, now=now) for guest in new), batch_size=BATCH
    )
    Letter.objects.bulk_create(
        (Letter(kind=Letter.Kind.INVITATION, invitation=each, owed_at=now) for each in made),
        batch_size=BATCH,
    )
    return len(made)


def _unsent(clinic: Clinic, guest: Guest, *, by: User, now: datetime) -> Invitation:
    return Invitation(
        clinic=clinic,
        name=guest.name,
        email=guest.email,
        birth_date=guest.birth_date,
        invited_by=by,
        invited_at=now,
        expires_at=now + INVITATION_LASTS,
    )


def _token() -> str:
    return secrets.token_urlsafe(24)
