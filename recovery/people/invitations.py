"""Inviting a patient: a link for one person, once, for two weeks."""

import hashlib
import secrets
from datetime import datetime

from recovery.people.models import INVITATION_LASTS, Clinic, Invitation, Patient, User


def invite(clinic: Clinic, *, name: str, email: str, by: User, now: datetime) -> tuple[Invitation, str]:
    """Write an invitation; returns it with its token, which is not kept and cannot be asked for again."""
    token = secrets.token_urlsafe(24)
    invitation = Invitation.objects.create(
        clinic=clinic,
        name=name,
        email=email,
        token_hash=_hash(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + INVITATION_LASTS,
    )
    return invitation, token


def find(token: str, *, now: datetime) -> Invitation | None:
    """The invitation behind a link, as long as it can be used."""
    return Invitation.objects.open(now).select_related("clinic").filter(token_hash=_hash(token)).first()


def accept(invitation: Invitation, *, patient: Patient, now: datetime) -> bool:
    """Bind the invitation to `patient`; false when somebody else was first."""
    return bool(
        Invitation.objects.open(now).filter(pk=invitation.pk).update(accepted_by=patient, accepted_at=now)
    )


def waiting(clinic: Clinic, *, now: datetime) -> list[Invitation]:
    """Invitations that were sent and not used yet, the newest first."""
    return list(Invitation.objects.open(now).filter(clinic=clinic).order_by("-invited_at"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
