"""The link in a reminder: it works without signing in, shows nothing of anybody, and only pauses."""

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from recovery.people.models import Patient
from recovery.reminders import wishes
from tracker import reminding
from tracker.words import long_date

# How often one link can be used in an hour [P].
MOST_AN_HOUR = 20
HOUR_SECONDS = 3600

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
    if _too_often(patient):
        return render(request, "429.html", status=429)
    return render(request, "patient/reminders/pause.html", _done(request, patient))


def _done(request: HttpRequest, patient: Patient) -> dict[str, object]:
    now = timezone.now()
    if request.POST.get("for") == A_WEEK:
        return {"until": long_date(wishes.pause(patient, now=now)), "ended": False}
    if request.POST.get("for") == FOR_GOOD or request.POST.get("List-Unsubscribe"):
        wishes.end(patient, now=now)
        return {"until": "", "ended": True}
    return {"until": "", "ended": False}


def _too_often(patient: Patient) -> bool:
    key = f"pause-reminders-{patient.pk}"
    cache.add(key, 0, HOUR_SECONDS)
    return cache.incr(key) > MOST_AN_HOUR
