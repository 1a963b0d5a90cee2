"""What the model of the course said, from which days, by which version; and the latest of it in one row a patient."""

from django.db import models

from recovery.clinical.standing import Standing
from recovery.clinical.text import Said
from recovery.episodes.models import Episode
from recovery.people.models import Patient, choices


class Assessment(models.Model):
    """Where a patient stood as of a day. Never rewritten: a new day makes a new row.

    `probability` with its 80% interval (0 to 1) of recovery without injection or operation within 26 weeks of onset,
    from the `starting_share`; `median_week` after the onset for those who recover; smoothed levels (0-10). `None` where
    the model was silent, and in rows of an earlier version.

    `recovered_on` is the first day of the episode on which recovery was met, before any injection or operation.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    made_at = models.DateTimeField()
    model_version = models.CharField(max_length=40)
    standing = models.CharField(max_length=20, choices=choices(Standing))
    reason_text = models.TextField()
    reason_values = models.JSONField(default=dict)
    entries = models.PositiveIntegerField()
    starting_share = models.FloatField(null=True)
    probability = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    median_week = models.FloatField(null=True)
    leg_pain = models.FloatField(null=True)
    limitation = models.FloatField(null=True)
    back_pain = models.FloatField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    recovered_on = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(probability=None, low=None, high=None)
                | models.Q(
                    low__gte=0,
                    low__lte=models.F("probability"),
                    high__gte=models.F("probability"),
                    high__lte=1,
                ),
                name="assessment_probability_within_its_interval",
            ),
        )
        indexes = (models.Index(fields=("patient", "-made_at", "-id"), name="assessment_latest"),)

    def __str__(self) -> str:
        return f"{self.patient} on {self.as_of}: {self.standing}"

    @property
    def reason(self) -> Said:
        return Said(self.reason_text, self.reason_values)


LEG_PAIN_LENGTH = 120


class Overview(models.Model):
    """Where a patient stands by the latest assessment and the latest days, in one row: what a list shows.

    Made from the others by `recovery.trends.overview`, which can make it again; whoever reads it bears with a row that
    is missing or old. Nothing about an alert is in it: those are always asked for where they are.

    `probability` with its interval as in `Assessment`. `leg_pain` are the weekly means in tenths, the last week last,
    empty for a week that says nothing: `68,,43`.
    """

    patient = models.OneToOneField(
        Patient, on_delete=models.CASCADE, primary_key=True, related_name="overview"
    )
    standing = models.CharField(max_length=20, choices=choices(Standing), blank=True)
    probability = models.FloatField(null=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    assessed_on = models.DateField(null=True)
    last_entry = models.DateField(null=True)
    leg_pain = models.CharField(max_length=LEG_PAIN_LENGTH, blank=True)

    def __str__(self) -> str:
        return f"{self.patient}: {self.standing or 'not assessed'}"

    @property
    def weekly_leg_pain(self) -> tuple[float | None, ...]:
        """Mean leg pain (0-10) by week, the last week last; `None` for a week that says nothing."""
        weeks = self.leg_pain.split(",") if self.leg_pain else []
        return tuple(int(tenths) / 10 if tenths else None for tenths in weeks)
