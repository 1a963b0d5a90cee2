"""The life of an alert: raised, contact made, taken, closed. Each step is a row that is never changed."""

from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from recovery.alerts import ladder, ledger
from recovery.alerts.models import Alert, AlertStep, Outcome, Step
from recovery.alerts.models.alert import NEVER_WITHDRAWN
from recovery.clinical.contact import Role
from recovery.clinical.red_flags import Because, Finding, beside, more_urgent
from recovery.clinical.signs import RULES_VERSION, Urgency
from recovery.people import sharing
from recovery.people.models import Clinic, Patient, User

# The panel shows for so long what a patient withdrew [P].
WITHDRAWN_SHOWN_FOR = timedelta(days=7)

# A line on which nobody answered comes after the others for so long [P].
TRIED_COUNTS_FOR = timedelta(minutes=30)


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
    answered_at: datetime | None = None,
    unknown: tuple[str, ...] = (),
) -> Alert:
    """Write an alert for `findings` and the deliveries it owes.

    `unknown` are codes of signs that these rules do not have, as from a phone with other tables: they are kept as they
    stand and count as "now", since nothing is known that makes them less. One of the two is not empty. `answered_at` is
    when it was answered, if that was earlier.

    Signs of other days that are still open count beside these. The one case in which no new alert is made:
    exactly the same answers again, sent twice, while their alert still rings. Anything else is new: a
    correction, a word more, another day, more urgent than it was, or meant after all.
    """
    if same := _same_ringing_alert(patient, answers, day, _urgency(findings, unknown)):
        return same
    findings = beside(findings, frozenset().union(*(alert.signs for alert in open_for(patient))))
    alert = ladder.begin(
        patient,
        now=now,
        day=day,
        urgency=_urgency(findings, unknown),
        stored_findings=[*map(asdict, findings), *map(_unread, unknown)],
        answers=answers,
        rules_version=RULES_VERSION,
        raised_by=by,
        raised_at=now,
        answered_at=answered_at,
    )
    ledger.note_raised(alert)
    return alert


def _urgency(findings: Iterable[Finding], unknown: Iterable[str]) -> Urgency:
    """Of all together; what these rules cannot read is "now"."""
    return more_urgent(*(finding.urgency for finding in findings), *(Urgency.NOW for _code in unknown))


def _unread(code: str) -> dict[str, Any]:
    """What is kept of a sign that these rules do not have."""
    return {"sign": code, "urgency": Urgency.NOW, "because": Because.TICKED}


def pass_on(patient: Patient, clinic: Clinic, *, by: User, now: datetime) -> None:
    """`clinic` begins to read along: it hears at once of what is open, and its ladder begins at its foot.

    Whatever another clinic did about it, or this one before it ceased to read, counts for nothing: nobody there may
    have it in hand any more. Belongs in the transaction in which the reading begins.
    """
    for alert in open_for(patient):
        _pass_on(alert, by=by, now=now)
        ladder.owe_at_once(_fresh(alert), clinic, now=now)


def _pass_on(alert: Alert, *, by: User, now: datetime) -> None:
    AlertStep.objects.create(alert=alert, step=Step.PASSED_ON, turn=alert.turn + 1, by=by, at=now)


def free_what_was_taken(user: User, *, clinic: Clinic, by: User, now: datetime) -> int:
    """Who had them in hand works at `clinic` no longer: what is open there rings anew, from the foot of the ladder.

    Returns how many those are. Belongs in the transaction in which the work ends.
    """
    theirs = Alert.objects.not_over().filter(steps__step=Step.TAKEN, steps__by=user, patient__clinic=clinic)
    return sum(_freed(alert, user, clinic, by=by, now=now) for alert in theirs.select_related("patient"))


def _freed(alert: Alert, user: User, clinic: Clinic, *, by: User, now: datetime) -> bool:
    reader, standing = sharing.hold(alert.patient, now=now), _fresh(alert)
    if reader != clinic or standing.is_over or standing.taken is None or standing.taken.by_id != user.pk:
        return False
    _pass_on(standing, by=by, now=now)
    ladder.owe_at_once(_fresh(alert), clinic, now=now)
    return True


