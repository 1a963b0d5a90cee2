"""What a patient chooses about reminders. The form cleans; `recovery.reminders` saves."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.reminders.models import EVENING, Reminder
from recovery.reminders.wishes import Wish
from tracker.fields import date_field, helper, radios

LONGEST_PAUSE = timedelta(days=366)

CHANNELS = {
    Reminder.Channel.MAIL: _("A mail"),
    Reminder.Channel.PUSH: _("A notification of my browser"),
}


class ReminderForm(forms.Form):
    """On or off, when, how, paused until when, and the one question after a silence."""

    is_on = forms.BooleanField(label=_("Remind me of my diary"), required=False)
    at = forms.TimeField(
        label=_("At what time?"),
        help_text=_(
            "Only on days that you have not filled in. The evening is best: the questions are about your day."
        ),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "required": _("Fill in a time, such as 19:00."),
            "invalid": _("Fill in a time, such as 19:00."),
        },
    )
    channel = forms.ChoiceField(
        label=_("How?"),
        choices=CHANNELS.items(),
        widget=forms.RadioSelect,
        help_text=_(
            "A notification passes through the service of the maker of your browser. It is encrypted and says only "
            "“Time for your diary”."
        ),
        error_messages={"required": _("Choose one of the answers.")},
    )
    paused_until = date_field(
        _("Pause: no reminders before (may stay empty)"),
        required=False,
        help_text=_("For a holiday, or just because."),
    )
    asks_after_silence = forms.BooleanField(
        label=_("Ask me once whether everything is all right when I have written nothing for three days"),
        required=False,
    )

    def __init__(self, *args: Any, today: date, may_push: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        if not may_push:
            del self.fields["channel"]
        how = [radios("channel")] if may_push else []
        self.helper = helper("is_on", "at", *how, "paused_until", "asks_after_silence")

    @staticmethod
    def initial_from(reminder: Reminder | None, today: date) -> dict[str, object]:
        """What was chosen; else what we propose. A pause that is over is left out."""
        if reminder is None:
            return {
                "is_on": False,
                "at": EVENING,
                "channel": Reminder.Channel.MAIL,
                "asks_after_silence": True,
            }
        until = reminder.paused_until
        return {
            "is_on": reminder.is_on,
            "at": reminder.at,
            "channel": reminder.channel,
            "paused_until": until if until and until > today else None,
            "asks_after_silence": reminder.asks_after_silence,
        }

    def clean_paused_until(self) -> date | None:
        until: date | None = self.cleaned_data["paused_until"]
        if until and until > self.today + LONGEST_PAUSE:
            raise forms.ValidationError(gettext("Choose a date within a year, or turn reminders off."))
        return until if until and until > self.today else None

    def wish(self) -> Wish:
        """What was filled in."""
        told = self.cleaned_data
        return Wish(**{**told, "channel": Reminder.Channel(told.get("channel") or Reminder.Channel.MAIL)})
