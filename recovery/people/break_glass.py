"""Emergency access to a diary that one's clinic does not read: with a reason, for hours, told to whom it concerns.

Who has a patient before them may need the diary now, whoever it is shared with. It is found by the exact e-mail address
of the patient only: nobody can leaf through patients. Every try is a row in the log.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from recovery.people import access, access_log
from recovery.people.access_log import Reader
from recovery.people.models import (
    AccessRecord,
    BreakGlass,
    Clinic,
    Ground,
    Letter,
    Membership,
    Patient,
    User,
    What,
)
from recovery.people.models.break_glass import GLASS_LASTS

# So many tries an hour: enough for an address that was spelt wrong, too few to find out who is a patient [P].
MOST_TRIES = 5
PER = timedelta(hours=1)

TRIES = (What.GLASS_BROKEN, What.NOBODY_FOUND)


class TooManyTriesError(ValueError):
    """This neurologist tried often within the hour."""


@dataclass(frozen=True, slots=True)
class Opened:
    """The record that was found; `glass` is `None` where the clinic reads it anyhow, and nothing was broken."""

    patient: Patient
    glass: BreakGlass | None


@transaction.atomic
def open_record(reader: Reader, *, email: str, reason: str, now: datetime) -> Opened | None:
    """Open the diary of who has this e-mail address for some hours, and tell them and the managers.

    `None` when nobody has it. `TooManyTriesError` when this neurologist may not try now.
    """
    user, clinic = _who(reader)
    User.objects.select_for_update().get(pk=user.pk)  # so that two tries at once are counted as two
    if _tries(user, clinic, now) >= MOST_TRIES:
        raise TooManyTriesError
    patient = _patient(email)
    if patient and access.record_for(user, patient.ref):
        return Opened(patient, None)
    what = What.GLASS_BROKEN if patient else What.NOBODY_FOUND
    access_log.record(reader, what=what, now=now, patient=patient, ground=Ground.EMERGENCY)
    return Opened(patient, _break(patient, user, clinic, reason, now)) if patient else None


def _who(reader: Reader) -> tuple[User, Clinic]:
    if reader.user is None or reader.clinic is None:
        raise ValueError("only a neurologist of a clinic may open a diary in an emergency")
    return reader.user, reader.clinic


def _tries(user: User, clinic: Clinic, now: datetime) -> int:
    return AccessRecord.objects.filter(clinic=clinic, at__gt=now - PER, user=user, what__in=TRIES).count()


def _patient(email: str) -> Patient | None:
    found = Patient.objects.select_related("user", "clinic")
    return found.filter(user__email=email.strip().lower(), user__is_active=True).first()


def _break(patient: Patient, user: User, clinic: Clinic, reason: str, now: datetime) -> BreakGlass:
    glass = BreakGlass.objects.create(
        patient=patient, user=user, clinic=clinic, reason=reason, at=now, until=now + GLASS_LASTS
    )
    kinds = (Letter.Kind.GLASS, Letter.Kind.GLASS_OVERSEEN)
    Letter.objects.bulk_create(Letter(kind=kind, patient=patient, glass=glass, owed_at=now) for kind in kinds)
    return glass


def standing(user: User, ref: UUID, *, now: datetime) -> BreakGlass | None:
    """What lets this user read the record `ref` now, as long as they work as a neurologist where they did then."""
    broken = BreakGlass.objects.standing(now).filter(user=user, patient__ref=ref)
    mine = broken.filter(clinic=access.clinic_read_by(user), patient__user__is_active=True)
    return mine.select_related("patient__user", "patient__clinic", "clinic").order_by("-until").first()


def of_patient(patient: Patient) -> list[BreakGlass]:
    """Every time that this diary was opened in an emergency, the latest first."""
    rows = BreakGlass.objects.filter(patient=patient).select_related("user", "clinic", "reviewed_by")
    return list(rows.order_by("-at", "-pk"))


def of_clinic(clinic: Clinic) -> list[BreakGlass]:
    """What neurologists of this clinic opened: what no manager looked at first, then the latest fifty."""
    rows = BreakGlass.objects.filter(clinic=clinic)
    told = rows.select_related("user", "patient__user", "reviewed_by").order_by("-at", "-pk")
    return [*told.filter(reviewed_at=None), *told.exclude(reviewed_at=None)[:50]]


def number_to_review(clinic: Clinic) -> int:
    """How many wait for a manager."""
    return BreakGlass.objects.to_review(clinic).count()


def review(clinic: Clinic, pk: int, *, by: User, now: datetime) -> bool:
    """A manager looked at it; false when there is none that waits."""
    waiting = BreakGlass.objects.to_review(clinic).filter(pk=pk)
    return waiting.update(reviewed_by=by, reviewed_at=now) == 1


def find(clinic: Clinic, pk: int) -> BreakGlass | None:
    """One of this clinic's, whether a manager looked at it or not."""
    return BreakGlass.objects.filter(clinic=clinic, pk=pk).select_related("patient__user").first()


def managers_of(clinic: Clinic) -> list[User]:
    """Who is told, and looks at it."""
    managing = Membership.objects.filter(clinic=clinic, role=Membership.Role.MANAGER)
    return list(User.objects.filter(pk__in=managing.values("user"), is_active=True).order_by("pk"))
