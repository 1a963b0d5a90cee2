"""What the patient or the clinic told of a hernia: treatments and pictures. The clinic confirms or withdraws."""

from django.db import models
from django.utils import timezone

from recovery.clinical.care import ENDS_THE_COURSE, Care, ImagingKind, Painkiller
from recovery.clinical.course import TreatedOn, TreatmentKind
from recovery.episodes.models.episode import Episode
from recovery.people.models import SealedTextField, User, choices, together

FINDING_LENGTH = 500


class Told(models.Model):
    """Who wrote it down and when; who of the clinic confirmed it; who withdrew it, because it was a mistake."""

    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def waits(self) -> bool:
        """Whether the clinic has yet to say that it is so."""
        return self.confirmed_at is None and not self.is_withdrawn


_WHO_AND_WHEN = (together("confirmed"), together("withdrawn"))


class TreatmentQuerySet(models.QuerySet["Treatment"]):
    def standing(self) -> "TreatmentQuerySet":
        """Those that nobody withdrew, the earliest first."""
        return self.filter(withdrawn_at=None).order_by("date", "pk")

    def ending_the_course(self) -> "TreatmentQuerySet":
        """Injections and operations that nobody withdrew, the earliest first."""
        return self.standing().filter(kind__in=[care.value for care in ENDS_THE_COURSE])


class Treatment(Told):
    """A step of the ladder on a date; painkillers and physiotherapy go on until `until`, if that is known.

    `painkiller` is the class, for painkillers only. `ended_by` told of the end, where that was later.
    """

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="treatments")
    kind = models.CharField(max_length=20, choices=choices(Care))
    painkiller = models.CharField(max_length=20, choices=choices(Painkiller), blank=True)
    date = models.DateField()
    until = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = TreatmentQuerySet.as_manager()

    class Meta:
        constraints = (
            *_WHO_AND_WHEN,
            together("ended"),
            models.UniqueConstraint(
                fields=("episode", "kind", "painkiller", "date"),
                condition=models.Q(withdrawn_at=None),
                name="one_treatment_a_date",
            ),
            models.CheckConstraint(
                condition=models.Q(until=None) | models.Q(until__gte=models.F("date")),
                name="treatment_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=models.Q(kind=Care.PAINKILLERS.value) | models.Q(painkiller=""),
                name="only_painkillers_have_a_class",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} on {self.date}"

    def value(self) -> TreatedOn:
        """As the model of the course takes it. `ValueError` for what does not end the spontaneous course."""
        return TreatedOn(TreatmentKind(self.kind), self.date)


class ImagingQuerySet(models.QuerySet["Imaging"]):
    def standing(self) -> "ImagingQuerySet":
        """Those that nobody withdrew, the earliest first."""
        return self.filter(withdrawn_at=None).order_by("date", "pk")


class Imaging(Told):
    """A picture of the lower back: which, when, and what was found."""

    episode = models.ForeignKey(Episode, on_delete=models.PROTECT, related_name="imaging")
    kind = models.CharField(max_length=10, choices=choices(ImagingKind))
    date = models.DateField()
    finding = SealedTextField(max_length=FINDING_LENGTH, blank=True)

    objects = ImagingQuerySet.as_manager()

    class Meta:
        constraints = (
            *_WHO_AND_WHEN,
            models.UniqueConstraint(
                fields=("episode", "kind", "date"),
                condition=models.Q(withdrawn_at=None),
                name="one_picture_of_a_kind_a_date",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} on {self.date}"
