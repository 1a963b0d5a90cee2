"""Whose diary, why, and that it is known who is told. The form cleans; `recovery` saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recovery.people.models import LONGEST_EMAIL, REASON_LONGEST, REASON_SHORTEST
from tracker.fields import helper


class GlassForm(forms.Form):
    """The exact address of the patient, a reason that they read, and a word that this is known."""

    email = forms.EmailField(
        label=_("E-mail address of the patient"),
        help_text=_("As the patient signs in with it. Ask the patient, or who is with them."),
        max_length=LONGEST_EMAIL,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Fill in the e-mail address of the patient.")},
    )
    reason = forms.CharField(
        label=_("Why do you need this diary now?"),
        help_text=_("The patient reads this sentence, and so does the manager of your clinic."),
        min_length=REASON_SHORTEST,
        max_length=REASON_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Write down why you need this diary now."),
            "min_length": _("Write a whole sentence, so that the patient understands why."),
        },
    )
    known = forms.BooleanField(
        label=_("I know that the patient and the manager get a mail about this"),
        error_messages={"required": _("Tick that you know who is told.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("email", "reason", "known")
