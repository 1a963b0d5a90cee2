"""Staff take out a record, or the clinic's diaries without names. Each time is written down."""

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from recovery.exchange import cohort
from recovery.exchange.kinds import Form
from recovery.exchange.records import dossier_of
from recovery.people.models import Clinic, Patient
from tracker import looking
from tracker.access import manager_page, record_page, user_of
from tracker.clinic.exchange.presenters import FORMS, export_line
from tracker.patient.exchange.views import diary_file, record_file

CONTENT = {Form.CSV: "text/csv; charset=utf-8", Form.NDJSON: "application/x-ndjson; charset=utf-8"}


@record_page
@require_safe
def export_diary(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The diary of a patient as CSV."""
    return diary_file(patient, name=f"diary-{patient.ref}")


@record_page
@require_safe
def export_record(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The record of a patient as a FHIR document."""
    return record_file(dossier_of(patient), name=f"record-{patient.ref}", now=timezone.now())


@manager_page
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest, *, clinic: Clinic) -> HttpResponseBase:
    """The clinic's diaries without names: how far the last exports are, and a new one as a stream."""
    now = timezone.now()
    if request.method != "POST":
        lines = [export_line(one) for one in cohort.latest(clinic, now=now)]
        return render(
            request, "clinic/exchange/export.html", {"clinic": clinic, "exports": lines, "forms": FORMS}
        )
    if request.POST.get("form") not in set(Form):
        raise Http404
    form = Form(request.POST["form"])
    begun = cohort.begin(clinic, form=form, by=user_of(request), now=now, address=looking.address_of(request))
    answer = StreamingHttpResponse(cohort.stream(begun), content_type=CONTENT[form])
    answer["Content-Disposition"] = f'attachment; filename="diaries-{timezone.localdate(now)}.{form}"'
    return answer
