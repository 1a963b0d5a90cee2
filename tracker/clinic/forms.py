"""What a clinic fills in. A form cleans; `recovery` saves."""

from datetime import date
from typing import Any, ClassVar

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.alerts.models import NOTE_LENGTH, Outcome
from recovery.clinical.course import TREATMENTS, TreatmentKind
from recovery.clinical.natural_course import HIGHEST_STARTING_OF_100, LOWEST_STARTING_OF_100
from recovery.people.models import Clinic
from tracker.clinic.words import OUTCOMES
from tracker.fields import NoteField, date_field, email_field, helper, phone_field, radio_field, radios


class CloseForm(forms.Form):
    """How an alert ended."""

    outcome = radio_field(_("What was done?"), OUTCOMES)
    note = NoteField(
        label=_("Note"),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=NOTE_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(radios("outcome"), "note")

    def clean_outcome(self) -> Outcome:
        return Outcome(self.cleaned_data["outcome"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") == Outcome.OTHER and not cleaned.get("note"):
            self.add_error("note", gettext("Write down what was done."))
        return cleaned


class InviteForm(forms.Form):
    """Whom to invite."""

    name = forms.CharField(
        label=_("Name of the patient"),
        max_length=120,
        error_messages={"required": _("Fill in the name of the patient.")},
    )
    email = email_field(_("E-mail address"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("name", "email")


class TreatmentForm(forms.Form):
    """An injection or operation, which ends the spontaneous course."""

    kind = radio_field(_("Treatment"), TREATMENTS)
    on = date_field(_("Date"))

    def __init__(self, *args: Any, onset: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.onset, self.today = onset, today
        self.helper = helper(radios("kind"), "on")

    def clean_kind(self) -> TreatmentKind:
        return TreatmentKind(self.cleaned_data["kind"])

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(
                gettext("This date has yet to come. Choose today or an earlier date.")
            )
        if on < self.onset:
            raise forms.ValidationError(gettext("This date is before the leg pain began."))
        return on


class SinceForm(forms.Form):
    """The date with which the neurologist compares, such as that of the last visit."""

    since = date_field(_("Compare with"))

    def __init__(self, *args: Any, onset: date, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.onset, self.today = onset, today
        self.helper = helper("since")

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if not self.onset <= since < self.today:
            raise forms.ValidationError(gettext("Choose a date between the start of the leg pain and today."))
        return since


class NumbersForm(forms.ModelForm):  # type: ignore[type-arg]
    """The clinic's lines and hours, which decide whom its patients phone."""

    desk_phone = phone_field(_("Neurology outpatient desk"))
    emergency_phone = phone_field(_("Emergency department"))
    gp_out_of_hours_phone = phone_field(
        _("Out-of-hours GP service of the region"),
        help_text=_("For patients who did not fill in their own."),
    )

    alert_email = email_field(
        _("E-mail address for alerts"),
        help_text=_("A mail holds no health data: an urgency, a time and a link."),
    )

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

    class Meta:
        model = Clinic
        fields = (
            "desk_phone",
            "emergency_phone",
            "gp_out_of_hours_phone",
            "opens",
            "closes",
            "closed_on_good_friday",
            "closed_on_liberation_day",
            "alert_email",
            "starting_share",
            "shows_figure",
        )
        labels: ClassVar = {
            "opens": _("Opens at"),
            "closes": _("Closes at"),
            "closed_on_good_friday": _("Closed on Good Friday"),
            "closed_on_liberation_day": _("Closed on 5 May"),
            "shows_figure": _("Patients see the figure of their own outlook"),
        }
        help_texts: ClassVar = {
            "shows_figure": _("Without it they read the same in words, such as “most people”."),
        }
        widgets: ClassVar = {
            "opens": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
            "closes": forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(
            Fieldset(
                _("Patients under treatment here phone"),
                "desk_phone",
                "emergency_phone",
                Row(Column("opens"), Column("closes")),
                "closed_on_good_friday",
                "closed_on_liberation_day",
            ),
            Fieldset(_("Other patients phone their GP"), "gp_out_of_hours_phone"),
            Fieldset(_("Alerts"), "alert_email"),
            Fieldset(_("The outlook of patients"), "starting_share", "shows_figure"),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", gettext("Closing time comes after opening time."))
        return cleaned
