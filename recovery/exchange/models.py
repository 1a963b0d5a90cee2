"""What waits between two pages: a file that a patient handed in; and how far an export of a clinic has come."""

from datetime import timedelta

from django.db import models

from recovery.exchange.kinds import Form, Kind
from recovery.people.models import Clinic, Patient, SealedTextField, User, choices

NAME_LENGTH = 200

# What was handed in and not used is forgotten after so long [P].
UPLOAD_LASTS = timedelta(days=1)


class Upload(models.Model):
    """A file that a patient handed in, until it is used or dropped. One a patient, and read by nobody else."""

    patient = models.OneToOneField(Patient, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=choices(Kind))
    name = SealedTextField(max_length=NAME_LENGTH, blank=True)
    text = SealedTextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.kind} of {self.patient}"


class Export(models.Model):
    """A manager takes out the diaries of a clinic: of `patients`, so many are `written`. The file itself is not kept.

    An export without `finished_at` that no longer moves was broken off, and has to be asked for again.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    form = models.CharField(max_length=10, choices=choices(Form))
    patients = models.PositiveIntegerField()
    written = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        indexes = (models.Index(fields=("clinic", "-asked_at"), name="export_by_clinic"),)

    def __str__(self) -> str:
        return f"{self.clinic}: {self.written} of {self.patients}"
