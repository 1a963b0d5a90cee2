"""Asking somebody to read or write along. It cleans; `recovery` saves."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tracker.fields import email_field, helper, radios

READ, WRITE = "read", "write"
LONGEST_NAME = 120


class ProxyForm(forms.Form):
    """Who, at which address, and what they may."""

    name = forms.CharField(
        label=_("Their name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("As it stands beside what they write: for you and your clinic."),
        error_messages={"required": _("Fill in a name.")},
    )
    email = email_field(
        _("Their e-mail address"),
        help_text=_("They get a link there, and sign in with this address."),
    )
    may = forms.ChoiceField(
        label=_("What may they do?"),
        choices=[
            (READ, _("Only read my diary")),
            (WRITE, _("Read my diary, and fill it in for me")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["email"].widget.attrs["autocomplete"] = "off"
        self.helper = helper("name", "email", radios("may"))

    @property
    def may_write(self) -> bool:
        """Whether they may fill it in as well. Only for a valid form."""
        return bool(self.cleaned_data["may"] == WRITE)
