"""People and clinics. A user is a login; being a patient or staff of a clinic are rows beside it."""

from recovery.people.models.clinic import REASON_LENGTH, TOLD_LENGTH, Clinic, ClosedDay, Membership
from recovery.people.models.fields import LINE_NAME_LENGTH, choices, together
from recovery.people.models.invitation import INVITATION_LASTS, MOST_TRIES, Invitation
from recovery.people.models.letter import Letter
from recovery.people.models.patient import Patient, reads_along
from recovery.people.models.proxy import MOST_PROXY_TRIES, PROXY_INVITATION_LASTS, Proxy
from recovery.people.models.reading import AccessRecord, ApiToken, SavedFilter
from recovery.people.models.sharing import Sharing, Transfer
from recovery.people.models.signing_in import Attempts, SignedIn
from recovery.people.models.user import User, UserManager

__all__ = [
    "INVITATION_LASTS",
    "LINE_NAME_LENGTH",
    "MOST_PROXY_TRIES",
    "MOST_TRIES",
    "PROXY_INVITATION_LASTS",
    "REASON_LENGTH",
    "TOLD_LENGTH",
    "AccessRecord",
    "ApiToken",
    "Attempts",
    "Clinic",
    "ClosedDay",
    "Invitation",
    "Letter",
    "Membership",
    "Patient",
    "Proxy",
    "SavedFilter",
    "Sharing",
    "SignedIn",
    "Transfer",
    "User",
    "UserManager",
    "choices",
    "reads_along",
    "together",
]
