"""When something went wrong: what to do, and whom to phone all the same."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from recovery.people import phones
from tracker.access import own_record
from tracker.phones import phone_card


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form from a page that is too old, mostly after signing in again in another tab: nothing was saved."""
    patient = own_record(request)
    card = phone_card(phones.advice_for(patient, now=timezone.now())) if patient else None
    return render(request, "403_csrf.html", {"phones": card}, status=403)
