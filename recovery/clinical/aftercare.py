"""Life after the hernia: load in small steps, exercises, and watching for its return. Values, words and rules.

No restrictions once the complaints are gone; load usually has to be built up; exercises learned from a physiotherapist
help prevent low-back pain; a new hernia is more likely than before, this cannot be lowered, and it is often at the same
place [L].
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from recovery.clinical.questionnaires.global_effect import BETTER
from recovery.clinical.signs import Basis
from recovery.clinical.text import _


class Load(StrEnum):
    """What is built up. Codes are stored: never rename one."""

    WALKING = "walking"
    SITTING = "sitting"
    LIFTING = "lifting"
    WORK = "work"
    SPORT = "sport"


LOADS: dict[Load, str] = {
    Load.WALKING: _("Walking"),
    Load.SITTING: _("Sitting"),
    Load.LIFTING: _("Lifting"),
    Load.WORK: _("Work"),
    Load.SPORT: _("Sport"),
}


class Reaction(StrEnum):
    """How it went the day after. Codes are stored."""

    NOTHING = "nothing"
    BACK = "back"
    LEG = "leg"


REACTIONS: dict[Reaction, str] = {
    Reaction.NOTHING: _("I noticed nothing"),
    Reaction.BACK: _("I felt it in my back"),
    Reaction.LEG: _("My leg answered: pain, tingling or numbness in the leg"),
}


class Weekly(StrEnum):
    """The answer to the one question a week that watches for a return. Codes are stored."""

    SAME = "same"
    WORSE = "worse"
    LEG_PAIN = "leg_pain"


WEEKLIES: dict[Weekly, str] = {
    Weekly.SAME: _("The same or better"),
    Weekly.WORSE: _("A bit worse"),
    Weekly.LEG_PAIN: _("Leg pain is back"),
}


class Return(StrEnum):
    """What leg pain that came back is: a flare of the same episode, or a new one. Codes are stored."""

    FLARE = "flare"
    NEW = "new"


RETURNS: dict[Return, str] = {
    Return.FLARE: _("A flare: the same hernia stirs again"),
    Return.NEW: _("Something new: another episode"),
}

# What tells them apart is ours to propose: nobody can be sure without an examination [P].
EXPLAINED: dict[Return, str] = {
    Return.FLARE: _(
        "The same leg, the same place as before, and not long after it went. Your course goes on where it was."
    ),
    Return.NEW: _(
        "The other leg, another place, or after months without complaints. Your earlier course is closed and kept, and "
        "a new one begins."
    ),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """A sentence for who has recovered, what it rests on, and the source as it is shown."""

    text: str
    basis: Basis
    source: str


LEAFLET = _("The hospital's leaflet on hernia (2025).")

FACTS = (
    Fact(_("Once your complaints are gone there is nothing that you may not do."), Basis.LEAFLET, LEAFLET),
    Fact(
        _("After weeks of doing less, load usually has to be built up: a little more at a time."),
        Basis.LEAFLET,
        LEAFLET,
    ),
    Fact(
        _("Exercises that you learned from a physiotherapist help to prevent pain in the lower back."),
        Basis.LEAFLET,
        LEAFLET,
    ),
    Fact(
        _(
            "Who has had a hernia gets one more easily than somebody who never had one, often at the same place. "
            "Nothing that you do or leave makes that chance smaller."
        ),
        Basis.LEAFLET,
        LEAFLET,
    ),
    # Suri 2012 (section 2) [F].
    Fact(
        _(
            "In studies leg pain came back within a year in about 25 of 100 people in whom it had gone (between 15 and "
            "35). This is about everybody; it does not say what happens to you."
        ),
        Basis.FOUND,
        _("Suri 2012."),
    ),
)


class Advice(StrEnum):
    """What is proposed after the last answers of a step. Never more load: a bigger step is the patient's own [P]."""

    NOTHING = "nothing"
    STAY = "stay"
    STEP_BACK = "step_back"
    STEP_BACK_AND_PHONE = "step_back_and_phone"


ADVICES: dict[Advice, str] = {
    Advice.NOTHING: "",
    Advice.STAY: _("Your back felt it. You can stay at this step until it no longer does."),
    Advice.STEP_BACK: _("Your leg answered. Consider a step back: less, or less long."),
    Advice.STEP_BACK_AND_PHONE: _("Your leg answered again. Take a step back."),
}

# So many answers "leg" in a row are leg pain that stays: then the number to phone is offered as well [P].
LEG_STAYS_AFTER = 2


def advise(reactions: Sequence[Reaction]) -> Advice:
    """What is proposed after the answers of one step, the latest last. Only the last ones in a row count [P]."""
    if not reactions:
        return Advice.NOTHING
    if list(reactions[-LEG_STAYS_AFTER:]) == [Reaction.LEG] * LEG_STAYS_AFTER:
        return Advice.STEP_BACK_AND_PHONE
    by_last = {Reaction.LEG: Advice.STEP_BACK, Reaction.BACK: Advice.STAY}
    return by_last.get(reactions[-1], Advice.NOTHING)


# The weekly question comes back after so many days (issue 6: weekly).
WEEKLY_AFTER = timedelta(days=7)


def is_weekly_due(recovered_on: date, last: date | None, today: date) -> bool:
    """Whether the weekly question is due: a week after the recovery, or after the last answer since."""
    return today - max(recovered_on, last or recovered_on) >= WEEKLY_AFTER


def closes(effect: int) -> bool:
    """Whether the patient's word (global perceived effect, 1 to 7) says recovered: the cut of Peul 2007 [F], [M]."""
    return effect in BETTER
