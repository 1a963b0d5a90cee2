"""A decision of a clinic about one sign. The latest holds; no row is ever changed."""

from django.db import models

from recovery.clinical.signs import RULE_OF, Sign, Urgency
from recovery.people.models import Clinic, SealedTextField, User, choices

NAME_LENGTH = 120
NOTE_LENGTH = 2000

NEVER_CHANGED = [rule.sign.value for rule in RULE_OF.values() if rule.fixed]


class Decision(models.Model):
    """How soon to phone about `sign` from now on, signed by a clinician for a version of its row.

    `signed_by` is the clinician's name and post, as they sign; `by` is the user who wrote it down.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    sign = models.CharField(max_length=30)
    urgency = models.CharField(max_length=10, choices=choices(Urgency))
    signed_by = SealedTextField(max_length=NAME_LENGTH)
    signed_on = models.DateField()
    rule_version = models.CharField(max_length=20)
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("clinic", "sign"), name="decision_by_clinic_and_sign"),)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(sign__in=NEVER_CHANGED), name="a_fixed_sign_is_never_decided"
            ),
            models.CheckConstraint(
                condition=models.Q(urgency__in=[urgency.value for urgency in Urgency]),
                name="decided_on_an_urgency",
            ),
            models.CheckConstraint(
                condition=~models.Q(signed_by="") & ~models.Q(rule_version="") & ~models.Q(sign=""),
                name="a_decision_is_signed",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sign}: {self.urgency}, {self.clinic}, signed by {self.signed_by}"

    @property
    def holds_for_this_version(self) -> bool:
        """Whether the row still reads as it did when it was signed."""
        return self.rule_version == RULE_OF[Sign(self.sign)].version
