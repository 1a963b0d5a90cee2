"""What changed since the last visit, in three lines; and three levels on two dates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.alerts.models import Alert
from recovery.clinical import wording
from recovery.clinical.care import CARES, PAINKILLERS, Care, Painkiller
from recovery.clinical.course import Course, Reading
from recovery.clinical.followup import (
    Followed,
    Moved,
    Since,
    Start,
    Weight,
    moved,
    moved_since_the_first_week,
    weigh,
)
from recovery.clinical.levels import Level
from recovery.clinical.scores import ACCEPTABLE_LEVEL, NRS_HIGH, SCALES
from recovery.clinical.standing import BETTER_POINTS, BETTER_SHARE, STANDINGS
from recovery.episodes.models import Treatment
from recovery.journal.rhythm import Kept
from tracker.answers import short
from tracker.course import day_of
from tracker.share import of_100
from tracker.words import compact_date, figure, long_date, short_date

ARROW = "→"
UNKNOWN = "–"


@dataclass(frozen=True, slots=True)
class Changes:
    """The head of the page: since when, and three lines. `is_urgent` where an alert is open still."""

    title: str
    why: str
    lines: list[str]
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """A level or a change, and its interval, as text."""

    value: str
    interval: str = ""


@dataclass(frozen=True, slots=True)
class CompareRow:
    """One scale on two dates, the change, the change since the first full week, and whether that matters."""

    name: str
    figures: list[Figure]
    matters: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two dates beside each other. `beside_flag` says why no change reassures: then none is said to matter either."""

    first: str
    second: str
    rows: list[CompareRow]
    measure: str
    beside_flag: str


def changes(
    told: Followed, alerts: Sequence[Alert], treatments: Iterable[Treatment], *, today: date, kept: Kept
) -> Changes:
    """The three lines."""
    since = told.since.date
    late = [alert for alert in alerts if day_of(alert) >= since]
    return Changes(
        title=_title(told.since, today),
        why=_WHY[told.since.start](),
        lines=[
            f"{_line(told.leg_pain)} {_line(told.limitation)}",
            _standing(told, kept),
            _happened(told, alerts, late, [done for done in treatments if since <= done.date <= today]),
        ],
        is_urgent=any(alert.is_open for alert in alerts),
    )


def _title(since: Since, today: date) -> str:
    days = (today - since.date).days
    ago = ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    return _("What changed since %(date)s (%(ago)s)") % {"date": long_date(since.date), "ago": ago}


_WHY = {
    Start.LAST_VISIT: lambda: _("The date of the last visit."),
    Start.SOME_WEEKS: lambda: _("No visit before today is written down: these are the last four weeks."),
    Start.FIRST_DAY: lambda: _(
        "No visit before today is written down: this is the first day of the diary. The levels before the arrow are "
        "those of its first full week."
    ),
}


def _line(change: Moved) -> str:
    """“Leg pain 6,2 (5,5–6,9) → 3,4 (2,8–4,0): −2,8 (−3,7 to −1,9).”"""
    name = _(SCALES[change.scale].name)
    ends = f"{_whole(level_figure(change.then))} {ARROW} {_whole(level_figure(change.now))}"
    if change.change is None:
        return f"{name} {ends}."
    return f"{name} {ends}: {_whole(change_figure(change.change))}."


def _whole(told: Figure) -> str:
    return f"{told.value} {told.interval}".rstrip()


def _standing(told: Followed, kept: Kept) -> str:
    """The standing then and now; what an open flag of later would take back is not told of then."""
    then = UNKNOWN if told.then_is_silenced else _stood(told.then, kept)
    line = _("Standing: %(then)s %(arrow)s %(now)s.") % {
        "then": then,
        "arrow": ARROW,
        "now": _stood(told.now, kept),
    }
    if told.now.flagged_on is None:
        return line
    return f"{line} {beside_a_flag(told.now)}"


def _stood(reading: Reading, kept: Kept) -> str:
    """“On course for recovery (87 of 100)”."""
    standing = _(wording.KEPT_WEEKLY if kept.explains(reading) else STANDINGS[reading.standing])
    if reading.outlook is None or reading.outlook.weeks is None:
        return standing
    share = _("%(n)s of 100") % {"n": of_100(reading.outlook.probability)}
    return f"{standing} ({share})"


def beside_a_flag(reading: Reading) -> str:
    """Why nothing reassures; empty without a red flag of late or an open one."""
    if reading.flagged_on is None:
        return ""
    return _("Red flag of %(date)s: what the pain does says little beside it.") % {
        "date": short_date(reading.flagged_on)
    }


