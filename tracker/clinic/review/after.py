"""For the clinic: how an episode ended, what came after, and the patient's earlier episodes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from recovery.aftercare import steps, weekly
from recovery.clinical.aftercare import WEEKLIES, Weekly
from recovery.clinical.care import CARES, Care
from recovery.clinical.scores import SIDES, Side
from recovery.episodes import course, ladder, notes
from recovery.episodes.course import History
from recovery.episodes.models import Episode, Note, Treatment
from tracker.earlier import MOST_EARLIER, Beside, beside
from tracker.patient.after_pages import history_lines, leg_answered
from tracker.words import compact_date, long_date
from tracker.writers import Writers

# So many steps after which the leg answered are named.
MOST_ANSWERS = 5

NOTHING_SAID = History((), ())


@dataclass(frozen=True, slots=True)
class EarlierEpisode:
    """An episode that ended, to be read only."""

    title: str
    lines: list[str]
    notes: list[str]


@dataclass(frozen=True, slots=True)
class AfterCard:
    """What was said of this episode, the aftercare in short, and the episodes before it; `number` counts from 1."""

    number: int
    lines: list[str]
    weekly: str
    leg_answered: list[str]
    earlier: list[EarlierEpisode]
    beside: Beside | None


def after_card(episode: Episode) -> AfterCard:
    """The card of an episode: its queries do not grow with the days or the episodes, up to those that are shown."""
    patient = episode.patient
    writers = Writers(patient)
    said, before = course.histories_of(patient), course.earlier_of(patient)
    earlier = before[:MOST_EARLIER]
    return AfterCard(
        number=len(before) + 1,
        lines=history_lines(said.get(episode.pk, NOTHING_SAID), writers),
        weekly=_weekly(episode, writers),
        leg_answered=leg_answered(steps.answered_by_the_leg(patient, MOST_ANSWERS)),
        earlier=_earlier(earlier, said, writers),
        beside=beside(episode, earlier),
    )


def _weekly(episode: Episode, writers: Writers) -> str:
    last = weekly.latest(episode)
    if last is None:
        return ""
    told = f"{compact_date(last.day)}: {_(WEEKLIES[Weekly(last.answer)])}"
    return writers.signed(told, last.written_by_id)


def _earlier(earlier: list[Episode], said: dict[int, History], writers: Writers) -> list[EarlierEpisode]:
    if not earlier:
        return []
    done, written = ladder.done_in(earlier), _notes(earlier)
    return [
        EarlierEpisode(
            title=_("%(from)s to %(to)s") % {"from": long_date(one.onset), "to": _end(one.ended_on)},
            lines=[
                _place(one),
                *history_lines(said.get(one.pk, NOTHING_SAID), writers),
                *_treated(done, one),
            ],
            notes=[
                f"{compact_date(timezone.localdate(note.written_at))}: {note.text}"
                for note in written
                if note.episode_id == one.pk
            ],
        )
        for one in earlier
    ]


def _end(day: date | None) -> str:
    return long_date(day) if day else ""


def _place(episode: Episode) -> str:
    told = {"side": _(SIDES[Side(episode.side)]), "level": episode.level}
    return _("Side: %(side)s. Level: %(level)s.") % told if episode.level else _("Side: %(side)s.") % told


def _treated(done: Iterable[Treatment], episode: Episode) -> list[str]:
    return [
        f"{_(CARES[Care(one.kind)])}: {long_date(one.date)}" for one in done if one.episode_id == episode.pk
    ]


def _notes(earlier: list[Episode]) -> list[Note]:
    clinic = earlier[0].patient.clinic
    return notes.notes_of_all(earlier, clinic) if clinic else []
