"""The patient's page about treatment: what was done, what was found, and the next visit."""

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from recovery import checkin
from recovery.clinical.care import CARES, ENDS_THE_COURSE, Care
from recovery.episodes import imaging, ladder, telling, visits
from recovery.episodes.models import Episode, Treatment, Visit
from recovery.people.models import Patient, User
from tracker.access import patient_page, user_of
from tracker.care import CareLine, Reader, Told, find, goes_on, lines, reader_of, record
from tracker.care_forms import IMAGING_SLUG, VISIT_SLUG, AddForm, CareForm, EndForm, VisitForm, add_form
from tracker.understand.links import about_care
from tracker.words import weekday_date

GET_AND_POST = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of treatment: what was told of it, and the word in the address to add one."""

    title: str
    slug: str
    lines: list[CareLine]


@dataclass(frozen=True, slots=True)
class VisitLine:
    """A visit to come; the patient calls off what they planned themselves."""

    id: int
    day: str
    told: str
    may_cancel: bool


@dataclass(frozen=True, slots=True)
class CarePage:
    """Everything on the page. `withdrawn` was a mistake, by whoever said so."""

    visits: list[VisitLine]
    sections: list[Section]
    withdrawn: list[CareLine]

    @property
    def to_add(self) -> list[Section]:
        """What is written down here; painkillers stand on the list of medicines, and are typed there."""
        return [section for section in self.sections if section.slug != Care.PAINKILLERS.value]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was done, as far as is written down."""
        return not any(section.lines for section in self.sections)


def care_page(episode: Episode, *, reader: User, today: date) -> CarePage:
    """The page of `today`: a fixed number of queries, however much there is."""
    is_read, reads = episode.patient.reading_clinic is not None, reader_of(episode, reader)
    treatments, pictures = ladder.all_of(episode), imaging.all_of(episode)
    everything: list[Told] = [*treatments, *pictures]
    gone = [one for one in everything if one.is_withdrawn]
    return CarePage(
        visits=_visit_lines(episode, reads, today),
        sections=[
            *(_section(care, treatments, reads, is_read=is_read) for care in Care),
            Section(
                _("Picture of the back"),
                IMAGING_SLUG,
                lines((one for one in pictures if not one.is_withdrawn), reader=reads, is_read=is_read),
            ),
        ],
        withdrawn=lines(gone, reader=reads),
    )


def _section(care: Care, treatments: list[Treatment], reader: Reader, *, is_read: bool) -> Section:
    told = [one for one in treatments if one.kind == care.value and not one.is_withdrawn]
    return Section(_(CARES[care]), care.value, lines(told, reader=reader, is_read=is_read))


def _visit_lines(episode: Episode, reader: Reader, today: date) -> list[VisitLine]:
    to_come = [visit for visit in visits.visits_of(episode) if visit.day >= today and not visit.held_at]
    return [
        VisitLine(
            visit.pk, weekday_date(visit.day), _planned(visit, reader), may_cancel=_is_own(visit, reader.side)
        )
        for visit in to_come
    ]


def _planned(visit: Visit, reader: Reader) -> str:
    """By whom: by who reads, by the patient or somebody for them, or by the clinic."""
    if visit.planned_by_id == reader.user.pk:
        return _("Planned by you")
    if not _is_own(visit, reader.side):
        return _("Planned by the clinic")
    return _("Planned by %(who)s") % {"who": reader.writers.name_of(visit.planned_by_id)}


def _is_own(visit: Visit, side: frozenset[int] | None) -> bool:
    """Whether it is of the patient's side, for them to call off."""
    return side is not None and visit.planned_by_id in side


@patient_page
@require_safe
def care(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """What was done about the hernia, and the next visit."""
    page = care_page(ladder.current(patient), reader=user_of(request), today=timezone.localdate())
    return render(request, "patient/care.html", {"page": page, "visit": VISIT_SLUG})


@patient_page
@require_http_methods(GET_AND_POST)
def add_care(request: HttpRequest, *, patient: Patient, what: str) -> HttpResponse:
    """Write down a treatment, a picture, or a visit to come."""
    episode, now = ladder.current(patient), timezone.now()
    data = request.POST if request.method == "POST" else None
    form = add_form(what, data, episode=episode, today=timezone.localdate(now))
    if form is None:
        raise Http404
    if not form.is_valid():
        shown = {"form": form, "is_visit": isinstance(form, VisitForm), "explained": about_care(what)}
        return render(request, "patient/add_care.html", shown)
    record(form, episode, by=user_of(request), now=now)
    messages.success(request, _written_down(form))
    return redirect("patient:care")


def _written_down(form: AddForm) -> str:
    """What was saved; after an injection or operation also that its own signs are asked from now on."""
    said = _("%(what)s: written down.") % {"what": form.title}
    if isinstance(form, CareForm) and form.kind in ENDS_THE_COURSE:
        return " ".join((said, _("Your diary now also asks about signs that can come after it.")))
    return said


@patient_page
@require_http_methods(GET_AND_POST)
def end_care(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Say when painkillers or physiotherapy ended."""
    episode, now = ladder.current(patient), timezone.now()
    treatment = ladder.find(episode, pk)
    if treatment is None:
        raise Http404
    if not goes_on(treatment):
        return redirect("patient:care")
    form = EndForm(
        request.POST if request.method == "POST" else None,
        episode=episode,
        began=treatment.date,
        today=timezone.localdate(now),
    )
    if not form.is_valid():
        (line,) = lines([treatment], reader=reader_of(episode, user_of(request)))
        return render(request, "patient/end_care.html", {"form": form, "line": line})
    ladder.end(treatment, **form.cleaned_data, by=user_of(request), now=now)
    messages.success(request, _("The last day is written down."))
    return redirect("patient:care")


@patient_page
@require_http_methods(GET_AND_POST)
def withdraw_care(request: HttpRequest, *, patient: Patient, what: str, pk: int) -> HttpResponse:
    """Take back what was written down by mistake, after asking."""
    episode = ladder.current(patient)
    one = find(episode, what, pk)
    if one is None:
        raise Http404
    (line,) = lines([one], reader=reader_of(episode, user_of(request)))
    if request.method == "POST":
        done = checkin.withdraw(one, by=user_of(request), now=timezone.now())
        messages.info(request, _taken_back(line) if done else _not_taken_back(line))
    elif line.may_withdraw:
        return render(request, "patient/withdraw_care.html", {"line": line})
    return redirect("patient:care")


def _taken_back(line: CareLine) -> str:
    return _("%(what)s: taken back.") % {"what": line.name}


def _not_taken_back(line: CareLine) -> str:
    return _("%(what)s: not taken back. Is it wrong? Tell your clinic.") % {"what": line.name}


@patient_page
@require_http_methods(["POST", "GET", "HEAD"])
def cancel_visit(request: HttpRequest, *, patient: Patient, pk: int) -> HttpResponse:
    """Call off a visit that the patient planned. Looked at, the address leads back."""
    episode = ladder.current(patient)
    found = next((visit for visit in visits.visits_of(episode) if visit.pk == pk), None)
    if found is None or not _is_own(found, telling.side_of(episode, user_of(request))):
        raise Http404
    if request.method == "POST" and visits.cancel(found, by=user_of(request), now=timezone.now()):
        messages.info(request, _("The visit is no longer in your diary. Tell your clinic as well."))
    return redirect("patient:care")
