"""That an account was deleted, and what a clinic must keep of who had it: sealed, and read by no page."""

from django.db import models

from recovery.people.models import Clinic, Patient, User

DIGEST_LENGTH = 120


class Erased(models.Model):
    """This account was deleted. Its row in `User` is there for what others keep: it has no name and opens nothing."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, primary_key=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("at",), name="erased_at"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Kept(models.Model):
    """What a clinic must keep of a patient who deleted the account: what it received and did, until `kept_until`.

    `sealed` is JSON under the installation's key. The digests find it by the former address or name, and tell neither.
    """

    clinic = models.ForeignKey(Clinic, on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()
    mail_digest = models.CharField(max_length=DIGEST_LENGTH)
    name_digest = models.CharField(max_length=DIGEST_LENGTH)
    made_at = models.DateTimeField()
    kept_until = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("clinic", "patient"), name="one_kept_record_a_clinic_and_patient"
            ),
        )
        indexes = (
            models.Index(fields=("clinic", "mail_digest"), name="kept_by_mail"),
            models.Index(fields=("clinic", "name_digest"), name="kept_by_name"),
            models.Index(fields=("kept_until",), name="kept_until"),
        )

    def __str__(self) -> str:
        return f"kept by {self.clinic} until {self.kept_until}"
