"""The signs that make the phone ring: the whole of section 4 of the clinical facts, as one table.

Any single row is enough: no scores, no "two or more". A row says when it is asked, how soon to phone, on what grounds,
what makes it more urgent, and how to say it on the phone. What is found in the answers is in `red_flags`.
"""

from dataclasses import dataclass
from enum import StrEnum

from recovery.clinical.standing import Standing
from recovery.clinical.text import _

# An alert keeps the version of the rules that raised it. Change it with any change to RULES or `red_flags.find`.
RULES_VERSION = "2026.2"


class Urgency(StrEnum):
    """How soon the patient must phone, most urgent first."""

    NOW = "now"
    TODAY = "today"
    DAYS = "days"


MOST_URGENT_FIRST = tuple(Urgency)


class When(StrEnum):
    """When a row is asked."""

    ALWAYS = "always"
    AFTER_INJECTION = "after_injection"
    AFTER_OPERATION = "after_operation"
    CANCER_HISTORY = "cancer_history"


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
    CANCER_PAIN = "cancer_pain"
    WEIGHT_LOSS = "weight_loss"
    INJECTION_WEAKNESS = "injection_weakness"
    INJECTION_PAIN = "injection_pain"
    INJECTION_FEVER = "injection_fever"
    INJECTION_HEADACHE = "injection_headache"
    COLLAPSE = "collapse"
    OPERATION_LEAK = "operation_leak"
    OPERATION_WOUND = "operation_wound"
    OPERATION_FEVER = "operation_fever"
    OPERATION_HEADACHE = "operation_headache"
    OPERATION_LEG_PAIN = "operation_leg_pain"
    OPERATION_CALF = "operation_calf"
    CANCER = "cancer"


class Basis(StrEnum):
    """How sure a ground is: the tags of the clinical facts."""

    LEAFLET = "L"
    FOUND = "F"
    FOUND_SECOND_HAND = "F2"
    MEMORY = "M"
    PROPOSAL = "P"


# What rests on these is a default until a clinic has signed it.
UNSIGNED = frozenset({Basis.MEMORY, Basis.PROPOSAL})


@dataclass(frozen=True, slots=True)
class Ground:
    """What a row, or a part of it, rests on; `source` is translated where it is shown."""

    basis: Basis
    source: str


LEAFLET = Ground(Basis.LEAFLET, _("the hospital's leaflet, 24-10-2025"))
WARNING_CARD = Ground(Basis.FOUND, _("UK cauda equina warning card"))
NHG = Ground(Basis.FOUND, _("NHG-Standaard LRS"))
FACTS = Ground(Basis.FOUND, _("clinical facts, section 4"))
CUT = Ground(Basis.PROPOSAL, _("today rather than now"))
FROM_MEMORY = Ground(Basis.MEMORY, _("sign and urgency from memory, not verified"))

LEAFLET_SIGNS = frozenset({Sign.BLADDER, Sign.BOWEL, Sign.SADDLE})
HEADACHES = frozenset({Sign.INJECTION_HEADACHE, Sign.OPERATION_HEADACHE})
CANCER_SIGNS = frozenset({Sign.CANCER_PAIN, Sign.WEIGHT_LOSS, Sign.CANCER})

