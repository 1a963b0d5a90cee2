"""The message to who runs the installation: which clinic, since when, and what to do. No patient, and no answers.

Two languages in one: it may be read at night, by whoever is there.
"""

import json
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.crypto import salted_hmac

from recovery.alerts.models import SecondLine, Why
from recovery.people.models import Clinic
from tracker.channels.email import NotSentError
from tracker.channels.outbound import post
from tracker.channels.webhook import SALT, TAKEN, RefusedError, headers
from tracker.words import moment

LANGUAGES = ("nl", "en")


def send(owed: SecondLine) -> None:
    """By mail, or to a webhook. Raises unless the other side said that it has it."""
    if "://" in owed.target:
        _post(owed)
    elif _mail(owed).send() != 1:
        raise NotSentError


def _mail(owed: SecondLine) -> EmailMessage:
    bodies = [_in(language, "email/second_line.txt", owed) for language in LANGUAGES]
    subject = _in(settings.LANGUAGE_CODE, "email/second_line_subject.txt", owed)
    host = urlsplit(settings.BASE_URL).hostname
    return EmailMessage(
        subject=" ".join(subject.split()),
        body="\n----\n\n".join(bodies),
        to=[owed.target],
        headers={"Message-ID": f"<{owed.key}@{host}>", "X-Delivery-Key": str(owed.key)},
    )


def _in(language: str, template: str, owed: SecondLine) -> str:
    with translation.override(language):
        context = {
            "clinic": owed.clinic,
            "since": moment(owed.alert.raised_at),
            "untold": owed.why == Why.UNTOLD,
            "untaken": owed.why == Why.UNTAKEN,
            "numbers": _numbers(owed.clinic),
        }
        return render_to_string(template, context)


def _numbers(clinic: Clinic) -> list[str]:
    return [str(number) for number in (clinic.desk_phone, clinic.emergency_phone) if number]


def _post(owed: SecondLine) -> None:
    said = {
        "id": str(owed.key),
        "reason": f"alert_{owed.why}",
        "clinic": owed.clinic.name,
        "since": timezone.localtime(owed.alert.raised_at).isoformat(),
    }
    body = json.dumps(said).encode()
    secret = salted_hmac(SALT, owed.target, algorithm="sha256").digest()
    status = post(owed.target, body, headers(str(owed.key), body, secret=secret, at=int(time.time())))
    if status not in TAKEN:
        raise RefusedError(f"HTTP {status}")
