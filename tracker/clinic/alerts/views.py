"""The panel of open alerts, and an alert from taken to closed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from recovery.alerts import contact
from recovery.alerts.figures import PERIODS, figures_of
from recovery.alerts.models import Alert
from recovery.people import access
from recovery.people.models import Clinic, Patient, What
from tracker import looking
from tracker.access import neurologist_page, staff_page, user_of
from tracker.clinic.alerts.cards import not_saved, who_and_when
from tracker.clinic.alerts.figures import figures_page
from tracker.clinic.alerts.panel import panel
from tracker.clinic.forms import CloseForm
from tracker.clinic.review.views import review_page


@neurologist_page
@require_safe
def alerts(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """What is open, by patient; below it what patients withdrew of late.

    It is shown whether it can be written down who looks or not: somebody may have to be phoned now.
    """
    patients, now = access.patients_of(clinic), timezone.now()
    still_open, withdrawn = contact.open_of(patients), contact.withdrawn_of(patients, now=now)
    context = {"patients": panel(still_open, now=now), "withdrawn": panel(withdrawn, now=now)}
    if shown := [alert.patient for alert in (*still_open, *withdrawn)]:
        _write_down(request, clinic, shown, What.ALERTS)
    return render(request, "clinic/alerts.html", context)


def _write_down(request: HttpRequest, clinic: Clinic, patients: list[Patient], what: What) -> bool:
    reader = looking.staff(request, user_of(request), clinic)
    return looking.written(request, reader, patients, what)


@neurologist_page
@require_safe
def alert(request: HttpRequest, *, clinic: Clinic, alert_id: UUID) -> HttpResponse:
    """The link in a message: to the alert on the patient's page."""
    return _to_alert(_alert(clinic, alert_id))


@neurologist_page
def take(request: HttpRequest, *, clinic: Clinic, alert_id: UUID) -> HttpResponse:
    """Take an alert; who comes second is told who was first."""
    found = _alert(clinic, alert_id)
    if request.method == "POST":
        _write_down(request, clinic, [found.patient], What.ALERT)
        try:
            contact.take(found, by=user_of(request), now=timezone.now())
        except contact.AlreadyDone as already:
            messages.warning(request, f"{who_and_when(already.step)}.")
    return _to_alert(found)


@neurologist_page
def close(request: HttpRequest, *, clinic: Clinic, alert_id: UUID) -> HttpResponseBase:
    """Close an alert with what was done; who comes second is told who was first, and keeps their note."""
    found = _alert(clinic, alert_id)
    if request.method != "POST":
        return _to_alert(found)
    if not _write_down(request, clinic, [found.patient], What.ALERT):
        return looking.not_shown(request)
    form = CloseForm(request.POST, prefix=str(alert_id))
    if not form.is_valid():
        return _refused(request, found, form)
    try:
        contact.close(found, **form.cleaned_data, by=user_of(request), now=timezone.now())
    except contact.AlreadyDone as already:
        messages.warning(request, f"{who_and_when(already.step)}. {not_saved(form.cleaned_data['note'])}")
    return _to_alert(found)


def _refused(request: HttpRequest, found: Alert, form: CloseForm) -> HttpResponse:
    """The form again; when the alert is over meanwhile there is no form left, and they read why."""
    end = contact.end_of(found)
    if end is None:
        return review_page(request, found.patient, close_form=form)
    messages.warning(request, f"{who_and_when(end)}. {not_saved(form['note'].value() or '')}")
    return _to_alert(found)


@staff_page
@require_safe
def figures(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """How many alerts, how fast they were taken, how many were needed: over 30, 90 or 365 days."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in {str(days) for days in PERIODS} else PERIODS[0]
    reads_records = access.clinic_read_by(user_of(request)) == clinic
    page = figures_page(
        figures_of(clinic, days=days, now=timezone.now()), days=days, reads_records=reads_records
    )
    return render(request, "clinic/figures.html", {"clinic": clinic, "page": page})


def _alert(clinic: Clinic, alert_id: UUID) -> Alert:
    found = contact.alert_of(access.patients_of(clinic), alert_id)
    if found is None:
        raise Http404
    return found


def _to_alert(found: Alert) -> HttpResponse:
    return redirect(f"{reverse('clinic:review', args=[found.patient.ref])}#alert-{found.pk}")
