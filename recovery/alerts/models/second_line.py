"""A message to who runs the installation: an alert came to nobody at its clinic."""

import uuid
from datetime import datetime
from enum import StrEnum

from django.db import models

from recovery.alerts.models.alert import Alert
from recovery.alerts.models.ladder import LONGEST_TARGET
from recovery.people.models import Clinic, choices


class Why(StrEnum):
    """No message about it reached the clinic; nobody took it, and its ladder has no further step; a message failed
    for good."""

    UNTOLD = "untold"
    UNTAKEN = "untaken"
    FAILED = "failed"


class SecondLineQuerySet(models.QuerySet["SecondLine"]):
    def pending(self) -> "SecondLineQuerySet":
        """Owed: neither sent nor needless."""
        return self.filter(sent_at=None, dropped_at=None)

    def due(self, now: datetime) -> "SecondLineQuerySet":
        """Pending, and nobody is at it or waits to try again."""
        return self.pending().filter(models.Q(not_before=None) | models.Q(not_before__lte=now))


class SecondLine(models.Model):
    """Owed to `target`, a mailbox or a webhook of the operator, once an alert, a reason and a clinic's turn.

    It holds no health data: the clinic and since when. It is never given up while the alert is open.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    target = models.CharField(max_length=LONGEST_TARGET)
    why = models.CharField(max_length=10, choices=choices(Why))
    turn = models.PositiveSmallIntegerField(default=0)
    owed_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = SecondLineQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("alert", "target", "why", "turn"), name="second_line_once"),
            models.CheckConstraint(
                condition=models.Q(sent_at=None) | models.Q(dropped_at=None),
                name="second_line_ends_in_one_way",
            ),
        )
        indexes = (
            models.Index(
                fields=("owed_at",),
                condition=models.Q(sent_at=None, dropped_at=None),
                name="second_line_pending",
            ),
        )

    def __str__(self) -> str:
        return f"{self.why} of {self.owed_at:%Y-%m-%d %H:%M}"
