"""The patient's page about reminders, how often the diary is kept, and the browsers that may show a notification."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from recovery.clinical.rhythm import Because, Every
from recovery.episodes import ladder
from recovery.journal import rhythm
from recovery.people.models import Letter, Patient
from recovery.reminders import browsers, wishes
from recovery.reminders.models import Reminder
from tracker import reminding
from tracker.access import patient_page, user_of
from tracker.channels import push
from tracker.patient.reminders.forms import ReminderForm
from tracker.patient.reminders.offers import may_propose
from tracker.words import long_date, moment, weekday_date

LONGEST_ENDPOINT = 1000
LONGEST_KEY = 200
MOST_BROWSERS = 10


@patient_page
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """What was chosen, to be changed; how often the diary is kept; what was sent last."""
    now, may_push = timezone.now(), reminding.may_push(patient)
    today = timezone.localdate(now)
    form = ReminderForm(
        request.POST if request.method == "POST" else None,
        initial=ReminderForm.initial_from(wishes.wish_of(patient), today),
        today=today,
        may_push=may_push,
    )
    if form.is_valid():
        chosen = wishes.choose(patient, form.wish(), now=now)
        messages.success(request, in_words(chosen))
        return redirect("patient:reminders")
    return render(
        request, "patient/reminders/reminders.html", _context(patient, form, now, may_push=may_push)
    )


def _context(patient: Patient, form: ReminderForm, now: datetime, *, may_push: bool) -> dict[str, object]:
    today = timezone.localdate(now)
    kept = rhythm.rhythm_of(patient, today)
    asked_on = kept.next_question(today)
    return {
        "form": form,
        "last": sent_in_words(wishes.last_sent(patient)),
        "next_question": weekday_date(asked_on) if asked_on else "",
        "went_back": kept.because is Because.WORSE,
        "proposes_weekly": may_propose(patient, ladder.current(patient), kept, today),
        "push_key": push.public_key() if may_push else "",
        "browsers": len(browsers.browsers_of(patient)) if may_push else 0,
    }


def in_words(chosen: Reminder) -> str:
    """What holds from now on."""
    if not chosen.is_on:
        return _("You get no reminders.")
    if chosen.paused_until:
        return _("No reminders before %(day)s.") % {"day": long_date(chosen.paused_until)}
    return _("You get a reminder at %(time)s, on days that you have not filled in.") % {
        "time": f"{chosen.at:%H:%M}"
    }


def sent_in_words(letter: Letter | None) -> str:
    """When something was sent last, and what."""
    if letter is None or letter.sent_at is None:
        return _("Nothing was sent yet.")
    said = {
        Letter.Kind.WEEKLY: _("Sent last: your weekly question, %(when)s."),
        Letter.Kind.SILENCE: _("Sent last: the question whether everything is all right, %(when)s."),
    }.get(Letter.Kind(letter.kind), _("Sent last: a reminder, %(when)s."))
    return said % {"when": moment(letter.sent_at)}


@patient_page
@require_POST
def decline(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """No reminders, now that they were offered."""
    wishes.decline(patient, now=timezone.now())
    return redirect("patient:today")


@patient_page
@require_POST
def keep(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """Keep the diary every week, every day again, or every day after all."""
    by, now = user_of(request), timezone.now()
    match request.POST.get("every"):
        case Every.WEEK:
            rhythm.choose(patient, Every.WEEK, because=Because.CHOSEN, by=by, now=now)
            messages.success(request, _("From now on one question a week. You can always fill in a day."))
        case Every.DAY:
            rhythm.choose(patient, Every.DAY, because=Because.CHOSEN, by=by, now=now)
            messages.success(request, _("From now on every day again."))
        case "stay":
            rhythm.stay_daily(patient, by=by, now=now)
    return redirect("patient:today")


@patient_page
@require_POST
def allow_browser(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """A browser may show notifications: where to send, and the keys to encrypt for it. Answers a script."""
    told = {name: request.POST.get(name, "") for name in ("endpoint", "public_key", "secret")}
    if not _is_sound(patient, **told):
        return HttpResponse(status=400)
    by, now = user_of(request), timezone.now()
    browsers.allow(patient, **told, by=by, now=now)
    return HttpResponse(status=204)


def _is_sound(patient: Patient, *, endpoint: str, public_key: str, secret: str) -> bool:
    """Whether it can be sent to, of a known service and with keys that are keys, and is not one too many."""
    short = len(endpoint) <= LONGEST_ENDPOINT and max(len(public_key), len(secret)) <= LONGEST_KEY
    sound = short and push.may_be_sent_to(endpoint) and push.are_keys(public_key, secret)
    return sound and reminding.may_push(patient) and len(browsers.browsers_of(patient)) < MOST_BROWSERS


@patient_page
@require_POST
def end_browsers(request: HttpRequest, *, patient: Patient) -> HttpResponse:
    """No browser shows notifications any more: reminders are mails again."""
    browsers.end_all(patient, now=timezone.now())
    messages.success(request, _("No browser shows notifications any more. Reminders come by mail."))
    return redirect("patient:reminders")
