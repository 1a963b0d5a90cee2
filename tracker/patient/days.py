"""Every day that the patient wrote down, a page at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recovery.episodes import ladder
from recovery.people.models import Patient
from tracker.access import patient_page
from tracker.days import days_page


@patient_page
@require_safe
def every_day(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The days, the latest first."""
    page = days_page(ladder.current(patient), request.GET.get("page", 1))
    return render(request, "patient/days.html", {"page": page})
