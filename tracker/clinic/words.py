"""The words of the clinic's pages for the codes of `recovery`."""

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from recovery.alerts.models import ChannelKind, Outcome, Reason, Shift, Step, Until
from recovery.caseload import Group
from recovery.clinical.red_flags import Because
from recovery.clinical.signs import Urgency
from recovery.people.models import Membership

# What somebody does at a clinic.
STAFF = {
    Membership.Role.NEUROLOGIST.value: _("neurologist"),
    Membership.Role.MANAGER.value: _("manager of the clinic"),
}

OUTCOMES = {
    Outcome.PHONED: _("Phoned the patient"),
    Outcome.SEEN_TODAY: _("Seen today"),
    Outcome.EMERGENCY_DEPARTMENT: _("Sent to the emergency department"),
    Outcome.MRI: _("Urgent MRI"),
    Outcome.KNOWN_COMPLAINT: _("Known complaint, nothing new"),
    Outcome.MISTAKE: _("Filled in by mistake"),
    Outcome.OTHER: _("Something else, see the note"),
}


class Needed(StrEnum):
    """Whether it was right that an alert rang, as it is answered."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


NEEDED = {
    Needed.YES: _("Yes, this needed a doctor"),
    Needed.NO: _("No, this did not need a doctor"),
    Needed.UNKNOWN: _("That cannot be said"),
}

JUDGED = {Needed.YES: True, Needed.NO: False, Needed.UNKNOWN: None}

STEPS = {
    Step.CONTACTED: _("Patient says contact was made"),
    Step.NOT_REACHED: _("Patient could not reach anyone"),
    Step.NOT_MEANT: _("Patient says it is not what they meant"),
    Step.TAKEN: _("Taken"),
    Step.CLOSED: _("Closed"),
    Step.PASSED_ON: _("Passed on: who reads along was told anew"),
}

URGENCIES = {
    Urgency.NOW: _("Now"),
    Urgency.TODAY: _("Today"),
    Urgency.DAYS: _("Within days"),
}

BECAUSE = {
    Because.TICKED: _("ticked as new or different"),
    Because.STRENGTH: _("the answer about strength"),
    Because.BASELINE: _("told when the diary began"),
}

GROUPS = {
    Group.OPEN_ALERT: _("Open alert"),
    Group.WORSE: _("Getting worse"),
    Group.OFF_COURSE: _("Recovery lags behind"),
    Group.SILENT: _("Silent for more than a week"),
    Group.VISIT: _("Visit within a week"),
    Group.THE_REST: _("The others"),
    Group.STOPPED: _("No longer filling in"),
}

REASONS = {
    Reason.RAISED: _("A patient reported a red flag and was told whom to phone."),
    Reason.NOT_TAKEN: _("Nobody has taken this alert yet."),
    Reason.NOT_CLOSED: _("This alert is not closed yet."),
    Reason.NOT_REACHED: _("The patient phoned and could not reach anyone."),
    Reason.TEST: _("This is a test. Nothing is wrong."),
}

KINDS = {ChannelKind.EMAIL: _("E-mail"), ChannelKind.WEBHOOK: _("Webhook (pager, SMS gateway)")}

SHIFTS = {Shift.OFFICE: _("In office hours"), Shift.OUTSIDE: _("Outside office hours")}

UNTIL = {Until.TAKEN: _("if nobody has taken it"), Until.CLOSED: _("if it is not closed")}
