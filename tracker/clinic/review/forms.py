"""What a neurologist fills in on the review: two dates, a note, a plan. A form cleans; `recovery` saves."""

from datetime import date
from typing import Any
from uuid import uuid4

from crispy_forms.layout import Div
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.clinical.care import CARES, PAINKILLERS, Care, Painkiller
from recovery.episodes.models.visit import NOTE_LENGTH
from tracker.fields import NoteField, date_field, helper

# Painkillers are chosen by class: one list holds them and the other steps.
OF_PAINKILLERS = f"{Care.PAINKILLERS.value}:"


class CompareForm(forms.Form):
    """Two dates that are compared; the page slides them where there is a script."""

    first = date_field(_("First date"))
    second = date_field(_("Second date"))

    def __init__(self, *args: Any, onset: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.onset, self.today = onset, today
        self.helper = helper("first", "second")
        self.helper.disable_csrf = True  # it is sent by GET, and a token does not belong in an address

    def clean_first(self) -> date:
        return self._within(self.cleaned_data["first"])

    def clean_second(self) -> date:
        return self._within(self.cleaned_data["second"])

    def _within(self, day: date) -> date:
        if not self.onset <= day <= self.today:
            raise forms.ValidationError(gettext("Choose a date between the start of the leg pain and today."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        first, second = cleaned.get("first"), cleaned.get("second")
        if first and second and first >= second:
            self.add_error("second", gettext("Choose a second date that lies after the first."))
        return cleaned


def _text_field(label: Any, rows: int, **options: Any) -> NoteField:
    return NoteField(
        label=label,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=NOTE_LENGTH,
        error_messages={"required": _("Write something first.")},
        **options,
    )


class NoteForm(forms.Form):
    """A note of the clinic; `replaces` is the note that it corrects. `once` tells a form that was sent twice."""

    text = _text_field(_("Note"), 3)
    shared = forms.BooleanField(label=_("The patient may read this"), required=False)
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.helper = helper("text", "shared", "once", "replaces")

    def anew(self) -> "NoteForm":
        """The same words as a note of their own, because somebody else corrected that one first."""
        made = NoteForm({**{name: self.data.get(name) for name in self.data}, "replaces": ""})
        made.add_error(
            None, gettext("Somebody corrected this note first. Read theirs below; yours is not saved yet.")
        )
        return made


def _steps() -> list[tuple[Any, Any]]:
    """The steps of the ladder, painkillers by class."""
    pills = [(f"{OF_PAINKILLERS}{one.value}", _(PAINKILLERS[one])) for one in Painkiller]
    others = [(care.value, _(CARES[care])) for care in Care if care is not Care.PAINKILLERS]
    return [("", "–"), *others, (_(CARES[Care.PAINKILLERS]), pills)]


class PlanForm(forms.Form):
    """The next visit, a treatment, a message to the patient: any of the three."""

    visit = date_field(_("Next visit"), required=False)
    kind = forms.ChoiceField(label=_("Treatment"), choices=_steps, required=False)
    on = date_field(_("Date of the treatment"), required=False)
    message = _text_field(
        _("Message to the patient"),
        3,
        required=False,
        help_text=_("The patient reads it in the diary, and gets a mail that there is one."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, onset: date, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"once": uuid4()} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.onset, self.today = onset, today
        self.helper = helper("visit", Div("kind", "on"), "message", "once")

    def clean_visit(self) -> date | None:
        visit: date | None = self.cleaned_data["visit"]
        if visit and visit < self.today:
            raise forms.ValidationError(gettext("This date is over. Choose today or a later date."))
        return visit

    def clean_on(self) -> date | None:
        on: date | None = self.cleaned_data["on"]
        if on and on > self.today:
            raise forms.ValidationError(
                gettext("This date has yet to come. Choose today or an earlier date.")
            )
        if on and on < self.onset:
            raise forms.ValidationError(gettext("This date is before the leg pain began."))
        return on

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in ("visit", "kind", "on", "message")):
            self.add_error(
                None, gettext("Nothing is planned yet: fill in a visit, a treatment or a message.")
            )
        if cleaned.get("kind") and "on" not in self.errors and not cleaned.get("on"):
            self.add_error("on", gettext("Fill in a date, such as 31-12-2026."))
        if cleaned.get("on") and "kind" not in self.errors and not cleaned.get("kind"):
            self.add_error("kind", gettext("Choose the treatment of this date."))
        return cleaned

    def treatment(self) -> dict[str, Any] | None:
        """Which step of the ladder and when, as the service takes it. Only for a valid form."""
        kind: str = self.cleaned_data["kind"]
        if not kind:
            return None
        on = self.cleaned_data["on"]
        if kind.startswith(OF_PAINKILLERS):
            pill = Painkiller(kind.removeprefix(OF_PAINKILLERS))
            return {"kind": Care.PAINKILLERS, "painkiller": pill, "on": on}
        return {"kind": Care(kind), "painkiller": None, "on": on}
