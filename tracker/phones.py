"""Telephone numbers as they are read and as they are dialled."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import time
from itertools import groupby

import phonenumbers
from django.utils.dates import WEEKDAYS
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recovery.clinical import wording
from recovery.clinical.contact import AMBULANCE, OFFICES, ROLES, Advice, Hours, Line, Week, Why112
from recovery.people.models import Patient
from recovery.people.phones import PublicLines

# A Dutch number has nine digits after the 0 or +31; shorter ones and these are for services.
DIGITS = 9
SERVICE = ("800", "900", "906", "909")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number for a person, its `tel:` address, and whose it is."""

    whose: str
    number: str
    href: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a clinic tells outside its hours, and the language it is in."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class PhoneCard:
    """Whom to phone: the one number, the others, what has to be said about them, and what the clinic tells."""

    first: Phone
    others: list[Phone]
    notes: list[str]
    told: Told | None
    is_112: bool


@dataclass(frozen=True, slots=True)
class Going:
    """What to take along to a doctor, and whom to phone from another country."""

    take_along: list[str]
    tell_them: str
    do_not_drive: str
    abroad: str
    abroad_numbers: str
    from_abroad: list[Phone]


def phone(line: Line) -> Phone:
    """A line for the page. A number that cannot be parsed is shown and dialled as it stands."""
    return Phone(_whose(line), readable(line.number), f"tel:{dialled(line.number)}")


def own_phone(patient: Patient) -> Phone | None:
    """A patient's own number, for who phones back."""
    number = str(patient.phone or "")
    return Phone(str(patient), readable(number), f"tel:{dialled(number)}") if number else None


def _whose(line: Line) -> str:
    """The owner's own words for the line, else ours; and whose it is."""
    what = line.called or _(ROLES[line.role])
    return f"{what}, {line.name}" if line.name else what


def dialled(number: str) -> str:
    """The number as a Dutch phone dials it: service numbers (0900, 0800, 14 020) only work without +31."""
    parsed = _parsed(number)
    if parsed is None or not _is_dutch(parsed) or not _is_for_services(parsed):
        return number
    plain = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.NATIONAL)
    return "".join(digit for digit in plain if digit.isdigit())


def readable(number: str) -> str:
    """“088 320 3900” for a Dutch number, the international form for another."""
    parsed = _parsed(number)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        return number
    forms = phonenumbers.PhoneNumberFormat
    return phonenumbers.format_number(parsed, forms.NATIONAL if _is_dutch(parsed) else forms.INTERNATIONAL)


def _parsed(number: str) -> phonenumbers.PhoneNumber | None:
    try:
        return phonenumbers.parse(number, "NL")
    except phonenumbers.NumberParseException:
        return None


def _is_dutch(parsed: phonenumbers.PhoneNumber) -> bool:
    return bool(parsed.country_code == phonenumbers.country_code_for_region("NL"))


def _is_for_services(parsed: phonenumbers.PhoneNumber) -> bool:
    """Whether a Dutch number is short or a service: those cannot be dialled from another country."""
    national = str(parsed.national_number)
    return len(national) < DIGITS or national.startswith(SERVICE)


def phone_card(advice: Advice) -> PhoneCard:
    """The advice of the router, for the page."""
    return PhoneCard(
        phone(advice.first),
        [phone(line) for line in advice.others],
        _notes(advice),
        told(advice),
        is_112=advice.first == AMBULANCE,
    )


def _notes(advice: Advice) -> list[str]:
    """Why this number, and whether it answers."""
    notes = [_about_112(advice)] if advice.why_112 else _about_missing(advice)
    if advice.when_open:
        return [*notes, _(wording.WHEN_OPEN)]
    if advice.first.role in OFFICES and not advice.office_hours:
        return [*notes, _(wording.MAY_NOT_ANSWER)]
    return notes


def _about_112(advice: Advice) -> str:
    match advice.why_112:
        case Why112.DANGER_OF_LIFE:
            return _(wording.DANGER_OF_LIFE)
        case Why112.NOBODY_ANSWERED:
            return _(wording.NOBODY_ANSWERED)
    return _(wording.NO_GOOD_NUMBER if advice.others else wording.NO_NUMBER)


def _about_missing(advice: Advice) -> list[str]:
    if advice.missing is None:
        return []
    is_there = advice.missing in {line.role for line in advice.others}
    sentence = wording.NUMBER_BROKEN if is_there else wording.NUMBER_MISSING
    return [_(sentence) % {"line": _(ROLES[advice.missing])}]


def told(advice: Advice) -> Told | None:
    """What the clinic tells outside its hours, in the language of the page; else in the one it has."""
    known = sorted(advice.told.items(), key=lambda item: item[0] != get_language())
    return next((Told(text, language) for language, text in known), None)


def going(lines: Collection[Line]) -> Going:
    """What to take along, and those of `lines` that can be phoned from another country, in full."""
    return Going(
        take_along=[_(what) for what in wording.TAKE_ALONG.values()],
        tell_them=_(wording.TELL_THEM),
        do_not_drive=_(wording.DO_NOT_DRIVE),
        abroad=_(wording.ABROAD),
        abroad_numbers=_(wording.ABROAD_NUMBERS),
        from_abroad=[found for line in lines if (found := from_abroad(line))],
    )


def from_abroad(line: Line) -> Phone | None:
    """A line with its number in full, if that works from another country."""
    parsed = _parsed(line.number)
    if parsed is None or not phonenumbers.is_possible_number(parsed):
        return None
    if _is_dutch(parsed) and _is_for_services(parsed):
        return None
    forms = phonenumbers.PhoneNumberFormat
    dialled_in_full = phonenumbers.format_number(parsed, forms.E164)
    return Phone(
        _whose(line), phonenumbers.format_number(parsed, forms.INTERNATIONAL), f"tel:{dialled_in_full}"
    )


@dataclass(frozen=True, slots=True)
class ClinicPhones:
    """A clinic's numbers and the hours of its desk, for a visitor."""

    name: str
    hours: list[str]
    lines: list[Phone]


def public_phones(clinics: Iterable[PublicLines]) -> list[ClinicPhones]:
    """The lines of the clinics that have any."""
    return [
        ClinicPhones(clinic.clinic, hours(clinic.week), [phone(line) for line in clinic.lines])
        for clinic in clinics
        if clinic.lines
    ]


def hours(week: Week) -> list[str]:
    """“Monday to Friday 08:00-17:00”: the days on which an office is open, equal ones in a row together."""
    runs = groupby(enumerate(week.days), key=lambda day: day[1])
    return [_run([number for number, _same in days], same) for same, days in runs if same]


def _run(days: list[int], same: Hours) -> str:
    span = {"first": WEEKDAYS[days[0]], "last": WEEKDAYS[days[-1]]}
    name = span["first"] if len(days) == 1 else _("%(first)s to %(last)s") % span
    return f"{capfirst(name)} {_clock(same.opens)}\N{EN DASH}{_clock(same.closes)}"


def _clock(at: time) -> str:
    return f"{at:%H:%M}"
