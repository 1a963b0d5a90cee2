"""Days in, standing out: where a course stands, with its reason in figures.

The first, simple model: weekly medians against the first full week. Single days are never judged (of
people who do not recover, 70% look "30% better" on some single day, 12-14% by a weekly mean: real
diaries, section 3 [F]). It gives no probability: a standing describes the course so far.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

from recovery.clinical.diary import FEWEST_ENTRIES, FULL_WEEK_ENTRIES, WEEK_DAYS, Diary, Medians
from recovery.clinical.red_flags import Sign, find
from recovery.clinical.scores import ACCEPTABLE_LEVEL, Day, Scale
from recovery.clinical.text import Said, _

# An assessment keeps the version of the model that made it. Change it with any change to `read`.
MODEL_VERSION = "weekly-medians-1"

# Silent while the data are thin: fewer days of diary than this, or fewer entries (section 2).
ENOUGH_SPAN_DAYS = 14
ENOUGH_ENTRIES = 7

# Clearly better: at least 30% and at least 2 points below the first full week. Ostelo 2008 [F].
BETTER_SHARE = 0.30
BETTER_POINTS = 2

# Getting worse: the weekly medians of leg pain and of limitation both this much higher than in the first full
# week, or than in the two weeks before; or one of them alone by the larger step. On single days most people do
# this by chance (section 3 [F]); the cuts on weekly medians are ours [P], and tests/recovery/clinical/
# test_course_simulated.py shows how often they cry wolf.
WORSE_POINTS = 2
WORSE_POINTS_ALONE = 5
EARLIER_DAYS = 14

# Recovered: median leg pain at most 1 and median limitation at most 2 over 14 days with at least 7
# entries, and nothing operated or injected [P].
RECOVERED_LEG_PAIN = 1
RECOVERED_LIMITATION = 2
RECOVERED_DAYS = 14
RECOVERED_ENTRIES = 7

# No clear improvement 6-8 weeks after onset is raised at the next contact. NHG [F].
OFF_COURSE_WEEKS = 6

# A red flag takes every reassurance away for this long, whatever was said or corrected since; falling strength
# is called worse, whatever the pain does: a nerve that dies hurts less (section 4; the length [P]).
FLAG_DAYS = 14
LESS_STRENGTH = frozenset({Sign.WEAKNESS, Sign.SEVERE_WEAKNESS})


class Standing(StrEnum):
    """Where a course stands. Codes are stored: never rename one."""

    TOO_EARLY = "too_early"
    RECOVERED = "recovered"
    ON_COURSE = "on_course"
    NOT_CLEAR = "not_clear"
    OFF_COURSE = "off_course"
    WORSE = "worse"
    RELAPSED = "relapsed"
    TREATED = "treated"


STANDINGS: dict[Standing, str] = {
    Standing.TOO_EARLY: _("Too early to say"),
    Standing.RECOVERED: _("Recovered"),
    Standing.ON_COURSE: _("Clearly better"),
    Standing.NOT_CLEAR: _("Not clear yet"),
    Standing.OFF_COURSE: _("Not clearly better"),
    Standing.WORSE: _("Getting worse"),
    Standing.RELAPSED: _("Complaints are back"),
    Standing.TREATED: _("Treated"),
}

# Never told within FLAG_DAYS of a red flag, and by the pages never while one is open.
REASSURING = frozenset({Standing.RECOVERED, Standing.ON_COURSE})

# What a neurologist wants to see before the rest.
NEEDS_A_LOOK = frozenset({Standing.WORSE, Standing.RELAPSED, Standing.OFF_COURSE})


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

    `flagged_on` are the dates on which a red flag was reported, also where its day was corrected since.
    """

    onset: date
    days: tuple[Day, ...]
    treatments: tuple[TreatedOn, ...] = ()
    flagged_on: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a course stands as of a day, why, and the weekly medians it rests on.

    `flagged_on` is the date of a red flag of late: then nothing else may reassure either. `recovered_on` is
    the first day on which the definition of recovery was met, before any injection or operation.
    """

    as_of: date
    standing: Standing
    reason: Said
    entries: int
    first_day: date | None
    last_day: date | None
    first_week: Medians | None
    recent: Medians
    flagged_on: date | None = None
    recovered_on: date | None = None


def read(course: Course, as_of: date) -> Reading:
    """Where `course` stands as of `as_of`: every day up to and including it counts, later ones do not."""
    view = _View(course, as_of)
    standing, reason = _judge(view)
    dates = view.diary.dates
    return Reading(
        as_of=as_of,
        standing=standing,
        reason=reason,
        entries=len(dates),
        first_day=dates[0] if dates else None,
        last_day=dates[-1] if dates else None,
        first_week=view.first_week,
        recent=view.recent,
        flagged_on=view.flagged_on,
        recovered_on=_first_recovery(view),
    )


class _View:
    """What the questions below look at, worked out once."""

    def __init__(self, course: Course, as_of: date) -> None:
        self.course = course
        self.as_of = as_of
        self.known = Diary(course.days).until(as_of)
        self.diary = self.known.scored()
        first = self.diary.first_full_week()
        self.first_week = first.medians if first else None
        self.recent = self.diary.medians(as_of, WEEK_DAYS)
        self.earlier = self.diary.medians(as_of - timedelta(days=WEEK_DAYS), EARLIER_DAYS)
        since = as_of - timedelta(days=FLAG_DAYS - 1)
        self.found = [(day.date, find(day)) for day in self.known.window(since, as_of)]
        told = {on for on, findings in self.found if findings} | course.flagged_on
        self.flagged_on = max((on for on in told if since <= on <= as_of), default=None)


_Judgement = tuple[Standing, Said]


def _judge(view: _View) -> _Judgement:
    """The first question that has an answer decides; a red flag of late takes back what would reassure."""
    questions = (_strength_fell, _treated, _too_thin, _recovered_or_relapsed, _worse, _better, _stalled)
    judgements = (judgement for question in questions if (judgement := question(view)))
    standing, reason = next(judgements, (Standing.NOT_CLEAR, _against_first_week(view)))
    if standing in REASSURING and view.flagged_on:
        text = _(
            "A red flag was reported on %(flagged_on)s: what the pain does says little as long as that is recent."
        )
        return Standing.NOT_CLEAR, Said(text, {"flagged_on": view.flagged_on.isoformat()})
    return standing, reason


def _treated(view: _View) -> _Judgement | None:
    done = [treated for treated in view.course.treatments if treated.date <= view.as_of]
    if not done:
        return None
    first = min(done, key=lambda treated: treated.date)
    text = {
        TreatmentKind.INJECTION: _(
            "Injection on %(treated_on)s: the course from then on is not spontaneous."
        ),
        TreatmentKind.OPERATION: _(
            "Operation on %(treated_on)s: the course from then on is not spontaneous."
        ),
    }[first.kind]
    return Standing.TREATED, Said(text, {"treated_on": first.date.isoformat()})


def _too_thin(view: _View) -> _Judgement | None:
    entries = len(view.diary.days)
    span = (view.diary.dates[-1] - view.diary.dates[0]).days + 1 if entries else 0
    if span < ENOUGH_SPAN_DAYS or entries < ENOUGH_ENTRIES:
        text = _(
            "Days filled in: %(entries)s. There is something to say from %(enough_entries)s days, "
            "spread over at least %(enough_span)s days."
        )
        return Standing.TOO_EARLY, Said(
            text,
            {
                "entries": entries,
                "enough_entries": ENOUGH_ENTRIES,
                "enough_span": ENOUGH_SPAN_DAYS,
            },
        )
    if view.first_week is None:
        text = _("No week with at least %(full)s days filled in yet: there is nothing to compare with.")
        return Standing.TOO_EARLY, Said(text, {"full": FULL_WEEK_ENTRIES})
    if view.recent.entries < FEWEST_ENTRIES:
        text = _(
            "Days filled in over the last 7 days: %(recent)s. From %(fewest)s there is something to say."
        )
        return Standing.NOT_CLEAR, Said(text, {"recent": view.recent.entries, "fewest": FEWEST_ENTRIES})
    return None


def _strength_fell(view: _View) -> _Judgement | None:
    fell = [on for on, findings in view.found if any(finding.sign in LESS_STRENGTH for finding in findings)]
    if not fell:
        return None
    text = _("Less strength in the leg on %(fell_on)s: that matters more than the pain.")
    return Standing.WORSE, Said(text, {"fell_on": fell[-1].isoformat()})


def _recovered_or_relapsed(view: _View) -> _Judgement | None:
    since, came_back = _recovery(view.diary)
    leg, limitation = view.recent.leg_pain, view.recent.limitation
    if since is None or leg is None:
        return None
    values: dict[str, float | int | str] = {
        "recovered_on": since.isoformat(),
        "leg": leg,
        "limitation": _or_dash(limitation),
    }
    if leg > ACCEPTABLE_LEVEL:
        text = _("Recovered on %(recovered_on)s; leg pain in the last 7 days is around %(leg)s of 10 again.")
        return Standing.RELAPSED, Said(text, values)
    if not came_back and limitation is not None and limitation <= ACCEPTABLE_LEVEL:
        text = _(
            "In the last 7 days leg pain is around %(leg)s and limitation around %(limitation)s of 10; "
            "recovered on %(recovered_on)s."
        )
        return Standing.RECOVERED, Said(text, values)
    return None


def _recovery(diary: Diary) -> tuple[date | None, bool]:
    """When the definition of recovery was last met for the first time, and whether leg pain came back since.

    Once recovered, an acceptable week stays recovered; once leg pain is back, the whole definition has to be
    met again from then on.
    """
    since: date | None = None
    back_on: date | None = None
    for on in diary.dates:
        if since is None or back_on:
            if _meets_recovery(diary, on, after=back_on):
                since, back_on = on, None
        else:
            week = diary.medians(on, WEEK_DAYS)
            if week.entries >= FEWEST_ENTRIES and (week.leg_pain or 0) > ACCEPTABLE_LEVEL:
                back_on = on
    return since, back_on is not None


def _first_recovery(view: _View) -> date | None:
    """The first day on which the definition of recovery was met, if nothing had been done by then."""
    treated = min((treated.date for treated in view.course.treatments), default=None)
    met = next((on for on in view.diary.dates if _meets_recovery(view.diary, on, after=None)), None)
    return None if met and treated and treated <= met else met


def _meets_recovery(diary: Diary, on: date, *, after: date | None) -> bool:
    """The definition of recovery over the fourteen days that end on `on`, all in the diary and after `after`."""
    first = on - timedelta(days=RECOVERED_DAYS - 1)
    if first < diary.dates[0] or (after and first <= after):
        return False
    answered = [(day.leg_pain, day.limitation) for day in diary.window(first, on)]
    complete = [
        (leg, limitation) for leg, limitation in answered if leg is not None and limitation is not None
    ]
    return (
        len(complete) >= RECOVERED_ENTRIES
        and (diary.medians(on, WEEK_DAYS).leg_pain or 0) <= ACCEPTABLE_LEVEL
        and median(leg for leg, _limitation in complete) <= RECOVERED_LEG_PAIN
        and median(limitation for _leg, limitation in complete) <= RECOVERED_LIMITATION
    )


def _worse(view: _View) -> _Judgement | None:
    for before in (view.first_week, view.earlier):
        if before and before.entries >= FEWEST_ENTRIES and _rose(before, view.recent):
            text = _(
                "In the last 7 days leg pain went from around %(leg_before)s to %(leg)s of 10, and limitation "
                "from %(limitation_before)s to %(limitation)s."
            )
            return Standing.WORSE, Said(
                text,
                {
                    "leg_before": _or_dash(before.leg_pain),
                    "leg": _or_dash(view.recent.leg_pain),
                    "limitation_before": _or_dash(before.limitation),
                    "limitation": _or_dash(view.recent.limitation),
                },
            )
    return None


def _rose(before: Medians, now: Medians) -> bool:
    """Whether leg pain and limitation are both clearly higher than they were, or one of them much."""
    pairs = [(before.of(scale), now.of(scale)) for scale in (Scale.LEG_PAIN, Scale.LIMITATION)]
    rises = [later - earlier for earlier, later in pairs if earlier is not None and later is not None]
    return len(rises) == len(pairs) and (min(rises) >= WORSE_POINTS or max(rises) >= WORSE_POINTS_ALONE)


def _better(view: _View) -> _Judgement | None:
    if (pair := _leg_pain_then_and_now(view)) is None:
        return None
    before, now = pair
    drop = before - now
    if drop >= BETTER_POINTS and drop >= BETTER_SHARE * before and not _limitation_rose(view):
        return Standing.ON_COURSE, _against_first_week(view)
    return None


def _limitation_rose(view: _View) -> bool:
    """Less pain is no good news for somebody who can do less."""
    earlier = [before.limitation for before in (view.first_week, view.earlier) if before]
    now = view.recent.limitation
    return now is not None and any(was is not None and now - was >= WORSE_POINTS for was in earlier)


def _stalled(view: _View) -> _Judgement | None:
    weeks = (view.as_of - view.course.onset).days // WEEK_DAYS
    pair = _leg_pain_then_and_now(view)
    if pair is None or weeks < OFF_COURSE_WEEKS or pair[1] <= ACCEPTABLE_LEVEL:
        return None
    text = _(
        "%(weeks)s weeks after the start leg pain is around %(now)s of 10, against %(before)s in the first "
        "full week of the diary."
    )
    return Standing.OFF_COURSE, Said(text, {"weeks": weeks, "before": pair[0], "now": pair[1]})


def _leg_pain_then_and_now(view: _View) -> tuple[float, float] | None:
    """Median leg pain in the first full week and in the last seven days."""
    before = view.first_week.leg_pain if view.first_week else None
    now = view.recent.leg_pain
    return None if before is None or now is None else (before, now)


def _against_first_week(view: _View) -> Said:
    text = _(
        "Leg pain is around %(now)s of 10 in the last 7 days, against %(before)s in the first full week "
        "of the diary."
    )
    before, now = _leg_pain_then_and_now(view) or (None, None)
    return Said(text, {"before": _or_dash(before), "now": _or_dash(now)})


def _or_dash(value: float | None) -> float | str:
    return "–" if value is None else value
