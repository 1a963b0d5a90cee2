"""Whether the one question a week was answered."""

from datetime import date

from recovery.aftercare.models import WeeklyAnswer
from recovery.people.models import Patient


def answered_since(patient: Patient, day: date) -> bool:
    """Whether a weekly question was answered on `day` or later."""
    return WeeklyAnswer.objects.filter(episode__patient=patient, day__gte=day).exists()
