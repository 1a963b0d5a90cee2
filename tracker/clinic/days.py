"""Every day that a patient wrote down, for the clinic, a page at a time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recovery.episodes import ladder
from recovery.people.models import Patient
from tracker.access import record_page
from tracker.days import days_page


@record_page
@require_safe
def every_day(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The days with every answer, the latest first."""
    page = days_page(ladder.current(patient), request.GET.get("page", 1))
    return render(request, "clinic/days.html", {"patient": patient, "page": page})
