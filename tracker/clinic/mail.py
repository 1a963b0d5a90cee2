"""Mails of the clinic: an alert to its address, an invitation to a patient. No health data in either."""

import logging
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from recovery.alerts.models import Delivery
from recovery.clinical.red_flags import Urgency
from recovery.people.models import Invitation
from tracker.clinic.words import URGENCIES
from tracker.words import long_date, moment

logger = logging.getLogger(__name__)


class NotSentError(Exception):
    """No mail server took the message."""


def send_alert(delivery: Delivery) -> None:
    """Send the mail for a delivery. Raises what the mail server raises, and `NotSentError` when none took it."""
    if alert_message(delivery).send() != 1:
        raise NotSentError


def alert_message(delivery: Delivery) -> EmailMessage:
    """An urgency, a time and a link, in the clinic's language; the key lets a receiver drop a second copy."""
    alert = delivery.alert
    language = alert.clinic.language if alert.clinic else settings.LANGUAGE_CODE
    host = urlsplit(settings.BASE_URL).hostname
    with translation.override(language):
        context = {
            "urgency": URGENCIES[Urgency(alert.urgency)],
            "raised": moment(alert.raised_at),
            "link": settings.BASE_URL + reverse("clinic:alert", args=[alert.pk]),
        }
        return EmailMessage(
            subject=" ".join(render_to_string("email/alert_subject.txt", context).split()),
            body=render_to_string("email/alert.txt", context),
            to=[delivery.address],
            headers={"Message-ID": f"<{delivery.key}@{host}>", "X-Delivery-Key": str(delivery.key)},
        )


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the invitation in the clinic's language; false when the mail server would not have it."""
    with translation.override(invitation.clinic.language):
        context = {"invitation": invitation, "link": link, "until": long_date(invitation.expires_at.date())}
        message = EmailMessage(
            subject=" ".join(render_to_string("email/invitation_subject.txt", context).split()),
            body=render_to_string("email/invitation.txt", context),
            to=[invitation.email],
        )
    try:
        return message.send() == 1
    except (SMTPException, OSError, UnicodeError):
        logger.exception("invitation %s was not sent", invitation.pk)
        return False
