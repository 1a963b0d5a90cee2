"""What a patient tells about themselves, saved in one go."""

from django.conf import settings
from django.db import transaction

from recovery.people.models import Clinic, Patient, User


@transaction.atomic
def save(patient: Patient) -> None:
    """Save a patient, new or changed, and the name of their user."""
    patient.user.save(update_fields=["name"])
    patient.save()


def save_numbers(clinic: Clinic) -> None:
    """Save the lines and hours of a clinic."""
    clinic.save()


def choose_language(user: User, language: str) -> None:
    """The language of pages and mails for a user; one that is not offered is ignored."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=user.pk).update(language=language)