# Section 4 says "any sign above"; those after a treatment stand below it and count as well, on the safe side [P].
BESIDE_CANCER = frozenset(Sign) - CANCER_SIGNS
CANCER_GROUNDS = (
    Ground(Basis.FOUND, "CKS"),
    Ground(Basis.PROPOSAL, _("now also with the signs after a treatment")),
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One row: a sign, its short name, how soon to phone, on what grounds, how it is asked, and how to say it.

    `version` is that of the table in which this row last changed: a signature holds for it. `now_with` are the signs
    beside which the row is "now", `now_after` the circumstances in which it is. `fixed` rows come from the leaflet and
    can never be changed. With `ambulance` the number is 112. A `retired` row is not asked any more, and still counts
    where it was told.
    """

    sign: Sign
    short: str
    urgency: Urgency
    grounds: tuple[Ground, ...]
    question: str
    say: str
    version: str
    when: When = When.ALWAYS
    fixed: bool = False
    now_with: frozenset[Sign] = frozenset()
    now_after: frozenset[When] = frozenset()
    ambulance: bool = False
    retired: bool = False

    @property
    def must_be_signed(self) -> bool:
        """Whether anything in the row is a default that a clinic has to confirm."""
        return any(ground.basis in UNSIGNED for ground in self.grounds)

    @property
    def urgencies(self) -> tuple[Urgency, ...]:
        """Those that a clinic can choose from: none for the leaflet's rows, and no waiting where 112 is the number."""
        if self.fixed or self.retired:
            return ()
        return (Urgency.NOW,) if self.ambulance else MOST_URGENT_FIRST


RULES: tuple[Rule, ...] = (
    Rule(
        Sign.BLADDER,
        _("Passing urine"),
        Urgency.NOW,
        (LEAFLET, WARNING_CARD, NHG),
        _(
            "Passing urine: slow to start, straining, not able to, leaking, less urge or feeling, "
            "or not knowing whether your bladder is full"
        ),
        _("Passing urine has changed."),
        "2026.1",
        fixed=True,
    ),
    Rule(
        Sign.BOWEL,
        _("Passing stool"),
        Urgency.NOW,
        (LEAFLET,),
        _(
            "Bowels: stool is delayed, you lose it, or you do not feel it. Also if you think it is a painkiller"
        ),
        _("Passing stool has changed."),
        "2026.1",
        fixed=True,
    ),
    Rule(
        Sign.SADDLE,
        _("Saddle area numb"),
        Urgency.NOW,
        (LEAFLET, WARNING_CARD, NHG),
        _("Numb or tingling around your buttocks, anus, genitals or inner thighs, or wiping feels different"),
        _("I feel numbness or tingling around my buttocks, anus, genitals or inner thighs."),
        "2026.1",
        fixed=True,
    ),
    Rule(
        Sign.SEXUAL,
        _("Sexual function"),
        Urgency.NOW,
        (WARNING_CARD,),
        _("Sex: less feeling in your genitals, or a change in erection, ejaculation or orgasm"),
        _("Feeling or function in my genitals has changed."),
        "2026.1",
    ),
    Rule(
        Sign.BOTH_LEGS,
        _("Both legs"),
        Urgency.NOW,
        (Ground(Basis.FOUND, _("NHS pathways")),),
        _("Both legs: pain, numbness or weakness in both, or it moved from one leg to both"),
        _("I have complaints in both legs."),
        "2026.1",
    ),
    Rule(
        Sign.SEVERE_WEAKNESS,
        _("Severe or growing weakness"),
        Urgency.NOW,
        (Ground(Basis.FOUND, _("NHG: severe or progressive paresis, immediate referral")),),
        _(
            "You can hardly move your foot or leg or not at all, it gets weaker within hours or days, "
            "or you fall because of it"
        ),
        _("I can hardly move my foot or leg, or it is quickly getting weaker."),
        "2026.1",
    ),
    Rule(
        Sign.WEAKNESS,
        _("New or worse weakness"),
        Urgency.TODAY,
        (
            Ground(Basis.FOUND, _("UK same-day referral; NHG")),
            CUT,
            Ground(Basis.MEMORY, _("now after an operation")),
        ),
        _("Your foot drops, you cannot stand on your heel or toes, or your leg is weaker than before"),
        _("My leg or foot is weaker than before."),
        "2026.2",
        now_after=frozenset({When.AFTER_OPERATION}),
    ),
    Rule(
        Sign.UNBEARABLE,
        _("Unbearable pain"),
        Urgency.TODAY,
        (Ground(Basis.FOUND, _("NHG: not responding to opioids")),),
        _("The pain is unbearable although you take strong painkillers"),
        _("The pain is unbearable although I take strong painkillers."),
        "2026.1",
    ),
    Rule(
        Sign.FEVER,
        _("Fever or very ill"),
        Urgency.TODAY,
        (FACTS, Ground(Basis.MEMORY, _("38.5 degrees"))),
        _("With back pain: a fever of 38.5 °C or higher, shivers, or feeling very ill"),
        _("I have a fever or shivers, or feel very ill, with back pain."),
        "2026.1",
    ),
    Rule(
        Sign.FALL,
        _("Fall or blow"),
        Urgency.TODAY,
        (FACTS, CUT),
        _("A fall or a blow, and severe new pain since"),
        _("I fell or was hit, and have severe new pain since."),
        "2026.1",
    ),
    Rule(
        Sign.CANCER_PAIN,
        _("Cancer and new pain"),
        Urgency.DAYS,
        CANCER_GROUNDS,
        _("You have or had cancer, and have new pain that never lets up"),
        _("I have or had cancer, and have new pain that never lets up."),
        "2026.2",
        when=When.CANCER_HISTORY,
        now_with=BESIDE_CANCER,
    ),
    Rule(
        Sign.WEIGHT_LOSS,
        _("Weight loss"),
        Urgency.DAYS,
        CANCER_GROUNDS,
        _("You lose weight without a reason"),
        _("I lose weight without a reason."),
        "2026.2",
        now_with=BESIDE_CANCER,
    ),
    Rule(
        Sign.INJECTION_WEAKNESS,
        _("Weak or numb after the injection"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("New weakness or numbness, later than the first hours after the injection"),
        _("I had an injection in my back, and have new weakness or numbness since."),
        "2026.2",
        when=When.AFTER_INJECTION,
        now_with=LEAFLET_SIGNS,
    ),
    Rule(
        Sign.INJECTION_PAIN,
        _("Growing back pain after the injection"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("Severe pain in your back that keeps growing"),
        _("I had an injection in my back, and have severe back pain that keeps growing."),
        "2026.2",
        when=When.AFTER_INJECTION,
        now_with=LEAFLET_SIGNS,
    ),
    Rule(
        Sign.INJECTION_FEVER,
        _("Fever after the injection"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("A fever or shivers, with or without back pain"),
        _("I had an injection in my back, and have a fever or shivers since."),
        "2026.2",
        when=When.AFTER_INJECTION,
        now_with=LEAFLET_SIGNS,
    ),
    Rule(
        Sign.INJECTION_HEADACHE,
        _("Headache after the injection"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("A severe headache when you sit up or stand"),
        _("I had an injection in my back, and have a severe headache when I sit up or stand."),
        "2026.2",
        when=When.AFTER_INJECTION,
        now_with=LEAFLET_SIGNS,
    ),
    Rule(
        Sign.COLLAPSE,
        _("Breathless, chest pain or collapse"),
        Urgency.NOW,
        (FROM_MEMORY,),
        _("Short of breath, chest pain or collapse: phone 112 at once"),
        _("I had an operation on my back, and am short of breath, have chest pain, or collapsed."),
        "2026.2",
        when=When.AFTER_OPERATION,
        ambulance=True,
    ),
    Rule(
        Sign.OPERATION_LEAK,
        _("Leaking wound"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("Fluid leaks from the wound"),
        _("I had an operation on my back, and fluid leaks from the wound."),
        "2026.2",
        when=When.AFTER_OPERATION,
        now_with=LEAFLET_SIGNS | HEADACHES,
    ),
    Rule(
        Sign.OPERATION_WOUND,
        _("Red wound or pus"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("The wound is red or has pus"),
        _("I had an operation on my back, and the wound is red or has pus."),
        "2026.2",
        when=When.AFTER_OPERATION,
        now_with=LEAFLET_SIGNS,
    ),
    Rule(
        Sign.OPERATION_FEVER,
        _("Fever after the operation"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("A fever or shivers"),
        _("I had an operation on my back, and have a fever or shivers."),
        "2026.2",
        when=When.AFTER_OPERATION,
        now_with=LEAFLET_SIGNS,
    ),
    Rule(
        Sign.OPERATION_HEADACHE,
        _("Headache after the operation"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("A headache when you sit up or stand"),
        _("I had an operation on my back, and have a headache when I sit up or stand."),
        "2026.2",
        when=When.AFTER_OPERATION,
        now_with=LEAFLET_SIGNS | {Sign.OPERATION_LEAK},
    ),
    Rule(
        Sign.OPERATION_LEG_PAIN,
        _("Severe leg pain after the operation"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("Severe pain in your leg that is new or came back"),
        _("I had an operation on my back, and have severe leg pain that is new or came back."),
        "2026.2",
        when=When.AFTER_OPERATION,
        now_with=LEAFLET_SIGNS,
    ),
    Rule(
        Sign.OPERATION_CALF,
        _("Swollen calf"),
        Urgency.TODAY,
        (FROM_MEMORY,),
        _("One calf is swollen and painful"),
        _("I had an operation on my back, and one calf is swollen and painful."),
        "2026.2",
        when=When.AFTER_OPERATION,
        now_with=LEAFLET_SIGNS,
    ),
    # Asked as one question until 2026.2, which split it in two.
    Rule(
        Sign.CANCER,
        _("Cancer or weight loss"),
        Urgency.DAYS,
        (Ground(Basis.FOUND, "CKS"),),
        _("New pain that never lets up and you have or had cancer, or you lose weight without a reason"),
        _("I have or had cancer and have new pain that never lets up, or I lose weight without a reason."),
        "2026.1",
        now_with=BESIDE_CANCER,
        retired=True,
    ),
)

RULE_OF: dict[Sign, Rule] = {rule.sign: rule for rule in RULES}


@dataclass(frozen=True, slots=True)
class CourseRule:
    """A row of section 4 that is judged from the course, not from an answer: the standing that tells it."""

    standing: Standing
    what: str
    then: str
    grounds: tuple[Ground, ...]
    version: str


AT_NEXT_CONTACT = "raised at the next contact, or that is brought forward"

COURSE_RULES: tuple[CourseRule, ...] = (
    CourseRule(
        Standing.OFF_COURSE,
        "no clear improvement 6-8 weeks after onset",
        AT_NEXT_CONTACT,
        (NHG, Ground(Basis.PROPOSAL, "how a diary shows it: “Where a course stands”")),
        "2026.2",
    ),
    CourseRule(
        Standing.WORSE,
        "getting steadily worse",
        AT_NEXT_CONTACT,
        (NHG, Ground(Basis.PROPOSAL, "how a diary shows it: “Where a course stands”")),
        "2026.2",
    ),
)


def asked(circumstances: frozenset[When]) -> tuple[Rule, ...]:
    """The rows that are asked in these circumstances, in the order of the table."""
    return tuple(rule for rule in RULES if rule.when in circumstances and not rule.retired)
