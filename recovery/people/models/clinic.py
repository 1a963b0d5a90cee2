"""A clinic, the days on which it is closed, and who works there."""

from django.conf import settings
from django.db import models
from phonenumber_field.modelfields import PhoneNumberField

from recovery.clinical import natural_course
from recovery.people.models.fields import LINE_NAME_LENGTH
from recovery.people.models.user import User
from recovery.people.office import Office

TOLD_LENGTH = 500
REASON_LENGTH = 120
CODE_LENGTH = 12

# After a discharge a clinic reads on for so long, until it chooses otherwise [P].
READS_AFTER_DISCHARGE_DAYS = 28


class Clinic(Office):
    """A clinic that treats the hernia: its lines and its hours.

    A line's own name is shown instead of the standard words for it. `told_nl` and `told_en`: what patients
    under treatment are told outside the hours. `starting_share`: how many of 100 of its patients it expects
    to recover by themselves, before anything is known of them. `shows_figure`: whether patients see the
    figure of their own outlook, or the sentence only. `code`: what a patient types to share their diary, made when a
    manager first asks for it. `is_elsewhere`: it works with another installation, and is known here by the name on what
    was brought in: never offered, never phoned. `reads_after_discharge_days`: how long it still reads after a
    discharge [P]. `shows_silence`: its list shows who has written nothing for a week. `allows_push`: its patients may
    have reminders as a notification of their browser, which passes through the service of the browser's maker.
    """

    name = models.CharField(max_length=120, unique=True)
    desk_phone = PhoneNumberField(region="NL", blank=True)
    desk_name = models.CharField(max_length=LINE_NAME_LENGTH, blank=True)
    emergency_phone = PhoneNumberField(region="NL", blank=True)
    emergency_name = models.CharField(max_length=LINE_NAME_LENGTH, blank=True)
    gp_out_of_hours_phone = PhoneNumberField(region="NL", blank=True)
    gp_out_of_hours_name = models.CharField(max_length=LINE_NAME_LENGTH, blank=True)
    told_nl = models.CharField(max_length=TOLD_LENGTH, blank=True)
    told_en = models.CharField(max_length=TOLD_LENGTH, blank=True)
    starting_share = models.PositiveSmallIntegerField(default=natural_course.STARTING_OF_100)
    shows_figure = models.BooleanField(default=True)
    language = models.CharField(max_length=10, default=settings.LANGUAGE_CODE)
    code = models.CharField(max_length=CODE_LENGTH, unique=True, null=True, blank=True)
    is_elsewhere = models.BooleanField(default=False)
    reads_after_discharge_days = models.PositiveSmallIntegerField(default=READS_AFTER_DISCHARGE_DAYS)
    shows_silence = models.BooleanField(default=True)
    allows_push = models.BooleanField(default=False)

    class Meta:
        constraints = (
            *Office.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(
                    starting_share__gte=natural_course.LOWEST_STARTING_OF_100,
                    starting_share__lte=natural_course.HIGHEST_STARTING_OF_100,
                ),
                name="clinic_starting_share_is_possible",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def told(self) -> dict[str, str]:
        """What is told outside the hours, by language; empty where nothing is."""
        every = {"nl": self.told_nl, "en": self.told_en}
        return {language: text for language, text in every.items() if text}


class ClosedDay(models.Model):
    """A day on which a clinic is closed though it is no holiday, and why."""

    clinic = models.ForeignKey(Clinic, on_delete=models.CASCADE, related_name="closed_days")
    day = models.DateField()
    reason = models.CharField(max_length=REASON_LENGTH, blank=True)

    class Meta:
        ordering = ("day",)
        constraints = (models.UniqueConstraint(fields=("clinic", "day"), name="one_closed_day_a_day"),)

    def __str__(self) -> str:
        return f"{self.clinic}, {self.day}"


class Membership(models.Model):
    """Somebody works at a clinic: a neurologist reads its records, a manager runs it and reads none.

    At one clinic in one role, so that it is never in doubt whose records somebody sees.
    """

    class Role(models.TextChoices):
        NEUROLOGIST = "neurologist"
        MANAGER = "manager"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships")
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "role"), name="one_clinic_a_role"),)

    def __str__(self) -> str:
        return f"{self.user}, {self.role} at {self.clinic}"