def _happened(
    told: Followed, alerts: Sequence[Alert], late: Sequence[Alert], treatments: Sequence[Treatment]
) -> str:
    filled = _("Filled in: %(logged)s of %(span)s days.") % {"logged": told.logged, "span": told.span}
    return " ".join([filled, _alerted(alerts, late), _treated(treatments)])


def _alerted(alerts: Sequence[Alert], late: Sequence[Alert]) -> str:
    """The red flags since, and how many alerts are open, however old. None reported is no sign of safety."""
    still_open = sum(alert.is_open for alert in alerts)
    flags = ", ".join(f"{signs_of(alert)} ({short_date(day_of(alert))})" for alert in reversed(late))
    told = _("Red flags: %(flags)s.") % {"flags": flags or _("none reported")}
    if not alerts:
        return told
    number = ngettext("%(n)s alert open.", "%(n)s alerts open.", still_open) % {"n": still_open}
    return f"{told} {number}"


def signs_of(alert: Alert) -> str:
    """The signs of an alert by their short names."""
    return ", ".join([*(short(sign) for sign in sorted(alert.signs)), *alert.unread])


def _treated(treatments: Sequence[Treatment]) -> str:
    done = ", ".join(f"{care_name(done)} ({short_date(done.date)})" for done in treatments)
    return _("Treatments: %(done)s.") % {"done": done or _("none written down")}


def care_name(done: Treatment) -> str:
    """A step of the ladder; of painkillers the class."""
    if done.painkiller in set(Painkiller):
        return _(PAINKILLERS[Painkiller(done.painkiller)])
    return _(CARES[Care(done.kind)])


def comparison(course: Course, reading: Reading, first: date, second: date) -> Comparison:
    """Every scale on two dates, leg pain first."""
    between = moved(course, first, second)
    since_first_week = moved_since_the_first_week(course, second)
    return Comparison(
        first=compact_date(first),
        second=compact_date(second),
        rows=[
            _row(*pair, tells=reading.flagged_on is None)
            for pair in zip(between, since_first_week, strict=True)
        ],
        measure=_(
            "A change that matters: at least %(share)s%% and %(points)s points less than in the first full week."
        )
        % {"share": round(BETTER_SHARE * 100), "points": BETTER_POINTS}
        + " "
        + _("Acceptable pain: at most %(level)s.") % {"level": ACCEPTABLE_LEVEL},
        beside_flag=beside_a_flag(reading),
    )


def _row(between: Moved, since_first_week: Moved, *, tells: bool) -> CompareRow:
    return CompareRow(
        name=_(SCALES[between.scale].name),
        figures=[
            level_figure(between.then),
            level_figure(between.now),
            change_figure(between.change),
            change_figure(since_first_week.change),
        ],
        matters=_matters(weigh(since_first_week)) if tells else UNKNOWN,
    )


def _matters(weight: Weight | None) -> str:
    """Whether a change reaches what matters, in words."""
    if weight is None:
        return _("Cannot be said: too few answers.")
    if weight.acceptable is None:
        return _by(weight)
    state = _("Now acceptable.") if weight.acceptable else _("Now not acceptable.")
    return f"{_by(weight)} {state}"


def _by(weight: Weight) -> str:
    values = {"points": figure(abs(weight.points)), "share": round(abs(weight.share or 0) * 100)}
    if weight.reaches:
        return _("What matters is reached: %(points)s points and %(share)s%% less.") % values
    if weight.points > 0:
        return _("Not yet what matters: %(points)s points and %(share)s%% less.") % values
    if weight.points < 0:
        return _("No improvement: %(points)s points more.") % values
    return _("No improvement: as it was.")


def level_figure(level: Level | None) -> Figure:
    """“3,4 (2,8–4,0)”."""
    if level is None:
        return Figure(UNKNOWN)
    low, high = max(level.low, 0), min(level.high, NRS_HIGH)
    return Figure(figure(level.mean), f"({figure(low)}–{figure(high)})")


def change_figure(change: Level | None) -> Figure:
    """“−2,1 (−2,9 to −1,3)”; a rise has a plus."""
    if change is None:
        return Figure(UNKNOWN)
    ends = {"low": _plus(change.low), "high": _plus(change.high)}
    return Figure(_plus(change.mean), _("(%(low)s to %(high)s)") % ends)


def _plus(value: float) -> str:
    sign = {True: "−", False: "+"}[value < 0] if round(value, 1) else ""
    return f"{sign}{formats.localize(abs(round(value, 1)))}"
