"""What stands in the address of a search: patients, dates with a prefix, how many, and where the last page ended."""

import base64
import binascii
import calendar
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import QueryDict

from recovery.exchange.fhir.diary import OBSERVED
from recovery.exchange.fhir.patient import IDENTIFIERS
from recovery.exchange.fhir_reads import Key, Span
from tracker.fhir.outcomes import bad_request

# Of a page of a searchset [P].
STANDARD_COUNT, LARGEST_COUNT = 50, 200

# In one search [P].
MOST_PATIENTS = 50

FIRST_YEAR, LAST_YEAR = 1900, 2200
EVERYWHERE = {"_count", "_cursor", "_format"}
ONE_DAY = timedelta(days=1)
DATE = re.compile(r"(?P<prefix>[a-z]{2})?(?P<year>\d{4})(-(?P<month>\d{2})(-(?P<day>\d{2}))?)?", re.ASCII)

# What each prefix keeps of the days from `first` to `last`.
PREFIXES: dict[str | None, Callable[[date, date], Span]] = {
    None: lambda first, last: Span(first, last + ONE_DAY),
    "eq": lambda first, last: Span(first, last + ONE_DAY),
    "ge": lambda first, last: Span(first, None),
    "gt": lambda first, last: Span(last + ONE_DAY, None),
    "le": lambda first, last: Span(None, last + ONE_DAY),
    "lt": lambda first, last: Span(None, first),
}


@dataclass(frozen=True, slots=True)
class Search:
    """The parameters of a search that knows `names`; anything else is refused, so that nobody believes in a filter."""

    given: QueryDict
    names: frozenset[str]

    def __post_init__(self) -> None:
        if unknown := set(self.given) - self.names - EVERYWHERE:
            raise bad_request(
                f"“{min(unknown)}” is not a parameter here; these are: {', '.join(sorted(self.names))}."
            )

    def one(self, name: str) -> str | None:
        """The value of a parameter that may be there once."""
        values = self.given.getlist(name)
        if len(values) > 1:
            raise bad_request(f"“{name}” can be there once.")
        if values and ("\x00" in values[0] or not values[0].strip()):
            raise bad_request(f"“{name}” is empty or cannot be read.")
        return values[0] if values else None

    def count(self) -> int:
        told = self.one("_count")
        if told is None:
            return STANDARD_COUNT
        if not re.fullmatch(r"[1-9]\d{0,5}", told, re.ASCII):
            raise bad_request("“_count” is a whole number from 1.")
        return min(int(told), LARGEST_COUNT)

    def span(self, name: str) -> Span:
        """The days that every value of a date parameter leaves."""
        spans = [_span(name, value) for value in self.given.getlist(name)]
        return Span(
            max((span.first for span in spans if span.first), default=None),
            min((span.before for span in spans if span.before), default=None),
        )

    def patients(self) -> list[UUID] | None:
        """The patients asked for, as `patient` or `subject`; `None` when none were named."""
        told = self.one("patient") or self.one("subject")
        if told is None:
            return None
        values = told.split(",")
        if len(values) > MOST_PATIENTS:
            raise bad_request(f"At most {MOST_PATIENTS} patients can be searched at once.")
        return [ref for value in values if (ref := uuid_or_none(value.removeprefix("Patient/")))]

    def identifier(self) -> UUID | None:
        """The patient of an identifier of ours. Of another system there is nobody."""
        system, bar, value = (self.one("identifier") or "").rpartition("|")
        return uuid_or_none(value) if not bar or system == IDENTIFIERS else None

    def after(self, read: "Callable[[Key], Key]") -> Key | None:
        """Where the last page ended; `read` makes sure that the key is one of this search."""
        told = self.one("_cursor")
        if told is None:
            return None
        try:
            return read(tuple(map(str, json.loads(base64.urlsafe_b64decode(told.encode())))))
        except (ValueError, TypeError, binascii.Error, RecursionError):
            raise bad_request("“_cursor” is not one that a page of this search gave.") from None


def cursor(key: Key) -> str:
    """Where a page ended, as a parameter."""
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode()


def key_of_a_patient(key: Key) -> Key:
    (ref,) = key
    return (UUID(ref).hex,)


def key_of_a_day(key: Key) -> Key:
    day, ref = key
    return date.fromisoformat(day).isoformat(), UUID(ref).hex


def key_of_a_response(key: Key) -> Key:
    """Of a day of the diary the code is empty, else it is that of a questionnaire."""
    *place, code = key
    if "\x00" in code:
        raise ValueError(code)
    return (*key_of_a_day(tuple(place)), code)


def key_of_an_observation(key: Key) -> Key:
    *place, name = key
    if name not in OBSERVED:
        raise ValueError(name)
    return (*key_of_a_day(tuple(place)), name)


def key_of_a_flag(key: Key) -> Key:
    at, alert = key
    read = datetime.fromisoformat(at)
    if read.tzinfo is None or not FIRST_YEAR <= read.year < LAST_YEAR:
        raise ValueError(at)
    return read.isoformat(), UUID(alert).hex


def uuid_or_none(value: str) -> UUID | None:
    try:
        return UUID(value)
    except ValueError:
        return None


def _span(name: str, value: str) -> Span:
    told = DATE.fullmatch(value)
    if told is None or told["prefix"] not in PREFIXES:
        raise bad_request(
            f"“{name}” is a year, month or day such as ge2026-11-18; prefixes are eq, ge, gt, le and lt."
        )
    try:
        first, last = _first_and_last(int(told["year"]), told["month"], told["day"])
    except ValueError:
        raise bad_request(f"“{name}”: there is no such date.") from None
    return PREFIXES[told["prefix"]](first, last)


def _first_and_last(year: int, month: str | None, day: str | None) -> tuple[date, date]:
    """The days that a date to the year, month or day stands for. `ValueError` when there are none."""
    if not FIRST_YEAR <= year < LAST_YEAR:
        raise ValueError(year)
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        first = date(year, int(month), 1)
        return first, first.replace(day=calendar.monthrange(year, int(month))[1])
    return date(year, int(month), int(day)), date(year, int(month), int(day))
