"""What holds for everything that is told of an episode: who may confirm it, who may withdraw it, on which dates.

Patient and clinic both tell. What the clinic writes is confirmed by who wrote it; what the patient wrote the clinic
confirms. The patient withdraws what they wrote themselves, as long as nobody confirmed it; the clinic withdraws
anything. What is withdrawn was a mistake: it counts no more, and it is kept.

Who writes for a patient is the patient's side: what they tell waits for the clinic's word as well.

Whether somebody of the clinic may read the record at all is for `people.access` to say, before any of this.
"""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from recovery.episodes.models import Episode, Imaging, Treatment
from recovery.people import proxies
from recovery.people.models import User


class Wrong(StrEnum):
    """What is wrong with a date."""

    TO_COME = "to_come"
    BEFORE_THE_ONSET = "before_the_onset"
    BEFORE_IT_BEGAN = "before_it_began"


class NotThisDate(ValueError):
    """The date lies before the onset, or has yet to come: what is planned has not happened; `wrong` says which."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


def wrong_with(on: date, *, onset: date, today: date) -> Wrong | None:
    """What is wrong with the date of something that happened, if anything is."""
    if on > today:
        return Wrong.TO_COME
    return Wrong.BEFORE_THE_ONSET if on < onset else None


def check_dates(episode: Episode, on: date, until: date | None, *, now: datetime) -> None:
    """`NotThisDate` for a date outside the episode so far, or an end before the beginning."""
    for day in filter(None, (on, until)):
        if wrong := wrong_with(day, onset=episode.onset, today=timezone.localdate(now)):
            raise NotThisDate(wrong)
    if until and until < on:
        raise NotThisDate(Wrong.BEFORE_IT_BEGAN)


def is_the_patient(episode: Episode, by: User) -> bool:
    """Whether it is the patient who speaks, or somebody for them, and not the clinic."""
    return proxies.speaks_for(episode.patient, by)


def signed(episode: Episode, *, by: User, now: datetime) -> dict[str, Any]:
    """The columns of a new row that say who told it."""
    told = {"recorded_by": by, "recorded_at": now}
    return told if is_the_patient(episode, by) else told | {"confirmed_by": by, "confirmed_at": now}


def confirm(told: Treatment | Imaging, *, by: User, now: datetime) -> bool:
    """Somebody of the clinic says that it is so. False when there was nothing to confirm, or the patient asks it."""
    if is_the_patient(told.episode, by):
        return False
    waiting = _row(told).filter(confirmed_at=None, withdrawn_at=None)
    return bool(waiting.update(confirmed_by=by, confirmed_at=now))


def side_of(episode: Episode, by: User) -> frozenset[int] | None:
    """The users whose words this one may take back; `None` for the clinic, which takes back any."""
    if not is_the_patient(episode, by):
        return None
    return frozenset(proxies.side_of(episode.patient))


def may_withdraw(told: Treatment | Imaging, *, by: User) -> bool:
    """Whether this one may say that it was a mistake."""
    return is_withdrawable(told, side_of(told.episode, by))


def is_withdrawable(told: Treatment | Imaging, side: frozenset[int] | None) -> bool:
    """Whether one of this `side` may say that it was a mistake; `None` is the clinic."""
    if told.is_withdrawn or side is None:
        return not told.is_withdrawn
    return told.recorded_by_id in side and told.confirmed_at is None


def withdraw(told: Treatment | Imaging, *, by: User, now: datetime) -> bool:
    """It was a mistake: it counts no more, and is kept. False when this one may not, or it was withdrawn before."""
    rows, side = _row(told).filter(withdrawn_at=None), side_of(told.episode, by)
    if side is not None:
        rows = rows.filter(recorded_by__in=side, confirmed_at=None)
    return bool(rows.update(withdrawn_by=by, withdrawn_at=now))


def _row(told: Treatment | Imaging) -> QuerySet[Treatment] | QuerySet[Imaging]:
    rows: QuerySet[Treatment] | QuerySet[Imaging] = (
        Treatment.objects.filter(pk=told.pk)
        if isinstance(told, Treatment)
        else Imaging.objects.filter(pk=told.pk)
    )
    return rows
