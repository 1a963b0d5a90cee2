"""A clinic asks somebody to keep the diary."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

from recovery.people.models.born import Born
from recovery.people.models.clinic import Clinic
from recovery.people.models.fields import together
from recovery.people.models.patient import Patient
from recovery.people.models.sealed import SealedEmailField, SealedTextField
from recovery.people.models.user import User

INVITATION_LASTS = timedelta(days=14)

# So many wrong dates of birth block an invitation: guessing a date takes thousands [P].
MOST_TRIES = 5


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> "InvitationQuerySet":
        """Those that can still be used."""
        return self.waiting(now).filter(tries__lt=MOST_TRIES)

    def waiting(self, now: datetime) -> "InvitationQuerySet":
        """Neither used, withdrawn nor too old; one that is blocked among them."""
        return self.filter(accepted_by=None, revoked_at=None, expires_at__gt=now)


class Invitation(Born):
    """A clinic asks somebody to keep the diary. The link is known only to who was sent it: a hash is kept.

    `email` is empty for a printed sheet. With a `birth_date` only who was born on that day can use it; `tries` counts
    the dates that were filled in. `held_for` is who opened the link with an account and has no diary yet. There is no
    `token_hash` until the mail of a list is sent.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    name = SealedTextField(max_length=120)
    email = SealedEmailField(blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    token_hash = models.CharField(max_length=64, unique=True, null=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    held_for = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    accepted_by = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            together("accepted"),
            together("revoked"),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.clinic}"

    @property
    def is_blocked(self) -> bool:
        """Whether too many dates of birth were tried."""
        return self.tries >= MOST_TRIES
