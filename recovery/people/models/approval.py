"""A clinic takes the tracker into use with patients: who signs for that, and for which model and rules."""

from django.db import models
from django.utils import timezone

from recovery.people.models.clinic import Clinic
from recovery.people.models.fields import together
from recovery.people.models.sealed import SealedTextField
from recovery.people.models.user import User

SIGNED_BY_LENGTH = 120
APPROVAL_NOTE_LENGTH = 2000
VERSION_LENGTH = 40


class Approval(models.Model):
    """A clinician of the clinic signed that it was validated there; holds for these versions of model and rules only.

    `signed_by` is their name and post, as they sign; `by` is the user who wrote it down.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    model_version = models.CharField(max_length=VERSION_LENGTH)
    rules_version = models.CharField(max_length=VERSION_LENGTH)
    signed_by = SealedTextField(max_length=SIGNED_BY_LENGTH)
    signed_on = models.DateField()
    note = SealedTextField(max_length=APPROVAL_NOTE_LENGTH, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=~models.Q(signed_by=""), name="an_approval_is_signed"),
            together("withdrawn"),
        )

    def __str__(self) -> str:
        return f"{self.clinic}, {self.model_version} and {self.rules_version}, signed by {self.signed_by}"
