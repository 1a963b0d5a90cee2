"""An alert for the clinic: what was found, the exact answers, what happened, what was sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from recovery.alerts.models import Alert, AlertStep, Delivery, Outcome, Reason, Step
from recovery.clinical.contact import ROLES, Role
from recovery.clinical.red_flags import Finding
from recovery.clinical.signs import RULE_OF, Urgency
from tracker.answers import UNKNOWN, Line, told
from tracker.clinic.forms import CloseForm
from tracker.clinic.words import BECAUSE, NEEDED, OUTCOMES, REASONS, STEPS, URGENCIES, Needed
from tracker.words import came_later, moment, weekday_date
from tracker.writers import Writers

# What the patient, or somebody for them, can have said.
SAID_BY_THE_PATIENT = (Step.CONTACTED, Step.NOT_REACHED, Step.NOT_MEANT)


@dataclass(frozen=True, slots=True)
class FoundSign:
    """A sign that was found: its short name, how it was asked, and which answer it rests on."""

    name: str
    question: str
    because: str
    urgency: str
    urgency_code: str


@dataclass(frozen=True, slots=True)
class StepLine:
    """What happened to an alert, by whom and when."""

    what: str
    who: str
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class AlertCard:
    """An alert for the clinic. `reported` says who did it for the patient, empty where they did themselves."""

    id: UUID
    urgency: str
    urgency_code: str
    raised: str
    reported: str
    came_later: str
    about: str
    signs: list[FoundSign]
    answers: list[Line]
    rules_version: str
    steps: list[StepLine]
    deliveries: list[str]
    is_open: bool
    is_taken: bool
    form: CloseForm


def alert_card(alert: Alert, *, writers: Writers, refused: CloseForm | None = None) -> AlertCard:
    """An alert with its steps and deliveries loaded; `refused` is the form that was just sent in vain."""
    own_form = refused if refused and refused.prefix == str(alert.pk) else None
    return AlertCard(
        id=alert.pk,
        urgency=str(URGENCIES[Urgency(alert.urgency)]),
        urgency_code=alert.urgency,
        raised=moment(alert.raised_at),
        reported=reported_by(alert, writers),
        came_later=came_later(alert.answered_at, alert.raised_at),
        about=weekday_date(alert.day) if alert.day else _("the first questions"),
        signs=[
            *map(_found, alert.findings),
            *(FoundSign(code, "", UNKNOWN, "", "") for code in alert.unread),
        ],
        answers=told(alert.answers),
        rules_version=alert.rules_version,
        steps=[_step_line(step, writers) for step in alert.steps.all()],
        deliveries=[_delivered(delivery) for delivery in alert.deliveries.all()],
        is_open=alert.is_open,
        is_taken=alert.is_taken,
        form=own_form or CloseForm(prefix=str(alert.pk)),
    )


def _found(finding: Finding) -> FoundSign:
    return FoundSign(
        name=_(RULE_OF[finding.sign].short),
        question=_(RULE_OF[finding.sign].question),
        because=str(BECAUSE[finding.because]),
        urgency=str(URGENCIES[finding.urgency]),
        urgency_code=finding.urgency.value,
    )


def _delivered(delivery: Delivery) -> str:
    """To whom, why, and whether it arrived."""
    to = _("Message to %(address)s") % {"address": delivery.address}
    return f"{to}: {_state(delivery)} ({REASONS[Reason(delivery.reason)]})"


def _state(delivery: Delivery) -> str:
    if delivery.sent_at:
        return _("sent %(when)s") % {"when": moment(delivery.sent_at)}
    if delivery.dropped_at:
        return _("not needed any more")
    if delivery.given_up_at:
        return _("never sent, given up %(when)s") % {"when": moment(delivery.given_up_at)}
    if delivery.failure:
        return _("not sent yet, tried %(attempts)s times") % {"attempts": delivery.attempts}
    return _("not sent yet")


def reported_by(alert: Alert, writers: Writers) -> str:
    """“Reported by Karin (proxy)”; empty where the patient did it."""
    who = writers.proxy(alert.raised_by_id)
    return _("Reported by %(who)s.") % {"who": who} if who else ""


def _step_line(step: AlertStep, writers: Writers) -> StepLine:
    who = writers.name(step.by) if step.step in SAID_BY_THE_PATIENT else str(step.by)
    return StepLine(": ".join(_what(step)), who, moment(step.at), step.note)


def _what(step: AlertStep) -> Iterator[str]:
    yield str(STEPS[Step(step.step)])
    if step.tried in set(Role):
        yield _(ROLES[Role(step.tried)])
    if step.outcome:
        yield str(OUTCOMES[Outcome(step.outcome)])
    if step.step == Step.CLOSED and step.needed is not None:
        yield str(NEEDED[Needed.YES if step.needed else Needed.NO])


def who_and_when(step: AlertStep, writers: Writers | None = None) -> str:
    """What was done, by whom and when; `writers` where it may have been somebody for the patient."""
    who = writers.name(step.by) if writers and step.step in SAID_BY_THE_PATIENT else step.by
    return f"{STEPS[Step(step.step)]}: {who}, {moment(step.at)}"


def not_saved(note: str) -> str:
    """The note of the one who was second, so that it can be copied."""
    return _("Your note is not saved: “%(note)s”") % {"note": note} if note else ""
