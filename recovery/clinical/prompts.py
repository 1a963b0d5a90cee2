"""What the ladder of leaflet and guideline gives a neurologist to consider, each with its basis. Never an order.

Prompts for the doctor, in words a doctor uses; a patient never reads them. They stand beside red flags and take nothing
from them: no prompt is asked for by a rule of `red_flags`, and none makes one ring less.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import mean

from recovery.clinical.care import Care
from recovery.clinical.course import Course, Reading
from recovery.clinical.diary import FEWEST_ENTRIES, WEEK_DAYS
from recovery.clinical.reading import change_since
from recovery.clinical.scores import ACCEPTABLE_LEVEL, Day, Scale, Strength
from recovery.clinical.signs import Sign
from recovery.clinical.standing import BETTER_POINTS, BETTER_SHARE, Standing
from recovery.clinical.text import Said, _

# No clear improvement 6 to 8 weeks after the onset is raised at the next contact (NHG [F]); an operation is discussed
# after about 12 weeks of too little improvement (NHG [F]): from then on that prompt takes the place of the other [P].
NO_IMPROVEMENT_WEEKS = 6
REFERRAL_WEEKS = 12

# An injection is judged after about 8 weeks (section 5 [F]); until then it is no sign that it was not enough [P].
INJECTION_WEEKS = 8

# Strength fell within these days, and leg pain of the last week is so many points below that of the weeks before [P]:
# a nerve that dies hurts less (section 4).
WEAKER_DAYS = 28
WEAKER_POINTS = 1.0
BEFORE_DAYS = 28

LESS_STRENGTH: frozenset[str] = frozenset({Sign.WEAKNESS, Sign.SEVERE_WEAKNESS, Sign.INJECTION_WEAKNESS})


Figures = dict[str, float | int | str]


class PromptCode(StrEnum):
    """The prompts, the most pressing first. Codes are stored: never rename one."""

    WEAKER = "weaker"
    DISCUSS_REFERRAL = "discuss_referral"
    JUDGE_INJECTION = "judge_injection"
    NO_IMPROVEMENT = "no_improvement"


TITLES: dict[PromptCode, str] = {
    PromptCode.WEAKER: _("Less strength while the pain falls"),
    PromptCode.DISCUSS_REFERRAL: _("12 weeks of too little improvement"),
    PromptCode.JUDGE_INJECTION: _("An injection to be judged"),
    PromptCode.NO_IMPROVEMENT: _("No clear improvement"),
}

BASES: dict[PromptCode, str] = {
    PromptCode.WEAKER: _(
        "NHG: progressive paresis is a reason for immediate referral [F]. Less pain with less strength is not "
        "recovery; the numbers of days and points are our own proposal [P]."
    ),
    PromptCode.DISCUSS_REFERRAL: _(
        "NHG: after about 12 weeks of too little improvement an operation gives a faster recovery, and no "
        "difference at one year [F]. Clearly better: 2 points and 30 in 100 (Ostelo 2008 [F])."
    ),
    PromptCode.JUDGE_INJECTION: _(
        "An injection is judged after about 8 weeks [F]. The step after it on the ladder is the leaflet's [L]."
    ),
    PromptCode.NO_IMPROVEMENT: _(
        "NHG: no clear improvement 6 to 8 weeks after the onset is raised at the next contact [F]. Clearly better: "
        "2 points and 30 in 100 (Ostelo 2008 [F])."
    ),
}


@dataclass(frozen=True, slots=True)
class Prompt:
    """Something to consider. `about` is what it rests on: a dismissal counts for that alone."""

    code: PromptCode
    sentence: Said
    basis: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the ladder that was taken, and its date."""

    care: Care
    date: date


@dataclass(frozen=True, slots=True)
class Known:
    """What the prompts rest on, as of `today`.

    `before` is leg pain (0-10) in the first full week of the diary, `now` in the last week; `None` while unknown.
    `steps` in any order; `days` with leg pain and strength, one a date.
    """

    onset: date
    today: date
    standing: Standing
    before: float | None
    now: float | None
    steps: tuple[Step, ...] = ()
    days: tuple[Day, ...] = ()


def known_of(course: Course, reading: Reading, steps: Iterable[Step]) -> Known:
    """What is known of a course on the day of its reading."""
    level = reading.now.get(Scale.LEG_PAIN)
    change = change_since(course, Scale.LEG_PAIN, None, reading.as_of)
    return Known(
        onset=course.onset,
        today=reading.as_of,
        standing=reading.standing,
        before=level.mean - change.mean if level and change else None,
        now=level.mean if level else None,
        steps=tuple(steps),
        days=course.days,
    )


def prompts(known: Known) -> tuple[Prompt, ...]:
    """What there is to consider, the most pressing first; nothing where nothing is known."""
    found = (_weaker(known), _too_little(known), _injection(known), _no_improvement(known))
    return tuple(prompt for prompt in found if prompt)


def clearly_better(before: float, now: float) -> bool:
    """At least 30% and at least 2 points below the first full week: Ostelo 2008 [F]."""
    return before - now >= max(BETTER_POINTS, BETTER_SHARE * before)


