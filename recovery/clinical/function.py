"""What function means to one patient: own activities, in the patient's words, scored beside the general limitation.

One direction, that of every score of this product: 0 without trouble to 10 impossible. The Dutch PSK runs this way, the
PSFS the other (0 unable to 10 able): a score of either is turned before it is stored, never after (section 3).

How large a change in one activity matters is not in the clinical facts, so nothing here judges one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.scores import NRS_HIGH, NRS_LOW
from recovery.clinical.text import _

# More make the daily form long, and the PSFS is asked of three [M].
MOST_ACTIVITIES = 3

# How one activity is put to the patient, its two ends, and which way is worse.
QUESTION = _("How hard was this: %(activity)s?")
LOW = _("no trouble")
HIGH = _("impossible")
ENDS = _("0 is no trouble, 10 is impossible: more is worse.")

# To begin with; the patient's own words are better.
EXAMPLES = (_("walking to the shop"), _("sitting for half an hour"), _("putting on socks"))

# The scores of one day, by the `ref` of the activity.
Scores = Mapping[str, int]


def is_score(value: object) -> bool:
    """Whether this can be a score: a whole number from 0 to 10."""
    return isinstance(value, int) and not isinstance(value, bool) and NRS_LOW <= value <= NRS_HIGH


@dataclass(frozen=True, slots=True)
class Week:
    """The mean of one activity (0-10) over a week from `start`, over the `days` that have a score."""

    start: date
    mean: float
    days: int


def weeks_of(days: Iterable[tuple[date, Scores]], ref: str, *, first: date) -> list[Week]:
    """The weeks, counted from `first`, in which one activity was scored; a week without is no week, never filled in."""
    scored: defaultdict[int, list[int]] = defaultdict(list)
    for day, scores in days:
        if ref in scores:
            scored[(day - first).days // WEEK_DAYS].append(scores[ref])
    return [
        Week(first + timedelta(days=number * WEEK_DAYS), sum(values) / len(values), len(values))
        for number, values in sorted(scored.items())
    ]
