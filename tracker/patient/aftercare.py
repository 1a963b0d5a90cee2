"""The patient's page of aftercare: load in small steps, exercises, and how often to fill in."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recovery.aftercare import exercises, steps
from recovery.aftercare.models import Exercise, LoadStep
from recovery.clinical.aftercare import Reaction
from recovery.clinical.rhythm import Because, Every
from recovery.episodes import course, ladder
from recovery.journal import rhythm
from recovery.people.models import Patient
from tracker.access import patient_page, user_of
from tracker.patient.after_forms import ExerciseForm, StepForm
from tracker.patient.after_pages import aftercare_page

GET_AND_POST = ["GET", "HEAD", "POST"]


@patient_page
@require_safe
def aftercare(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """What the leaflet says, the steps and the exercises."""
    page = aftercare_page(ladder.current(patient), today=timezone.localdate())
    return render(request, "patient/after/aftercare.html", {"page": page})


@patient_page
@require_http_methods(GET_AND_POST)
def add_step(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Choose a step."""
    return _choose(request, patient, None, is_back=False)


@patient_page
@require_http_methods(GET_AND_POST)
def step_back(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """A smaller step in the place of one."""
    return _choose(request, patient, _step(patient, pk), is_back=True)


@patient_page
@require_http_methods(GET_AND_POST)
def other_step(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Another step in the place of one; how much is the patient's to fill in."""
    return _choose(request, patient, _step(patient, pk), is_back=False)


def _choose(
    request: HttpRequest, patient: Patient, before: LoadStep | None, *, is_back: bool
) -> HttpResponse:
    initial = {"kind": before.kind, "what": before.what} if before else {}
    form = StepForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        context = {"form": form, "before": before, "is_back": is_back}
        return render(request, "patient/after/step.html", context)
    now, by = timezone.now(), user_of(request)
    steps.begin(patient, **form.told(), by=by, now=now, replaces=before, is_back=is_back)
    return redirect("patient:aftercare")


@patient_page
def step_done(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Done today, or not after all."""
    if request.method == "POST":
        step, now = _step(patient, pk), timezone.now()
        if "undo" in request.POST:
            steps.undo(step, now=now)
        else:
            steps.do(step, by=user_of(request), now=now)
    return redirect("patient:aftercare")


@patient_page
def end_step(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Do a step no more."""
    if request.method == "POST":
        steps.end(_step(patient, pk), by=user_of(request), now=timezone.now())
    return redirect("patient:aftercare")


@patient_page
def react(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """How it went the day after."""
    told = request.POST.get("reaction")
    if request.method == "POST" and told in set(Reaction):
        done = steps.find_day(patient, pk)
        if done is None:
            raise Http404
        steps.react(done, reaction=Reaction(told), by=user_of(request), now=timezone.now())
    return redirect("patient:aftercare")


@patient_page
@require_http_methods(GET_AND_POST)
def add_exercise(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Put an exercise on the list."""
    form = ExerciseForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "patient/after/exercise.html", {"form": form})
    exercises.add(patient, **form.cleaned_data, by=user_of(request), now=timezone.now())
    return redirect("patient:aftercare")


@patient_page
def exercise_done(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Done today, or not after all."""
    if request.method == "POST":
        exercise, by, now = _exercise(patient, pk), user_of(request), timezone.now()
        if "undo" in request.POST:
            exercises.undo(exercise, by=by, now=now)
        else:
            exercises.do(exercise, by=by, now=now)
    return redirect("patient:aftercare")


@patient_page
def end_exercise(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Take an exercise off the list."""
    if request.method == "POST":
        exercises.end(_exercise(patient, pk), by=user_of(request), now=timezone.now())
    return redirect("patient:aftercare")


@patient_page
def lighter(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Keep the diary once a week, for who has recovered."""
    if request.method == "POST" and course.is_recovered(ladder.current(patient)):
        rhythm.choose(
            patient, every=Every.WEEK, because=Because.CHOSEN, by=user_of(request), now=timezone.now()
        )
        messages.info(request, _("From now on we ask you one question a week."))
    return redirect("patient:aftercare")


def _step(patient: Patient, pk: int) -> LoadStep:
    found = steps.find(patient, pk)
    if found is None:
        raise Http404
    return found


def _exercise(patient: Patient, pk: int) -> Exercise:
    found = exercises.find(patient, pk)
    if found is None:
        raise Http404
    return found
