"""The clinic's pages."""

import logging
from dataclasses import replace
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from recovery import checkin
from recovery.alerts import contact
from recovery.alerts.models import Alert
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal import diary
from recovery.people import access, invitations
from recovery.people.models import Clinic, Patient
from recovery.trends import assess
from recovery.trends.cohort import cohort_of
from tracker.access import record_page, staff_page, user_of
from tracker.clinic import mail
from tracker.clinic.alerts.cards import alert_card
from tracker.clinic.forms import CloseForm, InviteForm, SinceForm, TreatmentForm
from tracker.clinic.outlook import SINCE_WEEKS, OutlookPage, outlook_page
from tracker.clinic.presenters import (
    about,
    treatment_line,
    version_row,
)
from tracker.cohort import cohort_page
from tracker.course import CoursePage, course_page, open_flag_on

logger = logging.getLogger(__name__)

INVITED = "invited"
GET_AND_POST = ["GET", "HEAD", "POST"]


@record_page
@require_safe
def review(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """One patient on one page."""
    return review_page(request, patient)


@record_page
def add_treatment(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Write down an injection or operation. Looked at, the address leads to the patient."""
    if request.method != "POST":
        return redirect("clinic:review", ref=patient.ref)
    episode, now = ladder.current(patient), timezone.now()
    form = TreatmentForm(request.POST, onset=episode.onset, today=timezone.localdate(now))
    if not form.is_valid():
        return review_page(request, patient, treatment_form=form)
    checkin.record_treatment(episode, **form.cleaned_data, by=user_of(request), now=now)
    return redirect("clinic:review", ref=patient.ref)


def review_page(
    request: HttpRequest,
    patient: Patient,
    *,
    treatment_form: TreatmentForm | None = None,
    close_form: CloseForm | None = None,
) -> HttpResponse:
    """The review page, with whichever form was just refused."""
    episode, today = ladder.current(patient), timezone.localdate()
    asked = request.GET if "since" in request.GET else None
    since_form = SinceForm(
        asked, onset=episode.onset, today=today, initial={"since": today - timedelta(weeks=SINCE_WEEKS)}
    )
    since = since_form.cleaned_data["since"] if since_form.is_valid() else None
    alerts = contact.alerts_of(patient, in_full=True)
    context = {
        "patient": patient,
        "about": about(patient, episode, today=today),
        "alerts": [alert_card(alert, refused=close_form) for alert in alerts],
        **_course_or_nothing(episode, alerts, since=since, today=today),
        "since_form": since_form,
        "treatments": [treatment_line(treatment) for treatment in ladder.treatments_of(episode)],
        "treatment_form": treatment_form or TreatmentForm(onset=episode.onset, today=today),
        "versions": [version_row(version) for version in diary.versions_of(patient)],
    }
    return render(request, "clinic/review.html", context)


def _course_or_nothing(
    episode: Episode, alerts: list[Alert], *, since: date | None, today: date
) -> dict[str, CoursePage | OutlookPage]:
    """The course and the outlook; a fault in them never hides an alert."""
    try:
        entries, patient = diary.entries_of(episode), episode.patient
        course = replace(assess.course_of(episode, entries), open_flag_on=open_flag_on(alerts))
        page = course_page(course, entries, alerts, patient=patient, today=today, silenced=False)
        return {"page": page, "outlook": outlook_page(course, patient, since=since, today=today)}
    except Exception:
        logger.exception("no course for episode %s", episode.pk)
        return {}


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
