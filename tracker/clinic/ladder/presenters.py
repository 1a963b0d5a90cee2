"""What a manager reads about the ladder and the deliveries: an urgency, a time and an address, and no patient."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.alerts import delivery as deliveries
from recovery.alerts import health
from recovery.alerts.ladder import by_shift
from recovery.alerts.models import Address, ChannelKind, Delivery, Reason, Rung, Shift, Until
from recovery.clinical.signs import Urgency
from recovery.people.models import Clinic
from tracker.channels import webhook
from tracker.channels.message import Message
from tracker.clinic.ladder.failures import in_words
from tracker.clinic.ladder.words import NOBODY, NOT_AT_ONCE, ONE_ADDRESS, SHORT_KINDS, WHY, age, duration
from tracker.clinic.words import SHIFTS, UNTIL, URGENCIES
from tracker.words import moment


@dataclass(frozen=True, slots=True)
class Notice:
    """What a manager must know whatever page this is."""

    text: str
    links_to_deliveries: bool = False


def notices(clinic: Clinic, *, now: datetime) -> list[Notice]:
    """That nothing leaves, and that something failed for good."""
    found = []
    worker = health.health(now=now).worker
    if worker is None or worker > health.BOUND:
        found.append(Notice(_nothing_leaves(worker)))
    if failed := deliveries.how_many_failed(clinic):
        sentence = ngettext(
            "%(n)s message could not be sent, and is not tried any more.",
            "%(n)s messages could not be sent, and are not tried any more.",
            failed,
        )
        found.append(Notice(sentence % {"n": failed}, links_to_deliveries=True))
    return found


def _nothing_leaves(worker: timedelta | None) -> str:
    what_to_do = _("Tell your administrator at once: the program “manage.py work” must run.")
    if worker is None:
        return _("No message leaves: the program that sends them has never run.") + " " + what_to_do
    stopped = _("No message leaves: the program that sends them stopped %(time)s ago.")
    return stopped % {"time": age(worker)} + " " + what_to_do


@dataclass(frozen=True, slots=True)
class RungLine:
    """A step of the ladder: when, to whom, and by which channel."""

    id: int
    when: str
    to: str
    kind: str


@dataclass(frozen=True, slots=True)
class ShiftLadder:
    """The ladder of office hours, or that of all other time."""

    title: str
    rungs: list[RungLine]
    nobody: str


def shift_ladders(rungs: Iterable[Rung]) -> list[ShiftLadder]:
    """Both ladders, from the first step to the last."""
    return [
        ShiftLadder(str(SHIFTS[shift]), [_rung_line(rung) for rung in steps], str(NOBODY[shift]))
        for shift, steps in by_shift(rungs)
    ]


def _rung_line(rung: Rung) -> RungLine:
    return RungLine(rung.pk, _when(rung), rung.address.name, short_kind(rung.address))


def _when(rung: Rung) -> str:
    if not rung.after_minutes:
        return _("At once")
    return _("After %(time)s, %(condition)s") % {
        "time": duration(rung.after_minutes),
        "condition": UNTIL[Until(rung.until)],
    }


def short_kind(address: Address) -> str:
    """“e-mail”."""
    return str(SHORT_KINDS[ChannelKind(address.kind)])


def warnings(addresses: list[Address], rungs: Iterable[Rung]) -> list[str]:
    """In which hours nobody is told, nobody at once, or nobody else when that one is not there."""
    if not addresses:
        return [
            _("This clinic has no address: nobody gets a message about a red flag. Add an address first.")
        ]
    return [text for shift, steps in by_shift(rungs) if (text := _gap(shift, steps))]


def _gap(shift: Shift, steps: list[Rung]) -> str:
    if not steps:
        return str(NOBODY[shift])
    first = min(step.after_minutes for step in steps)
    if first:
        return NOT_AT_ONCE[shift] % {"time": duration(first)}
    return "" if len({step.address_id for step in steps}) > 1 else str(ONE_ADDRESS[shift])


def nobody_without(address: Address, rungs: Iterable[Rung]) -> list[str]:
    """In which hours nobody is told once this address has gone."""
    return [
        str(NOBODY[shift])
        for shift, steps in by_shift(rungs)
        if steps and all(step.address == address for step in steps)
    ]


@dataclass(frozen=True, slots=True)
class AddressRow:
    """An address of the clinic."""

    id: int
    name: str
    kind: str
    target: str
    is_used: bool


def address_rows(addresses: Iterable[Address], rungs: Iterable[Rung]) -> list[AddressRow]:
    """The addresses in use, and whether each is on the ladder."""
    used = {rung.address_id for rung in rungs}
    return [
        AddressRow(
            address.pk,
            address.name,
            short_kind(address),
            address.target,
            address.pk in used,
        )
        for address in addresses
    ]


@dataclass(frozen=True, slots=True)
class Signing:
    """What the receiver of a webhook needs: the secret, and what a message looks like."""

    secret: str
    example: str


def signing(address: Address, *, now: datetime) -> Signing | None:
    """For a webhook; mails are not signed."""
    if address.kind != ChannelKind.WEBHOOK:
        return None
    key = "3f0c4a52-7f0e-4a53-9a68-6a3c3b1d9c10"
    link = settings.BASE_URL + reverse("clinic:alert", args=[key])
    message = Message(key, Reason.RAISED, Urgency.NOW, now.replace(microsecond=0), link)
    return Signing(webhook.secret_of(address), json.dumps(json.loads(webhook.payload(message)), indent=2))


@dataclass(frozen=True, slots=True)
class DeliveryRow:
    """A message: to whom and why, how it stands, and what went wrong last."""

    id: int
    to: str
    kind: str
    target: str
    why: str
    urgency: str
    urgency_code: str
    lines: list[str]
    trouble: str
    exact: str
    is_in_use: bool
    is_answered_for: bool


def owed_row(owed: Delivery, *, now: datetime) -> DeliveryRow:
    """A message that is still owed."""
    since = _("Owed since %(when)s.") % {"when": moment(owed.owed_at)}
    return _row(owed, [since, f"{_tries(owed)} {_next_try(owed, now)}"])


def _tries(owed: Delivery) -> str:
    if not owed.attempts:
        return _("Not tried yet.")
    return ngettext("Tried %(n)s time.", "Tried %(n)s times.", owed.attempts) % {"n": owed.attempts}


def _next_try(owed: Delivery, now: datetime) -> str:
    if owed.leased_until and owed.leased_until > now:
        return _("Being sent now.")
    if owed.not_before and owed.not_before > now:
        at = date_format(timezone.localtime(owed.not_before), "H:i:s")
        return _("Next try at %(time)s.") % {"time": at}
    return _("Next try as soon as possible.")


def given_up_row(given_up: Delivery) -> DeliveryRow:
    """A message that failed for good, by itself or by somebody's word."""
    owed = _("Owed since %(when)s.") % {"when": moment(given_up.owed_at)}
    return _row(given_up, [f"{owed} {_tries(given_up)}", _how_it_ended(given_up)])


