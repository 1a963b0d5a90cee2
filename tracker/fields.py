"""Form fields that several forms share. Their look is in `templates/fields/`."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Field, Layout
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from phonenumber_field.formfields import PhoneNumberField

from recovery.clinical import function
from recovery.clinical.scores import NRS, SCALES, Scale
from recovery.people.models import LONGEST_EMAIL

# How `yes_no_field` writes an answer.
YES_NO = {True: "yes", False: "no", None: ""}


def nrs_field(scale: Scale) -> forms.TypedChoiceField:
    """Eleven radio buttons from 0 to 10, none of them chosen."""
    return _eleven(_(SCALES[scale].question))


def activity_field(name: str) -> forms.TypedChoiceField:
    """The same for an activity of one's own; it may be skipped."""
    return _eleven(gettext(function.QUESTION) % {"activity": name})


def _eleven(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[(value, str(value)) for value in NRS],
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose a whole number from 0 to 10.")},
    )


def radio_field(label: Any, words: Mapping[Any, Any], **options: Any) -> forms.ChoiceField:
    """One of a closed set, as radio buttons, none of them chosen."""
    options.setdefault("error_messages", {"required": _("Choose one of the answers.")})
    return forms.ChoiceField(
        label=label,
        choices=[(code.value, _(text)) for code, text in words.items()],
        widget=forms.RadioSelect,
        **options,
    )


def yes_no_field(label: Any, **options: Any) -> forms.TypedChoiceField:
    """Yes or no, as radio buttons, none of them chosen; `None` when not answered."""
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
        **options,
    )


def phone_field(label: Any, **options: Any) -> PhoneNumberField:
    """A telephone number as people write it."""
    field = PhoneNumberField(
        label=label,
        region="NL",
        error_messages={
            "invalid": _("This is not a telephone number. Write it like 030 123 45 67."),
            "required": _("Fill in a telephone number, like 030 123 45 67."),
        },
        **options,
    )
    field.widget.attrs |= {"autocomplete": "off", "inputmode": "tel"}
    return field


class NoteField(forms.CharField):
    """Running text. A browser counts a line break as one character and sends two."""

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\r\n", "\n")) or ""


def email_field(label: Any, **options: Any) -> forms.EmailField:
    """An address that a mail can really be sent to."""
    return forms.EmailField(
        label=label,
        max_length=LONGEST_EMAIL,
        validators=[can_be_mailed],
        error_messages={
            "required": _("Fill in an e-mail address."),
            "invalid": _("This is not an e-mail address. Write it like name@example.nl."),
        },
        **options,
    )


def can_be_mailed(address: str) -> None:
    """Refuses an address that looks right and cannot be put on an envelope."""
    name, _at, domain = address.rpartition("@")
    if len(address.encode(errors="replace")) > LONGEST_EMAIL:
        raise forms.ValidationError(_("This address is too long. Check it."), "invalid")
    try:
        name.encode("ascii")
        domain.encode("idna")
    except UnicodeError:
        raise forms.ValidationError(_("No mail can be sent to this address. Check it."), "invalid") from None


def not_to_come(day: date, today: date) -> date:
    """The day; refuses one after `today`."""
    if day > today:
        raise forms.ValidationError(gettext("This date has yet to come. Choose today or an earlier date."))
    return day


class DateInput(forms.DateInput):
    """The browser's own date picker, which wants ISO dates whatever the language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def date_field(label: Any, **options: Any) -> forms.DateField:
    """A date; typed by hand it may also be 31-12-2026."""
    return forms.DateField(
        label=label,
        widget=DateInput(),
        input_formats=["%Y-%m-%d", "%d-%m-%Y", "%d/%m/%Y"],
        error_messages={
            "required": _("Fill in a date, such as 31-12-2026."),
            "invalid": _("This is not a date. Write it like 31-12-2026."),
        },
        **options,
    )


class Question(Field):
    """A field in a layout that is drawn by a template of ours, with words that are not the field's own."""

    def __init__(self, name: str, *, template: str, **words: Any) -> None:
        super().__init__(name, template=template)
        self.words = words

    def render(self, form: forms.BaseForm, context: Any, *args: Any, **kwargs: Any) -> str:
        kwargs["extra_context"] = {**self.words, **(kwargs.get("extra_context") or {})}
        return str(super().render(form, context, *args, **kwargs))


class More(Div):
    """Questions that can be left out, folded behind a line unless one of them was answered wrong."""

    template = "fields/more.html"

    def __init__(self, title: Any, *fields: Any, starts_open: bool = False) -> None:
        super().__init__(*fields)
        self.title = title
        self.starts_open = self.is_open = starts_open

    def render(self, form: forms.BaseForm, *args: Any, **kwargs: Any) -> str:
        wrong = any(pointer.name in form.errors for pointer in self.get_field_names())
        self.is_open = self.starts_open or wrong
        return str(super().render(form, *args, **kwargs))


def scale(which: Scale) -> Question:
    """A 0-10 question in a layout: legend, labelled ends, eleven cells."""
    text = SCALES[which]
    return Question(which.value, template="fields/scale.html", low=_(text.low), high=_(text.high))


def activity_scale(name: str) -> Question:
    """The question about an activity of one's own in a layout, both ends labelled."""
    low, high = _(function.LOW), _(function.HIGH)
    return Question(name, template="fields/scale.html", low=low, high=high, help=_("May be skipped."))


def radios(name: str, **words: Any) -> Question:
    """Radio buttons as large rows."""
    return Question(name, template="fields/radios.html", **words)


def helper(*layout: Any) -> FormHelper:
    """A layout without the form tag: the page writes that, with its errors on top and its button below."""
    made = FormHelper()
    made.form_tag = False
    made.layout = Layout(*layout)
    return made
