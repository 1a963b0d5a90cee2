"""What a patient answers about one day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from recovery.clinical.scores import Day, Feeling, Strength


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
