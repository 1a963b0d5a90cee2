"""An entry is what a patient said of one day. What it said before is kept in rows that are never changed."""

from datetime import datetime

from django.db import models

from recovery.clinical.scores import NRS_HIGH, NRS_LOW, Day, Feeling, Scale, Sleep, Strength
from recovery.episodes.models import Episode
from recovery.journal.answers import Answers
from recovery.people.models import Patient, SealedJSONField, SealedTextField, User, choices

NOTE_LENGTH = 2000


def on_the_scale(scale: Scale) -> models.CheckConstraint:
    """A score is empty or a whole number from 0 to 10."""
    bounds = {f"{scale.value}__gte": NRS_LOW, f"{scale.value}__lte": NRS_HIGH}
    return models.CheckConstraint(
        condition=models.Q(**{scale.value: None}) | models.Q(**bounds), name=f"entry_{scale.value}_on_scale"
    )


class EntryQuerySet(models.QuerySet["Entry"]):
    def of(self, episode: Episode) -> "EntryQuerySet":
        """The entries of an episode in order of day."""
        return self.filter(episode=episode).order_by("day")


class Entry(models.Model):
    """One day of a patient, as last told. `written_at` is when it was first written, `corrected_at` last.

    `signs` is empty when the patient said that none is new, and null when the question was not answered.
    `activities` are scores (0 without trouble to 10 impossible) by the `ref` of an `Activity`. `answered_at` is when a
    day was told that came later, from a phone without a connection; else it is empty.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    limitation = models.PositiveSmallIntegerField(null=True)
    leg_pain = models.PositiveSmallIntegerField(null=True)
    back_pain = models.PositiveSmallIntegerField(null=True)
    feeling = models.CharField(max_length=10, choices=choices(Feeling), blank=True)
    strength = models.CharField(max_length=10, choices=choices(Strength), blank=True)
    signs = models.JSONField(default=list, null=True)
    sleep = models.CharField(max_length=10, choices=choices(Sleep), blank=True)
    painkillers = models.BooleanField(null=True)
    worse_on_coughing = models.BooleanField(null=True)
    activities = models.JSONField(default=dict, blank=True)
    note = SealedTextField(max_length=NOTE_LENGTH, blank=True)
    backfilled = models.BooleanField(default=False)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    corrected_at = models.DateTimeField(null=True, blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("patient", "day"), name="one_entry_a_day"),
            *(on_the_scale(scale) for scale in Scale),
        )
        indexes = (models.Index(fields=("episode", "day"), name="entry_by_episode_and_day"),)

    def __str__(self) -> str:
        return f"{self.patient} on {self.day}"

    @property
    def told_at(self) -> datetime:
        """When it was last told."""
        return self.corrected_at or self.written_at

    @property
    def is_partly_filled(self) -> bool:
        """Whether a question is open that a day without a sign has to answer: unknown, never "no"."""
        scores = (self.limitation, self.leg_pain, self.back_pain)
        return None in (*scores, self.signs) or not self.feeling or not self.strength

    def answers(self) -> Answers:
        """What was answered, as a value."""
        return Answers(
            limitation=self.limitation,
            leg_pain=self.leg_pain,
            back_pain=self.back_pain,
            feeling=self.feeling,
            strength=self.strength,
            signs=None if self.signs is None else tuple(self.signs),
            sleep=self.sleep,
            painkillers=self.painkillers,
            worse_on_coughing=self.worse_on_coughing,
            note=self.note,
            activities=dict(self.activities),
        )

    def value(self) -> Day:
        """As the rules and the model of the course take it."""
        return self.answers().on(self.day)


class EntryVersion(models.Model):
    """What an entry said before it was corrected or removed. Never changed."""

    class Change(models.TextChoices):
        CORRECTED = "corrected"
        REMOVED = "removed"

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    answers = SealedJSONField()
    written_at = models.DateTimeField()
    change = models.CharField(max_length=10, choices=Change)
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("-changed_at", "-pk")
        indexes = (models.Index(fields=("patient", "day"), name="entry_version_by_day"),)

    def __str__(self) -> str:
        return f"{self.patient} on {self.day}, {self.change}"
