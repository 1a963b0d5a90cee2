"""What lets others read: the tokens of a clinic's systems; the log of who read what; a reader's own filters."""

from django.db import models
from django.utils import timezone

from recovery.people.models.clinic import Clinic
from recovery.people.models.patient import Patient
from recovery.people.models.sealed import SealedAlikeField, SealedTextField
from recovery.people.models.user import User

FILTER_NAME_LENGTH = 60
TOKEN_NAME_LENGTH = 80
WHAT_LENGTH = 80


class ApiToken(models.Model):
    """A system of the clinic may read its patients' records. Only a hash of the token is kept."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=TOKEN_NAME_LENGTH)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(revoked_by=None, revoked_at=None)
                | models.Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="token_revoked_by_and_at_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.clinic}"


class AccessRecord(models.Model):
    """Somebody, or a system, read or took out what is a patient's. Only ever added to.

    `patient` is empty where it was many at once: then `what` says which and how many.
    """

    at = models.DateTimeField(default=timezone.now)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=WHAT_LENGTH)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(user=None, token__isnull=False) | models.Q(user__isnull=False, token=None),
                name="access_by_a_user_or_a_token",
            ),
        )
        indexes = (
            models.Index(fields=("patient", "-at"), name="access_by_patient"),
            models.Index(fields=("clinic", "-at"), name="access_by_clinic"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"


class SavedFilter(models.Model):
    """A way of looking at the list of patients that a neurologist keeps. `query` as in the address of the page."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = SealedAlikeField(max_length=FILTER_NAME_LENGTH)
    query = SealedTextField(max_length=500)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "name"), name="one_filter_a_name"),)

    def __str__(self) -> str:
        return str(self.name)
