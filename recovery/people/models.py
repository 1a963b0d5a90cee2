"""People and clinics. A user is a login; being a patient or staff of a clinic are rows beside it."""

import uuid
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from phonenumber_field.modelfields import PhoneNumberField

from recovery.clinical import natural_course
from recovery.clinical.circumstances import CancerHistory
from recovery.clinical.red_flags import Baseline
from recovery.clinical.signs import Sign
from recovery.people.office import Office

LINE_NAME_LENGTH = 80
TOLD_LENGTH = 500
REASON_LENGTH = 120
INVITATION_LASTS = timedelta(days=14)


def choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    """The codes of a closed set as model choices; their words live in `recovery.clinical`."""
    return [(code.value, code.name) for code in codes]


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail address, whatever its capitals."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who can sign in, by e-mail address."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()

    class Meta:
        constraints = (models.UniqueConstraint(Lower("email"), name="one_user_an_email"),)

    def __str__(self) -> str:
        return self.name or self.email


class Clinic(Office):
    """A clinic that treats the hernia: its lines and its hours.

    A line's own name is shown instead of the standard words for it. `told_nl` and `told_en`: what patients
    under treatment are told outside the hours. `starting_share`: how many of 100 of its patients it expects
    to recover by themselves, before anything is known of them. `shows_figure`: whether patients see the
    figure of their own outlook, or the sentence only.
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


class Patient(models.Model):
    """Somebody with a hernia, and what decides whom they phone.

    `clinic` is where they are or may come under treatment: its numbers are theirs. It reads their diary
    only when `shares_diary` is true, which is the patient's own word. `phone` is
    the patient's own number, on which the clinic phones back. `cancer_history` is empty until it was answered.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="patient")
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="patients"
    )
    shares_diary = models.BooleanField(default=False)
    birth_date = models.DateField(null=True, blank=True)
    phone = PhoneNumberField(region="NL", blank=True)
    under_treatment = models.BooleanField()
    gp_phone = PhoneNumberField(region="NL", blank=True)
    gp_name = models.CharField(max_length=LINE_NAME_LENGTH, blank=True)
    gp_out_of_hours_phone = PhoneNumberField(region="NL", blank=True)
    baseline_bladder = models.CharField(max_length=10, choices=choices(Baseline))
    baseline_bowel = models.CharField(max_length=10, choices=choices(Baseline))
    baseline_saddle = models.CharField(max_length=10, choices=choices(Baseline))
    cancer_history = models.CharField(max_length=10, choices=choices(CancerHistory), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(shares_diary=False) | models.Q(clinic__isnull=False),
                name="a_diary_is_shared_with_a_clinic",
            ),
        )

    def __str__(self) -> str:
        return str(self.user)

    @property
    def reading_clinic(self) -> Clinic | None:
        """The clinic that reads along, if there is one."""
        return self.clinic if self.shares_diary else None

    @property
    def starting_share(self) -> float:
        """The share (0 to 1) of people like this patient that recover by themselves, by their clinic's setting."""
        of_100 = self.clinic.starting_share if self.clinic else natural_course.STARTING_OF_100
        return of_100 / natural_course.OUT_OF

    @property
    def baselines(self) -> dict[Sign, Baseline]:
        """What was answered once about complaints older than the hernia."""
        return {
            Sign.BLADDER: Baseline(self.baseline_bladder),
            Sign.BOWEL: Baseline(self.baseline_bowel),
            Sign.SADDLE: Baseline(self.baseline_saddle),
        }

    @property
    def old_complaints(self) -> frozenset[Sign]:
        """The signs that this patient had before the hernia: asked as "new or different"."""
        return frozenset(sign for sign, answer in self.baselines.items() if answer is Baseline.OLD)

    @property
    def has_had_cancer(self) -> CancerHistory:
        """Cancer, now or in the past. Not answered is unknown, never "no"."""
        return CancerHistory(self.cancer_history or CancerHistory.UNKNOWN)

    def age_on(self, day: date) -> int | None:
        """Age in whole years, or `None` without a birth date."""
        born = self.birth_date
        return (
            None if born is None else day.year - born.year - ((day.month, day.day) < (born.month, born.day))
        )


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, now: datetime) -> "InvitationQuerySet":
        """Those that can still be used."""
        return self.filter(accepted_by=None, expires_at__gt=now)


class Invitation(models.Model):
    """A clinic asks somebody to keep the diary. The link is known only to who was sent it: a hash is kept."""

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_by = models.OneToOneField(
        Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="invitation"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(accepted_by=None, accepted_at=None)
                | models.Q(accepted_by__isnull=False, accepted_at__isnull=False),
                name="invitation_accepted_by_and_at_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.clinic}"
