"""The body picture: where pain, numbness and tingling are. Places, sensations, and what they say by themselves.

A mark is no answer to "is this new?". So a mark that is a sign of section 4 counts as new, unless the patient told of
that complaint when the diary began: in doubt it counts.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from recovery.clinical import red_flags
from recovery.clinical.policy import STANDARD, Policy
from recovery.clinical.red_flags import Finding
from recovery.clinical.scores import Day
from recovery.clinical.signs import Sign, When
from recovery.clinical.text import _


class Sensation(StrEnum):
    """What is felt in a place. Codes are stored: never rename one."""

    PAIN = "pain"
    NUMB = "numb"
    TINGLING = "tingling"


SENSATIONS: dict[Sensation, str] = {
    Sensation.PAIN: _("Pain"),
    Sensation.NUMB: _("Numb"),
    Sensation.TINGLING: _("Tingling"),
}


class Place(StrEnum):
    """Where, left and right as the patient has them, in the order in which they are listed. Never rename one."""

    LOWER_BACK_LEFT = "lower_back_left"
    LOWER_BACK_RIGHT = "lower_back_right"
    GENITALS = "genitals"
    ANUS = "anus"
    BUTTOCK_LEFT = "buttock_left"
    BUTTOCK_RIGHT = "buttock_right"
    INNER_THIGH_LEFT = "inner_thigh_left"
    INNER_THIGH_RIGHT = "inner_thigh_right"
    THIGH_FRONT_LEFT = "thigh_front_left"
    THIGH_OUTER_LEFT = "thigh_outer_left"
    THIGH_BACK_LEFT = "thigh_back_left"
    KNEE_LEFT = "knee_left"
    SHIN_LEFT = "shin_left"
    CALF_LEFT = "calf_left"
    FOOT_TOP_LEFT = "foot_top_left"
    TOES_LEFT = "toes_left"
    SOLE_LEFT = "sole_left"
    THIGH_FRONT_RIGHT = "thigh_front_right"
    THIGH_OUTER_RIGHT = "thigh_outer_right"
    THIGH_BACK_RIGHT = "thigh_back_right"
    KNEE_RIGHT = "knee_right"
    SHIN_RIGHT = "shin_right"
    CALF_RIGHT = "calf_right"
    FOOT_TOP_RIGHT = "foot_top_right"
    TOES_RIGHT = "toes_right"
    SOLE_RIGHT = "sole_right"


PLACES: dict[Place, str] = {
    Place.LOWER_BACK_LEFT: _("Lower back, left"),
    Place.LOWER_BACK_RIGHT: _("Lower back, right"),
    Place.GENITALS: _("Genitals and groin"),
    Place.ANUS: _("Around the anus"),
    Place.BUTTOCK_LEFT: _("Left buttock"),
    Place.BUTTOCK_RIGHT: _("Right buttock"),
    Place.INNER_THIGH_LEFT: _("Left inner thigh"),
    Place.INNER_THIGH_RIGHT: _("Right inner thigh"),
    Place.THIGH_FRONT_LEFT: _("Left thigh, front"),
    Place.THIGH_OUTER_LEFT: _("Left thigh, outside"),
    Place.THIGH_BACK_LEFT: _("Left thigh, back"),
    Place.KNEE_LEFT: _("Left knee"),
    Place.SHIN_LEFT: _("Left shin"),
    Place.CALF_LEFT: _("Left calf"),
    Place.FOOT_TOP_LEFT: _("Left ankle and top of the foot"),
    Place.TOES_LEFT: _("Left toes"),
    Place.SOLE_LEFT: _("Left sole"),
    Place.THIGH_FRONT_RIGHT: _("Right thigh, front"),
    Place.THIGH_OUTER_RIGHT: _("Right thigh, outside"),
    Place.THIGH_BACK_RIGHT: _("Right thigh, back"),
    Place.KNEE_RIGHT: _("Right knee"),
    Place.SHIN_RIGHT: _("Right shin"),
    Place.CALF_RIGHT: _("Right calf"),
    Place.FOOT_TOP_RIGHT: _("Right ankle and top of the foot"),
    Place.TOES_RIGHT: _("Right toes"),
    Place.SOLE_RIGHT: _("Right sole"),
}


class Region(StrEnum):
    """Places that are listed together."""

    BACK = "back"
    SADDLE = "saddle"
    LEFT_LEG = "left_leg"
    RIGHT_LEG = "right_leg"


REGIONS: dict[Region, str] = {
    Region.BACK: _("Lower back"),
    Region.SADDLE: _("Buttocks, genitals and inner thighs"),
    Region.LEFT_LEG: _("Left leg"),
    Region.RIGHT_LEG: _("Right leg"),
}

BACK = (Place.LOWER_BACK_LEFT, Place.LOWER_BACK_RIGHT)

# Numb or tingling: buttocks, genitals, around the anus, inner thighs (section 4: [L], UK warning card, NHG [F]).
SADDLE = (
    Place.GENITALS,
    Place.ANUS,
    Place.BUTTOCK_LEFT,
    Place.BUTTOCK_RIGHT,
    Place.INNER_THIGH_LEFT,
    Place.INNER_THIGH_RIGHT,
)

LEFT_LEG = tuple(place for place in Place if place.endswith("_left") and place not in {*BACK, *SADDLE})
RIGHT_LEG = tuple(place for place in Place if place.endswith("_right") and place not in {*BACK, *SADDLE})

PLACES_OF: dict[Region, tuple[Place, ...]] = {
    Region.BACK: BACK,
    Region.SADDLE: SADDLE,
    Region.LEFT_LEG: LEFT_LEG,
    Region.RIGHT_LEG: RIGHT_LEG,
}

# In the saddle area these are the sign itself; pain there is common with a hernia, and asks.
WITHOUT_FEELING = frozenset({Sensation.NUMB, Sensation.TINGLING})


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that is felt in one place."""

    place: Place
    sensation: Sensation

    @property
    def code(self) -> str:
        """“knee_left:numb”."""
        return f"{self.place}:{self.sensation}"


