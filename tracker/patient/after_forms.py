"""What a patient fills in after the hernia. A form cleans; `recovery` saves."""

from datetime import date, timedelta
from typing import Any, cast

from crispy_forms.layout import Fieldset
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.aftercare.models import AMOUNT_LENGTH, WHAT_LENGTH
from recovery.aftermath import Back
from recovery.clinical import red_flags, wording
from recovery.clinical.aftercare import EXPLAINED, LOADS, RETURNS, WEEKLIES, Load, Return, Weekly
from recovery.clinical.care import DiscLevel
from recovery.clinical.policy import Policy
from recovery.clinical.questionnaires.global_effect import CHOICES, GLOBAL_EFFECT
from recovery.clinical.red_flags import Finding
from recovery.clinical.scores import SIDES, Day, Side
from recovery.clinical.signs import Sign, When
from recovery.episodes.models import Episode
from tracker.fields import date_field, helper, not_to_come, radio_field, radios
from tracker.patient.day_form import safety_question, sign_groups


class SafetyFirst(forms.Form):
    """The safety question as the form of a day asks it, above whatever else is asked."""

    signs = forms.MultipleChoiceField(
        label=_(wording.SAFETY_QUESTION), widget=forms.CheckboxSelectMultiple, required=False
    )
    none_new = forms.BooleanField(label=_(wording.NONE_OF_THESE), required=False)

    def __init__(
        self,
        *args: Any,
        old_complaints: frozenset[Sign],
        circumstances: frozenset[When],
        policy: Policy,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.circumstances, self.policy = circumstances, policy
        groups = sign_groups(circumstances, frozenset(self.posted()))
        cast("forms.MultipleChoiceField", self.fields["signs"]).choices = [
            (rule.sign.value, _(rule.question)) for group in groups for rule in group.rules
        ]
        self.helper = helper(safety_question(groups, old_complaints), *self.rest())

    def rest(self) -> tuple[Any, ...]:
        """What is asked below."""
        return ()

    def posted(self) -> list[str]:
        """The codes that were posted, nonsense among them."""
        return self.data.getlist("signs") if hasattr(self.data, "getlist") else []

    def ticked(self) -> frozenset[Sign]:
        """The signs that were ticked, whether or not the rest is any good."""
        return frozenset(Sign(code) for code in self.posted() if code in set(Sign))

    def found(self) -> tuple[Finding, ...]:
        """What the rules say of them."""
        day = Day(date=date.min, signs=frozenset(sign.value for sign in self.ticked()))
        return red_flags.find(day, circumstances=self.circumstances, policy=self.policy)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "signs" not in self.errors and not cleaned.get("signs") and not cleaned.get("none_new"):
            self.add_error("signs", gettext(wording.SAFETY_MISSING))
        return cleaned


class WeeklyForm(SafetyFirst):
    """The one question a week."""

    answer = radio_field(_("How is your leg, compared with last week?"), WEEKLIES)

    def rest(self) -> tuple[Any, ...]:
        return (radios("answer"),)

    def told(self) -> Weekly:
        """The answer. Only for a valid form."""
        return Weekly(self.cleaned_data["answer"])


class ReturnedForm(SafetyFirst):
    """Leg pain that is back: since when, and as what. `about` is the episode that the page was about."""

    about = forms.IntegerField(widget=forms.HiddenInput)
    since = date_field(_("Since when is the leg pain back?"), help_text=_("About is good enough."))
    kind = radio_field(_("What fits best?"), RETURNS)
    side = radio_field(_("In which leg is the pain now?"), SIDES, required=False)
    level = forms.ChoiceField(
        label=_("At which level, if a doctor told you?"),
        choices=[("", _("I do not know")), *((level.value, level.value) for level in DiscLevel)],
        required=False,
    )

    def __init__(self, *args: Any, episode: Episode, today: date, **kwargs: Any) -> None:
        self.episode, self.today = episode, today
        super().__init__(*args, initial={"about": episode.pk}, **kwargs)
        explained = [(kind.value, f"{gettext(RETURNS[kind])}. {gettext(EXPLAINED[kind])}") for kind in Return]
        cast("forms.ChoiceField", self.fields["kind"]).choices = explained

    def rest(self) -> tuple[Any, ...]:
        new = Fieldset(_("Only when it is something new"), radios("side"), "level")
        return ("since", radios("kind"), new, "about")

    @property
    def is_overtaken(self) -> bool:
        """Whether it was said already, in another tab: the page was about an episode that has ended since."""
        about: str = self.data.get("about", "")
        return about.isdecimal() and about != str(self.episode.pk)

    def clean_since(self) -> date:
        since = not_to_come(self.cleaned_data["since"], self.today)
        if since < self.episode.onset:
            raise forms.ValidationError(gettext("This is before your leg pain began the first time."))
        return since

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("kind") != Return.NEW:
            return cleaned
        if not cleaned.get("side"):
            self.add_error("side", gettext("Choose one of the answers."))
        if cleaned.get("since") and cleaned["since"] < self.episode.onset + timedelta(days=1):
            self.add_error("since", gettext("Something new begins after the leg pain you had before."))
        return cleaned

    def told(self) -> Back:
        """What was said. Only for a valid form."""
        given = self.cleaned_data
        side = Side(given["side"]) if given["side"] else Side(self.episode.side)
        level = DiscLevel(given["level"]) if given["level"] else None
        return Back(Return(given["kind"]), given["since"], side, level)


class EffectForm(forms.Form):
    """The global perceived effect, 1 to 7."""

    effect = forms.TypedChoiceField(
        label=_(GLOBAL_EFFECT.question),
        choices=[(choice.value, _(choice.text)) for choice in CHOICES],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(radios("effect"))


class StepForm(forms.Form):
    """One step of load, in the words that the patient and the physiotherapist agreed on."""

    kind = radio_field(_("What do you want to build up?"), LOADS)
    what = forms.CharField(
        label=_("What will you do?"),
        help_text=_("Such as: walk to the shop, sit at my desk, lift the shopping."),
        max_length=WHAT_LENGTH,
        error_messages={"required": _("Write down what you will do.")},
    )
    amount = forms.CharField(
        label=_("How much, or how long?"),
        help_text=_("Such as: 10 minutes, 2 kilos, half a day."),
        max_length=AMOUNT_LENGTH,
        error_messages={"required": _("Write down how much, or how long.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper(radios("kind"), "what", "amount")

    def told(self) -> dict[str, Any]:
        """What was chosen. Only for a valid form."""
        return self.cleaned_data | {"kind": Load(self.cleaned_data["kind"])}


class ExerciseForm(forms.Form):
    """An exercise learned from a physiotherapist."""

    name = forms.CharField(
        label=_("Which exercise?"),
        max_length=WHAT_LENGTH,
        error_messages={"required": _("Write down which exercise.")},
    )
    how_often = forms.CharField(
        label=_("How often, as you agreed (may stay empty)"), max_length=AMOUNT_LENGTH, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("name", "how_often")
