"""Lines of text for the review: who the patient is, notes, questions, visits, and what days said before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recovery.clinical.circumstances import CancerHistory
from recovery.clinical.diary import WEEK_DAYS
from recovery.clinical.scores import SIDES, Side
from recovery.episodes.models import Episode, Note, Preparation, Question, Visit
from recovery.episodes.notes import Thread
from recovery.journal.models import Entry, EntryVersion, Medicine
from recovery.people.models import Patient
from tracker.answers import UNKNOWN, Line, short, told, yes_no
from tracker.clinic.presenters import age_in_words
from tracker.clinic.review.forms import NoteForm
from tracker.medicines import must_know
from tracker.phones import Phone, own_phone, readable
from tracker.words import compact_date, long_date, moment, weekday_date
from tracker.writers import Writers

# So many of the patient's own notes are read on this page; the others stand with their days.
MOST_NOTES = 12


@dataclass(frozen=True, slots=True)
class About:
    """Who the patient is: in one line, what must be known before treating, and all of it.

    `phone` is their own number, `None` where not known.
    """

    name: str
    phone: Phone | None
    short: list[str]
    must_know: list[Line]
    lines: list[Line]


def about(
    patient: Patient,
    episode: Episode,
    used: Iterable[Medicine] = (),
    *,
    number: int | None = None,
    today: date,
) -> About:
    """What a neurologist wants to know before the chart; `number` is which episode of theirs this is."""
    weeks = (today - episode.onset).days // WEEK_DAYS
    age = age_in_words(patient.age_on(today))
    known = must_know(patient, used)
    lines = [
        Line(_("Telephone"), readable(str(patient.phone)) if patient.phone else UNKNOWN),
        Line(_("Born"), f"{long_date(patient.birth_date)} ({age})" if patient.birth_date else UNKNOWN),
        Line(
            _("Leg pain since"),
            ", ".join(
                [
                    ngettext("%(day)s, %(n)s week ago", "%(day)s, %(n)s weeks ago", weeks)
                    % {"day": long_date(episode.onset), "n": weeks},
                    *_which(number),
                ]
            ),
        ),
        Line(_("Side"), _(SIDES[Side(episode.side)])),
        Line(_("Under treatment here"), yes_no(patient.under_treatment)),
        Line(_("GP"), readable(str(patient.gp_phone)) if patient.gp_phone else UNKNOWN),
        Line(_("Cancer, now or in the past"), _cancer(patient.has_had_cancer)),
        Line(
            _("Older complaints"),
            ", ".join(short(sign) for sign in sorted(patient.old_complaints)) or _("none"),
        ),
        *known,
    ]
    return About(str(patient), own_phone(patient), _in_short(age, episode, weeks, number), known, lines)


def _in_short(age: str, episode: Episode, weeks: int, number: int | None) -> list[str]:
    """Age, leg, level, how long it lasts, and which episode it is where it is not the first."""
    return [
        *([age] if age else []),
        _(SIDES[Side(episode.side)]),
        *([episode.level] if episode.level else []),
        ngettext("leg pain for %(n)s week", "leg pain for %(n)s weeks", weeks) % {"n": weeks},
        *_which(number),
    ]


def _which(number: int | None) -> list[str]:
    """Which episode it is, where it is not the first."""
    return [_("episode %(n)s") % {"n": number}] if number and number > 1 else []


def _cancer(history: CancerHistory) -> str:
    return UNKNOWN if history is CancerHistory.UNKNOWN else yes_no(history is CancerHistory.YES)


@dataclass(frozen=True, slots=True)
class VersionRow:
    """What a day said before it was corrected or removed."""

    date: str
    change: str
    when: str
    answers: list[Line]
    by: str


def version_row(version: EntryVersion, writers: Writers, names: Mapping[str, str]) -> VersionRow:
    """An earlier version of an entry; `names` are the words of own activities by their ref."""
    removed = version.change == EntryVersion.Change.REMOVED
    return VersionRow(
        date=weekday_date(version.day),
        change=_("removed") if removed else _("corrected"),
        when=moment(version.changed_at),
        answers=told(version.answers, names),
        by=writers.proxy(version.changed_by_id),
    )


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was written, and when; `by` is who wrote it for the patient, empty where they did themselves."""

    when: str
    text: str
    by: str = ""


def notes_of_the_patient(entries: Sequence[Entry], writers: Writers) -> list[Said]:
    """What the patient wrote beside the days, the latest first."""
    written = [entry for entry in reversed(entries) if entry.note][:MOST_NOTES]
    return [
        Said(compact_date(entry.day), entry.note, writers.proxy(entry.written_by_id)) for entry in written
    ]


def questions_asked(questions: Iterable[Question], writers: Writers) -> list[Said]:
    """What the patient wants to ask, the first first."""
    return [
        Said(
            compact_date(timezone.localdate(question.asked_at)),
            question.text,
            writers.proxy(question.asked_by_id),
        )
        for question in questions
    ]


@dataclass(frozen=True, slots=True)
class PreparedCard:
    """What the patient sent ahead of the visit: when, and the two things in their own words."""

    when: str
    matters: str
    not_understood: str
    written: str


def prepared_card(sent: Preparation | None, writers: Writers) -> PreparedCard | None:
    """The last that was sent to the clinic that reads, if anything was."""
    if sent is None or sent.sent_at is None:
        return None
    return PreparedCard(
        moment(sent.sent_at), sent.matters, sent.not_understood, writers.written_by(sent.written_by_id)
    )


@dataclass(frozen=True, slots=True)
class NoteCard:
    """A note of the clinic as it is now, and what it said before."""

    ref: UUID
    text: str
    who: str
    when: str
    shared: bool
    earlier: list["NoteCard"]
    form: NoteForm


def note_cards(threads: Iterable[Thread]) -> list[NoteCard]:
    """The notes of the clinic, the latest first."""
    return [_note_card(thread.note, thread.earlier) for thread in threads]


def _note_card(note: Note, earlier: Iterable[Note]) -> NoteCard:
    return NoteCard(
        ref=note.ref,
        text=note.text,
        who=str(note.written_by),
        when=moment(note.written_at),
        shared=note.shared,
        earlier=[_note_card(before, ()) for before in earlier],
        form=NoteForm(
            initial={"text": note.text, "shared": note.shared, "replaces": note.ref},
            auto_id=f"id_{note.ref}_%s",
        ),
    )


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A visit that was planned; `is_due` when its day has come, so that it can be said that it took place."""

    id: int
    date: str
    is_due: bool


@dataclass(frozen=True, slots=True)
class Visits:
    """The visits that are planned, the next, and those that took place; `offers_today` where today has none."""

    planned: list[VisitRow]
    next: str
    held: list[str]
    offers_today: bool


def visits_page(visits: Sequence[Visit], *, today: date) -> Visits:
    """The visits of an episode, those called off left out."""
    planned = [visit for visit in visits if visit.held_at is None]
    coming = [visit.day for visit in planned if visit.day >= today]
    held = [visit.day for visit in visits if visit.held_at]
    return Visits(
        planned=[VisitRow(visit.pk, long_date(visit.day), visit.day <= today) for visit in planned],
        next=long_date(coming[0]) if coming else "",
        held=[long_date(day) for day in reversed(held)],
        offers_today=all(visit.day != today for visit in visits),
    )
