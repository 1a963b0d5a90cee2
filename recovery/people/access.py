"""The only door to a record: whoever wants one says who asks.

Views never look a patient up by themselves. What is not yours answers as if it did not exist: every
function here returns `None` or an empty queryset rather than saying why.
"""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from recovery.people.models import Clinic, Membership, Patient, Proxy, User


def own_record(user: User) -> Patient | None:
    """The user's own record as a patient, with its clinic and the days on which that is closed."""
    records = Patient.objects.select_related("user", "clinic").prefetch_related("clinic__closed_days")
    return records.filter(user=user).first()


def clinics() -> QuerySet[Clinic]:
    """The clinics of this installation: their names and numbers are for everybody."""
    return Clinic.objects.filter(is_elsewhere=False).order_by("name")


def clinic_read_by(user: User) -> Clinic | None:
    """The clinic whose patients this user may read, as a neurologist."""
    return _clinic_of(user, Membership.Role.NEUROLOGIST)


def clinic_managed_by(user: User) -> Clinic | None:
    """The clinic that this user manages."""
    return _clinic_of(user, Membership.Role.MANAGER)


def clinic_of_staff(user: User) -> Clinic | None:
    """The clinic where this user works, whatever they do there."""
    return _clinic_of(user, *Membership.Role)


def is_staff(user: User) -> bool:
    """Whether this user works at any clinic, whatever they do there: what is asked of staff is asked of them."""
    return Membership.objects.filter(user=user).exists()


def staff() -> QuerySet[User]:
    """Everybody who works at a clinic."""
    return User.objects.filter(pk__in=Membership.objects.values("user"))


def work_of(user: User) -> dict[str, Clinic]:
    """Where this user works, by role: one clinic in each at most."""
    memberships = Membership.objects.select_related("clinic").filter(user=user)
    return {membership.role: membership.clinic for membership in memberships}


def patients_of(clinic: Clinic) -> QuerySet[Patient]:
    """The patients who share their diary with this clinic, up to the day on which that ends after a discharge."""
    reading = Patient.objects.read_along(timezone.localdate())
    return reading.filter(clinic=clinic).select_related("user", "clinic")


def those_of(clinic: Clinic, refs: Collection[UUID]) -> QuerySet[Patient]:
    """Of these records the ones that this clinic reads."""
    return patients_of(clinic).filter(ref__in=list(refs))


def record_for(user: User, ref: UUID) -> Patient | None:
    """The record `ref`, if it belongs to a patient of the clinic where the user is a neurologist."""
    return patients_read_by(user).filter(ref=ref).first()


def proxied_by(user: User, ref: UUID) -> Proxy | None:
    """The record `ref`, with what this user may there, if its patient lets them in; asked on each request.

    It makes nobody a patient or staff. Nobody is their own proxy.
    """
    standing = Proxy.objects.standing().filter(user=user, patient__ref=ref).exclude(patient__user=user)
    with_record = standing.select_related("patient__user", "patient__clinic")
    return with_record.prefetch_related("patient__clinic__closed_days").first()


def was_proxied_by(user: User, ref: UUID) -> bool:
    """Whether this user was let into the record `ref` before, and that was ended."""
    return Proxy.objects.filter(user=user, patient__ref=ref).exclude(ended_at=None).exists()


def patients_read_by(user: User) -> QuerySet[Patient]:
    """Every patient whose record this user may read as a neurologist; none for anybody else."""
    clinic = clinic_read_by(user)
    return patients_of(clinic) if clinic else Patient.objects.none()


def reminded(ref: str) -> Patient | None:
    """The patient of a signed link that pauses reminders, and opens no record."""
    return Patient.objects.filter(ref=ref).first()


def _clinic_of(user: User, *roles: Membership.Role) -> Clinic | None:
    """The clinic where the user has one of these roles."""
    memberships = Membership.objects.select_related("clinic").filter(user=user, role__in=roles)
    first = memberships.order_by("pk").first()
    return first.clinic if first else None
