"""The page on which a manager switches questionnaires on and off, and sets how often they are asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from recovery.clinical.questionnaires import BY_CODE, QUESTIONNAIRES
from recovery.clinical.questionnaires.definition import Questionnaire, Wording
from recovery.clinical.questionnaires.schedule import LONGEST_DAYS, SHORTEST_DAYS, Plan
from recovery.journal import questionnaires as journal
from recovery.journal.models import QuestionnaireSetting
from recovery.people.models import Clinic
from tracker.access import manager_page, user_of
from tracker.fields import helper
from tracker.words import moment

WORDINGS = {
    Wording.ORIGINAL: gettext_lazy("the published words"),
    Wording.OWN: gettext_lazy("our own words; there are no official ones"),
    Wording.WORKING: gettext_lazy("a working translation, to be replaced by the validated words"),
}

OUT_OF_BOUNDS = format_lazy(
    gettext_lazy("Fill in a whole number of days from {low} to {high}."), low=SHORTEST_DAYS, high=LONGEST_DAYS
)


class PlanForm(forms.Form):
    """Whether one questionnaire is asked, and every how many days."""

    is_on = forms.BooleanField(label=gettext_lazy("Ask our patients this"), required=False)
    every_days = forms.IntegerField(
        label=gettext_lazy("Every how many days"),
        min_value=SHORTEST_DAYS,
        max_value=LONGEST_DAYS,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), OUT_OF_BOUNDS),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("is_on", "every_days")

    def plan(self) -> Plan:
        """What was decided. Only for a valid form."""
        return Plan(**self.cleaned_data)


@dataclass(frozen=True, slots=True)
class SettingCard:
    """One questionnaire with its form: licence, citation, whose words, and who decided last."""

    code: str
    title: str
    fits: str
    licence: str
    citation: str
    words: list[str]
    decided: str
    form: PlanForm


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire_settings(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Every questionnaire, each with a form of its own."""
    sent = BY_CODE.get(request.POST.get("code", ""))
    refused = PlanForm(request.POST, prefix=sent.code) if sent else None
    if sent and refused and refused.is_valid():
        journal.set_plan(clinic, sent, refused.plan(), by=user_of(request), now=timezone.now())
        messages.success(request, _("Written down. It holds from now on."))
        return redirect("clinic:questionnaires")
    decided, plans = journal.settings_of(clinic), journal.plans_of(clinic)
    cards = [
        _card(one, decided, refused if refused and one is sent else _form(one, plans))
        for one in QUESTIONNAIRES
    ]
    return render(request, "clinic/questionnaire_settings.html", {"cards": cards, "form": refused})


def _form(questionnaire: Questionnaire, plans: Mapping[str, Plan]) -> PlanForm:
    plan = plans[questionnaire.code]
    initial = {"is_on": plan.is_on, "every_days": plan.every_days}
    return PlanForm(initial=initial, prefix=questionnaire.code)


def _card(
    questionnaire: Questionnaire, decided: Mapping[str, QuestionnaireSetting], form: PlanForm
) -> SettingCard:
    return SettingCard(
        code=questionnaire.code,
        title=_(questionnaire.title),
        fits=_(questionnaire.fits),
        licence=_(questionnaire.rights.licence),
        citation=questionnaire.rights.citation,
        words=[
            f"{name}: {WORDINGS[questionnaire.wording(language)]}" for language, name in settings.LANGUAGES
        ],
        decided=_decided(decided.get(questionnaire.code)),
        form=form,
    )


def _decided(setting: QuestionnaireSetting | None) -> str:
    if setting is None:
        return _("As it comes: nobody decided about it yet.")
    return _("Set by %(who)s, %(when)s.") % {"who": setting.set_by, "when": moment(setting.set_at)}
