"""The values of a course: what is known of an episode, and a reading of it. No rule is here.

A course becomes a reading in `reading`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from recovery.clinical.levels import Level
from recovery.clinical.scores import Day, Scale
from recovery.clinical.series import Series
from recovery.clinical.signs import Sign
from recovery.clinical.standing import Standing
from recovery.clinical.text import Said, _

# An assessment keeps the version of the model that made it. Change it with any change to what `read` says.
MODEL_VERSION = "course-library-1"

# Silent while the data are thin: fewer days of diary than this, or fewer entries (section 2).
ENOUGH_SPAN_DAYS = 14
ENOUGH_ENTRIES = 7

# Nothing is said about now without so many entries in this many days, and no outlook on a diary that fell silent longer
# ago than this [P].
RECENT_DAYS = 14
OUTLOOK_LASTS_DAYS = 21

# Where leg pain is acceptable no figure below this is told: it would say something of the definition, not of the
# hernia [P].
LIKELY = 0.5

# A red flag takes every reassurance away for this long, whatever was said or corrected since; falling strength
# is called worse, whatever the pain does: a nerve that dies hurts less (section 4; the length [P]).
FLAG_DAYS = 14

# The reason where the last week has too few days, as it always has of a diary that is kept once a week.
TOO_FEW_THIS_WEEK = _(
    "Days filled in over the last 7 days: %(recent)s. From %(fewest)s there is something to say."
)
LESS_STRENGTH = frozenset({Sign.WEAKNESS, Sign.SEVERE_WEAKNESS})


class TreatmentKind(StrEnum):
    """What ends the spontaneous course: a competing event, neither recovery nor failure (section 2)."""

    INJECTION = "injection"
    OPERATION = "operation"


TREATMENTS: dict[TreatmentKind, str] = {
    TreatmentKind.INJECTION: _("Injection (nerve block)"),
    TreatmentKind.OPERATION: _("Operation"),
}


@dataclass(frozen=True, slots=True)
class TreatedOn:
    """An injection or operation and its date."""

    kind: TreatmentKind
    date: date


@dataclass(frozen=True, slots=True)
class Course:
    """An episode as far as it is known: its onset, its days (one a date) and its treatments.

    `flagged_on` are the dates on which a red flag was reported, also where its day was corrected since; `open_flag_on`
    is that of one that nobody has closed yet, however long ago.
    """

    onset: date
    days: tuple[Day, ...]
    treatments: tuple[TreatedOn, ...] = ()
    flagged_on: frozenset[date] = frozenset()
    open_flag_on: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A course as of a day, as the model takes it.

    `flagged_on` is the last red flag of late or one that is open, `fell_on` the last day of late with less strength.
    """

    series: Series
    as_of: date
    treatments: tuple[TreatedOn, ...] = ()
    flagged_on: date | None = None
    fell_on: date | None = None


@dataclass(frozen=True, slots=True)
class Outlook:
    """How likely recovery without injection or operation is within 26 weeks of onset, 0 to 1, with its 80% interval.

    `weeks` after the onset by which a tenth, half and nine tenths of those who recover in time have done so; `None` for
    who has recovered already. `drift`: how far leg pain and limitation are expected to go from here, in points, to each
    of the coming weeks.
    """

    probability: float
    low: float
    high: float
    weeks: tuple[float, float, float] | None = None
    drift: Mapping[Scale, tuple[float, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a course stands as of a day, why, and the figures it rests on.

    `now` are the smoothed levels (0-10) of the last week and `next_week` the forecast of leg pain's mean over the next
    seven days. `outlook` is silent (`None`) while the data are thin, after an injection or operation, after the window,
    in a relapse and after a red flag of late. `flagged_on` is the date of that red flag: then nothing else may reassure
    either. `recovered_on` is the first day on which the definition of recovery was met, before any treatment.
    """

    as_of: date
    standing: Standing
    reason: Said
    entries: int
    first_day: date | None
    last_day: date | None
    now: dict[Scale, Level]
    next_week: Level | None = None
    outlook: Outlook | None = None
    flagged_on: date | None = None
    recovered_on: date | None = None

    @property
    def wants_days(self) -> bool:
        """Whether nothing is said for want of days in the last week, and for no other reason."""
        return self.reason.text == TOO_FEW_THIS_WEEK
