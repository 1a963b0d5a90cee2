"""The clinic's pages."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from recovery import caseload as cases
from recovery.people import access, invitations
from recovery.people.models import Clinic
from recovery.trends.cohort import cohort_of
from tracker.access import neurologist_page, staff_page, user_of
from tracker.clinic import mail
from tracker.clinic.forms import InviteForm
from tracker.clinic.presenters import (
    case_groups,
)
from tracker.cohort import cohort_page

logger = logging.getLogger(__name__)

INVITED = "invited"
GET_AND_POST = ["GET", "HEAD", "POST"]


@neurologist_page
@require_safe
def caseload(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """The patients of the clinic, those who need somebody first."""
    page = cases.page_of(clinic, today=timezone.localdate(), number=request.GET.get("page", 1))
    context = {"clinic": clinic, "page": page, "groups": case_groups(page)}
    return render(request, "clinic/caseload.html", context)


@staff_page
@require_http_methods(GET_AND_POST)
def invite(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """Invite a patient: a mail, and the link to hand over."""
    now, form = timezone.now(), InviteForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        context = {"clinic": clinic, "form": form, "waiting": invitations.waiting(clinic, now=now)}
        return render(request, "clinic/invite.html", context)
    invitation, token = invitations.invite(clinic, **form.cleaned_data, by=user_of(request), now=now)
    link = request.build_absolute_uri(reverse("invitation", args=[token]))
    sent = mail.send_invitation(invitation, link)
    request.session[INVITED] = {
        "name": invitation.name,
        "email": invitation.email,
        "link": link,
        "sent": sent,
    }
    return redirect("clinic:invited")


@staff_page
@require_safe
def invited(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """The link of an invitation that was just made, shown once."""
    made = request.session.pop(INVITED, None)
    return render(request, "clinic/invited.html", made) if made else redirect("clinic:invite")


@staff_page
@require_safe
def cohort(request: HttpRequest, *, clinic: Clinic) -> HttpResponse:
    """The clinic as a whole: how many recovered by themselves, by week."""
    reads_records = access.clinic_read_by(user_of(request)) == clinic
    page = cohort_page(cohort_of(clinic), reads_records=reads_records)
    return render(request, "clinic/cohort.html", {"clinic": clinic, "page": page})
