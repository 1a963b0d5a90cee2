"""How far an export is, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recovery.exchange.cohort import Progress
from recovery.exchange.kinds import Form
from tracker.words import moment

FORMS = (
    (Form.CSV.value, gettext_lazy("A row a day (CSV)")),
    (Form.NDJSON.value, gettext_lazy("A FHIR document a patient (NDJSON)")),
)


@dataclass(frozen=True, slots=True)
class ExportLine:
    """One export: who and when, how far, and what that means."""

    about: str
    written: int
    patients: int
    state: str
    moves: bool


def export_line(progress: Progress) -> ExportLine:
    """An export as a line."""
    export = progress.export
    form = dict(FORMS)[export.form]
    return ExportLine(
        about=f"{moment(export.asked_at)}, {export.by}: {form}",
        written=export.written,
        patients=export.patients,
        state=_state(progress),
        moves=export.finished_at is None and not progress.is_broken_off,
    )


def _state(progress: Progress) -> str:
    export = progress.export
    counts = {"written": export.written, "patients": export.patients}
    if export.finished_at:
        return _("Complete: %(written)s patients.") % counts
    if progress.is_broken_off:
        sentence = _(
            "Broken off after %(written)s of %(patients)s patients. Throw that file away and try again."
        )
        return sentence % counts
    return _("%(written)s of %(patients)s patients written.") % counts
