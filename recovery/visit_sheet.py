"""The story of preparing a visit: what stands on the sheet, and sending it to the clinic that reads along.

The sheet is plain values, codes and dates rather than sentences: it is kept as it was sent, and read in any language.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from recovery.alerts import contact
from recovery.alerts.models import Alert
from recovery.clinical import followup
from recovery.clinical.followup import Since, since_when
from recovery.clinical.levels import Level
from recovery.clinical.reading import case_of, read_all
from recovery.episodes import course as afterwards
from recovery.episodes import ladder, preparations, visits
from recovery.episodes.models import Episode, Preparation, Visit
from recovery.journal import medicines, rhythm
from recovery.people import sharing
from recovery.people.models import Clinic, Patient, User
from recovery.trends import assess

logger = logging.getLogger(__name__)

# So many of each stand on the sheet, the latest of what happened: it is one page [P].
MOST_FLAGS = 10
MOST_DONE = 15
MOST_QUESTIONS = 20

# The version of the values, so that a sheet of long ago can still be read.
SHEET_VERSION = 1


class NotReading(ValueError):
    """The clinic that the page named does not read along any more; nothing was sent."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The smoothed level (0-10) of a scale then and now; `None` where too little was answered."""

    scale: str
    then: float | None
    now: float | None


@dataclass(frozen=True, slots=True)
class Flag:
    """A red flag that was reported: its day, the codes of its signs, and what was done about it last, and when."""

    on: str
    signs: list[str]
    urgency: str
    is_open: bool
    became: str
    became_on: str


@dataclass(frozen=True, slots=True)
class Done:
    """A treatment as the patient knows it, by its codes."""

    kind: str
    painkiller: str
    on: str
    until: str


@dataclass(frozen=True, slots=True)
class Used:
    """A medicine in the patient's words, and the class of a painkiller."""

    name: str
    strength: str
    how_often: str
    painkiller: str


