"""Who could read a diary, since when, and how that came about. Rows that are never changed."""

from django.db import models
from django.utils import timezone

from recovery.people.models.clinic import Clinic
from recovery.people.models.fields import consent_language, consent_version
from recovery.people.models.patient import Patient
from recovery.people.models.user import User


class Sharing(models.Model):
    """A clinic began to read a diary, or ceased to: by whose word, how, and when.

    One that began has the version and the language of the text that the patient agreed to; both are empty where it
    began before the texts were kept.
    """

    class Change(models.TextChoices):
        BEGAN = "began"
        ENDED = "ended"

    class How(models.TextChoices):
        """By the first questions, an invitation, the clinic's code, the details, a transfer, or a discharge."""

        START = "start"
        INVITATION = "invitation"
        CODE = "code"
        DETAILS = "details"
        TRANSFER = "transfer"
        DISCHARGE = "discharge"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    change = models.CharField(max_length=10, choices=Change)
    how = models.CharField(max_length=20, choices=How)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    consent_version = consent_version()
    consent_language = consent_language()

    class Meta:
        ordering = ("at", "pk")
        indexes = (models.Index(fields=("patient", "at"), name="sharing_by_patient"),)

    def __str__(self) -> str:
        return f"{self.patient}, {self.clinic} {self.change} on {self.at:%Y-%m-%d}"


class TransferQuerySet(models.QuerySet["Transfer"]):
    def open(self) -> "TransferQuerySet":
        """Those that the patient has not answered yet."""
        return self.filter(answered_at=None)


class Transfer(models.Model):
    """A clinic proposes to hand a patient over to another; the patient says whether that may be."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    of_clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    to_clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered_at = models.DateTimeField(default=timezone.now)
    accepted = models.BooleanField(null=True, blank=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(accepted=None, answered_by=None, answered_at=None)
                | models.Q(accepted__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="transfer_answered_by_and_at_together",
            ),
            models.CheckConstraint(
                condition=~models.Q(of_clinic=models.F("to_clinic")), name="transfer_to_another_clinic"
            ),
            models.UniqueConstraint(
                fields=("patient",), condition=models.Q(answered_at=None), name="one_open_transfer"
            ),
        )

    def __str__(self) -> str:
        return f"{self.patient}, to {self.to_clinic}"
