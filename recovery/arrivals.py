"""Taking in what was answered on a phone without a connection: once, however often it comes.

One transaction: what came, as it came; the day, if it can be written; and the alert, whatever else is wrong. An alert
is never lost for the sake of a day.
"""

import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from django.db import OperationalError, transaction
from django.utils import timezone

from recovery import checkin
from recovery.alerts.models import Alert
from recovery.clinical.scores import Strength
from recovery.clinical.signs import Sign
from recovery.episodes import ladder
from recovery.episodes.models import Episode
from recovery.journal import diary
from recovery.journal.answers import Answers, danger_in
from recovery.journal.models import Arrived
from recovery.people.models import Patient, User

logger = logging.getLogger(__name__)

# A phone may be without a connection for so long; what it says is older is not believed [P].
LONGEST_AWAY = timedelta(days=30)

# Codes of signs that these rules do not have: so many at most, and so long, are kept [P].
MOST_UNKNOWN = 20
LONGEST_CODE = 40


class Status(StrEnum):
    """What became of an item. The phone reads these codes."""

    TAKEN = "taken"
    KEPT_OLDER = "kept_older"
    NOT_THIS_DAY = "not_this_day"
    NOT_UNDERSTOOD = "not_understood"
    ID_IN_USE = "id_in_use"


@dataclass(frozen=True, slots=True)
class Item:
    """What a phone sends: `day` is `None` where it cannot be read, `told` the answers as they came.

    `answered_at` (aware) is by the phone's clock, `None` where it cannot be read.
    """

    id: UUID
    day: date | None
    told: Mapping[str, Any]
    answered_at: datetime | None

    @property
    def signs(self) -> tuple[str, ...]:
        """The codes of the signs that were ticked, each once, nonsense among them."""
        codes = self.told.get("signs")
        codes = [codes] if isinstance(codes, str) else codes if isinstance(codes, list) else []
        return tuple(dict.fromkeys(str(code)[:LONGEST_CODE] for code in codes if code))

    @property
    def known_signs(self) -> tuple[str, ...]:
        return tuple(code for code in self.signs if code in set(Sign))

    @property
    def unknown_signs(self) -> tuple[str, ...]:
        return tuple(code for code in self.signs if code not in set(Sign))[:MOST_UNKNOWN]

    def danger(self) -> Answers:
        """What can be an alert, when the rest is no good."""
        weak = self.told.get("strength") in (Strength.WORSE, [Strength.WORSE])
        return danger_in([Sign(code) for code in self.known_signs], is_weaker=weak)


# Cleans what came, as the form of a day does; `None` where it is no good.
Clean = Callable[[Episode, Item], Answers | None]


def take_in(patient: Patient, item: Item, *, clean: Clean, by: User, now: datetime) -> dict[str, Any]:
    """Take an item in, and tell what became of it: `status`, `change` and whether there is an `alert`.

    What was taken in before is told again and does nothing. Under the same id other answers are another item.
    """
    with transaction.atomic():
        Patient.objects.select_for_update().get(pk=patient.pk)
        episode = _episode_of(item, patient)
        answers = clean(episode, item)
        item = _other_than_before(item, patient, answers)
        if known := Arrived.objects.filter(pk=item.id).first():
            return _told_before(known, patient)
        result = _save(patient, episode, item, answers, by=by, now=now)
        _keep(patient, item, result, by=by, now=now)
    checkin.judge(episode, now=now)
    return result


def believed(answered_at: datetime | None, *, now: datetime) -> datetime:
    """When it was answered, as far as a phone's clock is believed: not after now, and not `LONGEST_AWAY` ago."""
    if answered_at is None or not now - LONGEST_AWAY <= answered_at <= now:
        return now
    return answered_at


def not_before(day: date | None, answered_at: datetime, *, now: datetime) -> datetime:
    """When a day was answered: not before it began, as a phone says of which the clock lags behind."""
    if day is None or not timezone.localdate(answered_at) < day <= timezone.localdate(now):
        return answered_at
    return timezone.make_aware(datetime.combine(day, time.min))


