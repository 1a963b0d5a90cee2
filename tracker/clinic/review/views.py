"""The review of one patient: read it, on paper too, and write down what was decided."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from recovery import checkin, visit_sheet
from recovery.alerts import contact
from recovery.episodes import ladder, notes, preparations, visits
from recovery.people.models import Patient
from tracker.access import glass_of, record_page, user_of
from tracker.clinic import mail
from tracker.clinic.forms import CloseForm
from tracker.clinic.review.forms import CompareForm, NoteForm, PlanForm
from tracker.clinic.review.page import review_of
from tracker.clinic.review.pdf.sheets import review_as_pdf
from tracker.visit_sheet import sheet_page
from tracker.words import moment
from tracker.writers import Writers


@record_page
@require_safe
def review(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """One patient on one page."""
    return review_page(request, patient)


def review_page(
    request: HttpRequest,
    patient: Patient,
    *,
    close_form: CloseForm | None = None,
    note_form: NoteForm | None = None,
    plan_form: PlanForm | None = None,
) -> HttpResponse:
    """The review page, with whichever form was just refused."""
    episode, today, glass = ladder.current(patient), timezone.localdate(), glass_of(request)
    bounds = {"onset": episode.onset, "today": today}
    compare = CompareForm(request.GET if {"first", "second"} & request.GET.keys() else None, **bounds)
    asked = (compare.cleaned_data["first"], compare.cleaned_data["second"]) if compare.is_valid() else None
    page = review_of(
        patient,
        episode,
        reader=user_of(request),
        today=today,
        asked=asked,
        page=request.GET.get("entries", 1),
        refused=close_form,
        clinic=glass.clinic if glass else patient.clinic,
    )
    compare.initial = {"first": page.dates.first, "second": page.dates.second}
    context = {
        "patient": patient,
        "review": page,
        "today": today,
        "compare_form": compare,
        "note_form": note_form or NoteForm(),
        "plan_form": plan_form or PlanForm(**bounds, initial={"on": None}),
    }
    return render(request, "clinic/review.html", context)


@record_page
@require_safe
def prepared(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """What the patient sent ahead to the clinic that reads along, as it was sent; no direction beside an open alert."""
    clinic = patient.reading_clinic
    sent = preparations.last_sent(ladder.current(patient), clinic) if clinic else None
    if sent is None or sent.sent_at is None or sent.sheet is None:
        raise Http404
    sheet, is_open = visit_sheet.read_stored(sent.sheet), bool(contact.open_for(patient))
    context = {
        "patient": patient,
        "sent": moment(sent.sent_at),
        "written": Writers(patient).written_by(sent.written_by_id),
        "sheet": sheet_page(replace(sheet, direction=None) if is_open else sheet),
        "alert_is_open": is_open,
    }
    return render(request, "clinic/prepared.html", context)


@record_page
@require_safe
def review_pdf(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The review as a file for paper or for another system."""
    now, episode = timezone.now(), ladder.current(patient)
    made = review_as_pdf(
        review_of(
            patient,
            episode,
            reader=user_of(request),
            today=timezone.localdate(now),
            clinic=patient.clinic,
        ),
        now=now,
    )
    answer = HttpResponse(made, content_type="application/pdf")
    answer["Content-Disposition"] = 'inline; filename="review.pdf"'
    return answer


@record_page
def add_note(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Write a note, or correct one. Looked at, the address leads to the patient."""
    if request.method != "POST":
        return _back(patient)
    form, now = NoteForm(request.POST), timezone.now()
    if not form.is_valid():
        return review_page(request, patient, note_form=form)
    try:
        _write(request, patient, **form.cleaned_data, now=now)
    except notes.AlreadyReplaced:
        return review_page(request, patient, note_form=form.anew())
    return _back(patient, "notes")


def _write(
    request: HttpRequest,
    patient: Patient,
    *,
    text: str,
    shared: bool,
    once: UUID | None,
    replaces: UUID | None,
    now: datetime,
) -> None:
    """Write a note once; when the patient may read it, they hear by mail that it is there."""
    if patient.clinic is None or (once and notes.is_written(once, text=text, shared=shared)):
        return
    episode = ladder.current(patient)
    before = notes.standing_note(episode, patient.clinic, replaces) if replaces else None
    notes.write(
        episode,
        clinic=patient.clinic,
        text=text,
        shared=shared,
        by=user_of(request),
        now=now,
        replaces=before,
        once=once,
    )
    if shared and not mail.send_message_waits(patient, request.build_absolute_uri(reverse("patient:visit"))):
        messages.warning(
            request, _("The mail to the patient could not be sent. The message stands in the diary.")
        )


@record_page
def plan(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The next visit, a treatment, a message. Looked at, the address leads to the patient."""
    if request.method != "POST":
        return _back(patient)
    episode, now = ladder.current(patient), timezone.now()
    form = PlanForm(request.POST, onset=episode.onset, today=timezone.localdate(now))
    if not form.is_valid():
        return review_page(request, patient, plan_form=form)
    told, by = form.cleaned_data, user_of(request)
    if told["visit"]:
        visits.plan(episode, day=told["visit"], clinic=patient.clinic, by=by, now=now)
    if treatment := form.treatment():
        checkin.record_treatment(episode, **treatment, by=by, now=now)
    if told["message"]:
        _write(request, patient, text=told["message"], shared=True, once=told["once"], replaces=None, now=now)
    messages.success(request, _("The plan is saved."))
    return _back(patient, "plan")


@record_page
def visit_today(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Today's visit took place, planned or not. Said twice, it took place once."""
    if request.method == "POST":
        episode, now, by = ladder.current(patient), timezone.now(), user_of(request)
        visit = visits.plan(episode, day=timezone.localdate(now), clinic=patient.clinic, by=by, now=now)
        visits.hold(visit, by=by, now=now)
    return _back(patient, "plan")


@record_page
def hold_visit(request: HttpRequest, *, patient: Patient, visit_id: int) -> HttpResponse:
    """A visit that was planned took place; one that is still to come cannot have."""
    now = timezone.now()
    if request.method == "POST":
        visit = visits.open_visit(ladder.current(patient), visit_id)
        if visit and visit.day <= timezone.localdate(now):
            visits.hold(visit, by=user_of(request), now=now)
    return _back(patient, "plan")


@record_page
def cancel_visit(request: HttpRequest, *, patient: Patient, visit_id: int) -> HttpResponse:
    """A visit that was planned does not take place."""
    if request.method == "POST":
        visit = visits.open_visit(ladder.current(patient), visit_id)
        if visit:
            visits.cancel(visit, by=user_of(request), now=timezone.now())
    return _back(patient, "plan")


def _back(patient: Patient, part: str = "") -> HttpResponse:
    """To the page, and there to the part that was written in."""
    page = reverse("clinic:review", args=[patient.ref])
    return redirect(f"{page}#{part}" if part else page)
