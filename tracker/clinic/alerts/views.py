"""The panel of open alerts, and an alert from taken to closed."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from recovery.alerts import contact
from recovery.alerts.figures import PERIODS, figures_of
from recovery.alerts.models import Alert
from recovery.people import access
from recovery.people.models import Clinic
from tracker.access import neurologist_page, staff_page, user_of
from tracker.clinic.alerts.cards import not_saved, who_and_when
from tracker.clinic.alerts.figures import figures_page
from tracker.clinic.alerts.panel import panel
from tracker.clinic.forms import CloseForm
from tracker.clinic.review.views import review_page


@neurologist_page
@require_safe
def alerts(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """What is open, by patient; below it what patients withdrew of late."""
    patients, now = access.patients_of(clinic), timezone.now()
    context = {
        "patients": panel(contact.open_of(patients), now=now),
        "withdrawn": panel(contact.withdrawn_of(patients, now=now), now=now),
    }
    return render(request, "clinic/alerts.html", context)


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
        try:
            contact.take(found, by=user_of(request), now=timezone.now())
        except contact.AlreadyDone as already:
            messages.warning(request, f"{who_and_when(already.step)}.")
    return _to_alert(found)


@neurologist_page
def close(request: HttpRequest, *, clinic: Clinic, alert_id: UUID) -> HttpResponse:
    """Close an alert with what was done; who comes second is told who was first, and keeps their note."""
    found = _alert(clinic, alert_id)
    if request.method != "POST":
        return _to_alert(found)
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
