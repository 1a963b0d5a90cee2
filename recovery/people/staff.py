"""Who works at a clinic: asked by a manager with a link for one person, once, for a week; and the end of their work."""

import secrets
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q

from recovery.people import access
from recovery.people.models import JOINING_LASTS, Clinic, Joining, Membership, Patient, User
from recovery.people.tokens import hashed


class CannotJoin(Exception):
    """This account keeps a diary, has this work at another clinic, or the link was used meanwhile."""


class LastManager(Exception):
    """A clinic without a manager could never get one again from its own pages."""


def ask(
    clinic: Clinic, *, role: str, name: str, email: str, by: User | None, now: datetime
) -> tuple[Joining, str]:
    """Ask somebody to work here; returns it with the token of the link, which is not kept.

    A link that was sent to the same address for the same work before leads nowhere from now on.
    """
    token, email = secrets.token_urlsafe(24), email.strip().lower()
    with transaction.atomic():
        before = Joining.objects.filter(clinic=clinic, role=role, accepted_by=None, ended_at=None)
        before.filter(email=email).update(ended_at=now, ended_by=by)
        joining = Joining.objects.create(
            clinic=clinic,
            role=role,
            name=name,
            email=email,
            token_hash=hashed(token),
            asked_by=by,
            asked_at=now,
            expires_at=now + JOINING_LASTS,
        )
    return joining, token


def find(token: str, *, now: datetime) -> Joining | None:
    """What a link leads to, as long as it can be used."""
    return Joining.objects.open(now).select_related("clinic").filter(token_hash=hashed(token)).first()


def account_of(joining: Joining) -> User | None:
    """The account of the address that was asked, if there is one."""
    try:
        return User.objects.get_by_natural_key(joining.email)
    except User.DoesNotExist:
        return None


@transaction.atomic
def join_anew(joining: Joining, *, password: str, now: datetime) -> User:
    """Make the account and begin to work. `CannotJoin` as `join`, and when the account was made meanwhile."""
    user = _new_account(joining, password)
    join(joining, user, now=now)
    return user


def _new_account(joining: Joining, password: str) -> User:
    """`CannotJoin` when somebody registered with this address meanwhile, as by a second tap: then they sign in."""
    try:
        with transaction.atomic():
            return User.objects.create_user(
                joining.email, password, name=joining.name, language=joining.clinic.language
            )
    except IntegrityError:
        raise CannotJoin from None


def join(joining: Joining, user: User, *, now: datetime) -> None:
    """Begin to work with an account that is there. `CannotJoin` when that may not be."""
    if access.own_record(user):
        raise CannotJoin
    try:
        with transaction.atomic():
            used = Joining.objects.open(now).filter(pk=joining.pk).update(accepted_by=user, accepted_at=now)
            if not used:
                raise CannotJoin
            Membership.objects.create(user=user, clinic=joining.clinic, role=joining.role)
    except IntegrityError:
        raise CannotJoin from None


def working_at(clinic: Clinic) -> list[Membership]:
    """Who works here, by role and name."""
    return sorted(
        Membership.objects.filter(clinic=clinic).select_related("user"),
        key=lambda work: (work.role, str(work.user).casefold(), work.pk),
    )


def asked_to(clinic: Clinic, *, now: datetime) -> list[Joining]:
    """Who was asked and has yet to come, the latest first."""
    return list(Joining.objects.open(now).filter(clinic=clinic).order_by("-asked_at", "-pk"))


def withdraw(clinic: Clinic, joining_id: int, *, by: User, now: datetime) -> bool:
    """A link leads nowhere from now on. False when it was used or withdrawn already."""
    waiting = Joining.objects.filter(clinic=clinic, pk=joining_id, accepted_by=None, ended_at=None)
    return waiting.update(ended_at=now, ended_by=by) == 1


def done_by(clinic: Clinic, who: str, when: str) -> Q:
    """The rows of what was done here: the user in the field `who` works here now, or did on the day in `when`."""
    then = Joining.objects.filter(
        clinic=clinic,
        accepted_by=OuterRef(who),
        accepted_at__date__lte=OuterRef(when),
        ended_at__date__gte=OuterRef(when),
    )
    return Q(**{f"{who}__in": Membership.objects.filter(clinic=clinic).values("user")}) | Q(Exists(then))


def work_at(clinic: Clinic, membership_id: int) -> Membership | None:
    """Somebody's work at this clinic."""
    return Membership.objects.filter(clinic=clinic, pk=membership_id).select_related("user").first()


@transaction.atomic
def end(work: Membership, *, by: User | None, now: datetime) -> None:
    """Their work here ends at once; what they did keeps their name. `LastManager` when nobody else runs the clinic.

    The clinic is held, so that two managers do not end each other at once. Ended twice, it ended once.
    """
    clinic = Clinic.objects.select_for_update().get(pk=work.clinic_id)
    if not Membership.objects.filter(pk=work.pk).exists():
        return
    managers = Membership.objects.filter(clinic=clinic, role=Membership.Role.MANAGER)
    if work.role == Membership.Role.MANAGER and not managers.exclude(pk=work.pk).exists():
        raise LastManager
    if work.role == Membership.Role.NEUROLOGIST:
        Patient.objects.filter(clinic=clinic, doctor=work.user).update(doctor=None)
    _remember_end(work, by=by, now=now)
    Membership.objects.filter(pk=work.pk).delete()


def _remember_end(work: Membership, *, by: User | None, now: datetime) -> None:
    """On the row of how they came; who came before there were such rows gets one."""
    came = Joining.objects.filter(clinic=work.clinic, role=work.role, accepted_by=work.user, ended_at=None)
    if came.update(ended_at=now, ended_by=by):
        return
    since, user = work.user.created_at, work.user
    Joining.objects.create(
        clinic=work.clinic,
        role=work.role,
        name=user.name or user.email,
        email=user.email,
        asked_at=since,
        expires_at=since,
        accepted_by=user,
        accepted_at=since,
        ended_by=by,
        ended_at=now,
    )
