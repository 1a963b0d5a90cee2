"""Somebody with a hernia, and what decides whom they phone."""

import uuid
from datetime import date

from django.db import models
from django.utils import timezone

from recovery.clinical import natural_course
from recovery.clinical.circumstances import CancerHistory, Pregnancy
from recovery.clinical.red_flags import Baseline
from recovery.clinical.signs import Sign
from recovery.people.models.born import Born
from recovery.people.models.clinic import Clinic
from recovery.people.models.fields import LINE_NAME_LENGTH, choices
from recovery.people.models.sealed import SealedPhoneField, SealedTextField
from recovery.people.models.user import User

ALLERGIES_LENGTH = 500


def reads_along(today: date, *, of: str = "") -> models.Q:
    """Whose clinic reads along on `today`; `of` is the path to the patient, such as `patient__`."""
    lasts = (
        models.Q(**{f"{of}reads_until": None})
        | models.Q(**{f"{of}reads_until__gte": today})
        | models.Q(**{f"{of}reads_for_alert": True})
    )
    return lasts & models.Q(**{f"{of}shares_diary": True})


class PatientQuerySet(models.QuerySet["Patient"]):
    def read_along(self, today: date) -> "PatientQuerySet":
        """Those whose clinic reads along on `today`."""
        return self.filter(reads_along(today))


class Patient(Born):
    """Somebody with a hernia, and what decides whom they phone.

    `clinic` is where they are or may come under treatment: its numbers are theirs. It reads their diary
    only when `shares_diary` is true, which is the patient's own word. `phone` is
    the patient's own number, on which the clinic phones back. `cancer_history` is empty until it was answered, and so
    are `allergies` and `pregnancy`, which a care team must know [L].
    `doctor` is the neurologist of the clinic who looks after them. `reads_until` is the last day on which the clinic
    reads along, after a discharge; `reads_for_alert` keeps it reading past that day, while an alert is open that was
    raised before its end.
    """

    ref = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="patient")
    clinic = models.ForeignKey(
        Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="patients"
    )
    shares_diary = models.BooleanField(default=False)
    reads_until = models.DateField(null=True, blank=True)
    reads_for_alert = models.BooleanField(default=False)
    doctor = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    phone = SealedPhoneField(region="NL", blank=True)
    under_treatment = models.BooleanField()
    gp_phone = SealedPhoneField(region="NL", blank=True)
    gp_name = SealedTextField(max_length=LINE_NAME_LENGTH, blank=True)
    gp_out_of_hours_phone = SealedPhoneField(region="NL", blank=True)
    baseline_bladder = models.CharField(max_length=10, choices=choices(Baseline))
    baseline_bowel = models.CharField(max_length=10, choices=choices(Baseline))
    baseline_saddle = models.CharField(max_length=10, choices=choices(Baseline))
    cancer_history = models.CharField(max_length=10, choices=choices(CancerHistory), blank=True)
    allergies = SealedTextField(max_length=ALLERGIES_LENGTH, blank=True)
    pregnancy = models.CharField(max_length=10, choices=choices(Pregnancy), blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PatientQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(
                fields=("reads_until",),
                condition=models.Q(reads_until__isnull=False),
                name="patient_discharged",
            ),
        )
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
        """The clinic that reads along today, if there is one."""
        return self.read_by(timezone.localdate())

    def read_by(self, today: date) -> Clinic | None:
        """The clinic that reads along on `today`; as `reads_along`, for one patient."""
        lasts = self.reads_until is None or self.reads_until >= today or self.reads_for_alert
        return self.clinic if self.shares_diary and lasts else None

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
