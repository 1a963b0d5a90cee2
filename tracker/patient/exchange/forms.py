"""What a patient hands in, and which column of it holds what."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.clinical.scores import SCALES, Scale
from recovery.exchange.other_apps import DateOrder, Mapping, RawTable, ScaleOf, orders_of, scales_of
from tracker.fields import helper, radio_field, radios

ORDERS = {
    DateOrder.YEAR_FIRST: _("2026-12-31: the year first"),
    DateOrder.DAY_FIRST: _("31-12-2026: the day first"),
    DateOrder.MONTH_FIRST: _("12/31/2026: the month first"),
}

SCALES_OF = {
    ScaleOf.TEN: _("0 to 10"),
    ScaleOf.HUNDRED: _("0 to 100"),
    ScaleOf.FIVE: _("0 to 5, or another one"),
}

# Words in the name of a column that say what it may hold, in Dutch and English.
LIKELY: dict[str, tuple[str, ...]] = {
    Scale.LIMITATION.value: ("beperk", "limit", "activ", "hinder"),
    Scale.LEG_PAIN.value: ("been", "leg", "uitstral"),
    Scale.BACK_PAIN.value: ("rug", "back"),
    "note": ("note", "notitie", "opmerk", "comment", "bijzonder"),
}


class UploadForm(forms.Form):
    """A file. What is in it is looked at by `recovery.exchange`."""

    file = forms.FileField(
        label=_("The file"),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file first."), "invalid": _("Choose a file first.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.json,text/csv,application/json"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("file")


class MappingForm(forms.Form):
    """Which column is which. What is certain is filled in; the rest is asked."""

    day = forms.TypedChoiceField(label=_("The date"), coerce=int)
    order = radio_field(_("How is the date written?"), ORDERS)
    leg_pain = forms.TypedChoiceField(
        label=_(SCALES[Scale.LEG_PAIN].name), coerce=int, empty_value=None, required=False
    )
    back_pain = forms.TypedChoiceField(
        label=_(SCALES[Scale.BACK_PAIN].name), coerce=int, empty_value=None, required=False
    )
    limitation = forms.TypedChoiceField(
        label=_(SCALES[Scale.LIMITATION].name), coerce=int, empty_value=None, required=False
    )
    scale = radio_field(_("From which number to which number does the pain go there?"), SCALES_OF)
    note = forms.TypedChoiceField(label=_("Note"), coerce=int, empty_value=None, required=False)

    def __init__(self, data: Any, *, table: RawTable) -> None:
        super().__init__(data, initial=guess(table))
        columns = [(number, name or f"({number + 1})") for number, name in enumerate(table.names)]
        cast("forms.ChoiceField", self.fields["day"]).choices = columns
        for name in (*(scale.value for scale in Scale), "note"):
            cast("forms.ChoiceField", self.fields[name]).choices = [("", _("not in the file")), *columns]
        self.helper = helper(
            "day", radios("order"), "leg_pain", "back_pain", "limitation", radios("scale"), "note"
        )
        self.helper.disable_csrf = True  # it is sent by GET, and a token does not belong in an address

    def clean_scale(self) -> ScaleOf:
        scale = ScaleOf(self.cleaned_data["scale"])
        if scale is ScaleOf.FIVE:
            raise forms.ValidationError(
                gettext(
                    "This scale cannot become 0 to 10 without guessing, so these days cannot be brought in."
                )
            )
        return scale

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [cleaned.get(name) for name in ("day", *(scale.value for scale in Scale), "note")]
        used = [column for column in chosen if column is not None]
        if len(set(used)) < len(used):
            raise forms.ValidationError(gettext("You chose the same column twice. Choose another one."))
        if all(cleaned.get(scale.value) is None for scale in Scale):
            raise forms.ValidationError(
                gettext("Choose a column for the leg pain, the back pain or the limitation.")
            )
        return cleaned

    def mapping(self) -> Mapping:
        """What was chosen. Only for a valid form."""
        given = self.cleaned_data
        return Mapping(
            day=given["day"],
            scales={scale: given[scale.value] for scale in Scale if given[scale.value] is not None},
            note=given["note"],
            order=DateOrder(given["order"]),
            scale=given["scale"],
        )


def guess(table: RawTable) -> dict[str, Any]:
    """What the file itself says; a thing that could be otherwise is left open."""
    found: dict[str, Any] = {name: _named(table, words) for name, words in LIKELY.items()}
    orders = {number: orders_of(table.column(number)) for number in range(len(table.names))}
    found["day"] = next((number for number, fits in orders.items() if fits), None)
    fits = orders.get(found["day"], ())
    if len(fits) == 1:
        found["order"] = fits[0].value
    scored = [found[scale.value] for scale in Scale if found[scale.value] is not None]
    scales = scales_of([cell for number in scored for cell in table.column(number)])
    if scored and len(scales) == 1:
        found["scale"] = scales[0].value
    return found


def _named(table: RawTable, words: tuple[str, ...]) -> int | None:
    names = [name.lower() for name in table.names]
    return next((n for n, name in enumerate(names) if any(word in name for word in words)), None)
