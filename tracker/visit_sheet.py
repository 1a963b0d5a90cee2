"""The sheet that prepares a visit, in words: for the patient to show or print, and for the clinic as it was sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from recovery.alerts.models import Step
from recovery.clinical import wording
from recovery.clinical.care import CARES, LASTING, Care
from recovery.clinical.followup import Start
from recovery.clinical.scores import SCALES, Scale
from recovery.clinical.standing import STANDINGS, Standing
from recovery.clinical.text import Said
from recovery.visit_sheet import Direction, Done, Ends, Flag, Sheet, Used
from tracker.answers import Line, short
from tracker.medicines import class_of, safe_care_lines
from tracker.words import figure, long_date, moment, say

# What came of a red flag, in the patient's words.
BECAME = {
    Step.CONTACTED: gettext_noop("I had contact about it on %(day)s"),
    Step.NOT_REACHED: gettext_noop("I could not reach anyone on %(day)s"),
    Step.NOT_MEANT: gettext_noop("It was not what I meant (%(day)s)"),
    Step.TAKEN: gettext_noop("The clinic took it in hand on %(day)s"),
    Step.CLOSED: gettext_noop("The clinic dealt with it on %(day)s"),
    Step.PASSED_ON: gettext_noop("It was passed on, and a clinic was told anew, on %(day)s"),
}

SINCE = {
    Start.LAST_VISIT: gettext_noop("Since the last visit, on %(day)s"),
    Start.SOME_WEEKS: gettext_noop("In the last four weeks, since %(day)s"),
    Start.FIRST_DAY: gettext_noop("Since the first week of the diary, from %(day)s"),
}


@dataclass(frozen=True, slots=True)
class SheetPage:
    """The sheet as lines of text. `silenced` says why no direction is told, empty where one may be.

    `standing` and `changed` are empty where there is nothing to tell.
    """

    made: str
    visit: str
    silenced: str
    standing: str
    since: str
    changed: list[str]
    flags: list[str]
    done: list[str]
    medicines: list[str]
    safe_care: list[Line]
    questions: list[str]
    matters: str
    not_understood: str


def sheet_page(sheet: Sheet) -> SheetPage:
    """A sheet, whether it is of now or was sent."""
    direction = sheet.direction
    return SheetPage(
        made=moment(datetime.fromisoformat(sheet.made_at)),
        visit=_day(sheet.visit_on) if sheet.visit_on else "",
        silenced=_(wording.STILL_OPEN) if sheet.has_open_flag else "",
        standing=_standing(direction) if direction else "",
        since=_since(direction) if direction else "",
        changed=list(_changed(direction)) if direction else [],
        flags=[_flag(flag) for flag in sheet.flags],
        done=[_done(one) for one in sheet.done],
        medicines=used_lines(sheet.medicines),
        safe_care=safe_care_lines(sheet.allergies, sheet.pregnancy),
        questions=list(sheet.questions),
        matters=sheet.matters,
        not_understood=sheet.not_understood,
    )


def _day(iso: str) -> str:
    return long_date(date.fromisoformat(iso))


def _standing(direction: Direction) -> str:
    """“On course for recovery. Leg pain is …”; what these rules do not know is left out."""
    if direction.standing not in set(Standing):
        return ""
    if direction.kept_weekly:
        return _(wording.KEPT_WEEKLY_WHY)
    reason = say(Said(direction.reason, direction.reason_values))
    return f"{_(STANDINGS[Standing(direction.standing)])}. {reason}"


def _since(direction: Direction) -> str:
    if direction.start not in set(Start):
        return ""
    return _(SINCE[Start(direction.start)]) % {"day": _day(direction.since)}


def _changed(direction: Direction) -> Iterator[str]:
    yield from (_ends(one) for one in direction.ends if one.scale in set(Scale))
    if direction.span:
        values = {"logged": direction.logged, "span": direction.span}
        yield _("Filled in: %(logged)s of %(span)s days.") % values


def _ends(one: Ends) -> str:
    """“Leg pain: about 6,2 of 10 then, about 3,4 now.” A level that is not known is said not to be."""
    name = _(SCALES[Scale(one.scale)].name)
    if one.then is None or one.now is None:
        return _("%(name)s: too few days filled in to compare.") % {"name": name}
    values = {"name": name, "then": figure(one.then), "now": figure(one.now)}
    return _("%(name)s, 0 to 10: about %(then)s then, about %(now)s now.") % values


def _flag(flag: Flag) -> str:
    """“Bladder (4 November 2026). The clinic dealt with it on 5 November 2026.”"""
    signs = ", ".join(short(sign) for sign in flag.signs)
    told = f"{signs} ({_day(flag.on)})."
    if flag.became in set(Step):
        told += f" {_(BECAME[Step(flag.became)]) % {'day': _day(flag.became_on)}}."
    return f"{told} {_('Still open.')}" if flag.is_open else told


def _done(one: Done) -> str:
    """“Injection (nerve block): 3 November 2026”."""
    name = _(CARES[Care(one.kind)]) if one.kind in set(Care) else one.kind
    if kind := class_of(one.painkiller):
        name = f"{name}, {kind}"
    if one.until:
        span = _("%(first)s to %(last)s") % {"first": _day(one.on), "last": _day(one.until)}
        return f"{name}: {span}"
    lasts = one.kind in LASTING
    when = _("since %(day)s") % {"day": _day(one.on)} if lasts else _day(one.on)
    return f"{name}: {when}"


def used_lines(used: Iterable[Used]) -> list[str]:
    """“Ibuprofen 400 mg, 3 times a day, anti-inflammatory”."""
    return [
        ", ".join(
            filter(None, (f"{one.name} {one.strength}".strip(), one.how_often, class_of(one.painkiller)))
        )
        for one in used
    ]
