"""What lets others read: the tokens of a clinic's systems; the log of who read what; a reader's own filters."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Never

from django.db import models
from django.utils import timezone

from recovery.people.models.clinic import Clinic
from recovery.people.models.fields import choices
from recovery.people.models.patient import Patient
from recovery.people.models.sealed import SealedAlikeField, SealedTextField
from recovery.people.models.user import User

FILTER_NAME_LENGTH = 60
TOKEN_NAME_LENGTH = 80
WHAT_LENGTH = 80


class ApiToken(models.Model):
    """A system of the clinic may read its patients' records. Only a hash of the token is kept.

    `last_used_on` tells a manager which token nobody uses any more.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=TOKEN_NAME_LENGTH)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    last_used_on = models.DateField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(revoked_by=None, revoked_at=None)
                | models.Q(revoked_by__isnull=False, revoked_at__isnull=False),
                name="token_revoked_by_and_at_together",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.clinic}"


class Role(StrEnum):
    """In which role somebody reads what is a patient's: of a clinic, for the patient, or as a computer system."""

    NEUROLOGIST = "neurologist"
    MANAGER = "manager"
    PROXY = "proxy"
    SYSTEM = "system"


class Ground(StrEnum):
    """On what ground a record may be read.

    SHARED: the patient shares it with the clinic. AFTER_DISCHARGE: the clinic reads on for its set time. OPEN_ALERT:
    and past that, until an alert is closed. LENT: the patient let this person in. EMERGENCY: the glass was broken.
    OVERSIGHT: a manager looks at how the clinic reads, and sees names. LAW: a manager takes out what the clinic must
    keep of who deleted the account.
    """

    SHARED = "shared"
    AFTER_DISCHARGE = "after_discharge"
    OPEN_ALERT = "open_alert"
    LENT = "lent"
    EMERGENCY = "emergency"
    OVERSIGHT = "oversight"
    LAW = "law"


class What(StrEnum):
    """Which part of a record was read or written in, or what else was done with it; of a system, the resource."""

    LIST = "list"
    DOCTOR = "doctor"
    ALERTS = "alerts"
    ALERT = "alert"
    REVIEW = "review"
    REVIEW_AS_PDF = "review as PDF"
    PREPARED = "prepared"
    NOTES = "notes"
    PLAN = "plan"
    VISITS = "visits"
    EPISODE = "episode"
    STATUS = "status"
    LEAVE = "leave"
    DIARY_FILE = "record exported, csv"
    RECORD_FILE = "record exported, fhir"
    FHIR_PATIENT = "fhir Patient"
    FHIR_OBSERVATION = "fhir Observation"
    FHIR_RESPONSE = "fhir QuestionnaireResponse"
    FHIR_FLAG = "fhir Flag"
    HELPING = "helping"
    TODAY = "today"
    COURSE = "course"
    DAYS = "days"
    QUESTIONNAIRES = "questionnaires"
    CARE = "care"
    MEDICINES = "medicines"
    AFTERCARE = "aftercare"
    ACTIVITIES = "activities"
    BODY = "body"
    URGENT = "urgent"
    PHONE = "phone"
    EXPLANATION = "explanation"
    NO_PAGE = "no page"
    GLASS_BROKEN = "emergency"
    NOBODY_FOUND = "emergency, nobody found"
    OVERSEEN = "emergency overseen"
    LOG_FILE = "access log exported"
    KEPT_FILE = "kept record exported"


class NeverChangedError(TypeError):
    """A row of the log is added, and nothing else is done to it."""


class AccessRecordQuerySet(models.QuerySet["AccessRecord"]):
    def update(self, **_kwargs: Any) -> Never:
        """Refused: what was read does not become anything else."""
        raise NeverChangedError

    def delete(self) -> Never:
        """Refused; `forget` is for what is old enough."""
        raise NeverChangedError

    def bulk_update(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refused, as `update`."""
        raise NeverChangedError

    def forget(self, before: datetime, *, at_most: int) -> int:
        """Delete rows of before a moment, so many at once; how many there were. The database refuses young ones."""
        old = self.model._default_manager.filter(at__lt=before).order_by("at")[:at_most]
        return self.model._base_manager.filter(pk__in=list(old.values_list("pk", flat=True)))._raw_delete(
            self.db
        )


class AccessRecord(models.Model):
    """Somebody, or a system, read or took out what is a patient's, or wrote in it. Only ever added to.

    `patient` is empty where it was many at once, or nobody: then `what` says which and how many. `wrote` is true where
    something was sent, whatever came of it. `role`, `ground` and `address` (from where, an IP address) are empty in
    what was written before they were kept. Triggers of the database refuse every change, and the end of a row before
    its time (`recovery.people.kept`).
    """

    at = models.DateTimeField(default=timezone.now)
    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    token = models.ForeignKey(ApiToken, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField(max_length=20, choices=choices(Role), blank=True, db_default="")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=WHAT_LENGTH)
    wrote = models.BooleanField(db_default=False)
    ground = models.CharField(max_length=20, choices=choices(Ground), blank=True, db_default="")
    address = models.GenericIPAddressField(null=True, blank=True)

    objects = AccessRecordQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(user=None, token__isnull=False) | models.Q(user__isnull=False, token=None),
                name="access_by_a_user_or_a_token",
            ),
        )
        indexes = (
            models.Index(fields=("patient", "-at"), name="access_by_patient"),
            models.Index(fields=("clinic", "-at"), name="access_by_clinic"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.what}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add it; a second time is refused."""
        if not self._state.adding:
            raise NeverChangedError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> Never:
        """Refused."""
        raise NeverChangedError


class SavedFilter(models.Model):
    """A way of looking at the list of patients that a neurologist keeps. `query` as in the address of the page."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = SealedAlikeField(max_length=FILTER_NAME_LENGTH)
    query = SealedTextField(max_length=500)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "name"), name="one_filter_a_name"),)

    def __str__(self) -> str:
        return str(self.name)
