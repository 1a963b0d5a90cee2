"""Steps of load and how they went, exercises and the days on which they were done, and the weekly answers.

They belong to the patient, not to one episode: load is built up over a flare and after it.
"""

from django.db import models

from recovery.clinical.aftercare import Load, Reaction, Weekly
from recovery.episodes.models import Episode
from recovery.people.models import Patient, SealedTextField, User, choices, together

WHAT_LENGTH = 120
AMOUNT_LENGTH = 80


class LoadStep(models.Model):
    """One small step, as agreed with the physiotherapist: `what` (“to the shop and back”), `amount` (“10 minutes”).

    A bigger or smaller step is another row, which names the one it `replaces`; `is_back` when it is a step back.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=choices(Load))
    what = SealedTextField(max_length=WHAT_LENGTH)
    amount = SealedTextField(max_length=AMOUNT_LENGTH)
    started_on = models.DateField()
    is_back = models.BooleanField(default=False)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ("chosen_at", "pk")
        constraints = (together("ended"),)

    def __str__(self) -> str:
        return f"{self.what}, {self.amount}"


class LoadDay(models.Model):
    """A step was done on a day; `reaction` is how it was the day after, empty until that was told."""

    step = models.ForeignKey(LoadStep, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    reaction = models.CharField(max_length=10, choices=choices(Reaction), blank=True)
    reacted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reacted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            together("reacted"),
            models.UniqueConstraint(fields=("step", "day"), name="a_step_is_done_once_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.step} on {self.day}"


class Exercise(models.Model):
    """An exercise learned from a physiotherapist, in the patient's words."""

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    name = SealedTextField(max_length=WHAT_LENGTH)
    how_often = SealedTextField(max_length=AMOUNT_LENGTH, blank=True)
    chosen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("chosen_at", "pk")
        constraints = (together("ended"),)

    def __str__(self) -> str:
        return str(self.name)


class ExerciseDay(models.Model):
    """An exercise was done on a day. A tap too many is taken back, and kept."""

    exercise = models.ForeignKey(Exercise, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField()
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            together("undone"),
            models.UniqueConstraint(
                fields=("exercise", "day"),
                condition=models.Q(undone_at=None),
                name="an_exercise_is_done_once_a_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.exercise} on {self.day}"


class WeeklyAnswer(models.Model):
    """The answer to the one question a week, on its day. Answered again that day, the new row `replaces` the other."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    answer = models.CharField(max_length=10, choices=choices(Weekly))
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    class Meta:
        ordering = ("day", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("episode", "day"), condition=models.Q(replaces=None), name="one_weekly_answer_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.answer} on {self.day}"
