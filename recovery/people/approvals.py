"""Whether a clinic has signed for use with patients, and for what is installed now."""

from datetime import date, datetime
from enum import StrEnum

from recovery.clinical.course import MODEL_VERSION
from recovery.clinical.signs import RULES_VERSION
from recovery.people.models import Approval, Clinic, User


class Signed(StrEnum):
    """For these versions, for others only, or not at all."""

    NOW = "now"
    BEFORE = "before"
    NEVER = "never"


def signed(clinic: Clinic) -> Signed:
    """Whether what is installed here may be used with the clinic's patients, by its own word."""
    stands = list(Approval.objects.filter(clinic=clinic, withdrawn_at=None))
    if any(holds_now(approval) for approval in stands):
        return Signed.NOW
    return Signed.BEFORE if stands else Signed.NEVER


def holds_now(approval: Approval) -> bool:
    """Whether it was given for the model and the rules that are installed, and stands."""
    versions = (approval.model_version, approval.rules_version)
    return approval.withdrawn_at is None and versions == (MODEL_VERSION, RULES_VERSION)


def history(clinic: Clinic) -> list[Approval]:
    """Every signature, the latest first."""
    given = Approval.objects.filter(clinic=clinic).select_related("by", "withdrawn_by")
    return list(given.order_by("-pk"))


def approve(
    clinic: Clinic, *, signed_by: str, signed_on: date, note: str, by: User, now: datetime
) -> Approval:
    """Write down that a clinician of the clinic signs for what is installed now."""
    return Approval.objects.create(
        clinic=clinic,
        model_version=MODEL_VERSION,
        rules_version=RULES_VERSION,
        signed_by=signed_by,
        signed_on=signed_on,
        note=note,
        by=by,
        at=now,
    )


def withdraw(clinic: Clinic, *, by: User, now: datetime) -> int:
    """Take back every signature that stands; how many that were."""
    return Approval.objects.filter(clinic=clinic, withdrawn_at=None).update(withdrawn_by=by, withdrawn_at=now)
