"""Whom a clinic's alerts reach, and after how long: addresses, and the rungs of its ladder. Settings, not history."""

from enum import StrEnum
from urllib.parse import urlsplit

from django.db import models

from recovery.people.models import Clinic, choices

LONGEST_TARGET = 500

# The last rung is at most this long after the alert [P].
LATEST_RUNG_MINUTES = 7 * 24 * 60


class ChannelKind(StrEnum):
    """The channels there are. Codes are stored."""

    EMAIL = "email"
    WEBHOOK = "webhook"


class Shift(StrEnum):
    """Which ladder is climbed: that of the clinic's office hours, or that of all other time."""

    OFFICE = "office"
    OUTSIDE = "outside"


class Until(StrEnum):
    """What makes a rung needless: somebody took the alert, or the alert was closed."""

    TAKEN = "taken"
    CLOSED = "closed"


class Address(models.Model):
    """Where alerts of a clinic can be sent: an e-mail address or the URL of a webhook.

    Changing `target` takes along what is still owed there. A retired one gets nothing new. The secret that
    signs a webhook is not stored: it follows from the site's key and `secret_number`.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="addresses")
    kind = models.CharField(max_length=10, choices=choices(ChannelKind))
    name = models.CharField(max_length=80)
    target = models.CharField(max_length=LONGEST_TARGET)
    secret_number = models.PositiveIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "kind", "target"),
                condition=models.Q(retired_at=None),
                name="one_address_a_target",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def server(self) -> str:
        """What is spoken to: one mail server for all mail, the host and port of a webhook."""
        return urlsplit(self.target).netloc if self.kind == ChannelKind.WEBHOOK else self.kind


class Rung(models.Model):
    """A step of the ladder: in this shift, so many minutes after the alert, to this address, unless `until`."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="rungs")
    shift = models.CharField(max_length=10, choices=choices(Shift))
    after_minutes = models.PositiveIntegerField()
    until = models.CharField(max_length=10, choices=choices(Until), default=Until.TAKEN)
    address = models.ForeignKey(Address, on_delete=models.PROTECT, related_name="rungs")

    class Meta:
        ordering = ("shift", "after_minutes", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "shift", "after_minutes", "until", "address"), name="each_rung_once"
            ),
            models.CheckConstraint(
                condition=models.Q(after_minutes__lte=LATEST_RUNG_MINUTES), name="no_rung_after_a_week"
            ),
        )

    def __str__(self) -> str:
        return f"{self.shift}, {self.after_minutes} minutes: {self.address}"

    @property
    def occasion(self) -> str:
        """What this rung is called on a delivery: the same rung set again is the same occasion."""
        return f"{self.shift}-{self.after_minutes}-{self.until}"
