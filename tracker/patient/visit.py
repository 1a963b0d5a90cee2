"""The patient's page about the visit: when it is, what the clinic wrote, and what the patient wants to ask."""

from collections.abc import Iterable
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from recovery.clinical import wording
from recovery.episodes import ladder, notes, visits
from recovery.episodes.models import Note, Question
from recovery.episodes.models.visit import QUESTION_LENGTH
from recovery.people.models import Patient
from tracker.access import patient_page, user_of
from tracker.fields import NoteField, helper
from tracker.words import long_date, moment
from tracker.writers import Writers


class QuestionForm(forms.Form):
    """Something to ask at the visit."""

    text = NoteField(
        label=_("What do you want to ask?"),
        help_text=_(wording.NOBODY_READS),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=QUESTION_LENGTH,
        error_messages={"required": _("Write your question first.")},
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.helper = helper("text")


@dataclass(frozen=True, slots=True)
class SharedNote:
    """What the clinic wrote to the patient."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question for the visit; `written` says who wrote it for the patient, and is empty where they did."""

    pk: int
    text: str
    written: str


@patient_page
@require_http_methods(["GET", "HEAD", "POST"])
def visit(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The next visit, the clinic's notes that are shared, and the patient's questions."""
    episode, now = ladder.current(patient), timezone.now()
    form = QuestionForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        visits.ask(episode, text=form.cleaned_data["text"], by=user_of(request), now=now)
        return redirect("patient:visit")
    coming = visits.next_planned(episode, today=timezone.localdate(now))
    context = {
        "next": long_date(coming.day) if coming else "",
        "notes": shared_notes(notes.shared_with_the_patient(episode)),
        "questions": asked(visits.questions_for_the_next_visit(episode), Writers(patient)),
        "form": form,
    }
    return render(request, "patient/visit.html", context)


@patient_page
def take_back_question(request: HttpRequest, *, patient: Patient, question_id: int) -> HttpResponse:
    """Do not ask it after all. Looked at, the address leads to the page."""
    if request.method == "POST":
        question = visits.open_question(ladder.current(patient), question_id)
        if question:
            visits.take_back(question, now=timezone.now())
    return redirect("patient:prepare" if request.POST.get("back") == "prepare" else "patient:visit")


def asked(questions: Iterable[Question], writers: Writers) -> list[AskedQuestion]:
    """What is to be asked, each with who wrote it down for the patient."""
    return [AskedQuestion(each.pk, each.text, writers.written_by(each.asked_by_id)) for each in questions]


def shared_notes(written: Iterable[Note]) -> list[SharedNote]:
    """What the patient may read, the latest first."""
    return [
        SharedNote(f"{note.written_by}, {note.clinic}", moment(note.written_at), note.text)
        for note in written
    ]
