"""The answers of an invented day around a level of leg pain, with the scatter of real diaries (section 3)."""

from datetime import date, datetime, time
from random import Random

from django.utils import timezone

from recovery.clinical.scores import NRS_HIGH, NRS_LOW, Feeling, Strength
from recovery.clinical.signs import Sign
from recovery.journal.answers import Answers

EVENING = time(20, 30)
SCATTER = 1.3
SCATTER_NEAR_ZERO = 0.5
NEAR_ZERO = 1.0
MISSED = 0.1


def evening(day: date, now: datetime) -> datetime:
    """When a day was written down: that evening, and never after `now`."""
    return min(timezone.make_aware(datetime.combine(day, EVENING)), now)


def answers_at(level: float, chance: Random, *, sign: Sign | None = None, note: str = "") -> Answers:
    """What somebody answers on a day on which their leg pain is around `level`."""
    scatter = SCATTER_NEAR_ZERO if level <= NEAR_ZERO else SCATTER
    leg = _score(chance.gauss(level, scatter))
    return Answers(
        limitation=_score(chance.gauss(level * 0.9, scatter)),
        leg_pain=leg,
        back_pain=_score(chance.gauss(level * 0.4 + 0.6, scatter * 0.8)),
        feeling=Feeling.LESS if level > 4 else Feeling.NORMAL,
        strength=Strength.WORSE if sign is Sign.WEAKNESS else Strength.NORMAL,
        signs=(sign.value,) if sign else (),
        painkillers=level > 3,
        note=note,
    )


def _score(value: float) -> int:
    return max(NRS_LOW, min(NRS_HIGH, round(value)))
