"""What function means to one patient: own activities; and where in the body something is felt."""

import uuid

from django.db import models

from recovery.episodes.models import Episode
from recovery.people.models import Patient, SealedTextField, User, together

ACTIVITY_LENGTH = 80


class ActivityQuerySet(models.QuerySet["Activity"]):
    def standing(self) -> "ActivityQuerySet":
        """Those that are asked about, in the order in which they were chosen."""
        return self.filter(retired_at=None).order_by("chosen_at", "pk")


class Activity(models.Model):
    """Something the patient chose that the hernia makes hard: “walking to the shop”. Up to three stand at a time.

    Its scores are in the days (`Entry.activities`), by `ref`: 0 without trouble to 10 impossible. That is the direction
    of the Dutch PSK and of every other score here; the PSFS counts the other way round (section 3). Its words are never
    changed: another activity is another row.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(max_length=ACTIVITY_LENGTH)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    retired_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        constraints = (together("retired"),)

    def __str__(self) -> str:
        return str(self.name)


class BodyMapQuerySet(models.QuerySet["BodyMap"]):
    def standing(self) -> "BodyMapQuerySet":
        """Those that nothing replaced, the oldest first."""
        return self.filter(replaced_by=None).order_by("day", "pk")


class BodyMap(models.Model):
    """Where something was felt on one day: `marks` are pairs of place and sensation, codes of `clinical.body`.

    Never changed: filled in again on its day, the new row names the one it `replaces`, which is kept.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    marks = models.JSONField()
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = BodyMapQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("patient", "day"), condition=models.Q(replaces=None), name="one_body_map_a_day"
            ),
        )
        indexes = (models.Index(fields=("episode", "day"), name="body_map_by_episode_and_day"),)

    def __str__(self) -> str:
        return f"{self.patient} on {self.day}"
