"""The clinic's pages."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recovery.people import access
from recovery.people.models import Clinic
from recovery.trends.cohort import cohort_of
from tracker.access import staff_page, user_of
from tracker.cohort import cohort_page


@staff_page
@require_safe
def cohort(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """The clinic as a whole: how many recovered by themselves, by week."""
    reads_records = access.clinic_read_by(user_of(request)) == clinic
    page = cohort_page(cohort_of(clinic), reads_records=reads_records)
    return render(request, "clinic/cohort.html", {"clinic": clinic, "page": page})
