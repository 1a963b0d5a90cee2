"""Whom a patient lets read or write for them: invited by mail, accepted by that person, ended by either.

It says who may; the door itself is `access.proxied_by`. Rows are kept, so that the patient sees who could read when.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F

from recovery.people import consent_texts
from recovery.people.consent_texts import Kind
from recovery.people.models import PROXY_INVITATION_LASTS, Letter, Patient, Proxy, User
from recovery.people.tokens import hashed


class AlreadyInvitedError(ValueError):
    """This address may read already, or an invitation to it waits."""


class OwnAddressError(ValueError):
    """The patient's own address: nobody is their own proxy."""


@transaction.atomic
def invite(patient: Patient, *, name: str, email: str, may_write: bool, by: User, now: datetime) -> Proxy:
    """Ask somebody, and owe them a mail. `OwnAddressError` or `AlreadyInvitedError`; then nothing is written."""
    Patient.objects.select_for_update().get(pk=patient.pk)
    if email.lower() == patient.user.email.lower():
        raise OwnAddressError
    same = Proxy.objects.filter(patient=patient, email__iexact=email)
    if (same.standing() | same.waiting(now)).exists():
        raise AlreadyInvitedError
    proxy = Proxy.objects.create(
        patient=patient,
        name=name,
        email=email.lower(),
        may_write=may_write,
        invited_by=by,
        invited_at=now,
        expires_at=now + PROXY_INVITATION_LASTS,
        **consent_texts.as_shown(Kind.PROXY),
    )
    Letter.objects.create(kind=Letter.Kind.PROXY, patient=patient, proxy=proxy, owed_at=now)
    return proxy


def new_link(proxy: Proxy, *, now: datetime) -> str | None:
    """The token of a new link for two weeks; `None` when it was accepted or ended meanwhile."""
    token, until = secrets.token_urlsafe(24), now + PROXY_INVITATION_LASTS
    unused = Proxy.objects.filter(pk=proxy.pk, accepted_at=None, ended_at=None)
    renewed = unused.update(token_hash=hashed(token), expires_at=until, tries=0)
    proxy.expires_at = until
    return token if renewed else None


def find(token: str, *, now: datetime) -> Proxy | None:
    """The invitation behind a link, as long as it can be used."""
    waiting = Proxy.objects.open(now).select_related("patient__user")
    return waiting.filter(token_hash=hashed(token)).first()


def is_meant(proxy: Proxy, user: User) -> bool:
    """Whether an account has the address that was invited, whatever its capitals."""
    return proxy.email.lower() == user.email.lower() and proxy.patient.user_id != user.pk


@transaction.atomic
def accept(proxy: Proxy, *, by: User, now: datetime) -> bool:
    """From now on they may. False for an account with another address, or when it was used or ended meanwhile."""
    Patient.objects.select_for_update().get(pk=proxy.patient_id)
    waiting = Proxy.objects.open(now).filter(pk=proxy.pk)
    if not is_meant(proxy, by):
        return False
    if Proxy.objects.standing().filter(patient_id=proxy.patient_id, user=by).exists():
        return False
    return waiting.update(user=by, accepted_at=now, token_hash=None) == 1


def count_try(proxy: Proxy, *, now: datetime) -> None:
    """An account with another address wanted to accept."""
    Proxy.objects.waiting(now).filter(pk=proxy.pk).update(tries=F("tries") + 1)


def refuse(proxy: Proxy, *, by: User, now: datetime) -> bool:
    """Who was invited does not want to. False for an account with another address."""
    return is_meant(proxy, by) and _end(proxy, by=by, now=now)


def end(proxy: Proxy, *, by: User, now: datetime) -> bool:
    """They may no longer, or the invitation leads nowhere: at once. False when it was ended before.

    A mail that is still owed is not sent.
    """
    Letter.objects.pending().filter(proxy=proxy).update(dropped_at=now)
    return _end(proxy, by=by, now=now)


def _end(proxy: Proxy, *, by: User, now: datetime) -> bool:
    open_ones = Proxy.objects.filter(pk=proxy.pk, ended_at=None)
    return open_ones.update(ended_by=by, ended_at=now, token_hash=None) == 1


def all_of(patient: Patient) -> list[Proxy]:
    """Everybody who was ever asked, the latest first."""
    rows = Proxy.objects.filter(patient=patient).select_related("user", "ended_by")
    return list(rows.order_by("-invited_at", "-pk"))


def standing_of(patient: Patient) -> list[Proxy]:
    """Who may read or write now."""
    return list(Proxy.objects.standing().filter(patient=patient).order_by("accepted_at", "pk"))


def records_of(user: User) -> list[Proxy]:
    """The diaries that somebody may open for others."""
    rows = Proxy.objects.standing().filter(user=user).exclude(patient__user=user)
    return sorted(rows.select_related("patient__user"), key=lambda proxy: (proxy.patient.user.name, proxy.pk))


def proxy_of(patient: Patient, ref: UUID) -> Proxy | None:
    """One that the patient asked."""
    return Proxy.objects.filter(patient=patient, ref=ref).select_related("patient__user").first()


def held_by(user: User, ref: UUID) -> Proxy | None:
    """One that this user has, for them to end."""
    rows = Proxy.objects.standing().filter(user=user, ref=ref)
    return rows.select_related("patient__user").first()


def names(patient: Patient) -> dict[int, str]:
    """What the patient calls everybody who ever accepted, by user: also who may no longer."""
    accepted = Proxy.objects.filter(patient=patient).exclude(accepted_at=None).order_by("accepted_at", "pk")
    return dict(accepted.values_list("user_id", "name"))


def names_of(patients: Iterable[Patient]) -> dict[int, dict[int, str]]:
    """As `names`, for several patients, by the key of the patient: one query, none for nobody."""
    found: dict[int, dict[int, str]] = {}
    if wanted := {patient.pk for patient in patients}:
        accepted = Proxy.objects.filter(patient__in=wanted).exclude(accepted_at=None)
        for patient_id, user_id, name in accepted.order_by("accepted_at", "pk").values_list(
            "patient_id", "user_id", "name"
        ):
            found.setdefault(patient_id, {})[user_id] = name
    return found


def speaks_for(patient: Patient, user: User) -> bool:
    """Whether this user is the patient, or somebody whom they let in: the patient's side, not the clinic's."""
    if user.pk == patient.user_id:
        return True
    return Proxy.objects.standing().filter(patient=patient, user=user).exists()


def side_of(patient: Patient) -> set[int]:
    """The users whose words are the patient's side: the patient, and who ever wrote for them."""
    return {patient.user_id, *names(patient)}
