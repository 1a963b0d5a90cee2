"""Who reads along: who does now, who did, and beginning, ending or moving it by the patient's own word."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from recovery import handover
from recovery.alerts import contact
from recovery.clinical import wording
from recovery.people import codes, phones, proxies
from recovery.people import sharing as readers
from recovery.people.models import Clinic, Patient, Sharing
from tracker.access import patient_page, user_of
from tracker.patient.notices import notices
from tracker.patient.sharing_forms import CodeForm, TreatedForm
from tracker.phones import phone_card
from tracker.words import long_date, moment

GET_AND_POST = ["GET", "HEAD", "POST"]

HOW = {
    Sharing.How.START: gettext_lazy("when you began your diary"),
    Sharing.How.INVITATION: gettext_lazy("by an invitation"),
    Sharing.How.CODE: gettext_lazy("by the code of the clinic"),
    Sharing.How.DETAILS: gettext_lazy("changed by you"),
    Sharing.How.TRANSFER: gettext_lazy("handed over with your consent"),
    Sharing.How.DISCHARGE: gettext_lazy("after your discharge"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One beginning or end."""

    what: str
    how: str
    when: str


def rows(history: Iterable[Sharing]) -> list[Row]:
    """The history of who read along, in words."""
    return [Row(_what(each), str(HOW[Sharing.How(each.how)]), moment(each.at)) for each in history]


def _what(change: Sharing) -> str:
    began = change.change == Sharing.Change.BEGAN
    sentence = _("%(clinic)s began to read along") if began else _("%(clinic)s no longer reads along")
    return sentence % {"clinic": change.clinic}


@patient_page
@require_safe
def sharing(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Who reads now and since when, who did before, and the code that lets a clinic in."""
    return _page(request, patient, CodeForm(own=patient.reading_clinic))


def _page(request: HttpRequest, patient: Patient, form: CodeForm) -> HttpResponse:
    history = readers.history(patient)
    began = next((each for each in history if each.change == Sharing.Change.BEGAN), None)
    context = {
        "clinic": patient.reading_clinic,
        "since": long_date(timezone.localdate(began.at)) if began and patient.reading_clinic else "",
        "history": rows(history),
        "form": form,
        "notices": notices(patient),
        "helpers": proxies.standing_of(patient),
    }
    return render(request, "patient/sharing/sharing.html", context)


@patient_page
@require_http_methods(GET_AND_POST)
def share(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Share by a code: first which clinic it is and what it means, then yes."""
    if request.method != "POST":
        return redirect("patient:sharing")
    form = CodeForm(request.POST, own=patient.reading_clinic)
    if not form.is_valid():
        return _page(request, patient, form)
    clinic: Clinic = form.cleaned_data["code"]
    treated = TreatedForm(request.POST if "agreed" in request.POST else None, clinic=clinic)
    if not treated.is_valid():
        context = {"clinic": clinic, "now": patient.reading_clinic, "code": codes.readable(clinic.code)}
        return render(request, "patient/sharing/share.html", context | {"form": treated})
    handover.share(
        patient, clinic, **treated.cleaned_data, how=Sharing.How.CODE, by=user_of(request), now=timezone.now()
    )
    messages.success(request, _("%(clinic)s reads along from now on.") % {"clinic": clinic})
    return redirect("patient:sharing")


@patient_page
@require_http_methods(GET_AND_POST)
def stop_sharing(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Let nobody read any more, after what that means was said."""
    clinic, now = patient.reading_clinic, timezone.now()
    if clinic is None:
        return redirect("patient:sharing")
    if request.method == "POST":
        handover.stop(patient, by=user_of(request), now=now)
        messages.success(request, _(wording.SHARING_STOPPED) % {"clinic": clinic})
        return redirect("patient:sharing")
    context = {
        "clinic": clinic,
        "nobody_is_told": _(wording.NOBODY_IS_TOLD) % {"clinic": clinic},
        "still_open": _(wording.STOPPING_WITH_AN_ALERT) if contact.open_for(patient) else "",
        "phones": phone_card(phones.advice_for(patient, now=now)),
    }
    return render(request, "patient/sharing/stop.html", context)


@patient_page
def answer_transfer(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The patient's answer to being handed over to another clinic."""
    offer = readers.open_transfer(patient)
    if request.method != "POST":
        return redirect("patient:sharing")
    if offer is None or request.POST.get("offer") != str(offer.pk):
        messages.warning(request, _("This offer was taken back. Nothing has changed."))
        return redirect("patient:sharing")
    accepted = request.POST.get("answer") == "yes"
    try:
        handover.answer_transfer(offer, patient, accepted=accepted, by=user_of(request), now=timezone.now())
    except readers.NotReadingError:
        messages.warning(request, _("This offer was taken back. Nothing has changed."))
    else:
        said = _(wording.TRANSFERRED) if accepted else _("You stay with %(of)s. Nothing has changed.")
        messages.success(request, said % {"to": offer.to_clinic, "of": offer.of_clinic})
    return redirect("patient:sharing")