def _weaker(known: Known) -> Prompt | None:
    fell_on = last_fall(known.days, known.today)
    before, now = _weeks_before(known), _last_week(known)
    if fell_on is None or before is None or now is None or before - now < WEAKER_POINTS:
        return None
    text = _(
        "Less strength in the leg on %(fell_on)s, while leg pain fell from around %(before)s to around %(now)s of 10. "
        "Consider examining the strength soon: less pain is no comfort here."
    )
    values: Figures = {"fell_on": fell_on.isoformat(), "before": round(before, 1), "now": round(now, 1)}
    return _prompt(PromptCode.WEAKER, Said(text, values), about=fell_on.isoformat())


def last_fall(days: Iterable[Day], today: date) -> date | None:
    """The last day of late on which strength fell: told as such, or less after normal on the day told before."""
    told = sorted((day for day in days if day.date <= today and _tells(day)), key=lambda day: day.date)
    before = [None, *(day.strength for day in told)]
    fell = [day.date for day, last in zip(told, before, strict=False) if _is_weaker(day, last)]
    return max((on for on in fell if (today - on).days < WEAKER_DAYS), default=None)


def _tells(day: Day) -> bool:
    return day.strength is not None or _is_told(day)


def _is_told(day: Day) -> bool:
    return day.strength is Strength.WORSE or not LESS_STRENGTH.isdisjoint(day.signs or ())


def _is_weaker(day: Day, before: Strength | None) -> bool:
    """Told as such, or less where it was normal before, though the patient called it “as before”."""
    return _is_told(day) or (before is Strength.NORMAL and day.strength is Strength.LESS)


def _last_week(known: Known) -> float | None:
    return _leg_pain(known, known.today - timedelta(days=WEEK_DAYS - 1), known.today)


def _weeks_before(known: Known) -> float | None:
    last = known.today - timedelta(days=WEEK_DAYS)
    return _leg_pain(known, last - timedelta(days=BEFORE_DAYS - 1), last)


def _leg_pain(known: Known, first: date, last: date) -> float | None:
    """The mean from `first` to `last`; `None` where too few days were answered."""
    scores = [day.leg_pain for day in known.days if day.leg_pain is not None and first <= day.date <= last]
    return mean(scores) if len(scores) >= FEWEST_ENTRIES else None


def _too_little(known: Known) -> Prompt | None:
    if _weeks(known, known.onset) < REFERRAL_WEEKS or not _stalls(known):
        return None
    if _has(known, Care.REFERRAL, Care.OPERATION) or _waits_for_injection(known):
        return None
    text = _(
        "%(weeks)s weeks after the onset leg pain is around %(now)s of 10, against %(before)s in the first full week. "
        "To discuss: whether the patient wants a referral to the neurosurgeon."
    )
    return _prompt(PromptCode.DISCUSS_REFERRAL, Said(text, _figures(known)))


def _no_improvement(known: Known) -> Prompt | None:
    if not NO_IMPROVEMENT_WEEKS <= _weeks(known, known.onset) < REFERRAL_WEEKS or not _stalls(known):
        return None
    if _has(known, Care.INJECTION, Care.REFERRAL, Care.OPERATION):
        return None
    text = _(
        "%(weeks)s weeks after the onset leg pain is around %(now)s of 10, against %(before)s in the first full week. "
        "To discuss: what the patient needs, and whether further examination or an injection has a place."
    )
    return _prompt(PromptCode.NO_IMPROVEMENT, Said(text, _figures(known)))


def _injection(known: Known) -> Prompt | None:
    given = _last(known, Care.INJECTION)
    if given is None or _weeks(known, given) < INJECTION_WEEKS:
        return None
    if any(step.date >= given for step in _steps(known, Care.REFERRAL, Care.OPERATION)):
        return None
    values: Figures = {"injected_on": given.isoformat(), "weeks": _weeks(known, given)}
    text = _(
        "The injection of %(injected_on)s was %(weeks)s weeks ago. Consider judging with the patient what it did."
    )
    if known.now is not None:
        values["now"] = round(known.now, 1)
        text = _(
            "The injection of %(injected_on)s was %(weeks)s weeks ago; leg pain is around %(now)s of 10 now. Consider "
            "judging with the patient what it did."
        )
    return _prompt(PromptCode.JUDGE_INJECTION, Said(text, values), about=given.isoformat())


def _stalls(known: Known) -> bool:
    """Leg pain above the acceptable level and too little below the first full week; false where that is unknown."""
    if known.now is None or known.before is None or known.now <= ACCEPTABLE_LEVEL:
        return False
    return known.standing is Standing.OFF_COURSE or not clearly_better(known.before, known.now)


def _waits_for_injection(known: Known) -> bool:
    given = _last(known, Care.INJECTION)
    return given is not None and _weeks(known, given) < INJECTION_WEEKS


def _figures(known: Known) -> Figures:
    return {
        "weeks": _weeks(known, known.onset),
        "now": round(known.now or 0, 1),
        "before": round(known.before or 0, 1),
    }


def _weeks(known: Known, since: date) -> int:
    return (known.today - since).days // WEEK_DAYS


def _steps(known: Known, *cares: Care) -> list[Step]:
    return [step for step in known.steps if step.care in cares and step.date <= known.today]


def _has(known: Known, *cares: Care) -> bool:
    return bool(_steps(known, *cares))


def _last(known: Known, care: Care) -> date | None:
    return max((step.date for step in _steps(known, care)), default=None)


def _prompt(code: PromptCode, sentence: Said, *, about: str = "") -> Prompt:
    return Prompt(code, sentence, BASES[code], about)
