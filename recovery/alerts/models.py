"""An alert and what happened to it. A change of state is a row; no row is ever rewritten.

Only a `Delivery` moves: owed, claimed under a lease, sent.
"""

import uuid
from datetime import datetime
from enum import StrEnum

from django.db import models

from recovery.clinical.red_flags import MOST_URGENT_FIRST, Because, Finding, Sign, Urgency
from recovery.people.models import Clinic, Patient, User, choices

NOTE_LENGTH = 2000


class Step(StrEnum):
    """What can happen to an alert after it was raised, each at most once."""

    CONTACTED = "contacted"
    TAKEN = "taken"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How the clinic closed an alert."""

    PHONED = "phoned"
    SEEN_TODAY = "seen_today"
    EMERGENCY_DEPARTMENT = "emergency_department"
    MRI = "mri"
    KNOWN_COMPLAINT = "known_complaint"
    MISTAKE = "mistake"
    OTHER = "other"


class AlertQuerySet(models.QuerySet["Alert"]):
    def ringing(self) -> "AlertQuerySet":
        """The patient has not said that contact was made, and the clinic has not closed it."""
        return self.exclude(steps__step__in=(Step.CONTACTED, Step.CLOSED))

    def open(self) -> "AlertQuerySet":
        """Not closed by the clinic; where no clinic reads along, not answered by the patient."""
        closed = models.Q(steps__step=Step.CLOSED)
        settled = models.Q(patient__shares_diary=False, steps__step=Step.CONTACTED)
        return self.exclude(pk__in=Alert.objects.filter(closed | settled).values("pk"))

    def most_urgent_first(self) -> "AlertQuerySet":
        """By urgency, then the latest."""
        return self.annotate(rank=urgency_rank("urgency")).order_by("rank", "-raised_at")


def urgency_rank(column: str) -> models.Case:
    """The place of an urgency in their order, for sorting: 0 is the most urgent."""
    return models.Case(
        *(
            models.When(**{column: urgency.value}, then=models.Value(rank))
            for rank, urgency in enumerate(MOST_URGENT_FIRST)
        ),
        output_field=models.SmallIntegerField(),
    )


class Alert(models.Model):
    """Raised by answers, with the version of the rules and the exact answers that raised it.

    `day` is the day of the diary, empty when the first questions raised it. Nothing points back to the
    entry: correcting or removing that does not touch this.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField(null=True, blank=True)
    urgency = models.CharField(max_length=10, choices=choices(Urgency))
    stored_findings = models.JSONField()
    answers = models.JSONField()
    rules_version = models.CharField(max_length=20)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()

    objects = AlertQuerySet.as_manager()

    class Meta:
        indexes = (models.Index(fields=("patient", "-raised_at"), name="alert_by_patient"),)

    def __str__(self) -> str:
        return f"{self.urgency}: {self.patient}, {self.raised_at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """As `AlertQuerySet.open`, for an alert whose patient and steps are loaded."""
        done = {step.step for step in self.steps.all()}
        settled = not self.patient.shares_diary and Step.CONTACTED in done
        return Step.CLOSED not in done and not settled

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, as it was found then."""
        return tuple(
            Finding(Sign(row["sign"]), Urgency(row["urgency"]), Because(row["because"]))
            for row in self.stored_findings
        )

    @property
    def signs(self) -> frozenset[Sign]:
        return frozenset(finding.sign for finding in self.findings)


class AlertStep(models.Model):
    """One thing that happened to an alert, by whom and when. The constraint decides who was first."""

    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="steps")
    step = models.CharField(max_length=10, choices=choices(Step))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=30, choices=choices(Outcome), blank=True)
    note = models.TextField(max_length=NOTE_LENGTH, blank=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("alert", "step"), name="each_step_once"),
            models.CheckConstraint(
                condition=(models.Q(step=Step.CLOSED) & ~models.Q(outcome=""))
                | (~models.Q(step=Step.CLOSED) & models.Q(outcome="")),
                name="closed_with_an_outcome",
            ),
        )

    def __str__(self) -> str:
        return f"{self.step} by {self.by}"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def owed(self, now: datetime) -> "DeliveryQuerySet":
        """Not sent, and not claimed or waiting to be tried again."""
        return self.filter(models.Q(not_before=None) | models.Q(not_before__lte=now), sent_at=None)

    def most_urgent_first(self) -> "DeliveryQuerySet":
        """By the urgency of the alert, then the oldest."""
        return self.annotate(rank=urgency_rank("alert__urgency")).order_by("rank", "owed_at")


class Delivery(models.Model):
    """A message about an alert that is owed to an address until it is sent.

    `key` goes with the message, so that a receiver can drop a second copy. `not_before` is the end of
    the lease while a worker has it, and the next try after a failure.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="deliveries")
    address = models.EmailField()
    owed_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("alert", "address"), name="one_delivery_an_address"),)
        indexes = (
            models.Index(fields=("not_before",), condition=models.Q(sent_at=None), name="delivery_owed"),
        )

    def __str__(self) -> str:
        return f"{self.address}, {'sent' if self.sent_at else 'owed'}"
