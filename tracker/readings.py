"""Who read what of whom, as lines."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from recovery.people.models import AccessRecord
from tracker.words import moment

# Of a page of the log.
LINES = 50


def _words(what: str) -> str:
    """What was read; a word that is not known here stands as it was written."""
    known = {
        "fhir Patient": _("Personal details, by a computer system"),
        "fhir Observation": _("Scores, by a computer system"),
        "fhir QuestionnaireResponse": _("Days of the diary, by a computer system"),
        "fhir Flag": _("Alerts, by a computer system"),
        "review as PDF": _("The review, as a PDF"),
        "record exported, csv": _("The diary, as a CSV file"),
        "record exported, fhir": _("The whole record, as a FHIR file"),
        "kept record exported": _("What the clinic must keep by law, as a file"),
    }
    return known.get(what, what)


@dataclass(frozen=True, slots=True)
class Line:
    """One reading. `of` is empty where it was of nobody in particular."""

    at: str
    who: str
    clinic: str
    what: str
    of: str


def lines(records: Iterable[AccessRecord]) -> list[Line]:
    """As lines for a clinic or a patient. Of whom is a record's own number, no name: a manager reads no records."""
    return [_line(record) for record in records]


def _line(record: AccessRecord) -> Line:
    return Line(
        at=moment(record.at),
        who=str(record.user or (record.token and record.token.name)),
        clinic=str(record.clinic or ""),
        what=_words(record.what),
        of=str(record.patient.ref)[:8] if record.patient else "",
    )


@dataclass(frozen=True, slots=True)
class Pages:
    """A page of the log, with the numbers of the pages beside it; 0 where there is none."""

    lines: list[Line]
    newer: int
    older: int


def page(records: Iterable[AccessRecord], number: int) -> Pages:
    """The page of this number from at most one line more than it holds."""
    told = list(records)
    return Pages(lines(told[:LINES]), number - 1, number + 1 if len(told) > LINES else 0)
