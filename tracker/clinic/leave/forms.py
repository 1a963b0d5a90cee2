"""To which clinic a patient is handed over. The form cleans; `recovery` saves."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from recovery.people import access
from recovery.people.models import Clinic
from tracker.fields import helper


class TransferForm(forms.Form):
    """Another clinic than the patient's own."""

    to = forms.ModelChoiceField(
        label=_("To which clinic?"),
        queryset=Clinic.objects.none(),
        empty_label=_("Choose a clinic"),
        error_messages={"required": _("Choose a clinic."), "invalid_choice": _("Choose a clinic.")},
    )

    def __init__(self, *args: Any, of: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = access.clinics().exclude(pk=of.pk)
        cast("forms.ModelChoiceField[Clinic]", self.fields["to"]).queryset = others
        self.helper = helper("to")
