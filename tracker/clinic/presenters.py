"""What the clinic reads of one patient: who it is, treatments, and what days said before."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.clinical.circumstances import CancerHistory
from recovery.clinical.course import TREATMENTS, TreatmentKind
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.scores import SIDES, Side
from recovery.episodes.models import Episode, Treatment
from recovery.journal.models import EntryVersion
from recovery.people.models import Patient
from tracker.answers import UNKNOWN, Line, short, told, yes_no
from tracker.phones import readable
from tracker.words import long_date, moment, weekday_date


def age_in_words(years: int | None) -> str:
    """“45 years”; empty when it is not known."""
    return "" if years is None else ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


@dataclass(frozen=True, slots=True)
class About:
    """Who the patient is, in a few lines."""

    name: str
    lines: list[Line]


def about(patient: Patient, episode: Episode, *, today: date) -> About:
    """What a neurologist wants to know before the chart."""
    weeks = (today - episode.onset).days // WEEK_DAYS
    age = age_in_words(patient.age_on(today))
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
