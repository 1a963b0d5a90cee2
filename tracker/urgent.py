"""Open alerts as the patient sees them: the urgent page and the banner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from recovery.alerts.models import Alert, Step
from recovery.clinical import wording
from recovery.clinical.contact import Advice
from recovery.clinical.red_flags import RULES, Sign, Urgency, more_urgent, urgency_of
from recovery.people.models import Clinic
from tracker.phones import Phone, PhoneCard, phone, phone_card
from tracker.words import moment


@dataclass(frozen=True, slots=True)
class Urgent:
    """The urgent page: danger first, the number, what to say.

    `asked_at` is the moment for which the number holds; `contacted` is when contact was made, empty while
    anything rings; `ringing` are the alerts that a call answers; `messaged` says whether the
    clinic that reads along gets a mail about each.
    """

    headline: str
    why: str
    phones: PhoneCard
    asked_at: str
    say: list[str]
    contacted: str
    ringing: list[UUID]
    messaged: bool


@dataclass(frozen=True, slots=True)
class Banner:
    """What stands on every page until contact was made."""

    text: str
    phone: Phone


@dataclass(frozen=True, slots=True)
class PhoneNow:
    """What stands above a form that could not be saved, when a sign was ticked in it."""

    headline: str
    not_saved: str
    phones: PhoneCard


@dataclass(frozen=True, slots=True)
class Call:
    """What the open alerts of a patient come to: how soon to phone, about which signs."""

    urgency: Urgency
    signs: frozenset[Sign]
    contacted_at: datetime | None
    ringing: list[UUID]
    messaged: frozenset[str]


def _addresses(alert: Alert) -> frozenset[str]:
    """Where a message about an alert goes, or went."""
    return frozenset(delivery.address for delivery in alert.deliveries.all())


def call_about(open_alerts: Sequence[Alert]) -> Call | None:
    """What to phone about, over everything that is open together; `None` when nothing is."""
    if not open_alerts:
        return None
    contacts = {
        step.alert_id: step.at
        for alert in open_alerts
        for step in alert.steps.all()
        if step.step == Step.CONTACTED
    }
    signs = frozenset().union(*(alert.signs for alert in open_alerts))
    ringing = [alert.pk for alert in open_alerts if alert.pk not in contacts]
    return Call(
        urgency=more_urgent(*(Urgency(alert.urgency) for alert in open_alerts), urgency_of(signs)),
        signs=signs,
        contacted_at=None if ringing else max(contacts.values()),
        ringing=ringing,
        messaged=frozenset.intersection(*(_addresses(alert) for alert in open_alerts)),
    )


def urgent(call: Call, advice: Advice, clinic: Clinic | None, *, now: datetime) -> Urgent:
    """The urgent page as of `now`, for a patient whose diary `clinic` reads."""
    return Urgent(
        headline=_(wording.HEADLINES[call.urgency]),
        why=_(wording.WHY[call.urgency]),
        phones=phone_card(advice),
        asked_at=moment(now),
        say=_what_to_say(call),
        contacted=moment(call.contacted_at) if call.contacted_at else "",
        ringing=call.ringing,
        messaged=clinic is not None and clinic.alert_email in call.messaged,
    )


def phone_now(urgency: Urgency, advice: Advice) -> PhoneNow:
    """Whom to phone about a form that could not be saved."""
    return PhoneNow(_(wording.HEADLINES[urgency]), _(wording.NOT_SAVED_YET), phone_card(advice))


def banner(call: Call, advice: Advice) -> Banner:
    """The banner."""
    return Banner(_(wording.BANNER[call.urgency]), phone(advice.first))


def _what_to_say(call: Call) -> list[str]:
    """In the patient's words, in the order of the table."""
    signs = [f"“{_(rule.say)}”" for rule in RULES if rule.sign in call.signs]
    return [_(wording.SAY_FIRST), *signs, _(wording.SAY_LAST[call.urgency])]
