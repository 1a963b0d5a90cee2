"""A mail to an address of the clinic, in the clinic's language."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from recovery.alerts.models import Address, Reason
from tracker.channels.message import Message
from tracker.clinic.words import REASONS, URGENCIES
from tracker.words import came_later, moment


class NotSentError(Exception):
    """No mail server took the message."""


def send(message: Message, to: Address) -> None:
    """Raises what the mail server raises, and `NotSentError` when none took it."""
    if mail(message, to).send() != 1:
        raise NotSentError


def mail(message: Message, to: Address) -> EmailMessage:
    """The mail; its Message-ID is the key."""
    host = urlsplit(settings.BASE_URL).hostname
    with translation.override(to.clinic.language):
        context = {
            "reason": REASONS[message.reason],
            "is_repeat": message.reason is not Reason.RAISED,
            "urgency": URGENCIES[message.urgency] if message.urgency else "",
            "at": moment(message.at),
            "came_later": came_later(message.answered_at, message.at),
            "link": message.link,
        }
        return EmailMessage(
            subject=" ".join(render_to_string("email/alert_subject.txt", context).split()),
            body=render_to_string("email/alert.txt", context),
            to=[to.target],
            headers={"Message-ID": f"<{message.key}@{host}>", "X-Delivery-Key": message.key},
        )