def free_what_came_in(patient: Patient, alerts: Collection[UUID], *, now: datetime) -> None:
    """Alerts were brought in with a record: whoever took one elsewhere does not have it in hand for the clinic here."""
    if patient.read_by(timezone.localdate(now)):
        for alert in open_for(patient):
            if alert.pk in alerts and alert.is_taken:
                _pass_on(alert, by=patient.user, now=now)


def owe_what_is_open(patient: Patient, *, now: datetime) -> None:
    """The clinic that reads along hears of what is open and new to it, as after a record was brought in."""
    if clinic := patient.read_by(timezone.localdate(now)):
        for alert in open_for(patient):
            sharing.read_on_for_alert(patient)
            ladder.owe_at_once(alert, clinic, now=now)


def _fresh(alert: Alert) -> Alert:
    """The alert with its steps as they are now."""
    return Alert.objects.prefetch_related("steps").get(pk=alert.pk)


def _same_ringing_alert(
    patient: Patient, answers: dict[str, Any], day: date | None, urgency: Urgency
) -> Alert | None:
    doubted = Alert.objects.filter(patient=patient, steps__step=Step.NOT_MEANT)
    ringing = Alert.objects.ringing().filter(patient=patient, day=day).exclude(pk__in=doubted.values("pk"))
    return next((alert for alert in ringing if alert.answers == answers and _covers(alert, urgency)), None)


def _covers(alert: Alert, urgency: Urgency) -> bool:
    """Whether it is at least as urgent."""
    told = Urgency(alert.urgency)
    return more_urgent(told, urgency) is told


def say_contacted(patient: Patient, *, alerts: Iterable[UUID], by: User, now: datetime) -> None:
    """The patient says that contact was made about the alerts that were shown; a newer one rings on.

    Saying it twice is saying it once.
    """
    for alert in _shown(patient, alerts):
        _say(alert, Step.CONTACTED, by=by, now=now)


def say_not_meant(patient: Patient, *, alerts: Iterable[UUID], by: User, now: datetime) -> None:
    """The patient says that it is not what they meant: noted, and the end of what is not urgent "now"."""
    for alert in _shown(patient, alerts):
        _say(alert, Step.NOT_MEANT, by=by, now=now)


@transaction.atomic
def say_not_reached(patient: Patient, *, alerts: Iterable[UUID], tried: str, by: User, now: datetime) -> None:
    """The patient reached nobody on the line `tried` (a code of `clinical.contact.Role`).

    It rings on, and every address of the clinic's ladder is told, once an alert.
    """
    for alert in _shown(patient, alerts):
        AlertStep.objects.create(alert=alert, step=Step.NOT_REACHED, tried=tried, by=by, at=now)
        if clinic := patient.read_by(timezone.localdate(now)):
            ladder.owe_everyone(alert, clinic, now=now)


def tried_in_vain(alerts: Iterable[Alert], *, now: datetime) -> frozenset[Role]:
    """The lines on which nobody answered a short while ago, over alerts whose steps are loaded."""
    since = now - TRIED_COUNTS_FOR
    return frozenset(
        Role(step.tried)
        for alert in alerts
        for step in alert.steps.all()
        if step.step == Step.NOT_REACHED and since <= step.at and step.tried in set(Role)
    )


def _shown(patient: Patient, alerts: Iterable[UUID]) -> list[Alert]:
    """Those of the alerts that a page showed that are this patient's and still ring."""
    return list(Alert.objects.ringing().filter(patient=patient, pk__in=list(alerts)))


@transaction.atomic
def _say(alert: Alert, step: Step, *, by: User, now: datetime) -> None:
    AlertStep.objects.get_or_create(alert=alert, step=step, defaults={"by": by, "at": now})
    _mark_over(alert, now=now)


def _mark_over(alert: Alert, *, now: datetime) -> None:
    if Alert.objects.filter(pk=alert.pk).mark_over():
        ledger.note_over(alert, now=now)


def take(alert: Alert, *, by: User, now: datetime) -> AlertStep:
    """A clinician takes the alert. `AlreadyDone` when somebody has it, or when it is over."""
    if end := end_of(alert):
        raise AlreadyDone(end)
    return _step(alert, Step.TAKEN, turn=alert.turn, by=by, at=now)


