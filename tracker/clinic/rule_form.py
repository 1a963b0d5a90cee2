"""What is filled in to decide about a sign. A form cleans; `recovery` saves."""

from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from recovery.alerts.models.decision import NAME_LENGTH, NOTE_LENGTH
from recovery.clinical.signs import Rule, Urgency
from tracker.clinic.words import URGENCIES
from tracker.fields import NoteField, date_field, helper, not_to_come, radio_field, radios


class DecisionForm(forms.Form):
    """An urgency for one sign, signed."""

    urgency = radio_field(_("How soon do patients phone about this sign?"), URGENCIES)
    signed_by = forms.CharField(
        label=_("Signed by"),
        help_text=_("The clinician who decides this: name and post, such as “dr. A. de Haan, neurologist”."),
        max_length=NAME_LENGTH,
        error_messages={"required": _("Fill in who signs this.")},
    )
    signed_on = date_field(_("Signed on"))
    note = NoteField(
        label=_("Note (may stay empty)"),
        help_text=_("Why, or where it was agreed."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=NOTE_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, rule: Rule, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        cast("forms.ChoiceField", self.fields["urgency"]).choices = [
            (urgency.value, URGENCIES[urgency]) for urgency in rule.urgencies
        ]
        self.helper = helper(radios("urgency"), "signed_by", "signed_on", "note")

    def clean_urgency(self) -> Urgency:
        return Urgency(self.cleaned_data["urgency"])

    def clean_signed_on(self) -> date:
        return not_to_come(self.cleaned_data["signed_on"], self.today)
