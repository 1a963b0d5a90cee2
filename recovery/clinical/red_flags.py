"""The table of signs that make the phone ring, and what was found in the answers.

Any single sign is enough: no scores, no "two or more" (clinical facts, section 4). That no sign was found
never means "safe": the pooled sensitivity of single cauda equina signs is 0.19-0.43 (Dionne 2019 [F]).
An unanswered question is unknown, never "no".

Signs that depend on an injection or operation are not in this version. "No clear improvement after
6-8 weeks" is judged from the course (`course.py`), not from an answer: it is raised at the next contact.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from recovery.clinical.scores import Day, Side, Strength
from recovery.clinical.text import _

# An alert keeps the version of the rules that raised it. Change it with any change to RULES or `find`.
RULES_VERSION = "2026.1"


class Urgency(StrEnum):
    """How soon the patient must phone, most urgent first."""

    NOW = "now"
    TODAY = "today"
    DAYS = "days"


MOST_URGENT_FIRST = tuple(Urgency)


class Sign(StrEnum):
    """The signs, in the order in which they are asked. Codes are stored: never rename one."""

    BLADDER = "bladder"
    BOWEL = "bowel"
    SADDLE = "saddle"
    SEXUAL = "sexual"
    BOTH_LEGS = "both_legs"
    SEVERE_WEAKNESS = "severe_weakness"
    WEAKNESS = "weakness"
    UNBEARABLE = "unbearable"
    FEVER = "fever"
    FALL = "fall"
    CANCER = "cancer"


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a sign, its short name, how soon to phone, on what basis, how it is asked, and how to say it.

    `fixed` rows come from the leaflet and can never be switched off. `now_with_another` makes the row
    "now" beside any other sign.
    """

    sign: Sign
    short: str
    urgency: Urgency
    basis: str
    question: str
    say: str
    fixed: bool = False
    now_with_another: bool = False


RULES: tuple[Rule, ...] = (
    Rule(
        Sign.BLADDER,
        _("Passing urine"),
        Urgency.NOW,
        "[L]; UK cauda equina warning card, NHG [F]",
        _(
            "Passing urine: slow to start, straining, not able to, leaking, less urge or feeling, "
            "or not knowing whether your bladder is full"
        ),
        _("Passing urine has changed."),
        fixed=True,
    ),
    Rule(
        Sign.BOWEL,
        _("Passing stool"),
        Urgency.NOW,
        "[L]",
        _(
            "Bowels: stool is delayed, you lose it, or you do not feel it. Also if you think it is a painkiller"
        ),
        _("Passing stool has changed."),
        fixed=True,
    ),
    Rule(
        Sign.SADDLE,
        _("Saddle area numb"),
        Urgency.NOW,
        "[L]; UK cauda equina warning card, NHG [F]",
        _("Numb or tingling around your buttocks, anus, genitals or inner thighs, or wiping feels different"),
        _("I feel numbness or tingling around my buttocks, anus, genitals or inner thighs."),
        fixed=True,
    ),
    Rule(
        Sign.SEXUAL,
        _("Sexual function"),
        Urgency.NOW,
        "UK cauda equina warning card [F]",
        _("Sex: less feeling in your genitals, or a change in erection, ejaculation or orgasm"),
        _("Feeling or function in my genitals has changed."),
    ),
    Rule(
        Sign.BOTH_LEGS,
        _("Both legs"),
        Urgency.NOW,
        "NHS pathways [F]",
        _("Both legs: pain, numbness or weakness in both, or it moved from one leg to both"),
        _("I have complaints in both legs."),
    ),
    Rule(
        Sign.SEVERE_WEAKNESS,
        _("Severe or growing weakness"),
        Urgency.NOW,
        "NHG: severe or progressive paresis, immediate referral [F]",
        _(
            "You can hardly move your foot or leg or not at all, it gets weaker within hours or days, "
            "or you fall because of it"
        ),
        _("I can hardly move my foot or leg, or it is quickly getting weaker."),
    ),
    Rule(
        Sign.WEAKNESS,
        _("New or worse weakness"),
        Urgency.TODAY,
        "UK same-day referral; NHG [F]; the cut [P]",
        _("Your foot drops, you cannot stand on your heel or toes, or your leg is weaker than before"),
        _("My leg or foot is weaker than before."),
    ),
    Rule(
        Sign.UNBEARABLE,
        _("Unbearable pain"),
        Urgency.TODAY,
        "NHG: not responding to opioids [F]",
        _("The pain is unbearable although you take strong painkillers"),
        _("The pain is unbearable although I take strong painkillers."),
    ),
    Rule(
        Sign.FEVER,
        _("Fever or very ill"),
        Urgency.TODAY,
        "[F]; 38.5 degrees [M]",
        _("With back pain: a fever of 38.5 °C or higher, shivers, or feeling very ill"),
        _("I have a fever or shivers, or feel very ill, with back pain."),
    ),
    Rule(
        Sign.FALL,
        _("Fall or blow"),
        Urgency.TODAY,
        "[F]; the cut [P]",
        _("A fall or a blow, and severe new pain since"),
        _("I fell or was hit, and have severe new pain since."),
    ),
    Rule(
        Sign.CANCER,
        _("Cancer or weight loss"),
        Urgency.DAYS,
        "CKS [F]",
        _("New pain that never lets up and you have or had cancer, or you lose weight without a reason"),
        _("I have or had cancer and have new pain that never lets up, or I lose weight without a reason."),
        now_with_another=True,
    ),
)

RULE_OF: dict[Sign, Rule] = {rule.sign: rule for rule in RULES}


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


def find(day: Day) -> tuple[Finding, ...]:
    """What the answers of one day say, in the order of the table; empty when nothing was found.

    Codes that the table does not know raise `ValueError`: a sign is never dropped in silence.
    """
    because = {Sign(code): Because.TICKED for code in day.signs or ()}
    if day.strength is Strength.WORSE:
        because.setdefault(Sign.WEAKNESS, Because.STRENGTH)
    return _findings(because)


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


def find_in_baseline(baselines: dict[Sign, Baseline], side: Side) -> tuple[Finding, ...]:
    """What the first answers of all say: a complaint that began with the hernia is a sign already.

    `baselines` has an answer for each of `BASELINE_SIGNS`; pain in both legs is `Sign.BOTH_LEGS`.
    """
    because = {sign: Because.BASELINE for sign, answer in baselines.items() if answer is Baseline.NEW}
    if side is Side.BOTH:
        because[Sign.BOTH_LEGS] = Because.BASELINE
    return _findings(because)


def most_urgent(findings: Iterable[Finding]) -> Urgency:
    """The urgency of the whole: that of the most urgent finding. `ValueError` without findings."""
    return more_urgent(*(finding.urgency for finding in findings))


def more_urgent(*urgencies: Urgency) -> Urgency:
    """The most urgent of some; `ValueError` without any."""
    return min(urgencies, key=MOST_URGENT_FIRST.index)


def urgency_of(signs: Collection[Sign]) -> Urgency:
    """The urgency of signs together, whenever each was reported; `ValueError` without any."""
    return more_urgent(*(_urgency(RULE_OF[sign], alone=len(signs) == 1) for sign in signs))


def _findings(because: dict[Sign, Because]) -> tuple[Finding, ...]:
    return tuple(
        Finding(rule.sign, _urgency(rule, alone=len(because) == 1), because[rule.sign])
        for rule in RULES
        if rule.sign in because
    )


def _urgency(rule: Rule, *, alone: bool) -> Urgency:
    return Urgency.NOW if rule.now_with_another and not alone else rule.urgency
