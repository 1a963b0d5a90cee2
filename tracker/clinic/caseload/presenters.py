"""The list in words: rows under the reason why they stand there, columns that put it in order, what is left out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.caseload import Group, Order, Page, Row
from recovery.clinical import wording
from recovery.clinical.natural_course import WINDOW_WEEKS
from recovery.clinical.standing import REASSURING, STANDINGS, Standing
from recovery.people.models import SavedFilter
from tracker.answers import UNKNOWN
from tracker.clinic.caseload.forms import BACKWARDS, AskForm
from tracker.clinic.caseload.sparkline import Spark, height, spark, width
from tracker.clinic.caseload.words import ORDERS, Whose
from tracker.clinic.presenters import age_in_words
from tracker.clinic.words import GROUPS, URGENCIES
from tracker.share import of_100
from tracker.words import short_date

SPARK_BOX = f"0 0 {width(WINDOW_WEEKS)} {height()}"


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A patient on the list, in words."""

    ref: UUID
    name: str
    age: str
    doctor: str
    weeks: str
    standing: str
    standing_code: str
    assessed: str
    chance: str
    spark: Spark | None
    spark_label: str
    leg_pain: str
    last_entry: str
    next_visit: str
    urgency: str
    urgency_code: str


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """The patients who are on the list for the same reason."""

    title: str
    is_open_alert: bool
    rows: list[CaseRow]


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and the address that puts the list in its order or, when it is, the other way round."""

    title: str
    query: str
    sorted: str
    css: str


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A selection that is one click away; `key` where it can be removed."""

    name: str
    query: str
    is_current: bool
    key: int | None = None


def case_groups(page: Page, order: Order, *, today: date) -> list[CaseGroup]:
    """The rows of a page: by urgency under the reason why they stand there, otherwise below the open alerts."""

    def heading(row: Row) -> str:
        by_reason = order is Order.URGENCY or row.group is Group.OPEN_ALERT
        return str(GROUPS[row.group]) if by_reason else _("In order of: %(order)s") % {"order": ORDERS[order]}

    return [
        CaseGroup(title, title == str(GROUPS[Group.OPEN_ALERT]), [_case_row(row, today) for row in rows])
        for title, rows in groupby(page.rows, key=heading)
    ]


def _case_row(row: Row, today: date) -> CaseRow:
    silenced = row.alert_urgency is not None
    weeks = () if silenced else row.leg_pain
    return CaseRow(
        ref=row.ref,
        name=row.name,
        age=age_in_words(row.age),
        doctor=row.doctor,
        weeks=str(row.weeks_since_onset) if row.weeks_since_onset is not None else UNKNOWN,
        standing=_standing(row),
        standing_code=row.standing.value if row.standing and not _comforts(row) else "",
        assessed=_assessed(row.assessed_on, today),
        chance=_chance(row),
        spark=spark(weeks, WINDOW_WEEKS) if any(week is not None for week in weeks) else None,
        spark_label=_("Leg pain by week: %(weeks)s") % {"weeks": ", ".join(map(_whole, weeks))},
        leg_pain=next((_whole(week) for week in reversed(weeks) if week is not None), UNKNOWN),
        last_entry=_ago(row.days_silent),
        next_visit=_visit(row.next_visit, today),
        urgency=str(URGENCIES[row.alert_urgency]) if row.alert_urgency else "",
        urgency_code=row.alert_urgency.value if row.alert_urgency else "",
    )


def _standing(row: Row) -> str:
    """Where the patient stands; no comfort beside an open alert."""
    if row.standing is None:
        return _("Nothing filled in yet") if row.last_entry is None else UNKNOWN
    if row.is_back_of_late:
        return _(wording.BACK_SAYS_THE_PATIENT)
    if row.wants_days:
        return _(wording.KEPT_WEEKLY_WHY)
    return UNKNOWN if _comforts(row) else _(STANDINGS[row.standing])


def _comforts(row: Row) -> bool:
    is_silenced = row.alert_urgency is not None or row.is_back_of_late
    return is_silenced and row.standing in REASSURING


def _assessed(day: date | None, today: date) -> str:
    """Of which day the standing is; empty when of today, as for who filled in today."""
    return _("as of %(day)s") % {"day": short_date(day)} if day and day != today else ""


def _chance(row: Row) -> str:
    """“62 (48–74)”; nothing beside an open alert or leg pain that is back, nor of who has recovered already."""
    chance = row.chance
    is_silenced = row.alert_urgency is not None or row.is_back_of_late
    if chance is None or is_silenced or row.standing is Standing.RECOVERED:
        return UNKNOWN
    return f"{of_100(chance.probability)} ({of_100(chance.low)}–{of_100(chance.high)})"


def _whole(mean: float | None) -> str:
    return UNKNOWN if mean is None else str(round(mean))


def _ago(days: int | None) -> str:
    if days is None:
        return _("never")
    if days == 0:
        return _("today")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}


def _visit(day: date | None, today: date) -> str:
    if day is None:
        return UNKNOWN
    return _("today") if day == today else short_date(day)


def columns(form: AskForm) -> list[Column]:
    """The heads of the columns, from left to right."""
    asked = form.asked()

    def column(title: str, order: Order | None = None, css: str = "") -> Column:
        if order is None:
            return Column(title, "", "", css)
        is_sorted = asked.order is order
        turned = f"{BACKWARDS}{order}" if is_sorted and not asked.backwards else order.value
        direction = "descending" if asked.backwards else "ascending"
        return Column(title, form.query(sort=turned), direction if is_sorted else "", css)

    return [
        column(_("Patient"), Order.NAME, "col-who"),
        column(_("Weeks"), Order.WEEKS, "number col-weeks"),
        column(_("Standing"), None, "col-standing"),
        column(_("Recovers, of 100"), Order.PROBABILITY, "number col-chance"),
        column(_("Leg pain, 0–10"), None, "col-leg"),
        column(_("Last entry"), Order.LAST_ENTRY, "col-last"),
        column(_("Next visit"), Order.NEXT_VISIT, "col-visit"),
        column(_("Doctor"), None, "col-doctor"),
    ]


def shortcuts(form: AskForm, kept: list[SavedFilter]) -> list[Shortcut]:
    """Selections that everybody has, and then those that this neurologist keeps."""
    return list(_shortcuts(form.query(), kept))


def _shortcuts(current: str, kept: list[SavedFilter]) -> Iterator[Shortcut]:
    visits = Group.VISIT.name.lower()
    for name, query in (
        (_("Everybody"), ""),
        (_("My patients"), f"doctor={Whose.MINE}"),
        (str(GROUPS[Group.VISIT]), f"group={visits}&sort={Order.NEXT_VISIT}"),
        (_("My visits within a week"), f"group={visits}&doctor={Whose.MINE}&sort={Order.NEXT_VISIT}"),
    ):
        yield Shortcut(name, query, query == current)
    for each in kept:
        yield Shortcut(each.name, each.query, each.query == current, each.pk)


def outside(alerts: int) -> str:
    """That alerts are open which this selection does not show; empty when there are none."""
    if not alerts:
        return ""
    text = ngettext(
        "%(n)s open alert is outside this selection.", "%(n)s open alerts are outside this selection.", alerts
    )
    return text % {"n": alerts}
