"""Deleting an account: what is a clinic's is kept apart, all else goes, and a row without a name stays.

One transaction, with the rows of user and patient held: in two tabs at once the second finds nothing to do.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import CASCADE, Model, Q, QuerySet

from recovery.alerts import contact
from recovery.clinical.red_flags import BASELINE_SIGNS, Baseline
from recovery.erasure import kept
from recovery.erasure.holdings import HOLDINGS
from recovery.erasure.models import Erased
from recovery.people import access, sharing
from recovery.people.models import Invitation, Letter, Patient, Proxy, User

# What stands for a name that is no longer known.
NO_NAME = "–"

# A request that began before the deletion may end after it; what it wrote is removed for so long.
LOOKED_AT_AGAIN = timedelta(days=2)


class OpenAlertError(ValueError):
    """An alert is open: no alert is lost by deleting an account."""


class StaffError(ValueError):
    """An account of a clinic's staff is ended by the clinic."""


@transaction.atomic
def erase(user: User, *, now: datetime) -> bool:
    """Delete an account and all that is held of the person; false when that was done before.

    `OpenAlertError` while an alert is open, `StaffError` for who works at a clinic; then nothing changes.
    """
    held = User.objects.select_for_update().get(pk=user.pk)
    if Erased.objects.filter(user=held).exists():
        return False
    if access.is_staff(held):
        raise StaffError
    patient = Patient.objects.select_related("user").filter(user=held).first()
    if patient:
        _erase_patient(patient, now=now)
    _leave_others(held, now=now)
    _empty_user(held)
    Erased.objects.create(user=held, at=now)
    return True


def again(*, now: datetime) -> int:
    """Remove what a request wrote that overlapped with the deletion; returns of how many patients there was any.

    A patient of whom an alert was raised at that very moment is left: it rings, and somebody has to look.
    """
    lately = Erased.objects.filter(at__gte=now - LOOKED_AT_AGAIN).values("user")
    found = 0
    for patient in Patient.objects.filter(user__in=lately):
        if _has_rows(patient) and not contact.open_for(patient):
            with transaction.atomic():
                _delete_rows(patient)
            found += 1
    return found


def _erase_patient(patient: Patient, *, now: datetime) -> None:
    sharing.hold(patient, now=now)
    patient.refresh_from_db()
    if contact.open_for(patient):
        raise OpenAlertError
    kept.keep(patient, now=now)
    _delete_rows(patient)
    _forget_invitations(Q(accepted_by=patient))
    _empty_patient(patient)


def _has_rows(patient: Patient) -> bool:
    return any(holding.rows(patient).exists() for holding in HOLDINGS if not holding.stays)


def _delete_rows(patient: Patient) -> None:
    Letter.objects.filter(Q(proxy__patient=patient) | Q(invitation__accepted_by=patient)).delete()
    for holding in HOLDINGS:
        if not holding.stays:
            _delete(holding.rows(patient))


def _delete(rows: QuerySet[Model]) -> None:
    """Delete rows of which one may replace another: the latest of each line first."""
    replaces = any(field.name == "replaces" for field in rows.model._meta.concrete_fields)
    while replaces and rows.exists():
        rows.exclude(pk__in=rows.filter(replaces__isnull=False).values("replaces")).delete()
    rows.delete()


def _empty_patient(patient: Patient) -> None:
    """Without a name, a number, a clinic or an answer; a constant stands where a column wants one."""
    texts = (
        "gp_name",
        "gp_phone",
        "gp_out_of_hours_phone",
        "phone",
        "cancer_history",
        "allergies",
        "pregnancy",
    )
    Patient.objects.filter(pk=patient.pk).update(
        **dict.fromkeys(texts, ""),
        **{f"baseline_{sign.value}": Baseline.NONE.value for sign in BASELINE_SIGNS},
        clinic=None,
        shares_diary=False,
        reads_until=None,
        reads_for_alert=False,
        doctor=None,
        birth_date=None,
        under_treatment=False,
    )


def _leave_others(user: User, *, now: datetime) -> None:
    """Nobody is helped from now on, and nowhere does the name or address of who helped stand."""
    nameless = {"name": NO_NAME, "email": _address(), "token_hash": None}
    helped = Proxy.objects.filter(user=user)
    helped.filter(ended_at=None).update(ended_by=user, ended_at=now)
    helped.update(**nameless)
    never = Proxy.objects.filter(user=None, email__iexact=user.email)
    never.exclude(pk__in=never.waiting(now).values("pk")).update(**nameless)
    over = Invitation.objects.exclude(pk__in=Invitation.objects.waiting(now).values("pk"))
    _forget_invitations(Q(held_for=user) | Q(pk__in=over.filter(email__iexact=user.email).values("pk")))


def _forget_invitations(which: Q) -> None:
    wanted = list(Invitation.objects.filter(which).values_list("pk", flat=True))
    Letter.objects.filter(invitation__in=wanted).delete()
    Invitation.objects.filter(pk__in=wanted).update(
        name=NO_NAME, email="", birth_date=None, token_hash=None, held_for=None
    )


def _empty_user(user: User) -> None:
    """No name, no way in; what hangs on the account alone (addresses, second factors) goes with it.

    Another password ends every session at its next request.
    """
    for relation in User._meta.related_objects:
        model = relation.related_model
        if relation.on_delete is CASCADE and not isinstance(model, str):
            model._base_manager.filter(**{relation.field.name: user}).delete()
    user.email, user.name, user.language = _address(), "", ""
    user.is_active, user.last_login = False, None
    user.set_unusable_password()
    user.save(update_fields=("email", "name", "language", "is_active", "last_login", "password"))


def _address() -> str:
    """An address that nobody has and no mail can reach (RFC 2606)."""
    return f"deleted-{uuid.uuid4()}@deleted.invalid"