@dataclass(frozen=True, slots=True)
class Direction:
    """Where the course stands and what moved; dates as ISO text.

    `since` is empty without a day to count from; `start` says what it is. Filled in on `logged` of `span` days.
    `kept_weekly` where nothing can be said only because the diary is kept once a week.
    """

    standing: str
    reason: str
    reason_values: dict[str, float | int | str]
    since: str = ""
    start: str = ""
    ends: tuple[Ends, ...] = ()
    logged: int = 0
    span: int = 0
    kept_weekly: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a patient brings to a visit. `direction` is `None` beside an open red flag, without a diary, and where the
    model is at fault. `allergies` and `pregnancy` are empty where they were not answered: unknown, never "no"."""

    made_at: str
    visit_on: str
    direction: Direction | None
    has_open_flag: bool
    flags: tuple[Flag, ...]
    done: tuple[Done, ...]
    medicines: tuple[Used, ...]
    allergies: str
    pregnancy: str
    questions: tuple[str, ...]
    matters: str
    not_understood: str

    def stored(self) -> dict[str, Any]:
        """As it is kept."""
        return {"version": SHEET_VERSION} | asdict(self)


def read_stored(stored: Mapping[str, Any]) -> Sheet:
    """A sheet as it was sent."""
    values = {name: value for name, value in stored.items() if name != "version"}
    direction = values["direction"]
    if direction:
        ends = tuple(Ends(**one) for one in direction["ends"])
        direction = Direction(**direction | {"ends": ends})
    return Sheet(
        **values
        | {
            "direction": direction,
            "flags": tuple(Flag(**one) for one in values["flags"]),
            "done": tuple(Done(**one) for one in values["done"]),
            "medicines": tuple(Used(**one) for one in values["medicines"]),
            "questions": tuple(values["questions"]),
        }
    )


def sheet_of(patient: Patient, episode: Episode, *, now: datetime) -> Sheet:
    """The sheet as it is now: a constant number of queries."""
    today = timezone.localdate(now)
    alerts, planned = contact.alerts_of(patient), visits.visits_of(episode)
    is_silenced = any(alert.is_open for alert in alerts)
    written = preparations.latest(episode)
    coming = [visit.day for visit in planned if visit.day >= today and not visit.held_at]
    done = ladder.everything_done(episode)[-MOST_DONE:]
    asked = visits.questions_for_the_next_visit(episode)[:MOST_QUESTIONS]
    return Sheet(
        made_at=now.isoformat(),
        visit_on=coming[0].isoformat() if coming else "",
        direction=None if is_silenced else _direction(episode, planned, today),
        has_open_flag=is_silenced,
        flags=tuple(_flag(alert) for alert in alerts[:MOST_FLAGS]),
        done=tuple(Done(one.kind, one.painkiller, one.date.isoformat(), _iso(one.until)) for one in done),
        medicines=tuple(
            Used(one.name, one.strength, one.how_often, one.painkiller) for one in medicines.of(patient)
        ),
        allergies=patient.allergies,
        pregnancy=patient.pregnancy,
        questions=tuple(question.text for question in asked),
        matters=written.matters if written else "",
        not_understood=written.not_understood if written else "",
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _flag(alert: Alert) -> Flag:
    steps = alert.steps.all()
    last = steps[len(steps) - 1] if steps else None
    return Flag(
        on=(alert.day or timezone.localdate(alert.raised_at)).isoformat(),
        signs=[*sorted(alert.signs), *alert.unread],
        urgency=alert.urgency,
        is_open=alert.is_open,
        became=last.step if last else "",
        became_on=timezone.localdate(last.at).isoformat() if last else "",
    )


def _direction(episode: Episode, planned: Sequence[Visit], today: date) -> Direction | None:
    """Where it stands; nothing where the model is at fault: the rest of the sheet is there."""
    try:
        return _read(episode, planned, today)
    except Exception:
        logger.exception("no direction on the sheet of episode %s", episode.pk)
        return None


def _read(episode: Episode, planned: Sequence[Visit], today: date) -> Direction | None:
    course = assess.course_now(episode)
    first = course.days[0].date if course.days else None
    if first is None:
        return None
    since = since_when([visit.day for visit in planned if visit.held_at], first, today)
    dates = [today, *([since.date] if since else [])]
    readings = read_all([case_of(course, on) for on in dates], episode.patient.starting_share)
    now = afterwards.beside_own_word(readings[0], afterwards.back_of_late(episode, today=today))
    kept = rhythm.rhythm_of(episode.patient, today)
    told = Direction(
        now.standing.value, now.reason.text, dict(now.reason.values), kept_weekly=kept.explains(now)
    )
    if since is None or now.flagged_on is not None:
        return told
    return _moved(told, since, followup.followed(course, since, readings[1], now))


def _moved(told: Direction, since: Since, followed: followup.Followed) -> Direction:
    return replace(
        told,
        since=since.date.isoformat(),
        start=since.start.value,
        ends=tuple(
            Ends(change.scale.value, _mean(change.then), _mean(change.now))
            for change in (followed.leg_pain, followed.limitation)
        ),
        logged=followed.logged,
        span=followed.span,
    )


def _mean(level: Level | None) -> float | None:
    """To one decimal, as it is shown."""
    return round(float(level.mean), 1) if level else None


@transaction.atomic
def send(patient: Patient, episode: Episode, *, to: int, by: User, now: datetime) -> Preparation:
    """Send the sheet as it is now to the clinic that reads along; nobody is mailed.

    `to` is the clinic that the page named: `NotReading` when that is not, or no longer, the one that reads.
    """
    clinic: Clinic | None = sharing.hold(patient, now=now)
    if clinic is None or clinic.pk != to:
        raise NotReading
    sheet = sheet_of(patient, episode, now=now)
    return preparations.send(
        episode,
        clinic=clinic,
        sheet=sheet.stored(),
        matters=sheet.matters,
        not_understood=sheet.not_understood,
        by=by,
        now=now,
    )
