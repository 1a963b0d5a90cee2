"""What the clinic reads: rows of the caseload, and alerts with the exact answers and what was done."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.caseload import Group, Page, Row
from recovery.clinical.circumstances import CancerHistory
from recovery.clinical.course import TREATMENTS, TreatmentKind
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.scores import SIDES, Side
from recovery.clinical.standing import REASSURING, STANDINGS
from recovery.episodes.models import Episode, Treatment
from recovery.journal.models import EntryVersion
from recovery.people.models import Patient
from tracker.answers import UNKNOWN, Line, short, told, yes_no
from tracker.clinic.words import GROUPS, URGENCIES
from tracker.phones import readable
from tracker.words import long_date, moment, short_date, weekday_date


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


@dataclass(frozen=True, slots=True)
class About:
    """Who the patient is, in a few lines."""

    name: str
    lines: list[Line]


def about(patient: Patient, episode: Episode, *, today: date) -> About:
    """What a neurologist wants to know before the chart."""
    weeks = (today - episode.onset).days // WEEK_DAYS
    age = _age(patient.age_on(today))
    lines = [
        Line(_("Telephone"), readable(str(patient.phone)) if patient.phone else UNKNOWN),
        Line(_("Born"), f"{long_date(patient.birth_date)} ({age})" if patient.birth_date else UNKNOWN),
        Line(
            _("Leg pain since"),
            ngettext("%(day)s, %(n)s week ago", "%(day)s, %(n)s weeks ago", weeks)
            % {"day": long_date(episode.onset), "n": weeks},
        ),
        Line(_("Side"), _(SIDES[Side(episode.side)])),
        Line(_("Under treatment here"), yes_no(patient.under_treatment)),
        Line(_("GP"), readable(str(patient.gp_phone)) if patient.gp_phone else UNKNOWN),
        Line(_("Cancer, now or in the past"), _cancer(patient.has_had_cancer)),
        Line(
            _("Older complaints"),
            ", ".join(short(sign) for sign in sorted(patient.old_complaints)) or _("none"),
        ),
    ]
    return About(str(patient), lines)


def _cancer(history: CancerHistory) -> str:
    return UNKNOWN if history is CancerHistory.UNKNOWN else yes_no(history is CancerHistory.YES)


def treatment_line(treatment: Treatment) -> str:
    """An injection or operation and its date."""
    return f"{_(TREATMENTS[TreatmentKind(treatment.kind)])}: {long_date(treatment.date)}"


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What a day said before it was corrected or removed."""

    date: str
    change: str
    when: str
    answers: list[Line]


def version_row(version: EntryVersion) -> VersionRow:
    """An earlier version of an entry."""
    removed = version.change == EntryVersion.Change.REMOVED
    return VersionRow(
        date=weekday_date(version.day),
        change=_("removed") if removed else _("corrected"),
        when=moment(version.changed_at),
        answers=told(version.answers),
    )
