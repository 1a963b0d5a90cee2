"""What a manager fills in about whom to phone. The form cleans; `recovery` saves."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import sha256
from typing import Any, ClassVar

from crispy_forms.layout import Column, Div, Fieldset, Row
from django import forms
from django.utils.dates import WEEKDAYS as NAMES_OF_WEEKDAYS
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.clinical.natural_course import HIGHEST_STARTING_OF_100, LOWEST_STARTING_OF_100
from recovery.people import holidays
from recovery.people.holidays import HOLIDAYS
from recovery.people.models import TOLD_LENGTH, Clinic
from recovery.people.office import WEEKDAYS
from tracker.channels import push
from tracker.clinic import closed_days
from tracker.fields import NoteField, Question, helper, phone_field

LONGEST_LIST = 10_000
LONGEST_READING_DAYS = 365
DAYS = tuple(zip(WEEKDAYS, map(capfirst, NAMES_OF_WEEKDAYS.values()), strict=True))
TIMES = tuple(f"{day}_{end}" for day in WEEKDAYS for end in ("opens", "closes"))


class WeekTable(Div):
    """The hours of a week in a layout: a row a day, two times a row."""

    template = "fields/week.html"

    def render(self, form: forms.BaseForm, *args: Any, **kwargs: Any) -> str:
        self.days = [
            {"name": name, "opens": form[f"{day}_opens"], "closes": form[f"{day}_closes"]}
            for day, name in DAYS
        ]
        return str(super().render(form, *args, **kwargs))


def _named(values: Mapping[str, Any]) -> str:
    """A short name for values: another one as soon as any of them is another."""
    return sha256(repr(sorted((name, str(value)) for name, value in values.items())).encode()).hexdigest()


def _with(data: Any, **fields: str) -> Any:
    """What was posted, with some fields as they are now."""
    changed = data.copy()
    for name, value in fields.items():
        changed[name] = value
    return changed


def _told(label: Any, **options: Any) -> NoteField:
    """What is told in one language."""
    widget = forms.Textarea(attrs={"rows": 3})
    return NoteField(label=label, max_length=TOLD_LENGTH, required=False, widget=widget, **options)


def _layout(reminding: Iterable[str]) -> Iterator[Fieldset]:
    """The form as the page has it; `reminding` are its last fields."""
    yield Fieldset(
        _("Patients under treatment here phone"),
        Row(Column("desk_phone"), Column("desk_name")),
        Row(Column("emergency_phone"), Column("emergency_name")),
    )
    yield Fieldset(_("Hours of the desk"), WeekTable())
    kept = Question("kept_holidays", template="fields/checks.html")
    yield Fieldset(_("Holidays and other days"), kept, "further_days")
    yield Fieldset(_("What patients are told outside these hours"), "told_nl", "told_en")
    others = ("gp_out_of_hours_phone", "gp_out_of_hours_name")
    yield Fieldset(_("Other patients phone their GP"), *others)
    yield Fieldset(_("The outlook of patients"), "starting_share", "shows_figure")
    yield Fieldset(_("After a discharge"), "reads_after_discharge_days")
    yield Fieldset(_("Silence and reminders"), *reminding)


class NumbersForm(forms.ModelForm):  # type: ignore[type-arg]
    """The clinic's lines and hours, which decide whom its patients phone.

    `as_shown` names the numbers that the page showed: a page from before somebody else changed them saves
    nothing, or it would put an old number back.
    """

    as_shown = forms.CharField(widget=forms.HiddenInput, required=False)

    desk_phone = phone_field(_("Neurology outpatient desk"))
    emergency_phone = phone_field(_("Emergency department"))
    gp_out_of_hours_phone = phone_field(
        _("Out-of-hours GP service of the region"),
        help_text=_("For patients who did not fill in their own."),
    )
    kept_holidays = forms.MultipleChoiceField(
        label=_("Closed on these holidays"),
        choices=[(holiday.value, _(name)) for holiday, name in HOLIDAYS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    further_days = NoteField(
        label=_("Closed on these days too"),
        help_text=_("One date a line, with the reason if you like: 24-12-2026 Christmas Eve"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST_LIST,
        required=False,
        strip=False,  # an error names the line as it stands on the page
    )
    told_nl = _told(
        _("In Dutch"),
        help_text=_(
            "May stay empty. It stands below the number, for patients under treatment here. At most 500 characters."
        ),
    )
    told_en = _told(_("In English"))

    starting_share = forms.IntegerField(
        label=_("Starting point: of 100 patients, how many recover by themselves?"),
        help_text=_(
            "80 is the hospital leaflet's. The page “Recovery” shows how it is at your clinic; change this only with "
            "reason."
        ),
        min_value=LOWEST_STARTING_OF_100,
        max_value=HIGHEST_STARTING_OF_100,
        error_messages={
            "required": _("Fill in a number from 40 to 95."),
            "invalid": _("Fill in a whole number from 40 to 95."),
            "min_value": _("Fill in a number from 40 to 95."),
            "max_value": _("Fill in a number from 40 to 95."),
        },
    )

    reads_after_discharge_days = forms.IntegerField(
        label=_("For how many days does the clinic read along after a discharge?"),
        help_text=_(
            "A red flag in that time still reaches the clinic. Who was discharged before keeps their date."
        ),
        min_value=0,
        max_value=LONGEST_READING_DAYS,
        error_messages={
            "required": _("Fill in a number from 0 to 365."),
            "invalid": _("Fill in a whole number from 0 to 365."),
            "min_value": _("Fill in a number from 0 to 365."),
            "max_value": _("Fill in a number from 0 to 365."),
        },
    )

    class Meta:
        model = Clinic
        fields = (
            "desk_phone",
            "desk_name",
            "emergency_phone",
            "emergency_name",
            "gp_out_of_hours_phone",
            "gp_out_of_hours_name",
            *TIMES,
            "told_nl",
            "told_en",
            "starting_share",
            "shows_figure",
            "reads_after_discharge_days",
            "shows_silence",
            "allows_push",
        )
        labels: ClassVar = {
            "desk_name": _("Name of the desk"),
            "emergency_name": _("Name of the emergency department"),
            "gp_out_of_hours_name": _("Name of this GP service"),
            "shows_figure": _("Patients see the figure of their own outlook"),
            "shows_silence": _("The list shows who has written nothing for a week"),
            "allows_push": _("Patients may choose a notification of their browser as a reminder"),
            **{f"{day}_opens": format_lazy(_("{day}, opens at"), day=name) for day, name in DAYS},
            **{f"{day}_closes": format_lazy(_("{day}, closes at"), day=name) for day, name in DAYS},
        }
        help_texts: ClassVar = {
            "desk_name": _("May stay empty. Patients read it instead of “Neurology outpatient desk”."),
            "emergency_name": _("May stay empty. Patients read it instead of “Emergency department”."),
            "gp_out_of_hours_name": _(
                "May stay empty. Patients read it instead of “Out-of-hours GP service”."
            ),
            "shows_silence": _("For who keeps the diary every week: two weeks."),
            "allows_push": _(
                "It passes through the service of the maker of the browser: Google, Mozilla, Apple or Microsoft. The "
                "contents are encrypted and say only “Time for your diary”; the maker sees that something is sent, "
                "and when. Without it reminders are mails."
            ),
            "shows_figure": _("Without it they read the same in words, such as “most people”."),
        }
        error_messages: ClassVar = {name: {"invalid": _("Write a time like 08:30.")} for name in TIMES}
        widgets: ClassVar = {
            name: forms.TimeInput(attrs={"type": "time", "class": "form-control"}, format="%H:%M")
            for name in TIMES
        }

    def __init__(self, data: Mapping[str, Any] | None = None, *, instance: Clinic, today: date) -> None:
        initial = {
            "kept_holidays": [holiday.value for holiday in holidays.kept_by(instance)],
            "further_days": closed_days.write(instance.closed_days.all()),
        }
        self.now = {name: getattr(instance, name) for name in self._meta.fields or ()}
        as_now = _named({**self.now, **initial})
        super().__init__(data, instance=instance, initial={**initial, "as_shown": as_now})
        self.is_stale = bool(data and data.get("as_shown", as_now) != as_now)
        if self.is_stale:
            self.data = _with(self.data, as_shown=as_now)
        self.today = today
        reminding = ["shows_silence", "allows_push"]
        if not push.is_offered():
            del self.fields[reminding.pop()]
        self.helper = helper("as_shown", *_layout(reminding))

    def clean_further_days(self) -> Mapping[date, str]:
        return closed_days.read(self.cleaned_data["further_days"], today=self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for day in WEEKDAYS:
            self._clean_day(f"{day}_opens", f"{day}_closes", cleaned)
        if self.is_stale:
            self.add_error(None, self._changed_meanwhile(cleaned))
        return cleaned

    def _changed_meanwhile(self, cleaned: Mapping[str, Any]) -> str:
        """What is in use now and not what was filled in, for who saves a page that is too old."""
        others = [name for name, value in self.now.items() if name in cleaned and cleaned[name] != value]
        told = "; ".join(f"{self.fields[name].label}: {self.now[name] or '–'}" for name in others)
        sentence = gettext(
            "Somebody changed this page meanwhile, so nothing was saved. In use now: %(now)s. Check what stands "
            "below, and save again."
        )
        return sentence % {"now": told or "–"}

    def _clean_day(self, opens_at: str, closes_at: str, cleaned: dict[str, Any]) -> None:
        """Both times or neither, in the order of the day."""
        if opens_at in self.errors or closes_at in self.errors:
            return
        opens, closes = cleaned.get(opens_at), cleaned.get(closes_at)
        if (opens is None) != (closes is None):
            sentence = gettext("Fill in both times, or none: without times the desk is closed on this day.")
            self.add_error(opens_at if opens is None else closes_at, sentence)
        elif opens is not None and opens >= closes:
            self.add_error(closes_at, gettext("Closing time comes after opening time."))

    def clinic(self) -> Clinic:
        """The clinic as it was filled in; not saved."""
        clinic: Clinic = self.instance
        holidays.keep(clinic, self.cleaned_data["kept_holidays"])
        return clinic
