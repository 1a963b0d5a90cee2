"""From the numbers of many diaries to a standing each, with its reason in figures.

Diaries lie beside each other on one desk, where everything is worked out for all of them at once; then each is judged
by itself, the first question that has an answer deciding.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import isnan

import numpy as np
from numpy.typing import NDArray

from recovery.clinical import levels
from recovery.clinical.course import (
    ENOUGH_ENTRIES,
    ENOUGH_SPAN_DAYS,
    LIKELY,
    OUTLOOK_LASTS_DAYS,
    RECENT_DAYS,
    TOO_FEW_THIS_WEEK,
    Case,
    Outlook,
    Reading,
    TreatmentKind,
)
from recovery.clinical.definition import Recovery, recoveries
from recovery.clinical.diary import FEWEST_ENTRIES, FULL_WEEK_ENTRIES, WEEK_DAYS
from recovery.clinical.evidence import LOOKS, NO_DAY, Evidence, gather
from recovery.clinical.levels import NEXT_WEEK, NOW, Level
from recovery.clinical.library import WINDOW_DAYS
from recovery.clinical.noise import Floats
from recovery.clinical.prognosis import DRIFT_BELIEVED
from recovery.clinical.scores import ACCEPTABLE_LEVEL, NRS_HIGH, NRS_LOW, Scale
from recovery.clinical.series import LEG, ROWS, stack
from recovery.clinical.standing import (
    MILDER,
    SILENCED_BY_A_FLAG,
    STILL_POINTS,
    WORSE_POINTS,
    Standing,
    standings,
)
from recovery.clinical.text import Said, _

# What a reason says where it has no figure.
UNKNOWN = "–"


@dataclass(frozen=True, slots=True, eq=False)
class _Desk:
    """Diaries beside each other: what was worked out for all of them at once. Days are counted from the onset."""

    entries: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]
    recent: NDArray[np.int64]
    week: NDArray[np.int64]
    week_mean: Floats
    recent_mean: Floats
    recoveries: list[Recovery | None]
    evidence: Evidence
    directions: list[Standing]
    now: Floats
    now_error: Floats
    next_week: Floats
    next_week_error: Floats


def judge(cases: Sequence[Case], starting_share: float) -> list[Reading]:
    """The readings of cases of about the same length, in their order."""
    desk = _desk(cases, starting_share)
    return [_View(case, n, desk).reading() for n, case in enumerate(cases)]


def _desk(cases: Sequence[Case], starting_share: float) -> _Desk:
    scores = stack([case.series.until(case.as_of) for case in cases])
    as_of = np.array([case.series.day(case.as_of) for case in cases])
    logged = ~np.isnan(scores[:, LEG])
    entries = logged.sum(axis=1)
    first = logged.argmax(axis=1) if logged.shape[1] else np.zeros(len(cases), dtype=int)
    last = logged.shape[1] - 1 - logged[:, ::-1].argmax(axis=1) if logged.shape[1] else first - 1
    found = recoveries(scores)
    is_open = np.array(
        [
            not (case.treatments or case.flagged_on or recovery)
            for case, recovery in zip(cases, found, strict=True)
        ]
    )
    is_open &= (entries >= ENOUGH_ENTRIES) & (last - first + 1 >= ENOUGH_SPAN_DAYS)
    is_open &= (as_of < WINDOW_DAYS) & (as_of - last <= OUTLOOK_LASTS_DAYS)
    evidence = gather(scores, _last_days(logged), is_open, starting_share)
    window = levels.windows(scores, as_of)
    answered = ~np.isnan(window)
    now, now_error = levels.weigh(window, levels.kernel(*NOW))
    next_week, next_week_error = levels.weigh(window[:, LEG], levels.kernel(*NEXT_WEEK))
    return _Desk(
        entries=entries,
        first=first,
        last=last,
        recent=answered[..., -RECENT_DAYS:].sum(axis=-1),
        week=answered[:, LEG, -WEEK_DAYS:].sum(axis=-1),
        week_mean=_mean(window[..., -WEEK_DAYS:]),
        recent_mean=_mean(window[..., -RECENT_DAYS:]),
        recoveries=found,
        evidence=evidence,
        directions=standings(evidence, starting_share),
        now=now,
        now_error=now_error,
        next_week=next_week,
        next_week_error=next_week_error,
    )


def _mean(scores: Floats) -> Floats:
    """The mean of the answers over the last axis; NaN without any."""
    answered = ~np.isnan(scores)
    with np.errstate(invalid="ignore"):
        return np.where(answered, scores, 0).sum(axis=-1) / answered.sum(axis=-1)


def _last_days(logged: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The last days with leg pain, the latest in the last column, `NO_DAY` where there are fewer."""
    from_end = np.cumsum(logged[:, ::-1], axis=1)[:, ::-1]
    looks = [logged & (from_end == back) for back in range(LOOKS, 0, -1)]
    return np.stack([np.where(at.any(axis=1), at.argmax(axis=1), NO_DAY) for at in looks], axis=1)


