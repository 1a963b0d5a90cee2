"""Who read what of whom: as lines for a clinic, in sentences for the patient, as a file for who must judge it."""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from recovery.exchange.diary_csv import BOM, defused
from recovery.people.access_log import Visit
from recovery.people.models import AccessRecord, Ground, Role, What
from tracker.words import clock, long_date, moment

# Of a page of the log; and of the patient's own, a line for a person and a day.
LINES = 50
VISITS = 25

WHAT: Mapping[str, Promise] = {
    What.LIST: gettext_lazy("the list of patients"),
    What.DOCTOR: gettext_lazy("which neurologist looks after the patient"),
    What.ALERTS: gettext_lazy("the list of alerts"),
    What.ALERT: gettext_lazy("an alert"),
    What.REVIEW: gettext_lazy("the page with the days and charts"),
    What.REVIEW_AS_PDF: gettext_lazy("the page with the days and charts, as a PDF"),
    What.PREPARED: gettext_lazy("the sheet for the visit"),
    What.NOTES: gettext_lazy("notes"),
    What.PLAN: gettext_lazy("the plan"),
    What.VISITS: gettext_lazy("visits and questions"),
    What.EPISODE: gettext_lazy("the page with the treatments"),
    What.STATUS: gettext_lazy("under treatment or not"),
    What.LEAVE: gettext_lazy("discharge or transfer"),
    What.DIARY_FILE: gettext_lazy("the diary, as a CSV file"),
    What.RECORD_FILE: gettext_lazy("the whole record, as a FHIR file"),
    What.FHIR_PATIENT: gettext_lazy("personal details"),
    What.FHIR_OBSERVATION: gettext_lazy("scores"),
    What.FHIR_RESPONSE: gettext_lazy("days of the diary"),
    What.FHIR_FLAG: gettext_lazy("alerts"),
    What.HELPING: gettext_lazy("your name, in the list of whom they help"),
    What.TODAY: gettext_lazy("Today"),
    What.COURSE: gettext_lazy("the course"),
    What.DAYS: gettext_lazy("days of the diary"),
    What.QUESTIONNAIRES: gettext_lazy("questionnaires"),
    What.CARE: gettext_lazy("treatments"),
    What.MEDICINES: gettext_lazy("medicines"),
    What.AFTERCARE: gettext_lazy("after the hernia"),
    What.ACTIVITIES: gettext_lazy("your own activities"),
    What.BODY: gettext_lazy("where you feel it"),
    What.URGENT: gettext_lazy("the page of a red flag"),
    What.PHONE: gettext_lazy("whom to phone"),
    What.EXPLANATION: gettext_lazy("the explanation of a hernia"),
    What.NO_PAGE: gettext_lazy("a page that was not there for them"),
    What.GLASS_BROKEN: gettext_lazy("the diary, opened in an emergency"),
    What.NOBODY_FOUND: gettext_lazy("wanted to open a diary in an emergency; nobody was found"),
    What.OVERSEEN: gettext_lazy("who opened the diary in an emergency"),
    What.LOG_FILE: gettext_lazy("the access log, as a file"),
    What.KEPT_FILE: gettext_lazy("what the clinic must keep by law, as a file"),
}

ROLES: Mapping[str, Promise] = {
    Role.NEUROLOGIST: gettext_lazy("neurologist"),
    Role.MANAGER: gettext_lazy("manager"),
    Role.PROXY: gettext_lazy("helps you with your diary"),
    Role.SYSTEM: gettext_lazy("a computer system"),
}

GROUNDS: Mapping[str, Promise] = {
    Ground.SHARED: gettext_lazy("Because you share your diary with this clinic."),
    Ground.AFTER_DISCHARGE: gettext_lazy("Because this clinic reads along for some time after a discharge."),
    Ground.OPEN_ALERT: gettext_lazy("Because a red flag was open after your discharge."),
    Ground.LENT: gettext_lazy("Because you let this person into your diary."),
    Ground.EMERGENCY: gettext_lazy("In an emergency, without your permission. The reason stands above."),
    Ground.OVERSIGHT: gettext_lazy("To check who looked, and why."),
    Ground.LAW: gettext_lazy("Because the clinic must keep this by law."),
}

SHORT_GROUNDS: Mapping[str, Promise] = {
    Ground.SHARED: gettext_lazy("shared"),
    Ground.AFTER_DISCHARGE: gettext_lazy("after a discharge"),
    Ground.OPEN_ALERT: gettext_lazy("an open alert after a discharge"),
    Ground.LENT: gettext_lazy("let in by the patient"),
    Ground.EMERGENCY: gettext_lazy("emergency"),
    Ground.OVERSIGHT: gettext_lazy("oversight"),
    Ground.LAW: gettext_lazy("must be kept by law"),
}


