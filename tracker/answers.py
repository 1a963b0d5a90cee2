"""What a patient answered, as lines of text."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from recovery.clinical.body import PLACES, SENSATIONS, Mark, Place, marks_of
from recovery.clinical.red_flags import BASELINES, Baseline
from recovery.clinical.scores import (
    FEELINGS,
    NRS_HIGH,
    SCALES,
    SIDES,
    SLEEPS,
    STRENGTHS,
    Feeling,
    Scale,
    Side,
    Sleep,
    Strength,
)
from recovery.clinical.signs import RULE_OF, Sign
from recovery.journal.models import Entry
from tracker.words import table_date
from tracker.writers import Writers

UNKNOWN = "–"

# The questions of a day in short, by the name of their answer; the scores have names of their own.
LABELS: Mapping[str, str] = {
    "feeling": gettext_noop("Feeling in the leg"),
    "strength": gettext_noop("Strength in the leg"),
    "signs": gettext_noop("New or different"),
    "sleep": gettext_noop("Sleep"),
    "painkillers": gettext_noop("Painkillers"),
    "worse_on_coughing": gettext_noop("Worse on coughing"),
    "note": gettext_noop("Note"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A question in short and what was answered."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class DayRow:
    """One day in a table: scores as text, the signs by their short names, and what is special about it.

    `written` says who wrote or corrected it, where that was not the patient.
    """

    day: date
    date: str
    scores: list[str]
    feeling: str
    strength: str
    signs: list[str]
    others: list[Line]
    note: str
    backfilled: bool
    corrected: bool
    written: list[str]


def day_row(entry: Entry, written: Sequence[str] = (), names: Mapping[str, str] | None = None) -> DayRow:
    """An entry, for a table; `written` by somebody for the patient; own activities by `names`, where handed in."""
    day = entry.value()
    return DayRow(
        day=entry.day,
        date=table_date(entry.day),
        scores=[score(day.score(scale)) for scale in Scale],
        feeling=feeling(entry.feeling),
        strength=strength(entry.strength),
        signs=[short(sign) for sign in entry.signs or ()],
        others=[
            *_own_activities(entry.activities, names or {}),
            *_optional(entry.sleep, entry.painkillers, entry.worse_on_coughing),
        ],
        note=entry.note,
        backfilled=entry.backfilled,
        corrected=entry.corrected_at is not None,
        written=list(written),
    )


def day_rows(
    writers: Writers, entries: Collection[Entry], names: Mapping[str, str] | None = None
) -> list[DayRow]:
    """Entries, for a table, each with who wrote it for the patient."""
    written = writers.of_days(entries)
    return [day_row(entry, written.get(entry.day, ()), names) for entry in entries]


def told(answers: Mapping[str, Any], names: Mapping[str, str] | None = None) -> list[Line]:
    """The stored answers of a day, of the first questions or of a body picture, exactly as they were given.

    `names` are the words of own activities by their ref; an alert keeps its own.
    """
    if "baseline" in answers:
        return _told_at_the_start(answers)
    if "body" in answers:
        return _told_in_the_body(answers)
    names = answers.get("activity_names") or names or {}
    lines = [Line(_(SCALES[scale].name), score(answers[scale])) for scale in Scale]
    lines += [
        *_own_activities(answers.get("activities") or {}, names),
        Line(_(LABELS["feeling"]), feeling(answers["feeling"])),
        Line(_(LABELS["strength"]), strength(answers["strength"])),
        Line(_(LABELS["signs"]), signs(answers["signs"])),
    ]
    lines += _optional(answers["sleep"], answers["painkillers"], answers["worse_on_coughing"])
    return [*lines, Line(_(LABELS["note"]), answers["note"])] if answers["note"] else lines


def _told_at_the_start(answers: Mapping[str, Any]) -> list[Line]:
    baseline = [
        Line(short(sign), _(BASELINES[Baseline(answer)])) for sign, answer in answers["baseline"].items()
    ]
    return [Line(_("Side"), _(SIDES[Side(answers["side"])])), *baseline]


def _told_in_the_body(answers: Mapping[str, Any]) -> list[Line]:
    """A place each, and the signs that this comes to."""
    marks = marks_of(f"{place}:{sensation}" for place, sensation in answers["body"])
    return [*body_lines(marks), Line(_("Safety signs"), signs(answers["signs"]))]


def body_lines(marks: Iterable[Mark]) -> list[Line]:
    """“Left calf: pain, numb”, in the order of the list."""
    told: dict[Place, list[str]] = {}
    for mark in marks:
        told.setdefault(mark.place, []).append(_(SENSATIONS[mark.sensation]).lower())
    return [Line(_(PLACES[place]), ", ".join(felt)) for place, felt in told.items()]


def _own_activities(scores: Mapping[str, int], names: Mapping[str, str]) -> list[Line]:
    """One line an activity: its words, and how hard it was."""
    return [Line(names[ref], f"{value}/{NRS_HIGH}") for ref, value in scores.items() if ref in names]


def _optional(sleep: str, painkillers: bool | None, worse_on_coughing: bool | None) -> list[Line]:
    lines = []
    if sleep:
        lines.append(Line(_(LABELS["sleep"]), _(SLEEPS[Sleep(sleep)])))
    if painkillers is not None:
        lines.append(Line(_(LABELS["painkillers"]), yes_no(painkillers)))
    if worse_on_coughing is not None:
        lines.append(Line(_(LABELS["worse_on_coughing"]), yes_no(worse_on_coughing)))
    return lines


def score(value: int | None) -> str:
    """A score, or a dash where it was not answered."""
    return UNKNOWN if value is None else str(value)


def feeling(code: str) -> str:
    return _(FEELINGS[Feeling(code)]) if code else UNKNOWN


def strength(code: str) -> str:
    return _(STRENGTHS[Strength(code)]) if code else UNKNOWN


def signs(codes: Sequence[str] | None) -> str:
    """The signs that were told; unanswered is unknown, never "none"."""
    if codes is None:
        return UNKNOWN
    return ", ".join(short(sign) for sign in codes) or _("none of these")


def short(sign: str) -> str:
    """The short name of a sign; the code of one that these rules do not know."""
    return _(RULE_OF[Sign(sign)].short) if sign in set(Sign) else sign


def yes_no(value: bool) -> str:
    return _("yes") if value else _("no")
