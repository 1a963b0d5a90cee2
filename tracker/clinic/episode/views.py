"""The clinic's page about one episode, and what is done there."""

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recovery import checkin
from recovery.clinical.course import Course, Reading
from recovery.clinical.prompts import Prompt
from recovery.clinical.reading import read
from recovery.episodes import dismissals, ladder, telling
from recovery.episodes.models import Episode
from recovery.journal import diary
from recovery.people import details
from recovery.people.models import Patient
from recovery.trends import assess
from tracker.access import record_page, user_of
from tracker.care import find, goes_on, lines, reader_of, record
from tracker.care_forms import EndForm, VisitForm, add_form
from tracker.clinic.episode.forms import DismissForm, PlaceForm, StatusForm
from tracker.clinic.episode.presenters import PromptsCard, episode_page, prompts_card, prompts_of

logger = logging.getLogger(__name__)

GET_AND_POST = ["GET", "HEAD", "POST"]

Refused = PlaceForm | StatusForm | tuple[str, DismissForm] | None


@record_page
@require_safe
def episode(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Where the hernia is, what was found and done, and what there is to consider."""
    return _page(request, patient)


def _page(request: HttpRequest, patient: Patient, *, refused: Refused = None) -> HttpResponse:
    """The page, with whichever form was just refused."""
    found = ladder.current(patient)
    context = {
        "patient": patient,
        "page": episode_page(found, reader=user_of(request)),
        "prompts": _prompts(found, refused if isinstance(refused, tuple) else None),
        "place_form": refused
        if isinstance(refused, PlaceForm)
        else PlaceForm(initial=PlaceForm.initial_from(found)),
        "status_form": refused
        if isinstance(refused, StatusForm)
        else StatusForm(initial=StatusForm.initial_from(patient)),
    }
    return render(request, "clinic/episode.html", context)


def _prompts(found: Episode, refused: tuple[str, DismissForm] | None) -> PromptsCard | None:
    """The prompts; a fault in the course hides nothing else on the page."""
    try:
        course, reading = _course_of(found)
    except Exception:
        logger.exception("no course for episode %s", found.pk)
        return None
    return prompts_card(found, course, reading, refused=refused)


def _course_of(found: Episode) -> tuple[Course, Reading]:
    """The course of an episode and its reading as of today."""
    course = assess.course_of(found, diary.entries_of(found))
    return course, read(course, timezone.localdate(), found.patient.starting_share)


@record_page
@require_http_methods(GET_AND_POST)
def place(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Say at which level and in which leg. Looked at, the address leads to the episode."""
    if request.method == "POST":
        form = PlaceForm(request.POST)
        if not form.is_valid():
            return _page(request, patient, refused=form)
        now = timezone.now()
        checkin.place(ladder.current(patient), **form.cleaned_data, by=user_of(request), now=now)
        messages.success(request, _("Level and side are saved."))
    return redirect("clinic:episode", ref=patient.ref)


@record_page
@require_http_methods(GET_AND_POST)
def status(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Say whether the patient is under treatment here. Looked at, the address leads to the episode."""
    if request.method == "POST":
        form = StatusForm(request.POST)
        if not form.is_valid():
            return _page(request, patient, refused=form)
        is_treated = form.cleaned_data["under_treatment"]
        if is_treated and ladder.current(patient).discharged_on:
            messages.warning(request, _("This patient was discharged. Undo the discharge first."))
            return redirect("clinic:leave", ref=patient.ref)
        details.set_under_treatment(patient, value=is_treated)
        messages.success(request, _("The status is saved. It decides whom the patient is told to phone."))
    return redirect("clinic:episode", ref=patient.ref)


@record_page
@require_http_methods(GET_AND_POST)
def add_care(request: HttpRequest, *, patient: Patient, what: str) -> HttpResponse:
    """Write down a treatment or a picture; what the clinic writes is confirmed by that."""
    found, now = ladder.current(patient), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = add_form(what, data, episode=found, today=timezone.localdate(now))
    if form is None or isinstance(form, VisitForm):
        raise Http404
    if not form.is_valid():
        return render(request, "clinic/add_care.html", {"form": form, "patient": patient})
    record(form, found, by=user_of(request), now=now)
    messages.success(request, _("%(what)s: written down.") % {"what": form.title})
    return redirect("clinic:episode", ref=patient.ref)


@record_page
@require_http_methods(GET_AND_POST)
def end_care(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Say when painkillers or physiotherapy ended."""
    found, now = ladder.current(patient), timezone.now()
    treatment = ladder.find(found, pk)
    if treatment is None:
        raise Http404
    if not goes_on(treatment):
        return redirect("clinic:episode", ref=patient.ref)
    data = request.POST if request.method == "POST" else None
    form = EndForm(data, episode=found, began=treatment.date, today=timezone.localdate(now))
    if not form.is_valid():
        (line,) = lines([treatment], reader=reader_of(found, user_of(request)))
        return render(request, "clinic/end_care.html", {"form": form, "patient": patient, "line": line})
    ladder.end(treatment, **form.cleaned_data, by=user_of(request), now=now)
    messages.success(request, _("The last day is written down."))
    return redirect("clinic:episode", ref=patient.ref)


@record_page
@require_http_methods(GET_AND_POST)
def confirm_care(request: HttpRequest, *, patient: Patient, what: str, pk: int) -> HttpResponse:
    """Say that what the patient wrote is so. Looked at, the address leads to the episode."""
    one = find(ladder.current(patient), what, pk)
    if one is None:
        raise Http404
    if request.method == "POST" and not telling.confirm(one, by=user_of(request), now=timezone.now()):
        messages.warning(request, _("Somebody confirmed or withdrew this before you."))
    return redirect("clinic:episode", ref=patient.ref)


@record_page
@require_http_methods(GET_AND_POST)
def withdraw_care(request: HttpRequest, *, patient: Patient, what: str, pk: int) -> HttpResponse:
    """Withdraw what was written down by mistake, after asking; it is kept."""
    one = find(ladder.current(patient), what, pk)
    if one is None:
        raise Http404
    if request.method == "POST":
        if not checkin.withdraw(one, by=user_of(request), now=timezone.now()):
            messages.warning(request, _("Somebody withdrew this before you."))
    elif not one.is_withdrawn:
        (line,) = lines([one], reader=reader_of(one.episode, user_of(request)))
        return render(request, "clinic/withdraw_care.html", {"line": line, "patient": patient})
    return redirect("clinic:episode", ref=patient.ref)


@record_page
@require_http_methods(GET_AND_POST)
def dismiss_prompt(request: HttpRequest, *, patient: Patient, code: str) -> HttpResponse:
    """Set a prompt aside for this episode, with the reason; one that rests on something newer by now stays."""
    if request.method == "POST":
        form = DismissForm(request.POST, auto_id=f"id_{code}_%s")
        if not form.is_valid():
            return _page(request, patient, refused=(code, form))
        prompt = _read_prompt(patient, code, form.cleaned_data["about"])
        if prompt is None:
            messages.warning(request, _("This has changed since you read it. Look again."))
        else:
            reason = form.cleaned_data["reason"]
            by, now = user_of(request), timezone.now()
            dismissals.dismiss(ladder.current(patient), prompt, reason=reason, by=by, now=now)
    return redirect("clinic:episode", ref=patient.ref)


def _read_prompt(patient: Patient, code: str, about: str) -> Prompt | None:
    """The prompt that was read, if it still rests on the same."""
    found = ladder.current(patient)
    there = prompts_of(found, *_course_of(found))
    return next((one for one in there if (one.code.value, one.about) == (code, about)), None)
