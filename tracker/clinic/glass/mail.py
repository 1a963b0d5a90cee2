"""The mails about emergency access: to the patient, and to the managers of the clinic that read. No health data."""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation

from recovery.people import break_glass
from recovery.people.models import BreakGlass, Letter
from tracker.words import moment

logger = logging.getLogger(__name__)


def glass_mail(kind: str, glass: BreakGlass) -> EmailMessage | None:
    """To the patient in their language, or to every manager of the clinic in its own; `None` when there is nobody."""
    if kind == Letter.Kind.GLASS:
        user = glass.patient.user
        language = user.language or glass.clinic.language
        return _mail("glass", "patient:access_log", glass, [user.email], language) if user.is_active else None
    managers = break_glass.managers_of(glass.clinic)
    if not managers:
        logger.error("emergency access %s: clinic %s has no manager to tell", glass.pk, glass.clinic_id)
        return None
    to = [manager.email for manager in managers]
    return _mail("glass_overseen", "clinic:glasses", glass, to, glass.clinic.language)


def _mail(name: str, page: str, glass: BreakGlass, to: list[str], language: str) -> EmailMessage:
    with translation.override(language):
        context = {
            "glass": glass,
            "name": glass.patient.user.name,
            "when": moment(glass.at),
            "until": moment(glass.until),
            "link": settings.BASE_URL + reverse(page),
        }
        return EmailMessage(
            subject=" ".join(render_to_string(f"email/{name}_subject.txt", context).split()),
            body=render_to_string(f"email/{name}.txt", context),
            to=to,
        )
