"""Whom to invite. A form cleans; `recovery` saves."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from tracker.clinic.invite.guest_list import MOST_BYTES
from tracker.fields import date_field, email_field, helper

# As in `details_forms`: nobody is older.
OLDEST_YEARS = 120


class GuestForm(forms.Form):
    """Somebody to invite by mail. `today` bounds the date of birth."""

    name = forms.CharField(
        label=_("Name of the patient"),
        max_length=120,
        error_messages={
            "required": _("Fill in the name of the patient."),
            "max_length": _("This name is too long. Use at most 120 characters."),
        },
    )
    email = email_field(_("E-mail address"))
    birth_date = date_field(
        _("Date of birth (may stay empty)"),
        required=False,
        help_text=_("With it, only who fills in this date can use the link."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_birth_date(self) -> date | None:
        born: date | None = self.cleaned_data["birth_date"]
        if born and not self.today - timedelta(days=OLDEST_YEARS * 366) <= born <= self.today:
            raise forms.ValidationError(gettext("Check the year of this date of birth."))
        return born


class InviteForm(GuestForm):
    """Whom to invite: without an e-mail address on a printed sheet."""

    email = email_field(
        _("E-mail address (may stay empty)"),
        required=False,
        help_text=_("Empty: you get a sheet to print, with a QR code."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("name", "email", "birth_date")


class GuestListForm(forms.Form):
    """A file with people to invite."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "A line a patient: name, e-mail address and, if you like, date of birth. The first line names the columns: "
            "name; email; birth date. At most 1,000 lines and 1 MB."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
        error_messages={
            "required": _("Choose a file."),
            "missing": _("Choose a file."),
            "empty": _("This file is empty. Choose another."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("file")

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(gettext("This file is larger than 1 MB. Split it."))
        return bytes(file.read())
