"""Emergency access: a neurologist opens a diary that their clinic does not read, and says why."""

from datetime import datetime, timedelta

from django.db import models

from recovery.people.models.clinic import Clinic
from recovery.people.models.fields import together
from recovery.people.models.patient import Patient
from recovery.people.models.sealed import SealedTextField
from recovery.people.models.user import User

# Long enough for a sentence, which the patient reads [P].
REASON_SHORTEST = 20
REASON_LONGEST = 500

# A night in the emergency department is several of these, each with its reason [P].
GLASS_LASTS = timedelta(hours=4)


class BreakGlassQuerySet(models.QuerySet["BreakGlass"]):
    def standing(self, now: datetime) -> "BreakGlassQuerySet":
        """Those that open a diary at this moment."""
        return self.filter(at__lte=now, until__gt=now)

    def to_review(self, clinic: Clinic) -> "BreakGlassQuerySet":
        """Those by a clinic that none of its managers has looked at."""
        return self.filter(clinic=clinic, reviewed_at=None)


class BreakGlass(models.Model):
    """Somebody opened a diary without the patient's word: who, for which clinic, why, and until when.

    The patient and the managers of `clinic` are told. A manager says that they looked at it, which ends nothing.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    reason = SealedTextField(max_length=REASON_LONGEST)
    at = models.DateTimeField()
    until = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)

    objects = BreakGlassQuerySet.as_manager()

    class Meta:
        constraints = (together("reviewed"),)
        indexes = (
            models.Index(fields=("patient", "-at"), name="glass_by_patient"),
            models.Index(fields=("clinic", "-at"), name="glass_by_clinic"),
        )

    def __str__(self) -> str:
        return f"{self.user} for {self.patient}, {self.at:%Y-%m-%d %H:%M}"
