"""A message that a clinic is owed, until it is sent, needless, or given up in sight of the manager."""

import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q

from recovery.alerts.models.alert import Alert, urgency_rank
from recovery.alerts.models.ladder import LONGEST_TARGET, Address
from recovery.people.models import User, choices

# Longer than a channel may take to send (`tracker.deadline`): two minutes, unless the site waits otherwise [P].
LEASE = 6 * timedelta(seconds=settings.DELIVERY_WAIT_SECONDS)

# After a failure: try again, ever more slowly, but never less often than this [P].
FIRST_RETRY = timedelta(seconds=5)
SLOWEST_RETRY = timedelta(minutes=2)


class Reason(StrEnum):
    """Why a message is sent."""

    RAISED = "raised"
    NOT_TAKEN = "not_taken"
    NOT_CLOSED = "not_closed"
    NOT_REACHED = "not_reached"
    TEST = "test"


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def pending(self) -> "DeliveryQuerySet":
        """Owed: not sent, not needless, not given up, whether or not somebody is at it now."""
        return self.filter(sent_at=None, dropped_at=None, given_up_at=None)

    def claimable(self, now: datetime) -> "DeliveryQuerySet":
        """Pending, not under a lease, and not waiting to be tried again.

        A lease or a wait that ends further ahead than any can be was written by a clock that has moved since.
        """
        free = Q(leased_until=None) | Q(leased_until__lte=now) | Q(leased_until__gt=now + LEASE)
        due = Q(not_before=None) | Q(not_before__lte=now) | Q(not_before__gt=now + SLOWEST_RETRY)
        return self.pending().filter(free, due)

    def most_urgent_first(self) -> "DeliveryQuerySet":
        """Tests, then by the urgency of the alert, then the oldest."""
        return self.annotate(rank=urgency_rank("alert__urgency")).order_by("rank", "owed_at", "pk")


class Delivery(models.Model):
    """A message about an alert that is owed to an address.

    `key` goes with the message, so that a receiver can drop a second copy. `occasion` tells the messages
    about one alert to one address apart. `leased_until` is set while a worker has it, `not_before` after a
    failure. `target` is where it was sent. `given_up_by` is empty when it was given up for lasting too long.
    A test has no alert.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, null=True, related_name="deliveries")
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="deliveries")
    reason = models.CharField(max_length=20, choices=choices(Reason))
    occasion = models.CharField(max_length=60)
    owed_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    not_before = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    target = models.CharField(max_length=LONGEST_TARGET, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)
    given_up_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("alert", "address", "occasion"), name="one_delivery_an_occasion"),
            models.CheckConstraint(
                condition=(Q(reason=Reason.TEST) & Q(alert=None)) | (~Q(reason=Reason.TEST) & ~Q(alert=None)),
                name="only_a_test_has_no_alert",
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None, dropped_at=None)
                | Q(sent_at=None, given_up_at=None)
                | Q(dropped_at=None, given_up_at=None),
                name="a_delivery_ends_in_one_way",
            ),
            models.CheckConstraint(
                condition=Q(given_up_by=None) | ~Q(given_up_at=None), name="given_up_by_and_at_together"
            ),
        )
        indexes = (
            models.Index(
                fields=("address", "owed_at"),
                condition=Q(sent_at=None, dropped_at=None, given_up_at=None),
                name="delivery_pending",
            ),
            models.Index(fields=("address", "-owed_at"), name="delivery_by_address"),
        )

    def __str__(self) -> str:
        return f"{self.reason} to {self.address}, {self.state}"

    @property
    def state(self) -> str:
        """`sent`, `dropped`, `given_up` or `owed`."""
        ends = {"sent": self.sent_at, "dropped": self.dropped_at, "given_up": self.given_up_at}
        return next((name for name, at in ends.items() if at), "owed")


class Heartbeat(models.Model):
    """When a worker last climbed every ladder and looked for what is owed: one row, always the same."""

    THE_ONE = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(id=1), name="one_heartbeat"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S}"
