"""When a patient wants to be reminded, and the browsers that may be sent a notification."""

from datetime import time

from django.db import models
from django.utils import timezone

from recovery.people.models import Patient, User, consent_language, consent_version

# The score is the average of the last 24 hours, asked in the evening (section 3).
EVENING = time(19)


class Reminder(models.Model):
    """A patient's choice: whether, at what time of the Netherlands, how, and until when not.

    Without a row nobody is reminded; the one question after a silence comes all the same. `paused_until` is the first
    day on which reminders come again. `asks_after_silence`: one question after three silent days.
    """

    class Channel(models.TextChoices):
        MAIL = "mail"
        PUSH = "push"

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, primary_key=True, related_name="+")
    is_on = models.BooleanField(default=True)
    at = models.TimeField(default=EVENING)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.MAIL)
    paused_until = models.DateField(null=True, blank=True)
    asks_after_silence = models.BooleanField(default=True)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = (models.Index(fields=("at",), condition=models.Q(is_on=True), name="reminder_on"),)

    def __str__(self) -> str:
        return f"{self.patient} at {self.at:%H:%M}"


class Browser(models.Model):
    """A browser that the patient let show notifications: where to send, and the keys to encrypt for it alone.

    `consent_version` and `consent_language`: the text that the patient agreed to, empty from before texts were kept.
    """

    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, related_name="+")
    endpoint = models.URLField(max_length=1000, unique=True)
    public_key = models.CharField(max_length=200)
    secret = models.CharField(max_length=100)
    allowed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    allowed_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)
    consent_version = consent_version()
    consent_language = consent_language()

    def __str__(self) -> str:
        return f"{self.patient} since {self.allowed_at:%Y-%m-%d}"
