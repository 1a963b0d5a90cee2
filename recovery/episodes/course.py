"""The end of an episode and what came after: closed by the patient, back as a flare, or followed by a new one."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from recovery.clinical import wording
from recovery.clinical.aftercare import Return, closes
from recovery.clinical.care import DiscLevel
from recovery.clinical.course import FLAG_DAYS, Reading
from recovery.clinical.scores import Side
from recovery.clinical.standing import REASSURING, Standing
from recovery.clinical.text import Said
from recovery.episodes.models import (
    Episode,
    Imaging,
    Preparation,
    Question,
    Recovered,
    Returned,
    Treatment,
    Visit,
)
from recovery.people.models import Patient, User


class Phase(StrEnum):
    """Where an episode is by what the patient said."""

    GOING_ON = "going_on"
    RECOVERED = "recovered"
    FLARED = "flared"
    ENDED = "ended"


class NotRecovered(ValueError):
    """The patient's own word does not say recovered, so the course stays open."""


@dataclass(frozen=True, slots=True)
class History:
    """What the patient said of one episode: each time it was closed, and each time leg pain came back."""

    recovered: tuple[Recovered, ...]
    returned: tuple[Returned, ...]

    @property
    def standing(self) -> Recovered | None:
        """The recovery that holds: the last one, unless leg pain came back since."""
        last = self.recovered[-1] if self.recovered else None
        back = self.returned[-1].said_at if self.returned else None
        return last if last and (back is None or back < last.said_at) else None

    def phase(self, episode: Episode) -> Phase:
        """Where the episode is."""
        if episode.ended_on:
            return Phase.ENDED
        if self.standing:
            return Phase.RECOVERED
        return Phase.FLARED if self.returned else Phase.GOING_ON


def histories_of(patient: Patient) -> dict[int, History]:
    """What was said of every episode of a patient, by its key. Two queries."""
    recovered = Recovered.objects.filter(episode__patient=patient)
    returned = Returned.objects.filter(episode__patient=patient)
    keys = {row.episode_id for row in recovered} | {row.episode_id for row in returned}
    return {
        key: History(
            tuple(row for row in recovered if row.episode_id == key),
            tuple(row for row in returned if row.episode_id == key),
        )
        for key in keys
    }


def history_of(episode: Episode) -> History:
    """What was said of an episode, the first first."""
    return History(
        tuple(Recovered.objects.filter(episode=episode)), tuple(Returned.objects.filter(episode=episode))
    )


def recovery_of(episode: Episode) -> Recovered | None:
    """The recovery that holds, if the patient closed the course and leg pain did not come back since. One query."""
    last = Recovered.objects.filter(episode=episode).last()
    if last is None or Returned.objects.filter(episode=episode, said_at__gte=last.said_at).exists():
        return None
    return last


def is_recovered(episode: Episode) -> bool:
    """Whether the course is closed by the patient's word."""
    return recovery_of(episode) is not None


def back_of_late(episode: Episode, *, today: date) -> Returned | None:
    """The word of the patient, of the last `FLAG_DAYS` days, that leg pain is back in this episode.

    `None` once it was closed again. One query where nothing was said.
    """
    last = Returned.objects.filter(episode=episode).last()
    if last is None or timezone.localdate(last.said_at) <= today - timedelta(days=FLAG_DAYS):
        return None
    closed = Recovered.objects.filter(episode=episode, said_at__gt=last.said_at)
    return None if closed.exists() else last


def beside_own_word(reading: Reading, back: Returned | None) -> Reading:
    """A reading that reassures gives way to the word of the patient that leg pain is back: it needs days to see it."""
    if back is None or reading.standing not in REASSURING:
        return reading
    why = Said(wording.BACK_BY_OWN_WORD, {"back_on": back.day.isoformat()})
    return replace(reading, standing=Standing.RELAPSED, reason=why, outlook=None)


@transaction.atomic
def close(episode: Episode, *, effect: int, standing: Standing | None, by: User, now: datetime) -> Recovered:
    """The patient closes the course by their word; beside it where the model stood, `None` when it was silent.

    Closed already, it stays as it was. `NotRecovered` for a word that does not say so.
    """
    if not closes(effect):
        raise NotRecovered(effect)
    Patient.objects.select_for_update().get(pk=episode.patient_id)
    if held := recovery_of(episode):
        return held
    return Recovered.objects.create(
        episode=episode,
        day=timezone.localdate(now),
        effect=effect,
        standing=standing or "",
        said_by=by,
        said_at=now,
    )


def earlier_of(patient: Patient) -> list[Episode]:
    """The episodes that ended, the latest first."""
    ended = Episode.objects.filter(patient=patient).exclude(ended_on=None)
    return list(ended.order_by("-onset"))


def latest_end(patient: Patient) -> date | None:
    """The last day of the episode before this one."""
    ends = Episode.objects.filter(patient=patient).exclude(ended_on=None).order_by("-ended_on")
    return ends.values_list("ended_on", flat=True).first()


def began_with(episode: Episode) -> Returned | None:
    """What made this episode follow an earlier one; `None` for the first."""
    return Returned.objects.filter(new_episode=episode).first()


def flare(episode: Episode, *, since: date, by: User, now: datetime) -> Returned:
    """Leg pain is back since a day as a flare: the same episode goes on. Said twice, it is once.

    Said again after the course was closed once more, of the same day or another, it is another time.
    """
    said = Returned.objects.filter(episode=episode, day=since, kind=Return.FLARE).last()
    if said and recovery_of(episode) is None:
        return said
    return Returned.objects.create(episode=episode, day=since, kind=Return.FLARE, said_by=by, said_at=now)


def follow(
    episode: Episode, *, onset: date, side: Side, level: DiscLevel | None, by: User, now: datetime
) -> Returned:
    """End an episode on the day before `onset` and begin a new one, that takes over what belongs to it from there.

    A discharge stays: the clinic that discharged the patient does not treat the new one by itself.
    """
    ended_on = onset - timedelta(days=1)
    Episode.objects.filter(pk=episode.pk).update(ended_on=ended_on)
    episode.ended_on = ended_on
    new = Episode.objects.create(
        patient=episode.patient,
        onset=onset,
        side=side,
        level=level or "",
        discharged_on=episode.discharged_on,
        discharged_by_id=episode.discharged_by_id,
    )
    _take_over(episode, new, today=timezone.localdate(now))
    return Returned.objects.create(
        episode=episode, day=onset, kind=Return.NEW, new_episode=new, said_by=by, said_at=now
    )


def _take_over(old: Episode, new: Episode, *, today: date) -> None:
    """What was done from the onset on is about the new one; so are the visits to come and what is still to be asked."""
    Treatment.objects.filter(episode=old, date__gte=new.onset).update(episode=new)
    Imaging.objects.filter(episode=old, date__gte=new.onset).update(episode=new)
    _held_since(old, new.onset).update(episode=new)
    Visit.objects.filter(episode=old, held_at=None, day__gte=today).update(episode=new)
    Question.objects.filter(episode=old, discussed_at_visit=None, withdrawn_at=None).update(episode=new)
    moved = Visit.objects.filter(episode=new).values("pk")
    Question.objects.filter(episode=old, discussed_at_visit__in=moved).update(episode=new)
    Preparation.objects.filter(episode=old, written_at__date__gte=new.onset).update(episode=new)


def _held_since(episode: Episode, day: date) -> QuerySet[Visit]:
    return Visit.objects.filter(episode=episode, day__gte=day).exclude(held_at=None)
