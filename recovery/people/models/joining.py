"""Somebody was asked to work at a clinic, came, and left. A row is never removed."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from recovery.people.models.clinic import Clinic, Membership
from recovery.people.models.fields import together
from recovery.people.models.sealed import SealedEmailField, SealedTextField
from recovery.people.models.user import User

JOINING_LASTS = timedelta(days=7)


class JoiningQuerySet(models.QuerySet["Joining"]):
    def open(self, now: datetime) -> "JoiningQuerySet":
        """Those whose link can still be used."""
        return self.filter(accepted_by=None, ended_at=None, expires_at__gt=now)


class Joining(models.Model):
    """The link is known only to who was sent it: a hash is kept.

    `asked_by` is empty where who runs the installation asked. `ended_at` is when the link was withdrawn, or the work
    of who used it ended; `ended_by` is empty where the installation did that.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Membership.Role)
    name = SealedTextField(max_length=120)
    email = SealedEmailField()
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = JoiningQuerySet.as_manager()

    class Meta:
        constraints = (together("accepted"),)

    def __str__(self) -> str:
        return f"{self.name}, {self.role} at {self.clinic}"