def end_of(alert: Alert) -> AlertStep | None:
    """What ended the alert, and by whom; `None` while it is not over."""
    if not alert.is_over:
        return None
    ends = AlertStep.objects.filter(alert=alert, step__in=(Step.CLOSED, Step.NOT_MEANT))
    return ends.select_related("by").order_by("-at")[0]


def close(
    alert: Alert, *, outcome: Outcome, needed: bool | None, note: str, by: User, now: datetime
) -> AlertStep:
    """The clinic closes the alert with what was done, and whether it was right that it rang.

    `needed` is `None` where that cannot be said. `AlreadyDone` when it was closed before.
    """
    return _step(alert, Step.CLOSED, by=by, at=now, outcome=outcome, needed=needed, note=note)


def _step(alert: Alert, step: Step, *, turn: int = 0, **fields: Any) -> AlertStep:
    """Add a row; the unique constraint decides which of two people was first."""
    try:
        with transaction.atomic():
            made = AlertStep.objects.create(alert=alert, step=step, turn=turn, **fields)
            _mark_over(alert, now=made.at)
            return made
    except IntegrityError:
        first = AlertStep.objects.select_related("by").get(alert=alert, step=step, turn=turn)
        raise AlreadyDone(first) from None


def ringing_for(patient: Patient) -> list[Alert]:
    """What nobody was phoned about yet, the most urgent first."""
    if _all_is_marked_over(patient):
        return []
    return list(Alert.objects.ringing().filter(patient=patient).most_urgent_first())


def open_for(patient: Patient) -> list[Alert]:
    """What banner and urgent page are about, the most urgent first. While there is any, no trend reassures."""
    if _all_is_marked_over(patient):
        return []
    still_open = Alert.objects.open().filter(patient=patient)
    return list(still_open.prefetch_related("steps", "deliveries__address").most_urgent_first())


def _all_is_marked_over(patient: Patient) -> bool:
    """Whether every alert of a patient is marked as over, if there was any.

    Asked on every page, and nearly always so. Putting the whole question together takes Django ten times as long.
    """
    return not Alert.objects.filter(patient=patient, over_at=None).exists()


def alert_of(patients: QuerySet[Patient], alert_id: UUID) -> Alert | None:
    """An alert of one of these patients."""
    return Alert.objects.select_related("patient").filter(patient__in=patients, pk=alert_id).first()


def alerts_of(patient: Patient, *, in_full: bool = False) -> list[Alert]:
    """All alerts of a patient, the latest first; `in_full` with who did what and what was sent."""
    loaded = ("steps__by", "deliveries__address") if in_full else ("steps",)
    alerts = Alert.objects.filter(patient=patient).select_related("patient")
    return list(alerts.prefetch_related(*loaded).order_by("-raised_at"))


def number_open(patients: QuerySet[Patient]) -> int:
    """How many alerts are open for these patients."""
    return Alert.objects.open().of_any(patients).count()


def open_of(patients: QuerySet[Patient]) -> list[Alert]:
    """What is open for these patients, with who did what; the most urgent first, then the longest open."""
    still_open = Alert.objects.open().of_any(patients).select_related("patient__user")
    ordered = still_open.most_urgent_first().order_by("rank", "raised_at")
    return list(ordered.prefetch_related("steps__by", "deliveries"))


def withdrawn_of(patients: QuerySet[Patient], *, now: datetime) -> list[Alert]:
    """What these patients said of late is not what they meant, and nobody at the clinic closed; the latest first."""
    since = now - WITHDRAWN_SHOWN_FOR
    said = Alert.objects.filter(steps__step=Step.NOT_MEANT, steps__at__gte=since).of_any(patients)
    closed = Exists(AlertStep.objects.filter(alert=OuterRef("pk"), step=Step.CLOSED))
    over = said.exclude(closed).exclude(urgency__in=NEVER_WITHDRAWN).select_related("patient__user")
    return list(over.prefetch_related("steps__by", "deliveries").order_by("-raised_at"))
