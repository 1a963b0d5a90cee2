"""Life after the hernia: load in small steps, exercises, and watching for its return. Values, words and rules.

No restrictions once the complaints are gone; load usually has to be built up; exercises learned from a physiotherapist
help prevent low-back pain; a new hernia is more likely than before, this cannot be lowered, and it is often at the same
place [L].
"""

from enum import StrEnum


class Load(StrEnum):
    """What is built up. Codes are stored: never rename one."""

    WALKING = "walking"
    SITTING = "sitting"
    LIFTING = "lifting"
    WORK = "work"
    SPORT = "sport"


class Reaction(StrEnum):
    """How it went the day after. Codes are stored."""

    NOTHING = "nothing"
    BACK = "back"
    LEG = "leg"


class Weekly(StrEnum):
    """The answer to the one question a week that watches for a return. Codes are stored."""

    SAME = "same"
    WORSE = "worse"
    LEG_PAIN = "leg_pain"


class Return(StrEnum):
    """What leg pain that came back is: a flare of the same episode, or a new one. Codes are stored."""

    FLARE = "flare"
    NEW = "new"
