"""A mail that somebody is owed and that no request waits for: a worker sends it, also after a restart."""

from datetime import datetime

from django.db import models

from recovery.people.models.break_glass import BreakGlass
from recovery.people.models.invitation import Invitation
from recovery.people.models.patient import Patient
from recovery.people.models.proxy import Proxy


class LetterQuerySet(models.QuerySet["Letter"]):
    def pending(self) -> "LetterQuerySet":
        """Owed: not sent, not needless, not given up."""
        return self.filter(sent_at=None, dropped_at=None, given_up_at=None)

    def due(self, now: datetime) -> "LetterQuerySet":
        """Pending, and nobody is at it or waits to try again."""
        return self.pending().filter(models.Q(not_before=None) | models.Q(not_before__lte=now))


class Letter(models.Model):
    """An invitation, or something that a patient must know. `proxy` is whom a letter of that kind invites,
    `glass` the emergency access that a patient and the managers of the reading clinic are told of.

    `about` is the day that a reminder is about, in the Netherlands: one a day, whoever of several workers thinks of it.
    `not_before` is set while a worker has it, and after a failure. It ends sent, needless, or given up.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation"
        DISCHARGED = "discharged"
        TRANSFER = "transfer"
        REMINDER = "reminder"
        WEEKLY = "weekly"
        SILENCE = "silence"
        PROXY = "proxy"
        GLASS = "glass"
        GLASS_OVERSEEN = "glass_overseen"

    kind = models.CharField(max_length=20, choices=Kind)
    invitation = models.ForeignKey(
        Invitation, on_delete=models.CASCADE, null=True, blank=True, related_name="letters"
    )
    patient = models.ForeignKey(Patient, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    proxy = models.ForeignKey(Proxy, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    glass = models.ForeignKey(BreakGlass, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    about = models.DateField(null=True, blank=True)
    owed_at = models.DateTimeField()
    not_before = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="invitation", invitation__isnull=False, patient=None)
                | (~models.Q(kind="invitation") & models.Q(invitation=None, patient__isnull=False)),
                name="a_letter_goes_to_somebody",
            ),
            models.UniqueConstraint(
                fields=("patient", "kind", "about"),
                condition=models.Q(about__isnull=False),
                name="one_reminder_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="proxy", proxy__isnull=False)
                | (~models.Q(kind="proxy") & models.Q(proxy=None)),
                name="a_letter_of_a_proxy_names_one",
            ),
        )
        indexes = (
            models.Index(
                fields=("owed_at",),
                condition=models.Q(sent_at=None, dropped_at=None, given_up_at=None),
                name="letter_pending",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.owed_at:%Y-%m-%d %H:%M}"
