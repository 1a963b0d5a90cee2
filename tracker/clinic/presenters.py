"""What the clinic reads: rows of the caseload, and alerts with the exact answers and what was done."""

from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.caseload import Group, Page, Row
from recovery.clinical.standing import REASSURING, STANDINGS
from tracker.clinic.words import GROUPS, URGENCIES
from tracker.words import short_date


@dataclass(frozen=True, slots=True)
class CaseRow:
    """A patient on the list, in words."""

    ref: UUID
    name: str
    age: str
    weeks: str
    standing: str
    standing_code: str
    assessed: str
    last_entry: str
    urgency: str
    urgency_code: str


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """The patients who are on the list for the same reason."""

    title: str
    shows_urgency: bool
    rows: list[CaseRow]


def case_groups(page: Page) -> list[CaseGroup]:
    """The rows of a page under the reason why they stand there."""
    return [
        CaseGroup(str(GROUPS[group]), group is Group.OPEN_ALERT, [_case_row(row) for row in rows])
        for group, rows in groupby(page.rows, key=lambda row: row.group)
    ]


def _case_row(row: Row) -> CaseRow:
    return CaseRow(
        ref=row.ref,
        name=row.name,
        age=_age(row.age),
        weeks=str(row.weeks_since_onset) if row.weeks_since_onset is not None else "–",
        standing=_standing(row),
        standing_code=row.standing.value if row.standing and not _is_silenced(row) else "",
        assessed=short_date(row.assessed_on) if row.assessed_on else "",
        last_entry=_ago(row.days_silent),
        urgency=str(URGENCIES[row.alert_urgency]) if row.alert_urgency else "",
        urgency_code=row.alert_urgency.value if row.alert_urgency else "",
    )


def _standing(row: Row) -> str:
    """Where the patient stands; no comfort beside an open alert."""
    if row.standing is None:
        return _("Nothing filled in yet")
    return "–" if _is_silenced(row) else _(STANDINGS[row.standing])


def _is_silenced(row: Row) -> bool:
    return row.alert_urgency is not None and row.standing in REASSURING


def _age(years: int | None) -> str:
    return "" if years is None else ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def _ago(days: int | None) -> str:
    if days is None:
        return _("never")
    if days == 0:
        return _("today")
    return ngettext("%(n)s day ago", "%(n)s days ago", days) % {"n": days}
