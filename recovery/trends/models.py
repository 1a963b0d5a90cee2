"""An assessment: what the model of the course said, from which days, by which version."""

from django.db import models

from recovery.clinical.course import Standing
from recovery.clinical.text import Said
from recovery.episodes.models import Episode
from recovery.people.models import Patient, choices


class Assessment(models.Model):
    """Where a patient stood as of a day. Never rewritten: a new day makes a new row.

    `recovered_on` is the first day of the episode on which recovery was met, before any injection or operation.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    made_at = models.DateTimeField()
    model_version = models.CharField(max_length=40)
    standing = models.CharField(max_length=20, choices=choices(Standing))
    reason_text = models.TextField()
    reason_values = models.JSONField(default=dict)
    entries = models.PositiveIntegerField()
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    recovered_on = models.DateField(null=True)

    class Meta:
        indexes = (models.Index(fields=("patient", "-made_at", "-id"), name="assessment_latest"),)

    def __str__(self) -> str:
        return f"{self.patient} on {self.as_of}: {self.standing}"

    @property
    def reason(self) -> Said:
        return Said(self.reason_text, self.reason_values)
