"""Somebody whom a patient lets read or write for them, by name, until one of them ends it."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from recovery.people.models.fields import consent_language, consent_version, together
from recovery.people.models.patient import Patient
from recovery.people.models.sealed import SealedEmailField, SealedTextField
from recovery.people.models.user import User

# As an invitation of a clinic [P].
PROXY_INVITATION_LASTS = timedelta(days=14)

# So many accounts with another address than the invited one block an invitation [P].
MOST_PROXY_TRIES = 5


class ProxyQuerySet(models.QuerySet["Proxy"]):
    def standing(self) -> "ProxyQuerySet":
        """Accepted and not ended: these open the diary."""
        return self.exclude(accepted_at=None).filter(ended_at=None)

    def waiting(self, now: datetime) -> "ProxyQuerySet":
        """Invited, and neither accepted, ended nor too old."""
        return self.filter(accepted_at=None, ended_at=None, expires_at__gt=now)

    def open(self, now: datetime) -> "ProxyQuerySet":
        """Waiting, and not tried too often with another address."""
        return self.waiting(now).filter(tries__lt=MOST_PROXY_TRIES)


class Proxy(models.Model):
    """A named person who reads a diary, and with `may_write` fills it in for the patient.

    `user` is empty until the invitation is accepted. The link is known only to who was sent it: a hash is kept.
    `ended_by` is the patient or the proxy. A change of what they may is a new row. `tries` counts the accounts with
    another address that wanted to accept it. `consent_version` and `consent_language`: the text that the patient agreed
    to when asking, empty where that was before the texts were kept.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = SealedTextField(max_length=120)
    email = SealedEmailField()
    may_write = models.BooleanField()
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    consent_version = consent_version()
    consent_language = consent_language()

    objects = ProxyQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(user=None, accepted_at=None)
                | models.Q(user__isnull=False, accepted_at__isnull=False),
                name="proxy_accepted_by_and_at_together",
            ),
            together("ended"),
            models.UniqueConstraint(
                fields=("patient", "user"), condition=models.Q(ended_at=None), name="one_proxy_a_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} for {self.patient}"

    @property
    def is_blocked(self) -> bool:
        """Whether too many accounts with another address wanted to accept it."""
        return self.tries >= MOST_PROXY_TRIES
