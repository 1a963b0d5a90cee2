"""A reminder as a mail or as a notification of a browser; whether it is still needed is decided at the last moment.

No health data, no praise, no blame, no count of days: one link to write, one to pause.
"""

import logging
from datetime import datetime, time, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.signing import BadSignature, TimestampSigner
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from recovery.aftercare.answered import answered_since
from recovery.alerts import contact
from recovery.clinical import wording
from recovery.people import access
from recovery.people.letters import TryLater
from recovery.people.models import Letter, Patient
from recovery.reminders import asking, browsers, wishes
from recovery.reminders.models import Browser, Reminder
from tracker.channels import push
from tracker.channels.email import NotSentError

logger = logging.getLogger(__name__)

SALT = "tracker.reminding.pause"

# A link to pause works for so long after its mail [P].
LINK_LASTS = timedelta(days=90)

# So often a notification is tried; then it is a mail, the same day.
PUSH_TRIES = 3

TEMPLATES = {
    Letter.Kind.REMINDER: "reminder",
    Letter.Kind.WEEKLY: "weekly",
    Letter.Kind.SILENCE: "silence",
}


def send(letter: Letter, *, now: datetime) -> bool:
    """Send a reminder; false when it is not needed any more. `TryLater` when no browser could be reached yet.

    Beside an open alert none is sent: the page and the clinic ask for a phone call, and nothing distracts from it.
    """
    patient = letter.patient
    if patient is None or not _is_needed(letter, patient, now):
        return False
    if _by_push(letter, patient) and _push(letter, patient, now):
        return True
    if not patient.user.email:
        return False
    if _mail(patient, TEMPLATES[Letter.Kind(letter.kind)], now).send() != 1:
        raise NotSentError
    return True


def _is_needed(letter: Letter, patient: Patient, now: datetime) -> bool:
    if not asking.is_needed(letter, now=now) or contact.open_for(patient):
        return False
    if letter.kind == Letter.Kind.WEEKLY and _has_stopped(patient, now):
        return False
    return not answered_since(patient, asking.first_of_the_week(letter))


def _has_stopped(patient: Patient, now: datetime) -> bool:
    """Whether neither a day nor a weekly question was answered for so long that nobody waits for it."""
    since = asking.waited_for_since(timezone.localdate(now))
    return asking.has_stopped(patient, now=now) and not answered_since(patient, since)


def may_push(patient: Patient) -> bool:
    """Whether notifications are offered to this patient: by their clinic, and by this site."""
    return push.is_offered() and patient.clinic is not None and patient.clinic.allows_push


def _by_push(letter: Letter, patient: Patient) -> bool:
    """A question after a silence is always a mail: it says more than a notification may."""
    wish = wishes.wish_of(patient)
    is_wanted = wish is not None and wish.channel == Reminder.Channel.PUSH
    return (
        is_wanted
        and letter.kind != Letter.Kind.SILENCE
        and letter.attempts <= PUSH_TRIES
        and may_push(patient)
    )


def _push(letter: Letter, patient: Patient, now: datetime) -> bool:
    """Whether a browser took it; false when there is none left. `TryLater` when one may take it later."""
    known = browsers.browsers_of(patient)
    taken = [_handed_over(browser, patient, now) for browser in known]
    if any(taken):
        return True
    if None in taken and letter.attempts < PUSH_TRIES:
        raise TryLater("no browser took the notification")
    return False


def _handed_over(browser: Browser, patient: Patient, now: datetime) -> bool | None:
    """Whether it was taken; false when the browser is gone, `None` when the service failed."""
    local = timezone.localtime(now)
    until = timezone.make_aware(datetime.combine(local.date() + timedelta(days=1), time.min))
    try:
        push.send(browser, said_to(patient), until=until)
    except push.GoneError:
        browsers.end(browser, now=now)
        return False
    except Exception:
        logger.warning("browser %s was not reached", browser.pk, exc_info=True)
        return None
    return True


def said_to(patient: Patient) -> dict[str, str]:
    """All that a notification says, in the language of the patient."""
    with translation.override(language_of(patient)):
        return {"title": _("Time for your diary"), "url": reverse("patient:today")}


def language_of(patient: Patient) -> str:
    """The patient's own, else that of the clinic."""
    return patient.user.language or (patient.clinic.language if patient.clinic else settings.LANGUAGE_CODE)


def _mail(patient: Patient, name: str, now: datetime) -> EmailMessage:
    pause = settings.BASE_URL + reverse("pause_reminders", args=[pause_token(patient)])
    with translation.override(language_of(patient)):
        context = {
            "name": patient.user.name,
            "link": settings.BASE_URL + reverse("patient:today"),
            "phone": settings.BASE_URL + reverse("phone"),
            "pause": pause,
            "asked": _(wording.SILENCE_ASKED),
            "danger": _(wording.SILENCE_DANGER),
            "nobody_reads": _(wording.NOBODY_READS),
        }
        return EmailMessage(
            subject=" ".join(render_to_string(f"email/{name}_subject.txt", context).split()),
            body=render_to_string(f"email/{name}.txt", context),
            to=[patient.user.email],
            headers={
                "List-Unsubscribe": f"<{pause}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )


def pause_token(patient: Patient) -> str:
    """What pauses the reminders of a patient, and does nothing else."""
    return TimestampSigner(salt=SALT).sign(patient.ref.hex)


def patient_of(token: str) -> Patient | None:
    """Whose reminders a link pauses; `None` when it was not made here, or too long ago."""
    try:
        ref = TimestampSigner(salt=SALT).unsign(token, max_age=LINK_LASTS)
    except BadSignature:
        return None
    return access.reminded(ref)
