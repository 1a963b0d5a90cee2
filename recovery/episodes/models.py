"""An episode is one hernia. What was done about it is a row beside it."""

from django.db import models
from django.utils import timezone

from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.clinical.scores import Side
from recovery.people.models import Patient, User, choices


class EpisodeQuerySet(models.QuerySet["Episode"]):
    def current(self, patient: Patient) -> "Episode":
        """The episode the patient is in. `Episode.DoesNotExist` when the diary has not been started."""
        return self.select_related("patient").filter(patient=patient, ended_on=None).latest("onset")


class Episode(models.Model):
    """One hernia: when the leg pain began and on which side."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="episodes")
    onset = models.DateField()
    side = models.CharField(max_length=10, choices=choices(Side))
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
        )

    def __str__(self) -> str:
        return f"{self.patient}, {self.side} leg since {self.onset}"


class Treatment(models.Model):
    """An injection or operation, by whom it was written down and when."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="treatments")
    kind = models.CharField(max_length=20, choices=choices(TreatmentKind))
    date = models.DateField()
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("episode", "kind", "date"), name="one_treatment_a_date"),
        )

    def __str__(self) -> str:
        return f"{self.kind} on {self.date}"

    def value(self) -> TreatedOn:
        """As the model of the course takes it."""
        return TreatedOn(TreatmentKind(self.kind), self.date)
