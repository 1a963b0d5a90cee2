"""The end of an episode and what came after: recovered, and leg pain that came back. Rows that are never changed."""

from django.db import models

from recovery.clinical.aftercare import Return
from recovery.clinical.standing import Standing
from recovery.episodes.models.episode import Episode
from recovery.people.models import User, choices


class Recovered(models.Model):
    """The patient closed the course on a day: by their own word (`effect`, the global perceived effect 1 to 7) and
    beside it where the model stood, empty when it was silent."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    effect = models.PositiveSmallIntegerField()
    standing = models.CharField(max_length=20, choices=choices(Standing), blank=True)
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("said_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(effect__gte=1, effect__lte=7), name="recovered_effect_on_the_scale"
            ),
        )

    def __str__(self) -> str:
        return f"{self.episode}, recovered on {self.day}"


class Returned(models.Model):
    """Leg pain came back after a recovery: as a flare of `episode`, or as `new_episode`, which follows it.

    The earlier one has its `ended_on` then.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    kind = models.CharField(max_length=10, choices=choices(Return))
    new_episode = models.OneToOneField(
        Episode, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    said_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        ordering = ("said_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind=Return.FLARE.value, new_episode=None)
                | models.Q(kind=Return.NEW.value, new_episode__isnull=False),
                name="a_new_episode_is_named",
            ),
        )

    def __str__(self) -> str:
        return f"{self.episode}, {self.kind} on {self.day}"
