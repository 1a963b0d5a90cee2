"""What a patient fills in about medicines, allergies and a pregnancy. A form cleans; `recovery` saves."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.clinical.care import PAINKILLERS, Painkiller
from recovery.clinical.circumstances import PREGNANCIES
from recovery.journal.medicines import Told
from recovery.journal.models import Medicine
from recovery.journal.models.medicine import HOW_OFTEN_LENGTH, NAME_LENGTH, STRENGTH_LENGTH
from recovery.people.models.patient import ALLERGIES_LENGTH
from tracker.fields import NoteField, date_field, helper, radio_field, radios

# How “not a painkiller” stands in the form.
NOT_ONE = "none"

# A medicine that was stopped or begun longer ago than this is a typing error [P].
LONGEST_AGO = timedelta(days=3653)


def _line(label: Any, length: int, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=length, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options
    )


def _not_to_come(on: date | None, today: date) -> date | None:
    if on and on > today:
        raise forms.ValidationError(gettext("This date has yet to come. Choose today or an earlier date."))
    if on and on < today - LONGEST_AGO:
        raise forms.ValidationError(gettext("This is very long ago. Check the year."))
    return on


class MedicineForm(forms.Form):
    """A medicine in the patient's own words; whether it is a painkiller is asked here, and nowhere else."""

    name = _line(
        _("Name of the medicine"),
        NAME_LENGTH,
        help_text=_("As it stands on the box."),
        error_messages={"required": _("Fill in the name, as it stands on the box.")},
    )
    strength = _line(
        _("Strength (may stay empty)"), STRENGTH_LENGTH, required=False, help_text=_("For example: 500 mg.")
    )
    how_often = _line(
        _("How often do you take it? (may stay empty)"),
        HOW_OFTEN_LENGTH,
        required=False,
        help_text=_("As you take it now. For example: 3 times a day, or only when needed."),
    )
    painkiller = forms.ChoiceField(
        label=_("Is it a painkiller?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
    since = date_field(
        _("Since when do you use it? (may stay empty)"), required=False, help_text=_("About is good enough.")
    )

    def __init__(self, *args: Any, today: date, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["painkiller"].choices = [  # type: ignore[attr-defined]
            *((code.value, _(text)) for code, text in PAINKILLERS.items()),
            (NOT_ONE, _("It is not a painkiller")),
        ]
        if not is_new:
            del self.fields["since"]
        self.helper = helper(
            "name", "strength", "how_often", radios("painkiller"), *(["since"] if is_new else [])
        )

    def clean_since(self) -> date | None:
        return _not_to_come(self.cleaned_data["since"], self.today)

    def told(self) -> Told:
        """What was told. Only for a valid form."""
        given = self.cleaned_data
        chosen = given["painkiller"]
        return Told(
            given["name"],
            given["strength"],
            given["how_often"],
            None if chosen == NOT_ONE else Painkiller(chosen),
        )

    @staticmethod
    def initial_from(medicine: Medicine) -> dict[str, str]:
        """The form as it was filled in, for a change."""
        return {
            "name": medicine.name,
            "strength": medicine.strength,
            "how_often": medicine.how_often,
            "painkiller": medicine.painkiller or NOT_ONE,
        }


class StopForm(forms.Form):
    """The last day on which a medicine was used."""

    on = date_field(_("What was the last day on which you took it?"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.helper = helper("on")

    def clean_on(self) -> date | None:
        return _not_to_come(self.cleaned_data["on"], self.today)


class SafeCareForm(forms.Form):
    """What a care team must know besides medicines [L]. What stays empty is unknown."""

    allergies = NoteField(
        label=_("What are you allergic to?"),
        help_text=_(
            "Medicines, contrast fluid, iodine, latex, plasters. Nothing that you know of? Then write “none”. What "
            "stays empty is unknown to your doctor."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=ALLERGIES_LENGTH,
        required=False,
    )
    pregnancy = radio_field(
        _("Are you pregnant, or could you be?"),
        PREGNANCIES,
        required=False,
        help_text=_(
            "It matters for X-rays, for medicines and for an injection. You need not answer; then it is unknown."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("allergies", radios("pregnancy"))
