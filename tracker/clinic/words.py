"""The words of the clinic's pages for the codes of `recovery`."""

from django.utils.translation import gettext_lazy as _

from recovery.alerts.models import Outcome, Step
from recovery.caseload import Group
from recovery.clinical.red_flags import Because, Urgency

OUTCOMES = {
    Outcome.PHONED: _("Phoned the patient"),
    Outcome.SEEN_TODAY: _("Seen today"),
    Outcome.EMERGENCY_DEPARTMENT: _("Sent to the emergency department"),
    Outcome.MRI: _("Urgent MRI"),
    Outcome.KNOWN_COMPLAINT: _("Known complaint, nothing new"),
    Outcome.MISTAKE: _("Filled in by mistake"),
    Outcome.OTHER: _("Something else, see the note"),
}

STEPS = {
    Step.CONTACTED: _("Patient says contact was made"),
    Step.TAKEN: _("Taken"),
    Step.CLOSED: _("Closed"),
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
    Group.NEEDS_A_LOOK: _("Worse or not improving"),
    Group.SILENT: _("Silent for more than a week"),
    Group.THE_REST: _("The others"),
    Group.STOPPED: _("No longer filling in"),
}
