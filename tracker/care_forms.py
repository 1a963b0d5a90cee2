"""What patient and clinic fill in about an episode: treatments, pictures, visits. A form cleans; `recovery` saves."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.clinical.care import CARES, IMAGING, LASTING, PAINKILLERS, Care, ImagingKind, Painkiller
from recovery.episodes.models import FINDING_LENGTH, Episode
from recovery.episodes.telling import Wrong, wrong_with
from tracker.fields import NoteField, date_field, helper, radio_field, radios

# What can be added besides the steps of the ladder, as it stands in an address.
IMAGING_SLUG = "imaging"
VISIT_SLUG = "visit"

# A visit later than this is a typing error.
LATEST_VISIT = timedelta(days=731)

WRONG = {
    Wrong.TO_COME: _("This date has yet to come. What is planned has not happened yet: add it afterwards."),
    Wrong.BEFORE_THE_ONSET: _("This date is before the leg pain began."),
    Wrong.BEFORE_IT_BEGAN: _("This date is before it began."),
}


class _DatedForm(forms.Form):
    """Something that happened in the episode so far."""

    title: Any

    def __init__(self, *args: Any, episode: Episode, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.episode, self.today = episode, today

    def happened(self, name: str) -> date | None:
        """The date in a field, refused outside the episode so far."""
        on: date | None = self.cleaned_data[name]
        wrong = wrong_with(on, onset=self.episode.onset, today=self.today) if on else None
        if wrong:
            raise forms.ValidationError(WRONG[wrong])
        return on


class CareForm(_DatedForm):
    """A step of the ladder; of painkillers the class, and the end of what goes on for a while."""

    painkiller = radio_field(_("Which kind?"), PAINKILLERS)
    on = date_field(_("Date"), help_text=_("About is good enough."))
    until = date_field(
        _("Until which day? (may stay empty)"), required=False, help_text=_("Leave it empty when it goes on.")
    )

    def __init__(self, *args: Any, kind: Care, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.title = kind, _(CARES[kind])
        layout: list[Any] = ["on"]
        if kind is Care.PAINKILLERS:
            layout.insert(0, radios("painkiller"))
        else:
            del self.fields["painkiller"]
        if kind in LASTING:
            self.fields["on"].label = _("From which day?")
            layout.append("until")
        else:
            del self.fields["until"]
        self.helper = helper(*layout)

    def clean_painkiller(self) -> Painkiller:
        return Painkiller(self.cleaned_data["painkiller"])

    def clean_on(self) -> date | None:
        return self.happened("on")

    def clean_until(self) -> date | None:
        return self.happened("until")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        on, until = cleaned.get("on"), cleaned.get("until")
        if on and until and until < on:
            self.add_error("until", WRONG[Wrong.BEFORE_IT_BEGAN])
        return cleaned


class ImagingForm(_DatedForm):
    """A picture of the lower back."""

    title = _("Picture of the back")
    kind = radio_field(_("Which kind?"), IMAGING)
    on = date_field(_("Date"))
    finding = NoteField(
        label=_("What was seen on it? (may stay empty)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=FINDING_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(radios("kind"), "on", "finding")

    def clean_kind(self) -> ImagingKind:
        return ImagingKind(self.cleaned_data["kind"])

    def clean_on(self) -> date | None:
        return self.happened("on")


class VisitForm(_DatedForm):
    """A visit to come."""

    title = _("Visit to the clinic")
    day = date_field(_("On which day?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("day")

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(gettext("This day is over. Choose today or a later day."))
        if day > self.today + LATEST_VISIT:
            raise forms.ValidationError(gettext("This day is too far away. Check the year."))
        return day


class EndForm(_DatedForm):
    """The last day of what went on for a while."""

    until = date_field(_("What was the last day?"))

    def __init__(self, *args: Any, began: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.began = began
        self.helper = helper("until")

    def clean_until(self) -> date | None:
        until = self.happened("until")
        if until and until < self.began:
            raise forms.ValidationError(WRONG[Wrong.BEFORE_IT_BEGAN])
        return until


AddForm = CareForm | ImagingForm | VisitForm


def add_form(what: str, data: Any, *, episode: Episode, today: date) -> AddForm | None:
    """The form to add what an address names; `None` for what cannot be added."""
    if what in set(Care):
        return CareForm(data, kind=Care(what), episode=episode, today=today)
    if what == IMAGING_SLUG:
        return ImagingForm(data, episode=episode, today=today)
    return VisitForm(data, episode=episode, today=today) if what == VISIT_SLUG else None
