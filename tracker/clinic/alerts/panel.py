"""The panel: what is open, grouped by patient, the most urgent first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from recovery.alerts.models import Alert, AlertStep, Step
from recovery.clinical.signs import RULE_OF, Urgency
from recovery.people import proxies
from recovery.people.models import Patient
from tracker.clinic.alerts.cards import SAID_BY_THE_PATIENT, reported_by, who_and_when
from tracker.clinic.words import STEPS, URGENCIES
from tracker.phones import Phone, own_phone
from tracker.words import moment
from tracker.writers import Writers


@dataclass(frozen=True, slots=True)
class OpenAlert:
    """An open alert in a few words. `taken` is by whom, empty while nobody has it."""

    id: UUID
    urgency: str
    urgency_code: str
    signs: str
    raised: str
    reported: str
    ago: str
    taken: str
    said: list[str]


@dataclass(frozen=True, slots=True)
class OpenPatient:
    """A patient with open alerts, the most urgent first; `phone` is their own number, `None` where not known."""

    ref: UUID
    name: str
    phone: Phone | None
    alerts: list[OpenAlert]


def panel(alerts: Sequence[Alert], *, now: datetime) -> list[OpenPatient]:
    """Alerts in order, grouped: a patient stands where their first alert stands."""
    by_patient: dict[Patient, list[Alert]] = {}
    for alert in alerts:
        by_patient.setdefault(alert.patient, []).append(alert)
    names = proxies.names_of(alert.patient for alert in alerts if alert.raised_by_id != alert.patient.user_id)
    return [
        _open_patient(patient, own, Writers(patient, names.get(patient.pk, {})), now=now)
        for patient, own in by_patient.items()
    ]


def _open_patient(
    patient: Patient, alerts: Iterable[Alert], writers: Writers, *, now: datetime
) -> OpenPatient:
    rows = [_open_alert(alert, writers, now) for alert in alerts]
    return OpenPatient(patient.ref, str(patient), own_phone(patient), rows)


def _open_alert(alert: Alert, writers: Writers, now: datetime) -> OpenAlert:
    steps = list(alert.steps.all())
    return OpenAlert(
        id=alert.pk,
        urgency=str(URGENCIES[Urgency(alert.urgency)]),
        urgency_code=alert.urgency,
        signs=", ".join([*(_(RULE_OF[finding.sign].short) for finding in alert.findings), *alert.unread]),
        raised=moment(alert.raised_at),
        reported=reported_by(alert, writers),
        ago=_("%(time)s ago") % {"time": timesince(alert.raised_at, now, depth=1)},
        taken=who_and_when(alert.taken) if alert.taken else "",
        said=_said(steps),
    )


def _said(steps: Iterable[AlertStep]) -> list[str]:
    """What the patient said of it, the latest of each kind."""
    latest = {step.step: step for step in steps if step.step in SAID_BY_THE_PATIENT}
    return [f"{STEPS[Step(step.step)]} ({moment(step.at)})" for step in latest.values()]