def from_two_devices(patient: Patient, day: date) -> bool:
    """Whether a day was filled in on a phone without a connection and elsewhere as well."""
    came = Arrived.objects.filter(patient=patient, day=day).values_list("result", flat=True)
    return any(result.get("change") in BESIDE for result in came)


# The day was there already, with other answers.
BESIDE = frozenset({diary.Change.CORRECTED, diary.Change.KEPT_OLDER})


def _episode_of(item: Item, patient: Patient) -> Episode:
    """Asked with the patient's row held: a new episode may begin at the same moment."""
    episode = ladder.on_day(patient, item.day) if item.day else ladder.current(patient)
    episode.patient = patient  # with its clinic, as it was handed in
    return episode


def _other_than_before(item: Item, patient: Patient, answers: Answers | None) -> Item:
    """An id that came with other answers is another item, each time under the same new id: a sign in it rings."""
    known = Arrived.objects.filter(pk=item.id, patient=patient).first()
    if known is None or _says_the_same(known, item, answers):
        return item
    told = json.dumps([str(item.day), dict(item.told)], sort_keys=True)
    return replace(item, id=uuid5(item.id, told))


def _says_the_same(known: Arrived, item: Item, answers: Answers | None) -> bool:
    """As it came, or as the form of the day took it."""
    same = [dict(item.told), *([checkin.as_stored(answers)] if answers else [])]
    return known.answers in same and item.day in (None, known.day)


def _told_before(known: Arrived, patient: Patient) -> dict[str, Any]:
    """The same again; to another record nothing is told of it."""
    if known.patient_id != patient.pk:
        return {"status": Status.ID_IN_USE.value}
    return dict(known.result)


def _save(
    patient: Patient, episode: Episode, item: Item, answers: Answers | None, *, by: User, now: datetime
) -> dict[str, Any]:
    answered_at = not_before(item.day, believed(item.answered_at, now=now), now=now)
    status, change = _write(episode, item, answers, by=by, now=now, answered_at=answered_at)
    alert = checkin.raise_for(
        patient,
        episode,
        day=item.day or timezone.localdate(answered_at),
        answers=answers or item.danger(),
        by=by,
        now=now,
        answered_at=answered_at,
        unknown=item.unknown_signs,
    )
    return _result(status, change, alert)


def _write(
    episode: Episode,
    item: Item,
    answers: Answers | None,
    *,
    by: User,
    now: datetime,
    answered_at: datetime,
) -> tuple[Status, diary.Change | None]:
    """Write the day, if that can be done."""
    if answers is None or item.day is None:
        return Status.NOT_UNDERSTOOD, None
    try:
        with transaction.atomic():
            change = diary.write_late(
                episode, day=item.day, answers=answers, by=by, now=now, answered_at=answered_at
            )
    except diary.NotThisDay:
        return Status.NOT_THIS_DAY, None
    except OperationalError:
        raise  # of the moment: the phone sends it again
    except Exception:
        logger.exception("a day that a phone sent could not be written")
        return Status.NOT_UNDERSTOOD, None
    return Status.KEPT_OLDER if change is diary.Change.KEPT_OLDER else Status.TAKEN, change


def _result(status: Status, change: diary.Change | None, alert: Alert | None) -> dict[str, Any]:
    return {
        "status": status.value,
        "change": change.value if change else "",
        "alert": alert is not None,
    }


def _keep(patient: Patient, item: Item, result: dict[str, Any], *, by: User, now: datetime) -> None:
    """What came, as it came."""
    answered_at = item.answered_at or now
    Arrived.objects.create(
        id=item.id,
        patient=patient,
        day=item.day or timezone.localdate(now),
        answers=dict(item.told),
        answered_at=answered_at,
        received_at=now,
        sent_by=by,
        result=result,
    )
