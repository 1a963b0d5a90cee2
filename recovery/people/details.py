"""What a patient tells about themselves, saved in one go."""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db import transaction

from recovery.people.models import Clinic, ClosedDay, Patient, User

# What a clinic sets or what follows from it; a patient who saves their details at the same time takes none of it back.
NOT_THEIRS = frozenset({"id", "reads_until", "reads_for_alert", "doctor"})


@transaction.atomic
def save(patient: Patient) -> None:
    """Save a patient, new or changed, and the name of their user."""
    patient.user.save(update_fields=["name"])
    theirs = [field.name for field in Patient._meta.concrete_fields if field.name not in NOT_THEIRS]
    patient.save(update_fields=theirs if patient.pk else None)


def tell_what_a_team_must_know(patient: Patient, *, allergies: str, pregnancy: str) -> None:
    """Allergies, in the patient's words, and a possible pregnancy. Empty is not answered: unknown, never "no"."""
    Patient.objects.filter(pk=patient.pk).update(allergies=allergies, pregnancy=pregnancy)
    patient.allergies, patient.pregnancy = allergies, pregnancy


def set_under_treatment(patient: Patient, *, value: bool) -> None:
    """Whether the patient is under treatment here: it decides whom they phone."""
    Patient.objects.filter(pk=patient.pk).update(under_treatment=value)
    patient.under_treatment = value


@transaction.atomic
def save_numbers(clinic: Clinic, *, closed_days: Mapping[date, str]) -> None:
    """Save the lines and hours of a clinic, and the days on which it is closed, each with its reason.

    The clinic is locked, so that the days of two managers at the very same moment do not mix.
    """
    Clinic.objects.select_for_update().get(pk=clinic.pk)
    clinic.save()
    ClosedDay.objects.filter(clinic=clinic).delete()
    ClosedDay.objects.bulk_create(
        ClosedDay(clinic=clinic, day=day, reason=reason) for day, reason in closed_days.items()
    )


def choose_language(user: User, language: str) -> None:
    """The language of pages and mails for a user; one that is not offered is ignored."""
    if language in dict(settings.LANGUAGES):
        User.objects.filter(pk=user.pk).update(language=language)
