"""A questionnaire as it was filled in. A row is never changed: what replaces it is another."""

from django.db import models

from recovery.episodes.models import Episode
from recovery.people.models import Patient, User

CODE_LENGTH = 40
VERSION_LENGTH = 20
LANGUAGE_LENGTH = 10


class FilledQuerySet(models.QuerySet["Filled"]):
    def standing(self) -> "FilledQuerySet":
        """Those that nothing replaced, the oldest first."""
        return self.filter(replaced_by=None).order_by("day", "pk")


class Filled(models.Model):
    """A questionnaire of one day. `answers` are pairs of item and answer in order, `None` where left open.

    `score` is empty where an open answer leaves none; `language` is that of the words, empty where not known.
    One a day stands: filled in again, the new row names the one it `replaces`, which is kept.
    """

    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=CODE_LENGTH)
    version = models.CharField(max_length=VERSION_LENGTH)
    day = models.DateField()
    answers = models.JSONField()
    score = models.FloatField(null=True)
    language = models.CharField(max_length=LANGUAGE_LENGTH, blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )

    objects = FilledQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("patient", "code", "day"),
                condition=models.Q(replaces=None),
                name="one_questionnaire_a_day",
            ),
        )
        indexes = (models.Index(fields=("episode", "day"), name="filled_by_episode_and_day"),)

    def __str__(self) -> str:
        return f"{self.code} on {self.day}"

    @property
    def told(self) -> tuple[tuple[str, int | None], ...]:
        """The answers by item, in the order of the questionnaire."""
        return tuple((code, value) for code, value in self.answers)
