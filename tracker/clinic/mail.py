"""The mails to a patient: an invitation, and that a message waits. No health data in them."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from recovery.people.models import Invitation, Joining, Patient
from tracker.clinic.words import STAFF
from tracker.proven import mailed
from tracker.words import long_date

logger = logging.getLogger(__name__)


def invitation_mail(invitation: Invitation, link: str) -> EmailMessage:
    """The invitation in the clinic's language."""
    with translation.override(invitation.clinic.language):
        context = {
            "invitation": invitation,
            "link": mailed(link, invitation.email),
            "until": long_date(invitation.expires_at.date()),
        }
        return EmailMessage(
            subject=" ".join(render_to_string("email/invitation_subject.txt", context).split()),
            body=render_to_string("email/invitation.txt", context),
            to=[invitation.email],
        )


def send_invitation(invitation: Invitation, link: str) -> bool:
    """Send the invitation; false when the mail server would not have it."""
    try:
        return invitation_mail(invitation, link).send() == 1
    except (SMTPException, OSError, UnicodeError):
        logger.exception("invitation %s was not sent", invitation.pk)
        return False


def joining_link(token: str) -> str:
    """The address at which somebody begins to work."""
    return settings.BASE_URL + reverse("joining", args=[token])


def send_joining(joining: Joining, link: str) -> bool:
    """Ask somebody to work at the clinic, in its language; false when the mail server would not have it."""
    with translation.override(joining.clinic.language):
        context = {
            "joining": joining,
            "role": STAFF[joining.role],
            "link": link,
            "until": long_date(joining.expires_at.date()),
        }
        message = EmailMessage(
            subject=" ".join(render_to_string("email/joining_subject.txt", context).split()),
            body=render_to_string("email/joining.txt", context),
            to=[joining.email],
        )
    try:
        return message.send() == 1
    except (SMTPException, OSError, UnicodeError):
        logger.exception("who was asked by %s was not mailed", joining.pk)
        return False


def send_message_waits(patient: Patient, link: str) -> bool:
    """Say that there is a message in the diary, and not what it says; false when the mail server would not have it."""
    with translation.override(patient.user.language or settings.LANGUAGE_CODE):
        context = {"name": patient.user.name, "clinic": patient.clinic, "link": link}
        message = EmailMessage(
            subject=" ".join(render_to_string("email/message_subject.txt", context).split()),
            body=render_to_string("email/message.txt", context),
            to=[patient.user.email],
        )
    try:
        return message.send() == 1
    except (SMTPException, OSError, UnicodeError):
        logger.exception("patient %s was not told of a message", patient.pk)
        return False
