"""People and clinics. A user is a login; being a patient or staff of a clinic are rows beside it."""

from recovery.people.models.clinic import REASON_LENGTH, TOLD_LENGTH, Clinic, ClosedDay, Membership
from recovery.people.models.fields import LINE_NAME_LENGTH, choices
from recovery.people.models.invitation import INVITATION_LASTS, Invitation
from recovery.people.models.patient import Patient
from recovery.people.models.reading import AccessRecord, ApiToken, SavedFilter
from recovery.people.models.sharing import Sharing, Transfer
from recovery.people.models.user import User, UserManager

__all__ = [
    "INVITATION_LASTS",
    "LINE_NAME_LENGTH",
    "REASON_LENGTH",
    "TOLD_LENGTH",
    "AccessRecord",
    "ApiToken",
    "Clinic",
    "ClosedDay",
    "Invitation",
    "Membership",
    "Patient",
    "SavedFilter",
    "Sharing",
    "Transfer",
    "User",
    "UserManager",
    "choices",
]