def _words(known: Mapping[str, Promise], code: str) -> str:
    """The words of a code; one that is not known here stands as it was written."""
    return str(known.get(code, code))


# For a clinic


@dataclass(frozen=True, slots=True)
class Line:
    """One reading. `of` is empty where it was of nobody in particular."""

    at: str
    who: str
    what: str
    ground: str
    address: str
    of: str


@dataclass(frozen=True, slots=True)
class Pages:
    """A page of the log, with the numbers of the pages beside it; 0 where there is none."""

    lines: list[Line]
    newer: int
    older: int


def page(records: Iterable[AccessRecord], number: int) -> Pages:
    """The page of this number from at most one line more than it holds."""
    told = list(records)
    return Pages(list(map(_line, told[:LINES])), number - 1, number + 1 if len(told) > LINES else 0)


def _line(record: AccessRecord) -> Line:
    """Of whom is a record's own number, no name: a manager reads no records."""
    what = _words(WHAT, record.what)
    return Line(
        at=moment(record.at),
        who=_who(record),
        what=_("wrote: %(what)s") % {"what": what} if record.wrote else what,
        ground=_words(SHORT_GROUNDS, record.ground),
        address=record.address or "",
        of=str(record.patient.ref)[:8] if record.patient else "",
    )


def _who(record: AccessRecord) -> str:
    return str(record.user or (record.token and record.token.name))


# For the patient


@dataclass(frozen=True, slots=True)
class VisitLine:
    """What one person, or system, did on one day: who they are, when, and sentences."""

    who: str
    role: str
    when: str
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class VisitPages:
    """A page of the patient's own log, as `Pages`."""

    lines: list[VisitLine]
    newer: int
    older: int


def visit_page(visits: Iterable[Visit], number: int) -> VisitPages:
    """The page of this number from at most one line more than it holds."""
    told = list(visits)
    lines = [visit_line(visit) for visit in told[:VISITS]]
    return VisitPages(lines, number - 1, number + 1 if len(told) > VISITS else 0)


def visit_line(visit: Visit) -> VisitLine:
    """In words: who, from when to when, what they saw and wrote, and on what ground."""
    role = _words(ROLES, visit.role)
    about = [role, visit.clinic] if visit.role != Role.PROXY else [role]
    said = [
        _did(_("Looked at: %(what)s."), visit, wrote=False),
        _did(_("Wrote: %(what)s."), visit, wrote=True),
    ]
    return VisitLine(
        visit.who,
        ", ".join(part for part in about if part),
        _when(visit),
        [sentence for sentence in (*said, _words(GROUNDS, visit.ground)) if sentence],
    )


def _did(sentence: str, visit: Visit, *, wrote: bool) -> str:
    done = [_words(WHAT, what) for what, written, _times in visit.did if written is wrote]
    return sentence % {"what": "; ".join(done)} if done else ""


def _when(visit: Visit) -> str:
    """“12 november 2026, 3 keer tussen 10:02 en 10:10”."""
    first, last = clock(visit.first), clock(visit.last)
    if visit.times == 1 or first == last:
        return _("%(day)s, at %(time)s") % {"day": long_date(visit.day), "time": first}
    sentence = ngettext(
        "%(day)s, %(n)s time between %(first)s and %(last)s",
        "%(day)s, %(n)s times between %(first)s and %(last)s",
        visit.times,
    )
    return sentence % {"day": long_date(visit.day), "n": visit.times, "first": first, "last": last}


# As a file

COLUMNS = ("at", "who", "role", "clinic", "record", "patient", "what", "wrote", "ground", "address")


def csv_file(records: Iterable[AccessRecord], *, names: bool) -> Iterator[str]:
    """The lines of a CSV file, in codes; without `names` only the numbers of who and of whom."""
    yield BOM + _row(COLUMNS)
    for record in records:
        yield _row(_cells(record, names=names))


def _cells(record: AccessRecord, *, names: bool) -> tuple[str, ...]:
    patient, key = record.patient, record.user_id or record.token_id
    return (
        timezone.localtime(record.at).isoformat(timespec="seconds"),
        _who(record) if names else f"{'user' if record.user_id else 'token'} {key}",
        record.role,
        str(record.clinic or ""),
        str(patient.ref) if patient else "",
        str(patient) if patient and names else "",
        record.what,
        "yes" if record.wrote else "no",
        record.ground,
        record.address or "",
    )


def _row(cells: Iterable[str]) -> str:
    file = StringIO()
    csv.writer(file).writerow([defused(cell) for cell in cells])
    return file.getvalue()