def _how_it_ended(given_up: Delivery) -> str:
    when = moment(given_up.given_up_at) if given_up.given_up_at else ""
    if given_up.given_up_by:
        sentence = _("Not tried any more since %(when)s, under the name of %(who)s.")
        return sentence % {"when": when, "who": given_up.given_up_by}
    return _("Not tried any more since %(when)s.") % {"when": when}


def ended_row(ended: Delivery) -> DeliveryRow:
    """A message that was sent, or that nobody needed any more."""
    return _row(ended, [_how_it_went(ended)])


def _how_it_went(ended: Delivery) -> str:
    if ended.dropped_at:
        sentence = _("Not sent, %(when)s: no longer needed, because the alert was taken or closed.")
        return sentence % {"when": moment(ended.dropped_at)}
    sent = _("Sent %(when)s.") % {"when": moment(ended.sent_at) if ended.sent_at else ""}
    return f"{sent} {_tries(ended)}" if ended.attempts > 1 else sent


def _row(delivery: Delivery, lines: list[str]) -> DeliveryRow:
    urgency = Urgency(delivery.alert.urgency) if delivery.alert else None
    return DeliveryRow(
        id=delivery.pk,
        to=delivery.address.name,
        kind=short_kind(delivery.address),
        target=delivery.target or delivery.address.target,
        why=str(WHY[Reason(delivery.reason)]),
        urgency=str(URGENCIES[urgency]) if urgency else "",
        urgency_code=urgency.value if urgency else "",
        lines=lines,
        trouble=in_words(delivery.failure),
        exact=delivery.failure,
        is_in_use=delivery.address.retired_at is None,
        is_answered_for=delivery.given_up_by is not None,
    )
