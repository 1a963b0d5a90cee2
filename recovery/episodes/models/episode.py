"""One hernia, from its onset to its end."""

from django.db import models

from recovery.clinical.care import DiscLevel
from recovery.clinical.scores import Side
from recovery.people.models import Patient, User, choices, together


class EpisodeQuerySet(models.QuerySet["Episode"]):
    def current(self, patient: Patient) -> "Episode":
        """The episode the patient is in. `Episode.DoesNotExist` when the diary has not been started."""
        return self.select_related("patient").filter(patient=patient, ended_on=None).latest("onset")


class Episode(models.Model):
    """One hernia: when the leg pain began, on which side, at which level as far as known, and the discharge.

    `placed_by` and `placed_at`: who of the clinic set side and level last.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="episodes")
    onset = models.DateField()
    side = models.CharField(max_length=10, choices=choices(Side))
    level = models.CharField(max_length=10, choices=choices(DiscLevel), blank=True)
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    placed_at = models.DateTimeField(null=True, blank=True)
    discharged_on = models.DateField(null=True, blank=True)
    discharged_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    objects = EpisodeQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(ended_on=None) | models.Q(ended_on__gte=models.F("onset")),
                name="episode_ends_after_onset",
            ),
            models.UniqueConstraint(
                fields=("patient",), condition=models.Q(ended_on=None), name="one_current_episode"
            ),
            models.CheckConstraint(
                condition=models.Q(discharged_on=None, discharged_by=None)
                | models.Q(discharged_on__isnull=False, discharged_by__isnull=False),
                name="episode_discharged_on_and_by_together",
            ),
            together("placed"),
        )

    def __str__(self) -> str:
        return f"{self.patient}, {self.side} leg since {self.onset}"
