"""The code of a clinic, and whether somebody is treated there. A form cleans; `recovery` saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.people import codes
from recovery.people.models import Clinic
from tracker.fields import date_field, helper, radios, yes_no_field

LONGEST_TYPED = 40


class CodeForm(forms.Form):
    """A code as it stands on paper or was told on the phone."""

    code = forms.CharField(
        label=_("Code of the clinic"),
        max_length=LONGEST_TYPED,
        help_text=_("Such as ACDE-FGHJ. Your clinic gives it to you."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={
            "required": _("Fill in the code of the clinic."),
            "max_length": _("No clinic has this code. Check it, or ask your clinic."),
        },
    )

    def __init__(self, *args: Any, own: Clinic | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        self.helper = helper("code")

    def clean_code(self) -> Clinic:
        clinic = codes.find(self.cleaned_data["code"])
        if clinic is None:
            raise forms.ValidationError(gettext("No clinic has this code. Check it, or ask your clinic."))
        if clinic == self.own:
            raise forms.ValidationError(gettext("This clinic reads your diary already."))
        return clinic


class TreatedForm(forms.Form):
    """Whether somebody is under treatment at the clinic that is to read: it decides whom they phone."""

    under_treatment = yes_no_field("")

    def __init__(self, *args: Any, clinic: Clinic, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label = gettext("Are you under treatment for your hernia at %(clinic)s?")
        self.fields["under_treatment"].label = label % {"clinic": clinic}
        self.helper = helper(radios("under_treatment"))


class BirthDateForm(forms.Form):
    """The date of birth that an invitation is bound to."""

    birth_date = date_field(_("Your date of birth"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("birth_date")