ALL_MARKS = tuple(Mark(place, sensation) for place in Place for sensation in Sensation)


def marks_of(codes: Iterable[str]) -> tuple[Mark, ...]:
    """The marks of these codes, in the order of the list; one that is not known is none."""
    told = frozenset(codes)
    return tuple(mark for mark in ALL_MARKS if mark.code in told)


def signs_in(marks: Iterable[Mark]) -> frozenset[Sign]:
    """The signs of section 4 that the marks are: no feeling in the saddle area, and something felt in both legs."""
    told = frozenset(marks)
    places = {mark.place for mark in told}
    saddle = any(mark.place in SADDLE and mark.sensation in WITHOUT_FEELING for mark in told)
    both_legs = not places.isdisjoint(LEFT_LEG) and not places.isdisjoint(RIGHT_LEG)
    return frozenset(sign for sign, found in ((Sign.SADDLE, saddle), (Sign.BOTH_LEGS, both_legs)) if found)


def opens_safety(marks: Iterable[Mark]) -> bool:
    """Whether the safety questions are asked: with any mark in the saddle area, and with any sign."""
    told = frozenset(marks)
    return any(mark.place in SADDLE for mark in told) or bool(signs_in(told))


def new_signs(
    marks: Iterable[Mark], answered: Collection[Sign] = (), *, old: Collection[Sign] = ()
) -> frozenset[Sign]:
    """What rings: the signs that were ticked, and those that the marks are, unless they are `old` complaints.

    `answered` are the signs that were ticked as new or different; `old` those that the patient told of when the diary
    began. Unanswered is unknown: it takes nothing away.
    """
    return frozenset(answered) | (signs_in(marks) - frozenset(old))


def find(
    signs: Collection[Sign], *, circumstances: frozenset[When], policy: Policy = STANDARD
) -> tuple[Finding, ...]:
    """These signs as findings, judged as on any day."""
    day = Day(date=date.min, signs=frozenset(signs))
    return red_flags.find(day, circumstances=circumstances, policy=policy)
