"""The form of one day. It cleans; `recovery` saves."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, cast

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recovery.alerts import decisions
from recovery.clinical import red_flags, wording
from recovery.clinical.policy import STANDARD, Policy
from recovery.clinical.red_flags import Finding
from recovery.clinical.scores import FEELINGS, SLEEPS, STRENGTHS, Scale, Strength
from recovery.clinical.signs import RULES, Rule, Sign, When, asked
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal import activities, medicines
from recovery.journal.answers import Answers, danger_in
from recovery.journal.models import NOTE_LENGTH, Activity, Entry
from tracker.fields import (
    YES_NO,
    More,
    NoteField,
    Question,
    activity_field,
    activity_scale,
    helper,
    nrs_field,
    radio_field,
    radios,
    scale,
    yes_no_field,
)

# What belongs to no treatment has no heading of its own.
GROUPS = ((When.ALWAYS, When.CANCER_HISTORY), (When.AFTER_INJECTION,), (When.AFTER_OPERATION,))


@dataclass(frozen=True, slots=True)
class SignGroup:
    """Signs that are asked together, under a heading where they belong to a treatment."""

    title: str
    rules: tuple[Rule, ...]

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(rule.sign.value for rule in self.rules)


def sign_groups(circumstances: frozenset[When], told: frozenset[str]) -> list[SignGroup]:
    """The signs to ask in these circumstances, and those that were told outside them."""
    shown = [rule for rule in RULES if rule in asked(circumstances) or rule.sign.value in told]
    groups = [SignGroup(_title(whens[0]), tuple(r for r in shown if r.when in whens)) for whens in GROUPS]
    return [group for group in groups if group.rules]


def safety_question(groups: list[SignGroup], old_complaints: Collection[Sign]) -> Question:
    """The safety question in a layout, of a form with the fields `signs` and `none_new`."""
    return Question(
        "signs",
        template="fields/safety.html",
        groups=groups,
        old_complaints={sign.value for sign in old_complaints},
        old_text=_(wording.OLD_COMPLAINT),
        help=_(wording.SAFETY_HELP),
        never_safe=_(wording.NEVER_SAFE),
    )


# Before the `ref` of an own activity, the name of its field.
ACTIVITY = "activity_"


def activities_posted(data: Collection[str]) -> frozenset[str]:
    """The refs of the activities of which a form that was sent says something, whosever they are."""
    return frozenset(name.removeprefix(ACTIVITY) for name in data if name.startswith(ACTIVITY))


def _title(when: When) -> str:
    return gettext(wording.SAFETY_AFTER[when]) if when in wording.SAFETY_AFTER else ""


class DayForm(forms.Form):
    """One day. The safety question is always answered; with a sign ticked nothing else has to be.

    It asks for the signs of the `circumstances` of that day. What was told before, or comes from a page of before they
    changed, is a choice as well.
    """

    limitation = nrs_field(Scale.LIMITATION)
    leg_pain = nrs_field(Scale.LEG_PAIN)
    back_pain = nrs_field(Scale.BACK_PAIN)
    feeling = radio_field(_("How is the feeling in your leg?"), FEELINGS, required=False)
    strength = radio_field(_("How is the strength in your leg?"), STRENGTHS, required=False)
    signs = forms.MultipleChoiceField(
        label=_(wording.SAFETY_QUESTION),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    none_new = forms.BooleanField(label=_(wording.NONE_OF_THESE), required=False)
    sleep = radio_field(_("How did you sleep?"), SLEEPS, required=False)
    painkillers = yes_no_field(_("Did you take painkillers?"), required=False)
    worse_on_coughing = yes_no_field(_("Is the pain worse when you cough or sneeze?"), required=False)
    note = NoteField(
        label=_("Note (may stay empty)"),
        help_text=_("For yourself and your doctor. Nothing urgent here: nobody reads this day and night."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=NOTE_LENGTH,
        required=False,
    )

    NEEDED: ClassVar = {
        "limitation": _("Choose a number from 0 to 10."),
        "leg_pain": _("Choose a number from 0 to 10."),
        "back_pain": _("Choose a number from 0 to 10."),
        "feeling": _("Choose one of the answers."),
        "strength": _("Choose one of the answers."),
    }

    def __init__(
        self,
        *args: Any,
        old_complaints: frozenset[Sign] = frozenset(),
        circumstances: frozenset[When] = red_flags.NOTHING_SPECIAL,
        policy: Policy = STANDARD,
        activities: Sequence[Activity] = (),
        took_painkiller: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        fills_in = took_painkiller and not self.is_bound and not self.initial.get("painkillers")
        if fills_in:
            self.initial["painkillers"] = YES_NO[True]
            self.fields["painkillers"].help_text = gettext(
                "You tapped that you took a painkiller on this day, so “yes” is filled in. Is it not right? Change it."
            )
        self.circumstances, self.policy = circumstances, policy
        self.activities = {str(activity.ref): activity for activity in activities}
        for ref, activity in self.activities.items():
            self.fields[f"{ACTIVITY}{ref}"] = activity_field(activity.name)
        told = self.posted_signs() if self.is_bound else self.initial.get("signs", ())
        groups = sign_groups(circumstances, frozenset(told))
        cast("forms.MultipleChoiceField", self.fields["signs"]).choices = [
            (rule.sign.value, _(rule.question)) for group in groups for rule in group.rules
        ]
        self.helper = self._helper(safety_question(groups, old_complaints), more_is_open=fills_in)

    def _helper(self, safety: Question, *, more_is_open: bool) -> FormHelper:
        """How a person can still function first; what may be skipped last."""
        limitation, *pains = [scale(which) for which in Scale]
        own = [activity_scale(f"{ACTIVITY}{ref}") for ref in self.activities]
        more = More(
            _("More about today (you may skip this)"),
            *map(radios, ("sleep", "painkillers", "worse_on_coughing")),
            "note",
            starts_open=more_is_open,
        )
        return helper(limitation, *own, *pains, radios("feeling"), radios("strength"), safety, more)

    def found(self) -> tuple[Finding, ...]:
        """The red flags in what was posted, whether or not the rest of it is any good."""
        if not self.is_bound:
            return ()
        day = self.danger().on(date.min)
        return red_flags.find(day, circumstances=self.circumstances, policy=self.policy)

    def danger(self) -> Answers:
        """What can be an alert in what was posted, when the rest is no good."""
        known = {Sign(code) for code in self.posted_signs() if code in set(Sign)}
        return danger_in(known, is_weaker=self.data.get("strength") == Strength.WORSE)

    @property
    def left_out(self) -> frozenset[str]:
        """The refs of activities that were posted and are none of this patient's."""
        return activities_posted(self.data) - self.activities.keys()

    def posted_signs(self) -> list[str]:
        """The codes of the signs that were posted, nonsense among them."""
        return self.data.getlist("signs") if hasattr(self.data, "getlist") else []

    def clean(self) -> dict[str, Any]:
        """A ticked sign counts, whatever else was said; without one, the safety question needs its answer."""
        cleaned = super().clean() or {}
        if "signs" in self.errors or cleaned.get("signs"):
            return cleaned
        if not cleaned.get("none_new"):
            self.add_error("signs", gettext(wording.SAFETY_MISSING))
        for name, sentence in self.NEEDED.items():
            if name not in self.errors and cleaned.get(name) in (None, ""):
                self.add_error(name, sentence)
        return cleaned

    def answers(self) -> Answers:
        """What was answered. Only for a valid form."""
        own = {f"{ACTIVITY}{ref}" for ref in self.activities}
        given = {name: value for name, value in self.cleaned_data.items() if name not in {"none_new", *own}}
        return Answers(**given | {"signs": tuple(given["signs"]), "activities": self._scores()})

    def _scores(self) -> dict[str, int]:
        """The own activities that were scored; a day without them is whole."""
        told = {ref: self.cleaned_data[f"{ACTIVITY}{ref}"] for ref in self.activities}
        return {ref: value for ref, value in told.items() if value is not None}

    @staticmethod
    def initial_from(entry: Entry) -> dict[str, Any]:
        """The form as it was filled in, for a correction."""
        return {
            "limitation": entry.limitation,
            "leg_pain": entry.leg_pain,
            "back_pain": entry.back_pain,
            "feeling": entry.feeling,
            "strength": entry.strength,
            "signs": entry.signs or [],
            "none_new": entry.signs == [],
            "sleep": entry.sleep,
            "painkillers": YES_NO[entry.painkillers],
            "worse_on_coughing": YES_NO[entry.worse_on_coughing],
            "note": entry.note,
            **{f"{ACTIVITY}{ref}": value for ref, value in entry.activities.items()},
        }


def day_form(episode: Episode, day: date, *, data: Any = None, entry: Entry | None = None) -> DayForm:
    """The form of one day of an episode, for whoever fills it in: on a page, or on a phone that sends it later."""
    patient = episode.patient  # with its clinic, where it was handed in
    told = {*activities_posted(data or ()), *(entry.activities if entry else ())}
    return DayForm(
        data,
        initial=DayForm.initial_from(entry) if entry else None,
        old_complaints=patient.old_complaints,
        circumstances=ladder.circumstances_on(episode, day),
        policy=decisions.policy_of(patient.clinic),
        activities=activities.asked(episode, told),
        took_painkiller=medicines.took_painkiller(patient, day),
    )
