"""The words of the manager's pages about the ladder and what was sent."""

from datetime import timedelta

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from recovery.alerts.models import ChannelKind, Reason, Shift

# Behind a name, in brackets.
SHORT_KINDS = {ChannelKind.EMAIL: _("e-mail"), ChannelKind.WEBHOOK: _("webhook")}

# Why a message goes, beside an urgency: no sentence, and nothing about the patient.
WHY = {
    Reason.RAISED: _("New alert"),
    Reason.NOT_TAKEN: _("Alert not taken yet"),
    Reason.NOT_CLOSED: _("Alert not closed yet"),
    Reason.NOT_REACHED: _("Patient reached nobody"),
    Reason.TEST: _("Test"),
}

NOBODY = {
    Shift.OFFICE: _("In office hours nobody gets a message."),
    Shift.OUTSIDE: _("Outside office hours nobody gets a message."),
}

NOT_AT_ONCE = {
    Shift.OFFICE: _("In office hours nobody gets a message at once. The first goes after %(time)s."),
    Shift.OUTSIDE: _("Outside office hours nobody gets a message at once. The first goes after %(time)s."),
}

ONE_ADDRESS = {
    Shift.OFFICE: _(
        "In office hours an alert goes to one address only. Add a second one, for when nobody takes it."
    ),
    Shift.OUTSIDE: _(
        "Outside office hours an alert goes to one address only. Add a second one, for when nobody takes it."
    ),
}


def duration(minutes: int) -> str:
    """“15 minutes”, “4 hours”, “1 day and 30 minutes”."""
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = (
        (days, ngettext("%(n)s day", "%(n)s days", days)),
        (hours, ngettext("%(n)s hour", "%(n)s hours", hours)),
        (minutes, ngettext("%(n)s minute", "%(n)s minutes", minutes)),
    )
    *most, last = [text % {"n": count} for count, text in parts if count] or [parts[-1][1] % {"n": 0}]
    return gettext("%(most)s and %(last)s") % {"most": ", ".join(most), "last": last} if most else last


def age(since: timedelta) -> str:
    """How long ago, in whole minutes and at least one."""
    return duration(max(int(since.total_seconds() // 60), 1))
