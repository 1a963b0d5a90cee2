"""People and clinics. A user is a login; being a patient or staff of a clinic are rows beside it."""

from recovery.people.models.clinic import REASON_LENGTH, TOLD_LENGTH, Clinic, ClosedDay, Membership
from recovery.people.models.fields import LINE_NAME_LENGTH, choices, together
from recovery.people.models.invitation import INVITATION_LASTS, MOST_TRIES, Invitation
from recovery.people.models.letter import Letter
from recovery.people.models.patient import Patient, reads_along
from recovery.people.models.proxy import MOST_PROXY_TRIES, PROXY_INVITATION_LASTS, Proxy
from recovery.people.models.reading import AccessRecord, ApiToken, SavedFilter
from recovery.people.models.sealed import (
    SealedAlikeField,
    SealedEmailField,
    SealedJSONField,
    SealedPhoneField,
    SealedTextField,
)
from recovery.people.models.sharing import Sharing, Transfer
from recovery.people.models.user import LONGEST_EMAIL, User, UserManager

__all__ = [
    "INVITATION_LASTS",
    "LINE_NAME_LENGTH",
    "LONGEST_EMAIL",
    "MOST_PROXY_TRIES",
    "MOST_TRIES",
    "PROXY_INVITATION_LASTS",
    "REASON_LENGTH",
    "TOLD_LENGTH",
    "AccessRecord",
    "ApiToken",
    "Clinic",
    "ClosedDay",
    "Invitation",
    "Letter",
    "Membership",
    "Patient",
    "Proxy",
    "SavedFilter",
    "SealedAlikeField",
    "SealedEmailField",
    "SealedJSONField",
    "SealedPhoneField",
    "SealedTextField",
    "Sharing",
    "Transfer",
    "User",
    "UserManager",
    "choices",
    "reads_along",
    "together",
]
