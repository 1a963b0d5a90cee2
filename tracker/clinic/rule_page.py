"""What a manager reads about the table of signs: what holds here, on what grounds, and who signed for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from recovery.alerts.models.decision import Decision
from recovery.clinical.policy import Policy
from recovery.clinical.red_flags import more_urgent
from recovery.clinical.signs import RULES, Rule, Sign, Urgency, When
from tracker.clinic.words import URGENCIES
from tracker.words import long_date, moment

WHENS = {
    When.ALWAYS: gettext_lazy("Asked of everybody, every day"),
    When.CANCER_HISTORY: gettext_lazy("Asked unless the patient says that there was no cancer"),
    When.AFTER_INJECTION: gettext_lazy("Asked for some weeks after an injection"),
    When.AFTER_OPERATION: gettext_lazy("Asked for some weeks after an operation"),
}


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A row of the table as it holds at a clinic. `change` is the code for the link, empty where there is none."""

    name: str
    question: str
    standard: str
    standard_code: str
    here: str
    here_code: str
    grounds: str
    signed: list[str]
    change: str
    needs_signing: bool


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rows that are asked of the same people."""

    title: str
    rows: list[RuleRow]


def rules_page(decided: Mapping[Sign, Decision]) -> list[RuleGroup]:
    """The rows that are asked, under when they are."""
    policy = Policy({sign: Urgency(decision.urgency) for sign, decision in decided.items()})
    rows = [rule for rule in RULES if not rule.retired]
    return [
        RuleGroup(
            str(title), [_row(rule, policy, decided.get(rule.sign)) for rule in rows if rule.when is when]
        )
        for when, title in WHENS.items()
    ]


def _row(rule: Rule, policy: Policy, decision: Decision | None) -> RuleRow:
    here = policy.urgency_of(rule.sign)
    return RuleRow(
        name=_(rule.short),
        question=_(rule.question),
        standard=_urgency(rule, rule.urgency),
        standard_code=rule.urgency.value,
        here=_urgency(rule, here),
        here_code=here.value,
        grounds=_grounds(rule),
        signed=_signed(rule, decision),
        change=rule.sign.value if rule.urgencies else "",
        needs_signing=_needs_signing(rule, decision),
    )


def _urgency(rule: Rule, urgency: Urgency) -> str:
    return f"{URGENCIES[urgency]}, 112" if rule.ambulance else str(URGENCIES[urgency])


def _grounds(rule: Rule) -> str:
    return "; ".join(f"{_(ground.source)} [{ground.basis.value}]" for ground in rule.grounds)


def _needs_signing(rule: Rule, decision: Decision | None) -> bool:
    return rule.must_be_signed and not (decision and decision.holds_for_this_version)


def _signed(rule: Rule, decision: Decision | None) -> list[str]:
    """By whom and when; or why there is nothing to sign, or what still has to be."""
    if rule.fixed:
        return [_("From the hospital's leaflet. This can never be changed or switched off.")]
    if decision is None:
        return [_("Not signed yet.")] if rule.must_be_signed else []
    lines = [_signature(decision)]
    if not decision.holds_for_this_version:
        lines.append(_("Signed for an earlier version of this row. Sign it again."))
    return lines


def _signature(decision: Decision) -> str:
    values = {"who": decision.signed_by, "date": long_date(decision.signed_on)}
    return _("Signed by %(who)s on %(date)s.") % values


@dataclass(frozen=True, slots=True)
class RulePage:
    """One row, above the form that decides about it."""

    name: str
    question: str
    say: str
    standard: str
    here: str
    grounds: str
    warnings: list[str]


def rule_page(rule: Rule, current: Urgency) -> RulePage:
    """A row as it stands, and what making it less urgent means."""
    return RulePage(
        name=_(rule.short),
        question=_(rule.question),
        say=_(rule.say),
        standard=_urgency(rule, rule.urgency),
        here=_urgency(rule, current),
        grounds=_grounds(rule),
        warnings=list(_warnings(rule, current)),
    )


def _warnings(rule: Rule, current: Urgency) -> Iterable[str]:
    if rule.ambulance:
        yield _(
            "For this sign patients are told to phone 112 at once. You can sign that; you cannot change it."
        )
        return
    if current is not rule.urgency and more_urgent(current, rule.urgency) is rule.urgency:
        yield _("This clinic made this sign less urgent: its patients are told to phone later than standard.")
    yield _(
        "Less urgent means: patients who report this sign are told to phone later, and the message to the clinic says "
        "so too. A nerve can be damaged in that time."
    )
    if rule.now_with or rule.now_after:
        yield _("Together with some other signs it stays “now”, whatever you choose here.")


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What was decided, by whom it was signed, and who wrote it down when."""

    urgency: str
    signed: str
    version: str
    written: str
    note: str


def decision_lines(history: Iterable[Decision]) -> list[DecisionLine]:
    """The decisions about one sign, as they were written down."""
    return [
        DecisionLine(
            urgency=str(URGENCIES[Urgency(decision.urgency)]),
            signed=_signature(decision),
            version=_("For version %(version)s of the row.") % {"version": decision.rule_version},
            written=_("Written down by %(who)s, %(when)s.")
            % {"who": decision.by, "when": moment(decision.at)},
            note=decision.note,
        )
        for decision in history
    ]
