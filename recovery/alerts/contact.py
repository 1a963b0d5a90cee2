"""The life of an alert: raised, contact made, taken, closed. Each step is a row that is never changed."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from recovery.alerts.models import Alert, AlertStep, Delivery, Outcome, Step
from recovery.clinical.red_flags import RULES_VERSION, Finding, most_urgent
from recovery.people.models import Clinic, Patient, User


class AlreadyDone(Exception):
    """Somebody did this first: `step` says who and when."""

    def __init__(self, step: AlertStep) -> None:
        super().__init__(str(step))
        self.step = step


@transaction.atomic
def raise_alert(
    patient: Patient,
    *,
    findings: tuple[Finding, ...],
    answers: dict[str, Any],
    day: date | None,
    by: User,
    now: datetime,
) -> Alert:
    """Write an alert for `findings` (not empty) and the deliveries it owes.

    The one case in which no new alert is made: exactly the same answers again, sent twice, while their alert
    still rings. Anything else is new: a correction, a word more, another day.
    """
    if same := _same_ringing_alert(patient, answers, day):
        return same
    alert = Alert.objects.create(
        patient=patient,
        clinic=patient.reading_clinic,
        day=day,
        urgency=most_urgent(findings),
        stored_findings=[asdict(finding) for finding in findings],
        answers=answers,
        rules_version=RULES_VERSION,
        raised_by=by,
        raised_at=now,
    )
    owe(alert, patient.reading_clinic, now=now)
    return alert


def owe(alert: Alert, clinic: Clinic | None, *, now: datetime) -> None:
    """Owe the clinic that reads along a message about an alert, once."""
    if clinic and clinic.alert_email:
        Delivery.objects.get_or_create(alert=alert, address=clinic.alert_email, defaults={"owed_at": now})


def owe_what_is_open(patient: Patient, *, now: datetime) -> None:
    """A clinic that begins to read along hears of what is open."""
    for alert in open_for(patient):
        owe(alert, patient.reading_clinic, now=now)


def _same_ringing_alert(patient: Patient, answers: dict[str, Any], day: date | None) -> Alert | None:
    ringing = Alert.objects.ringing().filter(patient=patient, day=day)
    return next((alert for alert in ringing if alert.answers == answers), None)


def say_contacted(patient: Patient, *, alerts: Iterable[UUID], by: User, now: datetime) -> None:
    """The patient says that contact was made about the alerts that were shown; a newer one rings on.

    Saying it twice is saying it once.
    """
    for alert in Alert.objects.ringing().filter(patient=patient, pk__in=alerts):
        AlertStep.objects.get_or_create(alert=alert, step=Step.CONTACTED, defaults={"by": by, "at": now})


def take(alert: Alert, *, by: User, now: datetime) -> AlertStep:
    """A clinician takes the alert. `AlreadyDone` when somebody has it, or when it is closed."""
    return _step(alert, Step.TAKEN, by=by, at=now, ends_at=Step.CLOSED)


def close(alert: Alert, *, outcome: Outcome, note: str, by: User, now: datetime) -> AlertStep:
    """The clinic closes the alert with what was done. `AlreadyDone` when it was closed before."""
    return _step(alert, Step.CLOSED, by=by, at=now, outcome=outcome, note=note)


def _step(alert: Alert, step: Step, *, ends_at: Step | None = None, **fields: Any) -> AlertStep:
    """Add a row; the unique constraint decides which of two people was first."""
    if ends_at and (ended := AlertStep.objects.filter(alert=alert, step=ends_at).first()):
        raise AlreadyDone(ended)
    try:
        with transaction.atomic():
            return AlertStep.objects.create(alert=alert, step=step, **fields)
    except IntegrityError:
        first = AlertStep.objects.select_related("by").get(alert=alert, step=step)
        raise AlreadyDone(first) from None


def ringing_for(patient: Patient) -> list[Alert]:
    """What nobody was phoned about yet, the most urgent first."""
    return list(Alert.objects.ringing().filter(patient=patient).most_urgent_first())


def open_for(patient: Patient) -> list[Alert]:
    """What banner and urgent page are about, the most urgent first. While there is any, no trend reassures."""
    still_open = Alert.objects.open().filter(patient=patient)
    return list(still_open.prefetch_related("steps", "deliveries").most_urgent_first())


def alert_of(patients: QuerySet[Patient], alert_id: UUID) -> Alert | None:
    """An alert of one of these patients."""
    return Alert.objects.select_related("patient").filter(patient__in=patients, pk=alert_id).first()


def alerts_of(patient: Patient, *, in_full: bool = False) -> list[Alert]:
    """All alerts of a patient, the latest first; `in_full` with who did what and what was sent."""
    loaded = ("steps__by", "deliveries") if in_full else ("steps",)
    alerts = Alert.objects.filter(patient=patient).select_related("patient")
    return list(alerts.prefetch_related(*loaded).order_by("-raised_at"))
