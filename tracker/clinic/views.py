"""The clinic's pages."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from recovery import caseload as cases
from recovery.people import access
from recovery.people.models import Clinic
from recovery.trends.cohort import cohort_of
from tracker.access import neurologist_page, staff_page, user_of
from tracker.clinic.presenters import (
    case_groups,
)
from tracker.cohort import cohort_page

logger = logging.getLogger(__name__)


@neurologist_page
@require_safe
def caseload(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """The patients of the clinic, those who need somebody first."""
    page = cases.page_of(clinic, today=timezone.localdate(), number=request.GET.get("page", 1))
    context = {"clinic": clinic, "page": page, "groups": case_groups(page)}
    return render(request, "clinic/caseload.html", context)


@staff_page
@require_safe
def cohort(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """The clinic as a whole: how many recovered by themselves, by week."""
    reads_records = access.clinic_read_by(user_of(request)) == clinic
    page = cohort_page(cohort_of(clinic), reads_records=reads_records)
    return render(request, "clinic/cohort.html", {"clinic": clinic, "page": page})
