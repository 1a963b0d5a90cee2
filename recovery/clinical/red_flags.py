"""What was found in the answers, and why.

Any single sign is enough: no scores, no "two or more" (clinical facts, section 4). That no sign was found
never means "safe": the pooled sensitivity of single cauda equina signs is 0.19-0.43 (Dionne 2019 [F]).
An unanswered question is unknown, never "no". The table of signs is in `signs`.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from recovery.clinical.policy import STANDARD, Policy
from recovery.clinical.scores import Day, Side, Strength
from recovery.clinical.signs import MOST_URGENT_FIRST, RULE_OF, RULES, Rule, Sign, Urgency, When
from recovery.clinical.text import _


class Because(StrEnum):
    """Which answer a finding rests on."""

    TICKED = "ticked"
    STRENGTH = "strength"
    BASELINE = "baseline"


@dataclass(frozen=True, slots=True)
class Finding:
    """A sign that was found: how soon to phone, and the answer it rests on."""

    sign: Sign
    urgency: Urgency
    because: Because


# What holds for everybody; whoever does not know of a treatment or an illness hands in no more.
NOTHING_SPECIAL = frozenset({When.ALWAYS})


def find(
    day: Day, *, circumstances: frozenset[When] = NOTHING_SPECIAL, policy: Policy = STANDARD
) -> tuple[Finding, ...]:
    """What the answers of one day say, in the order of the table; empty when nothing was found.

    `circumstances` are those of that day; a sign that was ticked counts outside its own as well. `policy` is what the
    clinic decided about the urgencies. Codes that the table does not know raise `ValueError`: a sign is never dropped
    in silence.
    """
    because = {Sign(code): Because.TICKED for code in day.signs or ()}
    if day.strength is Strength.WORSE:
        because.setdefault(Sign.WEAKNESS, Because.STRENGTH)
    return _findings(because, circumstances, policy) if because else ()


class Baseline(StrEnum):
    """A complaint as it was when the diary began. Unsure counts as new (section 4)."""

    NONE = "none"
    OLD = "old"
    NEW = "new"


BASELINES: dict[Baseline, str] = {
    Baseline.NONE: _("No complaints"),
    Baseline.OLD: _("Yes, I already had this before the leg pain began"),
    Baseline.NEW: _("Yes, since the leg pain began, or I am not sure"),
}

BASELINE_SIGNS = (Sign.BLADDER, Sign.BOWEL, Sign.SADDLE)


def find_in_baseline(
    baselines: dict[Sign, Baseline], side: Side, *, policy: Policy = STANDARD
) -> tuple[Finding, ...]:
    """What the first answers of all say: a complaint that began with the hernia is a sign already.

    `baselines` has an answer for each of `BASELINE_SIGNS`; pain in both legs is `Sign.BOTH_LEGS`.
    """
    because = {sign: Because.BASELINE for sign, answer in baselines.items() if answer is Baseline.NEW}
    if side is Side.BOTH:
        because[Sign.BOTH_LEGS] = Because.BASELINE
    return _findings(because, NOTHING_SPECIAL, policy)


def most_urgent(findings: Iterable[Finding]) -> Urgency:
    """The urgency of the whole: that of the most urgent finding. `ValueError` without findings."""
    return more_urgent(*(finding.urgency for finding in findings))


def more_urgent(*urgencies: Urgency) -> Urgency:
    """The most urgent of some; `ValueError` without any."""
    return min(urgencies, key=MOST_URGENT_FIRST.index)


def together(signs: Collection[Sign], urgencies: Iterable[Urgency]) -> Urgency:
    """The urgency of signs together, whenever each was reported; `ValueError` without any.

    `urgencies` are those with which they were reported: what a clinic decided about a sign stands. Only a combination
    of the table makes it more.
    """
    told = frozenset(signs)
    raised = (Urgency.NOW for sign in told if RULE_OF[sign].now_with & (told - {sign}))
    return more_urgent(*urgencies, *raised)


def beside(findings: Iterable[Finding], told: Collection[Sign]) -> tuple[Finding, ...]:
    """The findings beside signs that were told before and are still open: what the table says of both together."""
    return tuple(
        replace(finding, urgency=Urgency.NOW) if _are_now(finding.sign, told) else finding
        for finding in findings
    )


def _are_now(sign: Sign, told: Collection[Sign]) -> bool:
    return any(other in RULE_OF[sign].now_with or sign in RULE_OF[other].now_with for other in told)


def needs_ambulance(signs: Iterable[Sign]) -> bool:
    """Whether 112 is the number for any of these signs."""
    return any(RULE_OF[sign].ambulance for sign in signs)


def _findings(
    because: dict[Sign, Because], circumstances: frozenset[When], policy: Policy
) -> tuple[Finding, ...]:
    return tuple(
        Finding(rule.sign, _urgency(rule, because.keys(), circumstances, policy), because[rule.sign])
        for rule in RULES
        if rule.sign in because
    )


def _urgency(rule: Rule, found: Collection[Sign], circumstances: frozenset[When], policy: Policy) -> Urgency:
    """That of the row by itself, unless another sign or the circumstances make it "now"."""
    raised = not rule.now_with.isdisjoint(found) or not rule.now_after.isdisjoint(circumstances)
    return Urgency.NOW if raised else policy.urgency_of(rule.sign)