_Judgement = tuple[Standing, Said]

_TREATED = {
    TreatmentKind.INJECTION: _("Injection on %(treated_on)s: the course from then on is not spontaneous."),
    TreatmentKind.OPERATION: _("Operation on %(treated_on)s: the course from then on is not spontaneous."),
}
_TREATED_SINCE = {
    TreatmentKind.INJECTION: _(
        "Injection on %(treated_on)s: the course from then on is not spontaneous. Leg pain was around "
        "%(before)s of 10 then, and is around %(now)s now."
    ),
    TreatmentKind.OPERATION: _(
        "Operation on %(treated_on)s: the course from then on is not spontaneous. Leg pain was around "
        "%(before)s of 10 then, and is around %(now)s now."
    ),
}


class _View:
    """One diary on the desk: what its numbers say, in words."""

    def __init__(self, case: Case, n: int, desk: _Desk) -> None:
        self.case, self.n, self.desk = case, n, desk
        self.entries = int(desk.entries[n])
        self.day = case.series.day(case.as_of)
        self.recovery = desk.recoveries[n]
        self.before = float(desk.evidence.first[n, LEG])
        self.now = self._levels()
        self.week = {
            scale: _rounded(mean) for scale, mean in zip(ROWS, desk.week_mean[n].tolist(), strict=True)
        }

    def reading(self) -> Reading:
        standing, reason = self._judge()
        outlook = self._outlook(standing)
        series, desk, n = self.case.series, self.desk, self.n
        return Reading(
            as_of=self.case.as_of,
            standing=standing,
            reason=reason,
            entries=self.entries,
            first_day=series.date(desk.first[n]) if self.entries else None,
            last_day=series.date(desk.last[n]) if self.entries else None,
            now=self.now,
            next_week=self._next_week(),
            outlook=outlook,
            flagged_on=self.case.flagged_on,
            recovered_on=self._recovered_on(),
        )

    def _levels(self) -> dict[Scale, Level]:
        n, desk = self.n, self.desk
        return {
            scale: Level(float(desk.now[n, row]), float(desk.now_error[n, row]))
            for row, scale in enumerate(ROWS)
            if desk.recent[n, row] >= FEWEST_ENTRIES
        }

    def _next_week(self) -> Level | None:
        if Scale.LEG_PAIN not in self.now:
            return None
        drift = self.desk.evidence.last.drift[self.n, LEG, 0]
        mean = self.desk.next_week[self.n] + (0 if isnan(drift) else DRIFT_BELIEVED * drift)
        return Level(float(min(max(mean, NRS_LOW), NRS_HIGH)), float(self.desk.next_week_error[self.n]))

    def _believed(self) -> float:
        """How much of the drift of like courses: of who is on course, as much as recovery is likely."""
        is_on_course = self.desk.directions[self.n] is Standing.ON_COURSE
        return float(self.desk.evidence.last.probability[self.n]) if is_on_course else DRIFT_BELIEVED

    def _recovered_on(self) -> date | None:
        if self.recovery is None:
            return None
        met = self.case.series.date(self.recovery.first)
        treated = min((done.date for done in self.case.treatments), default=None)
        return None if treated and treated <= met else met

    def _outlook(self, standing: Standing) -> Outlook | None:
        if self.case.treatments or self.case.flagged_on or standing is Standing.TOO_EARLY:
            return None
        if self.recovery:
            return Outlook(1.0, 1.0, 1.0) if self._stays_recovered(standing) else None
        last, n = self.desk.evidence.last, self.n
        if np.isnan(last.probability[n]) or self._is_not_about_leg_pain(float(last.probability[n])):
            return None
        early, median, late = (float(week) for week in last.weeks[n])
        drift = self._believed() * last.drift[n]
        return Outlook(
            float(last.probability[n]),
            float(last.low[n]),
            float(last.high[n]),
            (early, median, late),
            {scale: tuple(map(float, weeks)) for scale, weeks in zip(ROWS, drift, strict=False)},
        )

    def _stays_recovered(self, standing: Standing) -> bool:
        """Whether somebody who recovered in time still has, as far as the diary goes."""
        if self.recovery is None or self.recovery.came_back or self.recovery.first > WINDOW_DAYS:
            return False
        return standing is Standing.RECOVERED or self.desk.week[self.n] < FEWEST_ENTRIES

    def _is_not_about_leg_pain(self, probability: float) -> bool:
        """Leg pain is gone and recovery still unlikely: for want of an answer on limitation, or of time. No figure."""
        leg = float(self.desk.evidence.now[self.n, -1, LEG])
        return round(leg, 1) <= ACCEPTABLE_LEVEL and probability < LIKELY

    def _judge(self) -> _Judgement:
        """The first question that has an answer decides; a red flag of late takes back what would reassure."""
        questions = (self._strength_fell, self._treated, self._too_thin, self._recovered_or_relapsed)
        judgements = (judgement for question in questions if (judgement := question()))
        standing, reason = next(judgements, None) or self._direction()
        if standing in SILENCED_BY_A_FLAG and self.case.flagged_on:
            text = _(
                "A red flag was reported on %(flagged_on)s: what the pain does says little as long as that is recent."
            )
            return Standing.NOT_CLEAR, Said(text, {"flagged_on": self.case.flagged_on.isoformat()})
        return standing, reason

    def _strength_fell(self) -> _Judgement | None:
        if not self.case.fell_on:
            return None
        text = _("Less strength in the leg on %(fell_on)s: that matters more than the pain.")
        return Standing.WORSE, Said(text, {"fell_on": self.case.fell_on.isoformat()})

    def _treated(self) -> _Judgement | None:
        if not self.case.treatments:
            return None
        first = min(self.case.treatments, key=lambda treated: treated.date)
        series = self.case.series
        before = level_on(series.scores[LEG], series.day(first.date))
        told = {"treated_on": first.date.isoformat()}
        if before is None or self.week[Scale.LEG_PAIN] == UNKNOWN:
            return Standing.TREATED, Said(_TREATED[first.kind], told)
        figures = {"before": _rounded(before.mean), "now": self.week[Scale.LEG_PAIN]}
        return Standing.TREATED, Said(_TREATED_SINCE[first.kind], {**told, **figures})

    def _too_thin(self) -> _Judgement | None:
        span = int(self.desk.last[self.n] - self.desk.first[self.n]) + 1
        if span < ENOUGH_SPAN_DAYS or self.entries < ENOUGH_ENTRIES:
            text = _(
                "Days filled in: %(entries)s. There is something to say from %(enough_entries)s days, "
                "spread over at least %(enough_span)s days."
            )
            values = {"enough_entries": ENOUGH_ENTRIES, "enough_span": ENOUGH_SPAN_DAYS}
            return Standing.TOO_EARLY, Said(text, {"entries": self.entries, **values})
        if np.isnan(self.before):
            text = _("No week with at least %(full)s days filled in yet: there is nothing to compare with.")
            return Standing.TOO_EARLY, Said(text, {"full": FULL_WEEK_ENTRIES})
        recent = int(self.desk.week[self.n])
        if recent < FEWEST_ENTRIES:
            return Standing.NOT_CLEAR, Said(TOO_FEW_THIS_WEEK, {"recent": recent, "fewest": FEWEST_ENTRIES})
        return None

    def _recovered_or_relapsed(self) -> _Judgement | None:
        if self.recovery is None:
            return None
        recovered_on = self.case.series.date(self.recovery.since).isoformat()
        most, least = self._one_or_two_weeks(max), self._one_or_two_weeks(min)
        if self.recovery.came_back and most[Scale.LEG_PAIN] > ACCEPTABLE_LEVEL:
            text = _("Recovered on %(recovered_on)s; leg pain is around %(leg)s of 10 again.")
            return Standing.RELAPSED, Said(
                text, {"recovered_on": recovered_on, "leg": _rounded(most[Scale.LEG_PAIN])}
            )
        still = [
            least[scale] <= ACCEPTABLE_LEVEL + STILL_POINTS for scale in (Scale.LEG_PAIN, Scale.LIMITATION)
        ]
        if not self.recovery.came_back and all(still):
            text = _(
                "In the last 7 days leg pain is around %(leg)s and limitation around %(limitation)s of 10; "
                "recovered on %(recovered_on)s."
            )
            values = {"leg": self.week[Scale.LEG_PAIN], "limitation": self.week[Scale.LIMITATION]}
            return Standing.RECOVERED, Said(text, {"recovered_on": recovered_on, **values})
        return None

    def _one_or_two_weeks(self, choose: Callable[[float, float], float]) -> dict[Scale, float]:
        """The mean of the last week or of the last two: what comes quickly by the one goes slowly by the other."""
        pairs = zip(self.desk.week_mean[self.n].tolist(), self.desk.recent_mean[self.n].tolist(), strict=True)
        return {
            scale: two if isnan(week) else choose(week, two)
            for scale, (week, two) in zip(ROWS, pairs, strict=True)
        }

    def _direction(self) -> _Judgement:
        standing = self.desk.directions[self.n]
        leg, limitation, _back = self.desk.week_mean[self.n].tolist()
        if standing is Standing.NOT_CLEAR and leg <= ACCEPTABLE_LEVEL and limitation > ACCEPTABLE_LEVEL:
            return standing, self._still_limited()
        reason = {Standing.WORSE: self._rose, Standing.OFF_COURSE: self._stalled}.get(
            standing, self._against_first_week
        )
        return standing, reason()

    def _still_limited(self) -> Said:
        text = _(
            "Leg pain is around %(leg)s of 10 in the last 7 days, but limitation is still around %(limitation)s."
        )
        return Said(text, {"leg": self.week[Scale.LEG_PAIN], "limitation": self.week[Scale.LIMITATION]})

    def _rose(self) -> Said:
        rise = float(self.desk.evidence.rise[self.n, -1])
        values = {"leg": self.week[Scale.LEG_PAIN], "limitation": self.week[Scale.LIMITATION]}
        if isnan(rise) or rise < MILDER * WORSE_POINTS:
            text = _(
                "Leg pain and limitation were clearly higher in the last days than in the weeks before. Over the last "
                "7 days leg pain is around %(leg)s of 10, limitation around %(limitation)s."
            )
            return Said(text, values)
        if values["limitation"] == UNKNOWN:
            text = _(
                "Leg pain is about %(points)s points higher than in the weeks before: around %(leg)s of 10 now."
            )
        else:
            text = _(
                "Leg pain and limitation together are about %(points)s points higher than in the weeks before: "
                "leg pain is around %(leg)s of 10 now, limitation around %(limitation)s."
            )
        return Said(text, {"points": round(rise, 1), **values})

    def _stalled(self) -> Said:
        text = _(
            "%(weeks)s weeks after the start leg pain is around %(now)s of 10, against %(before)s in the first "
            "full week of the diary."
        )
        return Said(text, {"weeks": self.day // WEEK_DAYS, **self._then_and_now()})

    def _against_first_week(self) -> Said:
        text = _(
            "Leg pain is around %(now)s of 10 in the last 7 days, against %(before)s in the first full week "
            "of the diary."
        )
        return Said(text, self._then_and_now())

    def _then_and_now(self) -> dict[str, float | str]:
        return {"before": _rounded(self.before), "now": self.week[Scale.LEG_PAIN]}


def _rounded(mean: float) -> float | str:
    return UNKNOWN if isnan(mean) else round(mean, 1)


def level_on(scores: Floats, day: int) -> Level | None:
    """The level on one scale (days,) on a day, if enough was answered in the two weeks up to it."""
    return levels.at(scores, day) if is_recent(scores, day) else None


def is_recent(scores: Floats, day: int) -> bool:
    """Whether enough was answered on one scale (days,) in the two weeks up to a day to say something about now."""
    recent = scores[max(day + 1 - RECENT_DAYS, 0) : max(day + 1, 0)]
    return bool((~np.isnan(recent)).sum() >= FEWEST_ENTRIES)
