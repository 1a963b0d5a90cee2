"""What is asked every day, on which scales, and the frozen `Day` that everything else judges."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recovery.clinical.text import _

# Numeric rating scale, whole numbers, average of the last 24 hours, asked in the evening,
# no default answer. KNGF guideline; Stone on recall periods [F].
NRS_LOW = 0
NRS_HIGH = 10
NRS = tuple(range(NRS_LOW, NRS_HIGH + 1))

# A state people find acceptable: pain at most 2. Haugen 2011; PASS after disc surgery, leg pain 1.75 [F].
ACCEPTABLE_LEVEL = 2

# A day can be logged on the day itself and this many days back; later, memory is no longer an average
# of 24 hours [P].
BACKFILL_DAYS = 3

# How far back an onset is believed; a longer course than this is almost surely a typing error [P].
LONGEST_COURSE_YEARS = 10


class Scale(StrEnum):
    """The three daily scores, 0 to 10, more is worse. Function is asked first (clinical facts, section 3)."""

    LIMITATION = "limitation"
    LEG_PAIN = "leg_pain"
    BACK_PAIN = "back_pain"


# The scales to which the acceptable level applies.
PAINS = frozenset({Scale.LEG_PAIN, Scale.BACK_PAIN})


@dataclass(frozen=True, slots=True)
class ScaleText:
    """How one scale is put to the patient: its short name, the question and the two labelled ends."""

    name: str
    question: str
    low: str
    high: str


SCALES: dict[Scale, ScaleText] = {
    Scale.LIMITATION: ScaleText(
        name=_("Limitation"),
        question=_("How much did your complaints limit you in your daily activities?"),
        low=_("not limited"),
        high=_("could do nothing"),
    ),
    Scale.LEG_PAIN: ScaleText(
        name=_("Leg pain"),
        question=_("How much pain did you have in your leg, on average?"),
        low=_("no pain"),
        high=_("worst pain imaginable"),
    ),
    Scale.BACK_PAIN: ScaleText(
        name=_("Back pain"),
        question=_("How much pain did you have in your back, on average?"),
        low=_("no pain"),
        high=_("worst pain imaginable"),
    ),
}


class Feeling(StrEnum):
    """Feeling in the leg. Less feeling is a symptom of the hernia [L]; it is followed, it rings nothing."""

    NORMAL = "normal"
    LESS = "less"
    WORSE = "worse"


FEELINGS: dict[Feeling, str] = {
    Feeling.NORMAL: _("Normal"),
    Feeling.LESS: _("Less or tingling, as before"),
    Feeling.WORSE: _("Less than before"),
}


class Strength(StrEnum):
    """Strength in the leg. `WORSE` is new or increased weakness: a red flag (UK same-day; NHG [F])."""

    NORMAL = "normal"
    LESS = "less"
    WORSE = "worse"


STRENGTHS: dict[Strength, str] = {
    Strength.NORMAL: _("Normal"),
    Strength.LESS: _("Less, as before"),
    Strength.WORSE: _("Less than before, or weak for the first time"),
}


class Sleep(StrEnum):
    """How the night was; optional."""

    GOOD = "good"
    BROKEN = "broken"
    HARDLY = "hardly"


SLEEPS: dict[Sleep, str] = {
    Sleep.GOOD: _("Good"),
    Sleep.BROKEN: _("Woken by pain"),
    Sleep.HARDLY: _("Hardly slept"),
}


class Side(StrEnum):
    """The leg the pain runs down."""

    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


SIDES: dict[Side, str] = {
    Side.LEFT: _("Left leg"),
    Side.RIGHT: _("Right leg"),
    Side.BOTH: _("Both legs"),
}


@dataclass(frozen=True, slots=True)
class Day:
    """One day as the patient told it.

    Scores are whole numbers 0-10, `None` where not answered. `signs` holds the codes of the safety signs
    that are new or changed; empty means that the patient said that none is; `None` means that the
    question was not answered: unknown, never "no".
    """

    date: date
    limitation: int | None = None
    leg_pain: int | None = None
    back_pain: int | None = None
    feeling: Feeling | None = None
    strength: Strength | None = None
    signs: frozenset[str] | None = None

    def score(self, scale: Scale) -> int | None:
        """The score on one scale, 0-10, or `None`."""
        value: int | None = getattr(self, scale.value)
        return value
