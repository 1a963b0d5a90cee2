"""What a patient takes out as something to read: a PDF in the language of the page, from what is in the archive."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from recovery.clinical import wording
from recovery.clinical.care import CARES, IMAGING
from recovery.clinical.scores import SCALES, Scale
from recovery.clinical.signs import Urgency
from recovery.exchange.dossier import Dossier, EntryTold, EpisodeTold
from recovery.exchange.records import dossier_of, for_the_patient
from recovery.people import access_log
from recovery.people.models import Patient
from tracker.answers import UNKNOWN, signs
from tracker.paper import GAP, HEAD, NAME, TEXT, Sheet
from tracker.patient.consents import consents_page
from tracker.readings import visit_line
from tracker.words import compact_date, long_date, moment

# So many days of readers stand in the PDF; every reading is in the table.
MOST_READINGS = 500

Section = tuple[str, list[str]]


def own_pdf(patient: Patient, *, now: datetime) -> bytes:
    """The sheets: what must be known, what was done, the consents, who looked, and every day."""
    told = for_the_patient(dossier_of(patient))
    name = told.person.name or told.person.email
    sheet = Sheet(name, f"{name} · {_('made on %(when)s') % {'when': moment(now)}}")
    sheet.write_text(name, size=NAME, bold=True)
    sheet.write_text(_(wording.NOBODY_READS), bold=True)
    for title, found in _sections(patient, told):
        sheet.ln(GAP)
        sheet.write_text(title, size=HEAD, bold=True)
        for line in found or [UNKNOWN]:
            sheet.write_text(line, size=TEXT)
    return bytes(sheet.output())


def _sections(patient: Patient, told: Dossier) -> Iterator[Section]:
    yield _("My details"), _details(told)
    yield _("My treatment"), [line for episode in told.episodes for line in _care(episode)]
    yield _("My medicines"), [f"{one.name} {one.strength} {one.how_often}".strip() for one in told.medicines]
    yield _("Alerts"), [_alert(one.raised.at, one.urgency) for one in told.alerts]
    yield _("My consents"), list(_consents(patient))
    yield _("Who looked at my diary"), _readings(patient)
    yield _("My diary"), [_day(entry) for episode in told.episodes for entry in episode.entries]


def _details(told: Dossier) -> list[str]:
    person = told.person
    born = long_date(person.birth_date) if person.birth_date else ""
    onsets = [_("Leg pain since %(day)s") % {"day": long_date(one.onset)} for one in told.episodes]
    return [*filter(None, (person.email, born, person.phone, person.gp_name, person.gp_phone)), *onsets]


def _care(episode: EpisodeTold) -> Iterator[str]:
    for done in episode.treatments:
        yield f"{compact_date(done.day)}: {_(CARES[done.kind])}"
    for picture in episode.imaging:
        yield f"{compact_date(picture.day)}: {_(IMAGING[picture.kind])} {picture.finding}".strip()
    for visit in episode.visits:
        yield f"{compact_date(visit.day)}: {_('Visit')} {visit.clinic}".strip()
    for note in episode.notes:
        yield f"{moment(note.written.at)}: {note.text}"
    for question in episode.questions:
        yield f"{moment(question.asked.at)}: {question.text}"


def _alert(at: datetime, urgency: str) -> str:
    return f"{moment(at)}: {_(wording.HEADLINES[Urgency(urgency)])}"


def _consents(patient: Patient) -> Iterator[str]:
    page = consents_page(patient)
    for one in (*page.standing, *page.before):
        yield f"{one.what}, {one.when}"
        yield from (f"    {line}" for line in one.lines)


def _readings(patient: Patient) -> list[str]:
    visits = access_log.visits(patient, start=0, size=MOST_READINGS)
    found = [visit_line(visit) for visit in visits]
    return [" ".join([f"{line.when}: {line.who}, {line.role}.", *line.sentences]) for line in found]


def _day(entry: EntryTold) -> str:
    scores = {
        Scale.LIMITATION: entry.limitation,
        Scale.LEG_PAIN: entry.leg_pain,
        Scale.BACK_PAIN: entry.back_pain,
    }
    told = [
        f"{_(SCALES[which].name)} {UNKNOWN if score is None else score}" for which, score in scores.items()
    ]
    words = [compact_date(entry.day) + ":", ", ".join([*told, _signs(entry)]) + ".", entry.note]
    return " ".join(words).strip()


def _signs(entry: EntryTold) -> str:
    """What was answered to the safety question; unanswered is unknown, never "no"."""
    return f"{_('Safety question')}: {signs(entry.signs)}"
