"""The visits of an episode, and what is written down around them: questions, notes, dismissed prompts."""

import uuid

from django.db import models
from django.utils import timezone

from recovery.episodes.models.episode import Episode
from recovery.people.models import Clinic, SealedJSONField, SealedTextField, User

QUESTION_LENGTH = 500
NOTE_LENGTH = 4000
REASON_LENGTH = 300
PREPARED_LENGTH = 2000
PROMPT_LENGTH = 40


class VisitQuerySet(models.QuerySet["Visit"]):
    def standing(self) -> "VisitQuerySet":
        """Those that were not cancelled, the earliest first."""
        return self.filter(cancelled_at=None).order_by("day", "pk")


class Visit(models.Model):
    """A visit to the clinic on `day`, planned until `held_at`. `clinic` is empty where the patient wrote it down
    without one."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="visits")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField()
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(default=timezone.now)
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    held_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        constraints = (
            *(
                models.CheckConstraint(
                    condition=models.Q(**{f"{name}_by": None, f"{name}_at": None})
                    | models.Q(**{f"{name}_by__isnull": False, f"{name}_at__isnull": False}),
                    name=f"visit_{name}_by_and_at_together",
                )
                for name in ("held", "cancelled")
            ),
            models.CheckConstraint(
                condition=models.Q(held_at=None) | models.Q(cancelled_at=None),
                name="a_visit_is_held_or_cancelled",
            ),
            models.UniqueConstraint(
                fields=("episode", "day"), condition=models.Q(cancelled_at=None), name="one_visit_a_day"
            ),
        )
        indexes = (
            models.Index(
                fields=("day", "episode"),
                condition=models.Q(held_at=None, cancelled_at=None),
                name="visit_planned",
            ),
        )

    def __str__(self) -> str:
        return f"visit on {self.day}"


class Question(models.Model):
    """What the patient wants to ask at a visit, until a visit at which it was discussed."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    text = SealedTextField(max_length=QUESTION_LENGTH)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    discussed_at_visit = models.ForeignKey(
        Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "pk")

    def __str__(self) -> str:
        return str(self.text[:60])


class Preparation(models.Model):
    """What the patient wrote to prepare a visit: what matters to them, what they do not understand (safe care [L]).

    `sent_at` is when it went to `clinic`, ahead of the visit, with `sheet`: the page as it was then, for the clinic to
    read as it was sent. A row is never changed; the last one holds.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    matters = SealedTextField(max_length=PREPARED_LENGTH, blank=True)
    not_understood = SealedTextField(max_length=PREPARED_LENGTH, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sent_at = models.DateTimeField(null=True, blank=True)
    sheet = SealedJSONField(null=True, blank=True)

    class Meta:
        ordering = ("written_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(clinic=None, sent_at=None, sheet=None)
                | models.Q(clinic__isnull=False, sent_at__isnull=False, sheet__isnull=False),
                name="a_preparation_is_sent_to_a_clinic",
            ),
        )
        indexes = (models.Index(fields=("episode", "-written_at"), name="preparation_by_episode"),)

    def __str__(self) -> str:
        return f"{self.episode}, prepared on {self.written_at:%Y-%m-%d}"


class Note(models.Model):
    """What a clinician wrote about an episode. The patient reads it when it is `shared`. Never changed.

    A correction is a note that names the one it `replaces`.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    text = SealedTextField(max_length=NOTE_LENGTH)
    shared = models.BooleanField(default=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ("-written_at", "-pk")
        indexes = (models.Index(fields=("episode", "-written_at"), name="note_by_episode"),)

    def __str__(self) -> str:
        return str(self.text[:60])


class PromptDismissal(models.Model):
    """A clinician set a prompt of the ladder aside for this episode, and why.

    `about` is what the prompt rested on then; one that rests on something newer is another prompt.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    prompt = models.CharField(max_length=PROMPT_LENGTH)
    about = models.CharField(max_length=PROMPT_LENGTH, blank=True)
    reason = SealedTextField(max_length=REASON_LENGTH)
    dismissed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    dismissed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("episode", "prompt", "about"), name="one_dismissal_of_a_prompt"),
        )

    def __str__(self) -> str:
        return f"{self.prompt}: {self.reason}"
