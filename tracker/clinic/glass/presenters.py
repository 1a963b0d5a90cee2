"""Emergency access, in words for a manager and for the patient."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from recovery.people.models import BreakGlass
from tracker.words import moment


@dataclass(frozen=True, slots=True)
class GlassRow:
    """One time that a diary was opened. `reviewed` is by which manager and when, empty while it waits."""

    id: int
    who: str
    of: str
    clinic: str
    when: str
    until: str
    reason: str
    reviewed: str


def glass_row(glass: BreakGlass) -> GlassRow:
    """As a row."""
    return GlassRow(
        glass.pk,
        str(glass.user),
        str(glass.patient),
        str(glass.clinic),
        moment(glass.at),
        moment(glass.until),
        glass.reason,
        _reviewed(glass),
    )


def _reviewed(glass: BreakGlass) -> str:
    if glass.reviewed_at is None:
        return ""
    who = {"who": glass.reviewed_by, "when": moment(glass.reviewed_at)}
    return _("Looked at by %(who)s, %(when)s.") % who
