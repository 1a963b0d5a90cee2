"""A patient's own data out, and days in. What a file would do is shown before anything is done."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from recovery.alerts import contact
from recovery.clinical import wording
from recovery.exchange import arrivals, bringing, diary_csv, other_apps, uploads
from recovery.exchange.diary_csv import DaysFile
from recovery.exchange.dossier import Dossier, EntryTold
from recovery.exchange.formats import NotADossier, bundle, read_bundle
from recovery.exchange.kinds import Kind
from recovery.exchange.models import Upload
from recovery.exchange.other_apps import MOST_BYTES, CannotRead, RawTable, Unreadable
from recovery.exchange.records import dossier_of, for_the_patient
from recovery.people.models import Patient
from tracker.access import patient_page
from tracker.patient.exchange import words
from tracker.patient.exchange.forms import MappingForm, UploadForm
from tracker.patient.exchange.presenters import (
    Preview,
    days_preview,
    done,
    names_of,
    record_preview,
    refused_preview,
)

GET_AND_POST = ["GET", "HEAD", "POST"]


@patient_page
@require_safe
def take_out(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """My data: what can be taken out, and the way in."""
    return render(request, "patient/exchange/take_out.html", {"has_file": _waiting(patient) is not None})


@patient_page
@require_safe
def take_out_diary(_request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """The days as CSV."""
    return diary_file(patient, name="diary")


@patient_page
@require_safe
def take_out_record(_request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Everything as a FHIR document."""
    return record_file(for_the_patient(dossier_of(patient)), name="record", now=timezone.now())


def diary_file(patient: Patient, *, name: str) -> HttpResponse:
    """The diary of a patient, for whoever may have it."""
    told = [entry for episode in dossier_of(patient).episodes for entry in episode.entries]
    answer = HttpResponse("".join(diary_csv.write(told)), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.csv"'
    return answer


def record_file(told: Dossier, *, name: str, now: datetime) -> HttpResponse:
    """A whole record, for whoever may have it."""
    text = json.dumps(bundle(told, at=now), ensure_ascii=False, allow_nan=False)
    answer = HttpResponse(text, content_type="application/fhir+json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate(now)}.json"'
    return answer


@patient_page
@require_http_methods(GET_AND_POST)
def bring_in(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Hand in a file. It is kept, and shown before anything is done with it."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if file.size > MOST_BYTES:
                raise CannotRead(Unreadable.TOO_BIG)
            uploads.keep(patient, name=file.name, content=file.read(), now=timezone.now())
            return redirect("patient:check_file")
        except CannotRead as cannot:
            form.add_error("file", str(words.UNREADABLE[cannot.why]))
    context = {"form": form, "bringing_in": _(wording.BRINGING_IN)}
    return render(request, "patient/exchange/bring_in.html", context)


@patient_page
@require_http_methods(GET_AND_POST)
def check(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """What the file would do; and, once that was seen, do it."""
    upload, now = _waiting(patient), timezone.now()
    if upload is None:
        return redirect("patient:bring_in")
    if request.POST.get("upload", str(upload.at)) != str(upload.at):
        messages.warning(request, _("You chose another file meanwhile. This is what is in it."))
        return redirect("patient:check_file")
    look = LOOKS[Kind(upload.kind)](request, patient, upload, now)
    if request.method == "POST" and look.preview and look.preview.can:
        return _do(request, patient, look, now)
    context = {
        "upload": upload,
        "seen": str(upload.at),
        "form": look.form,
        "columns": names_of(look.table) if look.table else "",
        "preview": look.preview,
        "bringing_in": _(wording.BRINGING_IN),
        "flag_brought_in": _(wording.FLAG_BROUGHT_IN),
    }
    return render(request, "patient/exchange/check.html", context)


@patient_page
@require_POST
def drop(_request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Forget the file."""
    uploads.forget(patient)
    return redirect("patient:take_out")


@dataclass(frozen=True, slots=True)
class Look:
    """A file as far as it is understood: what it would do, and what has to be chosen first."""

    preview: Preview | None
    told: tuple[EntryTold, ...] = ()
    dossier: Dossier | None = None
    form: MappingForm | None = None
    table: RawTable | None = None


def _look_at_diary(_request: HttpRequest, patient: Patient, upload: Upload, now: datetime) -> Look:
    try:
        return _look_at_days(patient, diary_csv.read([upload.text.encode()], now=now), now)
    except diary_csv.NoTable:
        return Look(refused_preview([str(words.UNREADABLE[Unreadable.NO_TABLE])]))


def _look_at_days(patient: Patient, file: DaysFile, now: datetime) -> Look:
    days = bringing.look_at(patient, file, today=timezone.localdate(now))
    return Look(days_preview(days), told=days.told)


def _look_at_record(_request: HttpRequest, patient: Patient, upload: Upload, now: datetime) -> Look:
    try:
        dossier = read_bundle(uploads.as_json(upload.text))
        added = arrivals.try_out(patient, dossier, now=now)
    except CannotRead as cannot:
        return Look(refused_preview([str(words.UNREADABLE[cannot.why])]))
    except NotADossier as wrong:
        first = str(words.UNREADABLE[Unreadable.NOT_A_RECORD])
        return Look(refused_preview([first, *wrong.sentences]))
    except arrivals.Refused as why:
        return Look(refused_preview([words.refused(why)]))
    has_flag = bool(bringing.flagged(list(_new_days(dossier, added))))
    return Look(record_preview(dossier, added, has_flag=has_flag), dossier=dossier)


def _new_days(dossier: Dossier, added: arrivals.Added) -> Iterator[EntryTold]:
    new = frozenset(added.days.new)
    return (entry for told in dossier.episodes for entry in told.entries if entry.day in new)


def _look_at_other(request: HttpRequest, patient: Patient, upload: Upload, now: datetime) -> Look:
    table = other_apps.table_of(upload.text)
    given = request.POST if request.method == "POST" else request.GET
    form = MappingForm(given if "day" in given else None, table=table)
    if not form.is_valid():
        return Look(None, form=form, table=table)
    look = _look_at_days(patient, other_apps.days_of(table, form.mapping(), now=now), now)
    return Look(look.preview, told=look.told, form=form, table=table)


LOOKS = {Kind.DIARY: _look_at_diary, Kind.RECORD: _look_at_record, Kind.OTHER: _look_at_other}


def _do(request: HttpRequest, patient: Patient, look: Look, now: datetime) -> HttpResponse:
    """Bring it in, and say so. With an open alert or a red flag the number to phone comes first."""
    if look.dossier:
        found = bringing.bring_in_record(patient, look.dossier, now=now).days
    else:
        found = bringing.bring_in_days(patient, look.told, now=now)
    uploads.forget(patient)
    messages.success(request, done(found))
    if contact.open_for(patient):
        return redirect("patient:urgent")
    if look.preview and look.preview.has_flag:
        messages.warning(request, _(wording.FLAG_BROUGHT_IN))
        return redirect("phone")
    return redirect("patient:course")


def _waiting(patient: Patient) -> Upload | None:
    return uploads.of(patient, now=timezone.now())
