"""What a phone kept while there was no connection, and sent later: taken once, however often it comes."""

from django.db import models

from recovery.people.models import Patient, SealedJSONField, User


class Arrived(models.Model):
    """Something that was answered on a phone without a connection. `id` was made there.

    `answered_at` is when it was answered by the phone's clock, `received_at` when it came by ours. `answers` as they
    came, whatever became of them; `result` is what the phone was told and is told again.
    """

    id = models.UUIDField(primary_key=True)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    answers = SealedJSONField()
    answered_at = models.DateTimeField()
    received_at = models.DateTimeField()
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    result = SealedJSONField()

    class Meta:
        indexes = (models.Index(fields=("patient", "-received_at"), name="arrived_by_patient"),)

    def __str__(self) -> str:
        return f"{self.patient} on {self.day}, answered {self.answered_at:%Y-%m-%d %H:%M}"
