"""The link in a reminder: it works without signing in, shows nothing of anybody, and only pauses."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from recovery.people import limits
from recovery.people.limits import Limit
from recovery.people.models import Patient
from recovery.reminders import wishes
from tracker import reminding
from tracker.limits import too_many
from tracker.words import long_date

# How often the links of one diary can be used [P].
ONE_DIARY = Limit("pausing one diary", 20, timedelta(hours=1))

A_WEEK, FOR_GOOD = "week", "off"


@csrf_exempt  # a mail program that unsubscribes has no page of ours; the signed link is what lets it in
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def pause_reminders(request: HttpRequest, token: str) -> HttpResponse:
    """Pause for a week, or end reminders; a mail program that asks to unsubscribe ends them."""
    patient = reminding.patient_of(token)
    if patient is None:
        return render(request, "patient/reminders/pause_over.html", status=404)
    if request.method != "POST":
        return render(request, "patient/reminders/pause.html", {"until": "", "ended": False})
    now = timezone.now()
    if not limits.take(ONE_DIARY, str(patient.pk), now=now):
        return too_many(request, ONE_DIARY, str(patient.pk), now=now)
    return render(request, "patient/reminders/pause.html", _done(request, patient))


def _done(request: HttpRequest, patient: Patient) -> dict[str, object]:
    now = timezone.now()
    if request.POST.get("for") == A_WEEK:
        return {"until": long_date(wishes.pause(patient, now=now)), "ended": False}
    if request.POST.get("for") == FOR_GOOD or request.POST.get("List-Unsubscribe"):
        wishes.end(patient, now=now)
        return {"until": "", "ended": True}
    return {"until": "", "ended": False}
