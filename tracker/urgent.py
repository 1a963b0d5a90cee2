"""Open alerts as the patient sees them: the urgent page and the banner."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from recovery.alerts import contact
from recovery.alerts.models import Alert, Step
from recovery.alerts.models.alert import NEVER_WITHDRAWN
from recovery.clinical import wording
from recovery.clinical.contact import ROLES, Advice, Role
from recovery.clinical.red_flags import Finding, most_urgent, needs_ambulance, together
from recovery.clinical.signs import RULES, Sign, Urgency
from recovery.people.models import Clinic, Patient
from recovery.people.phones import advice_for
from tracker.phones import Going, Phone, PhoneCard, going, phone, phone_card
from tracker.words import moment


@dataclass(frozen=True, slots=True)
class Answering:
    """What the patient can answer: the alerts that ring, and the line that is tried first.

    `not_meant` says what happens with "it is not what I meant", empty when that was said of all of them.
    """

    ringing: list[UUID]
    line: Role
    not_meant: str


@dataclass(frozen=True, slots=True)
class Urgent:
    """The urgent page: danger first, the number, what to say, what to take along.

    `notes` stand above the number. `asked_at` is the moment for which the number holds; `answering` is `None`
    when nothing rings any more, since contact was made; `messaged` says whether the clinic that reads along
    gets a message about each.
    """

    headline: str
    why: str
    notes: list[str]
    phones: PhoneCard
    asked_at: str
    say: list[str]
    going: Going
    answering: Answering | None
    messaged: bool
    came_later: str = ""


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
    """What the open alerts of a patient come to: how soon to phone, about which signs, on which lines in vain.

    `told` are the clinics that hear of every one of them. `doubted` are those of which the patient said
    that it is not what they meant; `stays` when that does not end all of them. What was tried before contact
    was made counts no more.
    """

    urgency: Urgency
    signs: frozenset[Sign]
    contacted_at: datetime | None
    ringing: list[UUID]
    doubted: frozenset[UUID]
    stays: bool
    tried: frozenset[Role]
    told: frozenset[int]
    came_later: datetime | None = None


def call_about(open_alerts: Sequence[Alert], *, now: datetime) -> Call | None:
    """What to phone about, over everything that is open together; `None` when nothing is."""
    if not open_alerts:
        return None
    contacts = _said(open_alerts, Step.CONTACTED)
    signs = frozenset().union(*(alert.signs for alert in open_alerts))
    ringing = [alert for alert in open_alerts if alert.pk not in contacts]
    return Call(
        urgency=together(signs, (Urgency(alert.urgency) for alert in open_alerts)),
        signs=signs,
        contacted_at=None if ringing else max(contacts.values()),
        ringing=[alert.pk for alert in ringing],
        doubted=frozenset(_said(open_alerts, Step.NOT_MEANT)),
        stays=any(alert.urgency in NEVER_WITHDRAWN for alert in open_alerts),
        tried=contact.tried_in_vain(ringing, now=now),
        told=frozenset.intersection(*(_told(alert) for alert in open_alerts)),
        came_later=max((alert.raised_at for alert in ringing if alert.answered_at), default=None),
    )


def _said(alerts: Sequence[Alert], step: Step) -> dict[UUID, datetime]:
    """Of which alerts the patient said this, and when."""
    return {each.alert_id: each.at for alert in alerts for each in alert.steps.all() if each.step == step}


def _told(alert: Alert) -> frozenset[int]:
    """The clinics that a message about an alert goes to, or went; one that was given up went nowhere."""
    return frozenset(
        delivery.address.clinic_id for delivery in alert.deliveries.all() if not delivery.given_up_at
    )


def advice_about(call: Call, patient: Patient, *, now: datetime) -> Advice:
    """Whom this patient phones about it at `now`: the next number after those that nobody answered."""
    return advice_for(
        patient,
        now=now,
        urgency=call.urgency,
        tried=call.tried,
        ambulance=needs_ambulance(call.signs),
    )


def urgent(call: Call, advice: Advice, clinic: Clinic | None, *, now: datetime) -> Urgent:
    """The urgent page as of `now`, for a patient whose diary `clinic` reads."""
    return Urgent(
        headline=_(wording.HEADLINES[call.urgency] if call.ringing else wording.AFTER_CONTACT),
        why=_why(call),
        notes=list(_notes(call, advice)),
        phones=phone_card(advice),
        asked_at=moment(now),
        say=_what_to_say(call),
        going=going(advice.lines),
        answering=_answering(call, advice) if call.ringing else None,
        messaged=clinic is not None and clinic.pk in call.told,
        came_later=_came_later(call, clinic),
    )


def _came_later(call: Call, clinic: Clinic | None) -> str:
    """Of what was answered without a connection: that the clinic is told now. Empty where none is."""
    if call.came_later is None or clinic is None or clinic.pk not in call.told:
        return ""
    sentence = _("You answered this without a connection. %(clinic)s is told now, at %(when)s.")
    return sentence % {"clinic": clinic, "when": moment(call.came_later)}


def _why(call: Call) -> str:
    """Why it cannot wait; after contact, that it was made and when."""
    if call.contacted_at is None:
        return _(wording.WHY[call.urgency])
    return _(wording.AFTER_CONTACT_WHY) % {"when": moment(call.contacted_at)}


def _notes(call: Call, advice: Advice) -> Iterator[str]:
    """What stands above the number, after what the patient said."""
    if not call.ringing:
        return
    if call.doubted.issuperset(call.ringing):
        yield _(wording.NOT_MEANT_NOTED)
    if advice.why_112 or not call.tried:
        return
    if advice.first.role in call.tried:
        yield _(wording.TRY_AGAIN_NOW)
    else:
        tried = [_(ROLES[role]) for role in Role if role in call.tried]
        yield _(wording.TRY_THIS) % {"lines": ", ".join(tried)}


def _answering(call: Call, advice: Advice) -> Answering:
    said = call.doubted.issuperset(call.ringing)
    not_meant = wording.NOT_MEANT_STAYS if call.stays else wording.NOT_MEANT_ENDS
    return Answering(call.ringing, advice.first.role, "" if said else _(not_meant))


def phone_now(urgency: Urgency, advice: Advice) -> PhoneNow:
    """Whom to phone about a form that could not be saved."""
    return PhoneNow(_(wording.HEADLINES[urgency]), _(wording.NOT_SAVED_YET), phone_card(advice))


def phone_now_about(patient: Patient, found: Collection[Finding], *, now: datetime) -> PhoneNow | None:
    """Whom to phone about the signs in a form that could not be saved; `None` without any."""
    if not found:
        return None
    urgency, signs = most_urgent(found), [finding.sign for finding in found]
    ambulance = needs_ambulance(signs)
    return phone_now(urgency, advice_for(patient, now=now, urgency=urgency, ambulance=ambulance))


def banner(call: Call, advice: Advice) -> Banner:
    """The banner."""
    return Banner(_(wording.BANNER[call.urgency]), phone(advice.first))


def _what_to_say(call: Call) -> list[str]:
    """In the patient's words, in the order of the table."""
    signs = [f"“{_(rule.say)}”" for rule in RULES if rule.sign in call.signs]
    return [_(wording.SAY_FIRST), *signs, _(wording.SAY_LAST[call.urgency])]
