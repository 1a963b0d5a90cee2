"""What a manager fills in about the ladder. A form cleans; `recovery.alerts` saves."""

from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.alerts.models import Address, ChannelKind, Shift, Until
from recovery.alerts.models.ladder import LATEST_RUNG_MINUTES, LONGEST_TARGET
from tracker.clinic.ladder.targets import target_field
from tracker.clinic.ladder.words import SHORT_KINDS
from tracker.clinic.words import KINDS, SHIFTS, UNTIL
from tracker.fields import helper, radio_field, radios

LONGEST_NAME = 80


class When(StrEnum):
    """In which of the two ladders a step is set."""

    BOTH = "both"
    OFFICE = "office"
    OUTSIDE = "outside"


WHEN = {
    When.BOTH: _("Always"),
    When.OFFICE: SHIFTS[Shift.OFFICE],
    When.OUTSIDE: SHIFTS[Shift.OUTSIDE],
}

SHIFTS_OF = {When.BOTH: tuple(Shift), When.OFFICE: (Shift.OFFICE,), When.OUTSIDE: (Shift.OUTSIDE,)}

HOW_MANY_MINUTES = _("Fill in a whole number from 0 (at once) to 10080 (a week).")


def name_field() -> forms.CharField:
    """What the manager calls an address."""
    return forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("Such as “Outpatient desk” or “Neurologist on call”."),
        error_messages={
            "required": _("Fill in a name."),
            "max_length": _("Choose a shorter name, of at most 80 characters."),
        },
    )


class RungForm(forms.Form):
    """A step of the ladder."""

    when = radio_field(_("When?"), WHEN, initial=When.BOTH)
    after_minutes = forms.IntegerField(
        label=_("How many minutes after the alert?"),
        help_text=_("0 is at once."),
        min_value=0,
        max_value=LATEST_RUNG_MINUTES,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HOW_MANY_MINUTES),
    )
    until = radio_field(
        _("Only…"), UNTIL, initial=Until.TAKEN, help_text=_("For a step at once this makes no difference.")
    )
    address = forms.ChoiceField(
        label=_("To which address?"),
        error_messages={
            "required": _("Choose an address."),
            "invalid_choice": _("This address is no longer in use. Choose another one."),
        },
    )

    def __init__(self, *args: Any, addresses: list[Address], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.addresses = {str(address.pk): address for address in addresses}
        choices = [(pk, _with_kind(address)) for pk, address in self.addresses.items()]
        self.fields["address"].choices = [("", gettext("Choose…")), *choices]  # type: ignore[attr-defined]
        self.helper = helper(radios("when"), "after_minutes", radios("until"), "address")

    def clean_address(self) -> Address:
        return self.addresses[self.cleaned_data["address"]]

    def rung(self) -> dict[str, Any]:
        """What `ladder.add_rung` takes. Nobody can have taken or closed anything at once."""
        given = self.cleaned_data
        return {
            "shifts": SHIFTS_OF[When(given["when"])],
            "after_minutes": given["after_minutes"],
            "until": Until(given["until"]) if given["after_minutes"] else Until.TAKEN,
            "address": given["address"],
        }


def _with_kind(address: Address) -> str:
    return f"{address.name} ({SHORT_KINDS[ChannelKind(address.kind)]})"


class AddressForm(forms.Form):
    """The name of an address and where it is; of which kind it is stays as it is."""

    name = name_field()

    def __init__(self, *args: Any, kind: ChannelKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"] = target_field(kind)
        self.helper = helper("name", "target")


class NewAddressForm(forms.Form):
    """An address: of which kind, its name, and where it is."""

    kind = radio_field(_("How does the message go?"), KINDS, initial=ChannelKind.EMAIL)
    name = name_field()
    target = forms.CharField(
        label=_("E-mail address or URL"),
        max_length=LONGEST_TARGET,
        help_text=_("For a webhook the URL, which begins with https://. The IT department knows it."),
        error_messages={
            "required": _("Fill in where the message goes."),
            "max_length": _("This is too long. Check it."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(radios("kind"), "name", "target")

    def clean_kind(self) -> ChannelKind:
        return ChannelKind(self.cleaned_data["kind"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "kind" in cleaned and "target" in cleaned:
            try:
                cleaned["target"] = target_field(cleaned["kind"]).clean(cleaned["target"])
            except forms.ValidationError as error:
                self.add_error("target", error)
        return cleaned
