"""The patient's pages of questionnaires."""

import logging

from django.contrib import messages
from django.db import Error as FaultOfTheDatabase
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recovery.alerts import contact
from recovery.clinical import wording
from recovery.clinical.questionnaires import BY_CODE
from recovery.episodes import ladder
from recovery.journal import questionnaires as journal
from recovery.people.models import Patient
from tracker.access import patient_page, user_of
from tracker.patient.questionnaire_form import QuestionnaireForm
from tracker.patient.questionnaire_pages import SAVED, cards, no_comparison, paper
from tracker.writers import Writers

logger = logging.getLogger(__name__)


@patient_page
@require_safe
def questionnaires(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Which questionnaires there are, when each was filled in, and what came of it."""
    today, alerts, episode = timezone.localdate(), contact.alerts_of(patient), ladder.current(patient)
    plans = journal.plans_of(patient.clinic)
    planned = journal.planned(episode, plans, today=today)
    filled = journal.filled_of(episode)
    context = {
        "cards": cards(
            filled,
            planned,
            plans,
            writers=Writers(patient),
            quiet=no_comparison(alerts, today),
            today=today,
        ),
        "still_open": _(wording.STILL_OPEN) if any(alert.is_open for alert in alerts) else "",
    }
    return render(request, "patient/questionnaires.html", context)


@patient_page
@require_http_methods(["GET", "HEAD", "POST"])
def questionnaire(request: HttpRequest, *, patient: Patient, code: str) -> HttpResponse:
    """Fill one in, or correct what was filled in today. What was sent is saved, switched off meanwhile or not."""
    if (asked := BY_CODE.get(code)) is None:
        raise Http404
    plan = journal.plans_of(patient.clinic)[code]
    if request.method != "POST" and not plan.is_on:
        messages.info(request, _("Your clinic does not ask this questionnaire."))
        return redirect("patient:questionnaires")
    episode, now, language = ladder.current(patient), timezone.now(), get_language() or ""
    done = journal.filled_on(episode, asked, timezone.localdate(now))
    form = QuestionnaireForm(
        request.POST if request.method == "POST" else None,
        initial=QuestionnaireForm.initial_from(done, asked) if done else None,
        questionnaire=asked,
    )
    if form.is_valid():
        try:
            written = journal.fill_in(
                episode, asked, answers=form.answers(), by=user_of(request), now=now, language=language
            )
        except FaultOfTheDatabase:
            logger.exception("a questionnaire could not be saved")
            form.add_error(None, _(wording.TRY_AGAIN))
        else:
            messages.success(request, SAVED[written.change])
            return redirect("patient:questionnaires")
    context = {"form": form, "paper": paper(asked, plan, language), "is_done": done is not None}
    return render(request, "patient/questionnaire.html", context)
