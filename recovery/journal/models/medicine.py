"""The patient's own list of medicines, and the days on which they were taken."""

import uuid

from django.db import models

from recovery.clinical.care import Painkiller
from recovery.people.models import Patient, SealedTextField, User, choices, together

NAME_LENGTH = 120
STRENGTH_LENGTH = 60
HOW_OFTEN_LENGTH = 120


class MedicineQuerySet(models.QuerySet["Medicine"]):
    def standing(self) -> "MedicineQuerySet":
        """Those in use, in the order in which they were written down."""
        return self.filter(stopped_at=None).order_by("recorded_at", "pk")


class Medicine(models.Model):
    """A medicine in the patient's own words, of whatever prescription; `painkiller` is its class, empty for another.

    `stopped_on` is the last day of use, `stopped_at` when that was told. What changes is another row, which names the
    one it `replaces`: what was used before stays to be read.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(max_length=NAME_LENGTH)
    strength = SealedTextField(max_length=STRENGTH_LENGTH, blank=True)
    how_often = SealedTextField(max_length=HOW_OFTEN_LENGTH, blank=True)
    painkiller = models.CharField(max_length=20, choices=choices(Painkiller), blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    stopped_on = models.DateField(null=True, blank=True)
    stopped_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stopped_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = MedicineQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(stopped_on=None, stopped_by=None, stopped_at=None)
                | models.Q(stopped_on__isnull=False, stopped_by__isnull=False, stopped_at__isnull=False),
                name="medicine_stopped_on_by_and_at_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.strength}".strip()


class TakenQuerySet(models.QuerySet["Taken"]):
    def standing(self) -> "TakenQuerySet":
        """Those that nobody took back, the oldest first."""
        return self.filter(undone_at=None).order_by("day", "pk")


class Taken(models.Model):
    """A medicine was taken on a day. A tap too many is taken back, and kept."""

    medicine = models.ForeignKey(Medicine, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = TakenQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("medicine", "day"),
                condition=models.Q(undone_at=None),
                name="a_medicine_is_taken_once_a_day",
            ),
            together("undone"),
        )

    def __str__(self) -> str:
        return f"{self.medicine} on {self.day}"
