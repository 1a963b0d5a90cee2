"""What a patient answers about one day."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from recovery.clinical.scores import Day, Feeling, Strength
from recovery.clinical.signs import Sign


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one day, ready to be stored.

    Scores are 0-10 or `None`; codes are those of `recovery.clinical.scores`, empty where not answered;
    `signs` are codes of `red_flags.Sign`, empty when the patient said that none is new, and `None` when the
    question was not answered, as in a diary that was brought in. `activities` are scores by the `ref` of an activity.
    """

    limitation: int | None
    leg_pain: int | None
    back_pain: int | None
    feeling: str
    strength: str
    signs: tuple[str, ...] | None
    sleep: str = ""
    painkillers: bool | None = None
    worse_on_coughing: bool | None = None
    note: str = ""
    activities: Mapping[str, int] = field(default_factory=dict)

    def on(self, day: date) -> Day:
        """The part that the rules and the model judge."""
        return Day(
            date=day,
            limitation=self.limitation,
            leg_pain=self.leg_pain,
            back_pain=self.back_pain,
            feeling=Feeling(self.feeling) if self.feeling else None,
            strength=Strength(self.strength) if self.strength else None,
            signs=None if self.signs is None else frozenset(self.signs),
        )


# A day of which nothing was told yet.
UNANSWERED = Answers(limitation=None, leg_pain=None, back_pain=None, feeling="", strength="", signs=None)


def danger_in(signs: Collection[Sign], *, is_weaker: bool) -> Answers:
    """What can be an alert in a day of which the rest is no good: its signs, in their order, and the strength."""
    told = tuple(sign.value for sign in Sign if sign in signs)
    return replace(UNANSWERED, signs=told or None, strength=Strength.WORSE.value if is_weaker else "")
