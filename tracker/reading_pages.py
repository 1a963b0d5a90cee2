"""The log of readings, page by page: of a clinic for its manager, of a record for its patient."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from recovery.people import access_log
from recovery.people.models import AccessRecord, Clinic, Patient
from tracker.access import manager_page, patient_page
from tracker.readings import LINES, page

LAST_PAGE = 1000


@manager_page
@require_safe
def of_clinic(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Who of the clinic, or which of its systems, read what, and when."""
    return _page(request, "clinic/access_log.html", access_log.of_clinic(clinic))


@patient_page
@require_safe
def of_patient(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Who looked at one's own record."""
    return _page(request, "patient/access_log.html", access_log.of_patient(patient))


def _page(request: HttpRequest, template: str, records: QuerySet[AccessRecord]) -> HttpResponse:
    number = _number(request.GET.get("page", ""))
    first = (number - 1) * LINES
    return render(request, template, {"page": page(records[first : first + LINES + 1], number)})


def _number(told: str) -> int:
    """A number of a page; anything else is the first."""
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1
    return min(max(number, 1), LAST_PAGE)
