"""What a clinic fills in. A form cleans; `recovery` saves."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.alerts.models import NOTE_LENGTH, Outcome
from recovery.clinical.course import TREATMENTS, TreatmentKind
from tracker.clinic.words import JUDGED, NEEDED, OUTCOMES, Needed
from tracker.fields import NoteField, date_field, helper, radio_field, radios


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


class TreatmentForm(forms.Form):
    """An injection or operation, which ends the spontaneous course."""

    kind = radio_field(_("Treatment"), TREATMENTS)
    on = date_field(_("Date"))

    def __init__(self, *args: Any, onset: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.onset, self.today = onset, today
        self.helper = helper(radios("kind"), "on")

    def clean_kind(self) -> TreatmentKind:
        return TreatmentKind(self.cleaned_data["kind"])

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(
                gettext("This date has yet to come. Choose today or an earlier date.")
            )
        if on < self.onset:
            raise forms.ValidationError(gettext("This date is before the leg pain began."))
        return on


class SinceForm(forms.Form):
    """The date with which the neurologist compares, such as that of the last visit."""

    since = date_field(_("Compare with"))

    def __init__(self, *args: Any, onset: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.onset, self.today = onset, today
        self.helper = helper("since")

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if not self.onset <= since < self.today:
            raise forms.ValidationError(gettext("Choose a date between the start of the leg pain and today."))
        return since
