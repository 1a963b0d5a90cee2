"""The patient's own medicines: the list, taken today in one tap, allergies and a possible pregnancy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recovery.episodes import ladder
from recovery.journal import medicines
from recovery.journal.models import Medicine
from recovery.people import details, phones
from recovery.people.models import Patient
from tracker.access import patient_page, user_of
from tracker.answers import Line
from tracker.medicines import MedicineLine, allergies_and_pregnancy, lines
from tracker.patient.medicine_forms import MedicineForm, SafeCareForm, StopForm
from tracker.phones import phone_card
from tracker.words import compact_date, long_date
from tracker.writers import Writers

GET_AND_POST = ["GET", "HEAD", "POST"]

# “Today” has so many buttons at most; the others are behind a link [P].
MOST_ON_TODAY = 4

# Where a tap may lead back to, as it stands in the form.
BACK = {"today": "patient:today", "medicines": "patient:medicines"}


@dataclass(frozen=True, slots=True)
class TakenToday:
    """The buttons of a day; `more` is how many medicines have none here."""

    day: date
    lines: list[MedicineLine]
    more: int


@dataclass(frozen=True, slots=True)
class Earlier:
    """A medicine that was used before."""

    name: str
    details: list[str]
    until: str
    written: str


@dataclass(frozen=True, slots=True)
class MedicinesPage:
    """Everything on the page."""

    taken: TakenToday
    earlier: list[Earlier]
    safe_care: list[Line]


def taken_today(
    used: Sequence[Medicine], today: date, *, writers: Writers, most: int | None = None
) -> TakenToday:
    """A button for each of the first `most`, painkillers before the others: one query, none without medicines."""
    first = sorted(used, key=lambda one: not one.painkiller)[:most]
    taken = medicines.taken_on(first, today) if first else frozenset()
    return TakenToday(today, lines(first, taken, writers=writers), len(used) - len(first))


def medicines_page(patient: Patient, today: date) -> MedicinesPage:
    """The page of `today`: three queries, however long the list."""
    writers = Writers(patient)
    return MedicinesPage(
        taken=taken_today(medicines.of(patient), today, writers=writers),
        earlier=[
            Earlier(line.name, line.details, compact_date(one.stopped_on), line.written)
            for one, line in _pairs(medicines.stopped(patient), writers)
            if one.stopped_on
        ],
        safe_care=allergies_and_pregnancy(patient),
    )


def _pairs(used: list[Medicine], writers: Writers) -> list[tuple[Medicine, MedicineLine]]:
    return list(zip(used, lines(used, writers=writers), strict=True))


@patient_page
@require_safe
def list_of_medicines(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """What the patient uses, what was used before, allergies and a possible pregnancy."""
    now = timezone.now()
    context = {
        "page": medicines_page(patient, timezone.localdate(now)),
        "phones": phone_card(phones.advice_for(patient, now=now)),
    }
    return render(request, "patient/medicines/medicines.html", context)


@patient_page
@require_http_methods(GET_AND_POST)
def add(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Put a medicine on the list."""
    now, episode = timezone.now(), ladder.current(patient)
    form = MedicineForm(_posted(request), today=timezone.localdate(now), is_new=True)
    if form.is_valid():
        since = form.cleaned_data["since"]
        try:
            medicines.add(
                episode,
                form.told(),
                since=max(since, episode.onset) if since else None,
                by=user_of(request),
                now=now,
            )
        except medicines.ListIsFull:
            form.add_error(None, _("Your list is full. Stop a medicine that you do not use any more first."))
        else:
            messages.success(request, _("%(what)s is on your list.") % {"what": form.told().name})
            return redirect("patient:medicines")
    return _form(request, _("Add a medicine"), form)


@patient_page
@require_http_methods(GET_AND_POST)
def change(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Change what is used; what it was before is kept."""
    medicine, now = _found(patient, pk), timezone.now()
    if medicine is None:
        return _stopped_before(request)
    form = MedicineForm(
        _posted(request),
        initial=MedicineForm.initial_from(medicine),
        today=timezone.localdate(now),
        is_new=False,
    )
    if not form.is_valid():
        return _form(request, _("Change %(what)s") % {"what": medicine}, form)
    try:
        medicines.change(medicine, ladder.current(patient), form.told(), by=user_of(request), now=now)
    except medicines.StoppedBefore:
        return _stopped_before(request)
    messages.success(request, _("%(what)s: changed.") % {"what": form.told().name})
    return redirect("patient:medicines")


@patient_page
@require_http_methods(GET_AND_POST)
def stop(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Say when a medicine was taken for the last time."""
    medicine, now = _found(patient, pk), timezone.now()
    if medicine is None:
        return _stopped_before(request)
    today = timezone.localdate(now)
    form = StopForm(_posted(request), initial={"on": today}, today=today)
    if not form.is_valid():
        return _form(request, _("Stop %(what)s") % {"what": medicine}, form)
    on = form.cleaned_data["on"]
    try:
        medicines.stop(medicine, ladder.current(patient), on=on, by=user_of(request), now=now)
    except medicines.StoppedBefore:
        return _stopped_before(request)
    messages.success(request, _("%(what)s: used until %(day)s.") % {"what": medicine, "day": long_date(on)})
    return redirect("patient:medicines")


@patient_page
@require_http_methods(GET_AND_POST)
def taken(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """One tap: taken on a day, or not after all. Said twice it is said once. Looked at, the address leads back."""
    back = redirect(BACK.get(request.POST.get("back", ""), "patient:medicines"))
    if request.method != "POST":
        return back
    medicine, now = _found(patient, pk), timezone.now()
    if medicine is None:
        return _stopped_before(request)
    day = _day(request) or timezone.localdate(now)
    if request.POST.get("taken") == "no":
        medicines.undo(medicine, day=day, by=user_of(request), now=now)
        return back
    try:
        medicines.take(medicine, day=day, by=user_of(request), now=now)
    except medicines.NotThisDay:
        messages.warning(request, _("This day is too long ago. Nothing was written down."))
    return back


@patient_page
@require_http_methods(GET_AND_POST)
def safe_care(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Allergies and a possible pregnancy."""
    known = {"allergies": patient.allergies, "pregnancy": patient.pregnancy}
    form = SafeCareForm(_posted(request), initial=known)
    if not form.is_valid():
        return _form(request, _("Allergies and pregnancy"), form)
    details.tell_what_a_team_must_know(patient, **form.cleaned_data)
    messages.success(request, _("Your answers are saved."))
    return redirect("patient:medicines")


def _posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _day(request: HttpRequest) -> date | None:
    """The day that the button was shown for; nonsense is no day."""
    try:
        return parse_date(request.POST.get("day", ""))
    except ValueError:
        return None


def _found(patient: Patient, pk: int) -> Medicine | None:
    """A medicine in use; one that was never on this patient's list does not exist."""
    found = medicines.find(patient, pk)
    if found is None and not medicines.was_on_the_list(patient, pk):
        raise Http404
    return found


def _stopped_before(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("This medicine was stopped or changed already. Here is your list as it is now."))
    return redirect("patient:medicines")


def _form(request: HttpRequest, title: str, form: MedicineForm | StopForm | SafeCareForm) -> HttpResponse:
    return render(request, "patient/medicines/form.html", {"title": title, "form": form})
