"""Bringing days or a whole record into an own diary, and then saying once where the course stands."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from recovery.clinical import red_flags
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.exchange import arrivals
from recovery.exchange.arrivals import Added, answers_of, users_of
from recovery.exchange.diary_csv import BadRow, DaysFile, Problem
from recovery.exchange.dossier import Dossier, EntryTold
from recovery.journal import bringing_in
from recovery.journal.bringing_in import DayIn, Sorted, outside
from recovery.people.models import Patient
from recovery.trends import assess, overview

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a file against a diary: what bringing them in does, the bad rows, and the days with a red flag."""

    told: tuple[EntryTold, ...]
    sorted: Sorted
    bad: tuple[BadRow, ...]
    flagged: tuple[date, ...]


def look_at(patient: Patient, file: DaysFile, *, today: date) -> Days:
    """What bringing these days in would do. One bad row, and they cannot be."""
    onset = ladder.current(patient).onset
    bad = [*file.bad, *_outside(file, onset, today)]
    told = tuple(one for _line, one in file.days)
    return Days(
        told=told,
        sorted=bringing_in.sort(patient, ((one.day, answers_of(one)) for one in told)),
        bad=tuple(sorted(bad, key=lambda row: row.line)),
        flagged=flagged(told),
    )


def _outside(file: DaysFile, onset: date, today: date) -> list[BadRow]:
    found = ((line, one.day, outside(one.day, onset=onset, today=today)) for line, one in file.days)
    return [BadRow(line, Problem(why.value), "", day.isoformat()) for line, day, why in found if why]


def flagged(told: Sequence[EntryTold]) -> tuple[date, ...]:
    """The days on which the answers say a red flag: nobody is told of it, so the page says whom to phone."""
    return tuple(one.day for one in told if red_flags.find(answers_of(one).on(one.day)))


def bring_in_days(patient: Patient, told: Sequence[EntryTold], *, now: datetime) -> Sorted:
    """Add the days that are not there. `diary.NotThisDay` when one cannot be; then none is."""
    episode = ladder.current(patient)
    users = users_of({one.written.by for one in told}, patient)
    days = [
        DayIn(
            day=one.day,
            answers=answers_of(one),
            written_by=users[one.written.by],
            written_at=one.written.at,
            backfilled=one.backfilled,
            corrected_at=one.corrected_at,
        )
        for one in told
    ]
    done = bringing_in.bring_in(episode, days, now=now)
    assess_again(episode, now=now)
    return done


def bring_in_record(patient: Patient, dossier: Dossier, *, now: datetime) -> Added:
    """Add what is not there of a whole record. `arrivals.Refused`, and then nothing is."""
    added = arrivals.add(patient, dossier, now=now)
    assess_again(ladder.current(patient), now=now)
    return added


def start(dossier: Dossier, *, now: datetime) -> tuple[Patient, tuple[str, ...]]:
    """A new record, and the questionnaires that are not known here. `arrivals.Refused`, and then there is none."""
    patient = arrivals.start(dossier, now=now)
    assess_again(ladder.current(patient), now=now)
    return patient, arrivals.unknown_in(dossier)


def assess_again(episode: Episode, *, now: datetime) -> None:
    """The trend comes last and may fail: what was brought in stays, and the lists have their row all the same."""
    try:
        overview.rebuild(Patient.objects.filter(pk=episode.patient_id))
        assess.assess(episode, as_of=timezone.localdate(now), now=now)
    except Exception:
        logger.exception("no assessment for episode %s", episode.pk)
