"""What a clinic says of an episode. A form cleans; `recovery` saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recovery.clinical.care import DiscLevel
from recovery.clinical.scores import SIDES, Side
from recovery.episodes.models import REASON_LENGTH, Episode
from recovery.people.models import Patient
from tracker.fields import YES_NO, NoteField, helper, radio_field, radios, yes_no_field


class PlaceForm(forms.Form):
    """Between which vertebrae, as far as known, and in which leg."""

    level = forms.ChoiceField(
        label=_("Level"),
        choices=[("", _("Not known")), *((level.value, level.value) for level in DiscLevel)],
        required=False,
    )
    side = radio_field(_("Side"), SIDES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("level", radios("side"))

    @staticmethod
    def initial_from(episode: Episode) -> dict[str, str]:
        return {"level": episode.level, "side": episode.side}

    def clean_level(self) -> DiscLevel | None:
        level = self.cleaned_data["level"]
        return DiscLevel(level) if level else None

    def clean_side(self) -> Side:
        return Side(self.cleaned_data["side"])


class StatusForm(forms.Form):
    """Under treatment here or not."""

    under_treatment = yes_no_field(
        _("Under treatment here"), help_text=_("It decides whom the patient is told to phone.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(radios("under_treatment"))

    @staticmethod
    def initial_from(patient: Patient) -> dict[str, str]:
        return {"under_treatment": YES_NO[patient.under_treatment]}


class DismissForm(forms.Form):
    """Why a prompt is set aside; `about` is what it rested on when it was read."""

    about = forms.CharField(widget=forms.HiddenInput, required=False)
    reason = NoteField(
        label=_("Why does this not apply?"),
        widget=forms.TextInput,
        max_length=REASON_LENGTH,
        error_messages={"required": _("Write down why.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("about", "reason")
