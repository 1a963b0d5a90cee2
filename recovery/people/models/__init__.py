"""People and clinics. A user is a login; being a patient or staff of a clinic are rows beside it."""

from recovery.people.models.approval import APPROVAL_NOTE_LENGTH, SIGNED_BY_LENGTH, Approval
from recovery.people.models.break_glass import REASON_LONGEST, REASON_SHORTEST, BreakGlass
from recovery.people.models.clinic import REASON_LENGTH, TOLD_LENGTH, Clinic, ClosedDay, Membership
from recovery.people.models.fields import (
    LINE_NAME_LENGTH,
    choices,
    consent_language,
    consent_version,
    together,
)
from recovery.people.models.invitation import INVITATION_LASTS, MOST_TRIES, Invitation
from recovery.people.models.joining import JOINING_LASTS, Joining
from recovery.people.models.letter import Letter
from recovery.people.models.patient import Patient, reads_along
from recovery.people.models.proxy import MOST_PROXY_TRIES, PROXY_INVITATION_LASTS, Proxy
from recovery.people.models.reading import (
    AccessRecord,
    ApiToken,
    Ground,
    NeverChangedError,
    Role,
    SavedFilter,
    What,
)
from recovery.people.models.sealed import (
    SealedAlikeField,
    SealedEmailField,
    SealedJSONField,
    SealedPhoneField,
    SealedTextField,
)
from recovery.people.models.sharing import Sharing, Transfer
from recovery.people.models.signing_in import Attempts, SignedIn
from recovery.people.models.user import LONGEST_EMAIL, User, UserManager

__all__ = [
    "APPROVAL_NOTE_LENGTH",
    "INVITATION_LASTS",
    "JOINING_LASTS",
    "LINE_NAME_LENGTH",
    "LONGEST_EMAIL",
    "MOST_PROXY_TRIES",
    "MOST_TRIES",
    "PROXY_INVITATION_LASTS",
    "REASON_LENGTH",
    "REASON_LONGEST",
    "REASON_SHORTEST",
    "SIGNED_BY_LENGTH",
    "TOLD_LENGTH",
    "AccessRecord",
    "ApiToken",
    "Approval",
    "Attempts",
    "BreakGlass",
    "Clinic",
    "ClosedDay",
    "Ground",
    "Invitation",
    "Joining",
    "Letter",
    "Membership",
    "NeverChangedError",
    "Patient",
    "Proxy",
    "Role",
    "SavedFilter",
    "SealedAlikeField",
    "SealedEmailField",
    "SealedJSONField",
    "SealedPhoneField",
    "SealedTextField",
    "Sharing",
    "SignedIn",
    "Transfer",
    "User",
    "UserManager",
    "What",
    "choices",
    "consent_language",
    "consent_version",
    "reads_along",
    "together",
]
