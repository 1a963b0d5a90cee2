"""What bringing a file in would do, in lines of text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.clinical.scores import SCALES, Scale
from recovery.exchange.arrivals import Added
from recovery.exchange.bringing import Days
from recovery.exchange.dossier import Dossier, EntryTold
from recovery.exchange.other_apps import RawTable
from recovery.journal.bringing_in import Sorted
from tracker.answers import UNKNOWN, score
from tracker.patient.exchange import words
from tracker.words import compact_date

# So many days, bad rows and dates are written out; how many more there are is said.
FIRST_DAYS = 7
MOST_BAD = 100
MOST_DATES = 30


@dataclass(frozen=True, slots=True)
class DayLine:
    """A day as it would stand in the diary."""

    date: str
    scores: list[str]
    note: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would happen. With a bad row nothing can."""

    lines: list[str]
    bad: list[str]
    more_bad: str
    scales: list[str]
    first_days: list[DayLine]
    can: bool
    has_flag: bool


def days_preview(days: Days) -> Preview:
    """The days of a file."""
    bad = [words.bad_row(row) for row in days.bad[:MOST_BAD]]
    more = len(days.bad) - len(bad)
    return Preview(
        lines=[] if bad else _counted(days.sorted),
        bad=bad,
        more_bad=ngettext("And %(n)s line more.", "And %(n)s lines more.", more) % {"n": more}
        if more
        else "",
        scales=_scales(),
        first_days=_first(days.told),
        can=not days.bad and bool(days.sorted.new),
        has_flag=bool(days.flagged),
    )


def record_preview(dossier: Dossier, added: Added, *, has_flag: bool) -> Preview:
    """A whole record, and of whom it says that it is."""
    lines = [_("The record of %(name)s.") % {"name": dossier.person.name}] if dossier.person.name else []
    lines += _counted(added.days)
    if added.others:
        lines.append(
            ngettext(
                "%(n)s other thing is new: a treatment, a visit, a question or an alert.",
                "%(n)s other things are new: treatments, visits, questions and alerts.",
                added.others,
            )
            % {"n": added.others}
        )
    if added.left_out:
        lines.append(_left_out(added))
    if added.unknown:
        lines.append(_unknown(added))
    told = [entry for episode in dossier.episodes for entry in episode.entries]
    return Preview(lines, [], "", _scales(), _first(told), bool(added.days.new or added.others), has_flag)


def refused_preview(sentences: Sequence[str]) -> Preview:
    """A file that cannot be brought in, and why."""
    return Preview([], list(sentences[:MOST_BAD]), "", [], [], can=False, has_flag=False)


def done(found: Sorted) -> str:
    """One sentence after it was done."""
    return " ".join(_counted(found))


def names_of(table: RawTable) -> str:
    """The columns that were found."""
    return ", ".join(f"“{name}”" for name in table.names)


def _left_out(added: Added) -> str:
    return _("Notes of %(clinics)s are left out: that clinic writes them here itself.") % {
        "clinics": ", ".join(added.left_out)
    }


def _unknown(added: Added) -> str:
    return _("Questionnaires that are not known here keep the score that the file says: %(names)s.") % {
        "names": ", ".join(added.unknown)
    }


def _counted(found: Sorted) -> list[str]:
    lines = [_("New: %(days)s.") % {"days": words.days(len(found.new))}]
    if found.same:
        lines.append(
            _("In your diary already, with the same answers: %(days)s.")
            % {"days": words.days(len(found.same))}
        )
    if found.different:
        sentence = _(
            "In your diary already, with other answers: %(days)s. Those stay as they are: %(dates)s."
        )
        lines.append(sentence % {"days": words.days(len(found.different)), "dates": _dates(found.different)})
    return lines


def _dates(days: Sequence[date]) -> str:
    shown = [compact_date(day) for day in sorted(days)[:MOST_DATES]]
    return ", ".join([*shown, "…"] if len(days) > MOST_DATES else shown)


def _scales() -> list[str]:
    return [_(SCALES[scale].name) for scale in Scale]


def _first(told: Sequence[EntryTold]) -> list[DayLine]:
    first = sorted(told, key=lambda entry: entry.day)[:FIRST_DAYS]
    return [
        DayLine(
            compact_date(entry.day), [score(getattr(entry, s.value)) for s in Scale], entry.note or UNKNOWN
        )
        for entry in first
    ]
