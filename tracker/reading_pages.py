"""The log of readings: of a clinic for its manager, with a file for who must judge it; of a record for its patient."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from recovery.people import access_log, break_glass
from recovery.people.models import Clinic, Ground, Patient, Role, What
from tracker import looking
from tracker.access import manager_page, patient_page, user_of
from tracker.clinic.glass.presenters import glass_row
from tracker.fields import helper
from tracker.readings import LINES, VISITS, csv_file, page, visit_page

LAST_PAGE = 1000


class PeriodForm(forms.Form):
    """From which day to which, both included."""

    first = forms.DateField(
        label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    last = forms.DateField(
        label=gettext_lazy("Up to and including"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = helper("first", "last")

    def clean(self) -> dict[str, Any]:
        told: dict[str, date] = super().clean() or {}
        if {"first", "last"} <= told.keys() and told["first"] > told["last"]:
            self.add_error("last", _("This day is before the first. Choose a later one."))
        return told


@manager_page
@require_safe
def of_clinic(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Who of the clinic, or which of its systems, read what, and when."""
    today = timezone.localdate()
    return _clinic_page(request, clinic, PeriodForm(initial={"first": today.replace(day=1), "last": today}))


def _clinic_page(request: HttpRequest, clinic: Clinic, form: PeriodForm) -> HttpResponse:
    number = _number(request.GET.get("page", ""))
    first = (number - 1) * LINES
    lines = page(access_log.of_clinic(clinic)[first : first + LINES + 1], number)
    return render(request, "clinic/access_log.html", {"page": lines, "form": form})


@manager_page
@require_safe
def export(request: HttpRequest, *, clinic: Clinic) -> HttpResponseBase:
    """The log of a period as a file, with names: that it was made is in the log of each patient in it."""
    form = PeriodForm(request.GET)
    if not form.is_valid():
        return _clinic_page(request, clinic, form)
    records = access_log.between(clinic, form.cleaned_data["first"], form.cleaned_data["last"])
    reader = looking.staff(request, user_of(request), clinic, Role.MANAGER)
    whom = list(access_log.patients_in(records))
    # Up to here, so that the file does not go on about itself.
    upto = records.filter(at__lte=timezone.now())
    if not looking.written(request, reader, whom, What.LOG_FILE, ground=Ground.OVERSIGHT):
        return looking.not_shown(request)
    answer = StreamingHttpResponse(
        csv_file(upto.iterator(chunk_size=LINES), names=True), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="access-log.csv"'
    return answer


@patient_page
@require_safe
def of_patient(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Who looked at one's own record; what was opened in an emergency first."""
    number = _number(request.GET.get("page", ""))
    visits = access_log.visits(patient, start=(number - 1) * VISITS, size=VISITS + 1)
    glasses = [glass_row(glass) for glass in break_glass.of_patient(patient)]
    return render(
        request, "patient/access_log.html", {"page": visit_page(visits, number), "glasses": glasses}
    )


def _number(told: str) -> int:
    """A number of a page; anything else is the first."""
    number = int(told) if told.isascii() and told.isdigit() and len(told) < 6 else 1
    return min(max(number, 1), LAST_PAGE)
