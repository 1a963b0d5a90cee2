"""Deciding about a sign, and what holds at a clinic."""

from datetime import date, datetime

from recovery.alerts.models.decision import Decision
from recovery.clinical.policy import STANDARD, Policy
from recovery.clinical.signs import RULE_OF, Sign, Urgency
from recovery.people.models import Clinic, User


class NotForAClinic(ValueError):
    """The table does not let a clinic choose this: a row of the leaflet, or waiting where 112 is the number."""


def policy_of(clinic: Clinic | None) -> Policy:
    """What holds for the patients of a clinic, whether or not it reads along: the latest decision about each sign."""
    if clinic is None:
        return STANDARD
    return Policy({sign: Urgency(decision.urgency) for sign, decision in latest(clinic).items()})


def latest(clinic: Clinic) -> dict[Sign, Decision]:
    """The decision that holds about each sign about which there is one; one that is not known here changes nothing."""
    known = Decision.objects.filter(clinic=clinic, sign__in=list(Sign))
    return {Sign(decision.sign): decision for decision in known}


def history(clinic: Clinic, sign: Sign | None = None) -> list[Decision]:
    """Everything that was decided, or all about one sign, the latest first."""
    about = {} if sign is None else {"sign": sign}
    decided = Decision.objects.filter(clinic=clinic, **about)
    return list(decided.select_related("by").order_by("-pk"))


def decide(
    clinic: Clinic,
    *,
    sign: Sign,
    urgency: Urgency,
    signed_by: str,
    signed_on: date,
    by: User,
    now: datetime,
    note: str = "",
) -> Decision:
    """Write down a decision. `NotForAClinic` when the table does not leave it to one; then nothing is written."""
    rule = RULE_OF[sign]
    if urgency not in rule.urgencies:
        raise NotForAClinic(f"{sign} is never “{urgency}” by a clinic's decision")
    return Decision.objects.create(
        clinic=clinic,
        sign=sign,
        urgency=urgency,
        signed_by=signed_by,
        signed_on=signed_on,
        rule_version=rule.version,
        note=note,
        by=by,
        at=now,
    )
