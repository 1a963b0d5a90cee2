"""A dossier without who it is about: no names, numbers, birth date, dates or free text. Not anonymous.

Each date is moved so that the first episode began on `DAY_ZERO`: what is left of a date is how long after the onset it
was. Who knows enough of somebody's course finds them in it all the same; `docs/exchange.md` says so.
"""

import hmac
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils import timezone

from recovery.clinical.questionnaires import BY_CODE
from recovery.exchange.dossier import (
    ActivityTold,
    AlertTold,
    Author,
    Dossier,
    EntryTold,
    EpisodeTold,
    ExerciseTold,
    ImagingTold,
    LoadTold,
    MedicineTold,
    Person,
    StepTold,
    VersionTold,
    VisitTold,
)

DAY_ZERO = date(2000, 1, 1)

# Ages in bands of so many years; from the last one on they are one band, as the very old are few.
BAND_YEARS = 5
OLDEST_BAND = 90

WHERE_FREE_TEXT_STANDS: dict[type, tuple[str, ...]] = {
    Author: ("name",),
    EntryTold: ("note",),
    ImagingTold: ("finding",),
    VisitTold: ("clinic",),
    StepTold: ("note",),
    ActivityTold: ("name",),
    MedicineTold: ("name", "strength", "how_often"),
    LoadTold: ("what", "amount"),
    ExerciseTold: ("name", "how_often"),
}

# In stored answers: what was typed, and the ids of what was typed.
WORDS_IN_ANSWERS: dict[str, object] = {"note": "", "activities": {}, "activity_names": {}}


def hidden(dossier: Dossier, key: bytes) -> Dossier:
    """The same course, of nobody. Whoever has not the key cannot tell whose it is from the pseudonym."""
    onset = min((told.onset for told in dossier.episodes), default=DAY_ZERO)
    plain = _without_words(replace(dossier, person=_nobody(dossier.person)))
    found: Dossier = _renamed(_moved(plain, DAY_ZERO - onset), key)
    return found


def pseudonym(ref: UUID, key: bytes) -> UUID:
    """A keyed hash: with a key that is not kept nobody finds the way back."""
    return UUID(bytes=hmac.new(key, ref.bytes, sha256).digest()[:16])


def _renamed(value: Any, key: bytes) -> Any:
    """Every id under its pseudonym: one that stays would lay two exports side by side."""
    if isinstance(value, UUID):
        return pseudonym(value, key)
    if isinstance(value, tuple):
        return tuple(_renamed(one, key) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _renamed(getattr(value, f.name), key) for f in fields(value)})
    return value


def age_band(born: date | None, on: date) -> str:
    """As `45-49`, or `90+`; empty without a birth date."""
    if born is None:
        return ""
    age = on.year - born.year - ((on.month, on.day) < (born.month, born.day))
    first = age - age % BAND_YEARS
    return f"{OLDEST_BAND}+" if first >= OLDEST_BAND else f"{first}-{first + BAND_YEARS - 1}"


def _nobody(person: Person) -> Person:
    empty: dict[str, Any] = dict.fromkeys(
        ("name", "email", "phone", "language", "gp_name", "gp_phone", "gp_out_of_hours_phone", "allergies"),
        "",
    )
    return replace(person, birth_date=None, **empty)


def _without_words(value: Any) -> Any:
    """Without what somebody typed: a note can name anybody, and so can the codes of a questionnaire from elsewhere."""
    if isinstance(value, tuple):
        return tuple(_without_words(one) for one in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    parts = {field.name: _without_words(getattr(value, field.name)) for field in fields(value)}
    parts |= dict.fromkeys(WHERE_FREE_TEXT_STANDS.get(type(value), ()), "")
    if isinstance(value, EpisodeTold):
        known = tuple(told for told in parts["filled"] if told.code in BY_CODE)
        parts |= {"notes": (), "questions": (), "preparations": (), "filled": known}
    if isinstance(value, AlertTold | VersionTold):
        parts["answers"] = value.answers | {
            name: empty for name, empty in WORDS_IN_ANSWERS.items() if name in value.answers
        }
    return replace(value, **parts)


def _moved(value: Any, by: timedelta) -> Any:
    """Every day so much earlier or later; of a moment only its day is kept."""
    if isinstance(value, datetime):
        return datetime.combine(timezone.localdate(value) + by, time(12), UTC)
    if isinstance(value, date):
        return value + by
    if isinstance(value, tuple):
        return tuple(_moved(one, by) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _moved(getattr(value, f.name), by) for f in fields(value)})
    return value
