"""Preparing a visit on one page: fill it in, show it, print it, or send it to the clinic that reads along."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from recovery import visit_sheet
from recovery.clinical import wording
from recovery.episodes import ladder, preparations, visits
from recovery.episodes.models import Episode, Preparation
from recovery.episodes.models.visit import PREPARED_LENGTH, QUESTION_LENGTH
from recovery.people import phones
from recovery.people.models import Patient
from tracker.access import patient_page, user_of
from tracker.fields import NoteField, helper
from tracker.patient.visit import asked
from tracker.phones import phone_card
from tracker.visit_sheet import sheet_page
from tracker.words import moment, weekday_date
from tracker.writers import Writers

# “Today” leads to the page when a visit is planned within so many days [P].
SOON_DAYS = 7


def _area(label: Any, length: int, rows: int, help_text: Any = "") -> NoteField:
    return NoteField(
        label=label,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
        max_length=length,
        required=False,
    )


class PrepareForm(forms.Form):
    """What the patient brings to the visit in their own words; `to` is the clinic that the page named."""

    question = _area(gettext_lazy("A question that I want to ask"), QUESTION_LENGTH, 2)
    not_understood = _area(
        gettext_lazy("What I do not understand"),
        PREPARED_LENGTH,
        3,
        gettext_lazy("For example: a word in a letter, or why we wait."),
    )
    matters = _area(
        gettext_lazy("What matters to me"),
        PREPARED_LENGTH,
        3,
        gettext_lazy("What do you want to be able to do again? What are you afraid of?"),
    )
    to = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("question", "not_understood", "matters", "to")


@dataclass(frozen=True, slots=True)
class Soon:
    """A visit within a week, to prepare."""

    day: str


def soon(episode: Episode, today: date) -> Soon | None:
    """The next visit, when it is near: one query."""
    coming = visits.next_planned(episode, today=today)
    if coming is None or (coming.day - today).days > SOON_DAYS:
        return None
    return Soon(weekday_date(coming.day))


@patient_page
@require_http_methods(["GET", "HEAD", "POST"])
def prepare(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The page: save what was written, or send the sheet as it is then."""
    now, episode = timezone.now(), ladder.current(patient)
    written = preparations.latest(episode)
    form = _form(request, patient, written)
    if form.is_valid():
        _save(request, form, episode, now)
        if "send" in request.POST:
            return _send(request, patient, episode, form.cleaned_data["to"], now)
        messages.success(
            request,
            _(
                "Saved. Who reads your diary sees your questions; the rest they see when you send it or show it."
            ),
        )
        return redirect("patient:prepare")
    clinic, writers = patient.reading_clinic, Writers(patient)
    context = {
        "form": form,
        "name": str(patient),
        "written": writers.written_by(written.written_by_id) if written else "",
        "sheet": sheet_page(visit_sheet.sheet_of(patient, episode, now=now)),
        "questions": asked(visits.questions_for_the_next_visit(episode), writers),
        "clinic": clinic,
        "sent": _sent(preparations.last_sent(episode, clinic)) if clinic else "",
        "sending": _(wording.SENDING_AHEAD) % {"clinic": clinic} if clinic else "",
        "phones": phone_card(phones.advice_for(patient, now=now)),
    }
    return render(request, "patient/prepare.html", context)


def _form(request: HttpRequest, patient: Patient, written: Preparation | None) -> PrepareForm:
    clinic = patient.reading_clinic
    known = {
        "matters": written.matters if written else "",
        "not_understood": written.not_understood if written else "",
        "to": clinic.pk if clinic else None,
    }
    return PrepareForm(request.POST if request.method == "POST" else None, initial=known)


def _save(request: HttpRequest, form: PrepareForm, episode: Episode, now: datetime) -> None:
    """What was written is kept, whether or not it is sent."""
    told, by = form.cleaned_data, user_of(request)
    if told["question"]:
        visits.ask(episode, text=told["question"], by=by, now=now)
    preparations.save(episode, matters=told["matters"], not_understood=told["not_understood"], by=by, now=now)


def _send(
    request: HttpRequest, patient: Patient, episode: Episode, to: int | None, now: datetime
) -> HttpResponse:
    try:
        sent = visit_sheet.send(patient, episode, to=to or 0, by=user_of(request), now=now)
    except visit_sheet.NotReading:
        messages.warning(request, _(wording.NOT_SENT_AHEAD))
    else:
        messages.success(request, _(wording.SENT_AHEAD) % {"clinic": sent.clinic})
    return redirect("patient:prepare")


def _sent(sent: Preparation | None) -> str:
    return moment(sent.sent_at) if sent and sent.sent_at else ""


@patient_page
@require_safe
def show(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The sheet in large letters, to show at the visit."""
    sheet = visit_sheet.sheet_of(patient, ladder.current(patient), now=timezone.now())
    return render(request, "patient/show_sheet.html", {"sheet": sheet_page(sheet), "name": str(patient)})
