"""How often the diary is kept, and how often a clinic has its patients fill in a questionnaire."""

from django.db import models
from django.utils import timezone

from recovery.clinical.rhythm import Because, Every
from recovery.journal.models.filled import CODE_LENGTH
from recovery.people.models import Clinic, Patient, User, choices


class Rhythm(models.Model):
    """From `since` on the diary is kept every day or every week. The last row holds; without one it is every day."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    every = models.CharField(max_length=10, choices=choices(Every))
    since = models.DateField()
    because = models.CharField(max_length=10, choices=choices(Because))
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("set_at", "pk")
        indexes = (models.Index(fields=("patient", "-set_at", "-id"), name="rhythm_latest"),)

    def __str__(self) -> str:
        return f"{self.patient}, every {self.every} since {self.since}"


class QuestionnaireSetting(models.Model):
    """Whether a clinic asks a questionnaire of its patients, and every how many days. Without a row: as defined.

    A row is never changed; the last one holds.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=CODE_LENGTH)
    is_on = models.BooleanField()
    every_days = models.PositiveSmallIntegerField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("set_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(every_days__gte=1), name="questionnaire_setting_has_a_rhythm"
            ),
        )
        indexes = (models.Index(fields=("clinic", "code", "-set_at"), name="questionnaire_setting_latest"),)

    def __str__(self) -> str:
        return f"{self.code} at {self.clinic}"
