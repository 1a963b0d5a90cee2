"""What a clinic fills in. A form cleans; `recovery` saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.alerts.models import NOTE_LENGTH, Outcome
from tracker.clinic.words import JUDGED, NEEDED, OUTCOMES, Needed
from tracker.fields import NoteField, helper, radio_field, radios


class CloseForm(forms.Form):
    """How an alert ended."""

    outcome = radio_field(_("What was done?"), OUTCOMES)
    needed = radio_field(_("Afterwards: was it right that this alert rang?"), NEEDED)
    note = NoteField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=NOTE_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(radios("outcome"), radios("needed"), "note")

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def clean_needed(self) -> bool | None:
        return JUDGED[Needed(self.cleaned_data["needed"])]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == Outcome.OTHER and not cleaned.get("note"):
            self.add_error("note", gettext("Write down what was done."))
        return cleaned
