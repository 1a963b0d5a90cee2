"""The form of a questionnaire. It cleans; `recovery` saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recovery.clinical.questionnaires.definition import TICKED, Item, Questionnaire
from recovery.journal.models import Filled
from tracker.fields import Question, helper, radios


class QuestionnaireForm(forms.Form):
    """The items of one questionnaire, none of them answered.

    A list of sentences is finished when some are ticked, or when it is said that none is: an empty page says nothing.
    """

    def __init__(self, *args: Any, questionnaire: Questionnaire, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questionnaire = questionnaire
        if questionnaire.is_ticked:
            self.fields |= _sentences(questionnaire)
            self.helper = helper(Question("ticked", template="fields/ticks.html"))
        else:
            self.fields |= {item.code: _choice(item) for item in questionnaire.items}
            self.helper = helper(*(radios(item.code) for item in questionnaire.items))

    def clean(self) -> dict[str, Any]:
        """Either sentences or none of them."""
        cleaned = super().clean() or {}
        if not self.questionnaire.is_ticked or "ticked" in self.errors:
            return cleaned
        if not cleaned["ticked"] and not cleaned["none"]:
            self.add_error("ticked", _("Tick the sentences that describe you today, or “None of these”."))
        elif cleaned["ticked"] and cleaned["none"]:
            self.add_error(
                "ticked", _("You ticked sentences and also “None of these”. Untick what is not so.")
            )
        return cleaned

    def answers(self) -> dict[str, int]:
        """What was answered, by item. Only for a valid form."""
        if self.questionnaire.is_ticked:
            return self.questionnaire.finished(frozenset(self.cleaned_data["ticked"]))
        return {item.code: int(self.cleaned_data[item.code]) for item in self.questionnaire.items}

    @staticmethod
    def initial_from(filled: Filled, questionnaire: Questionnaire) -> dict[str, Any]:
        """The form as it was filled in, for a correction."""
        if not questionnaire.is_ticked:
            return dict(filled.told)
        ticked = [code for code, value in filled.told if value == TICKED]
        return {"ticked": ticked, "none": not ticked}


def _sentences(questionnaire: Questionnaire) -> dict[str, forms.Field]:
    return {
        "ticked": forms.MultipleChoiceField(
            label=_(questionnaire.question),
            choices=[(item.code, _(item.text)) for item in questionnaire.items],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        ),
        "none": forms.BooleanField(label=_("None of these sentences describes me today"), required=False),
    }


def _choice(item: Item) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_(item.text),
        choices=[(choice.value, _(choice.text)) for choice in item.choices],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the answers.")},
    )
