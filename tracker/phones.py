"""Telephone numbers as they are read and as they are dialled."""

from collections.abc import Iterable
from dataclasses import dataclass

import phonenumbers
from django.utils.translation import gettext as _

from recovery.clinical import wording
from recovery.clinical.contact import OFFICES, ROLES, Advice, Line, Role
from recovery.people.models import Clinic
from recovery.people.phones import clinic_lines

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
class PhoneCard:
    """Whom to phone: the one number, the others, and what has to be said about them."""

    first: Phone
    others: list[Phone]
    notes: list[str]


def phone(line: Line) -> Phone:
    """A line for the page. A number that cannot be parsed is shown and dialled as it stands."""
    whose = f"{_(ROLES[line.role])}, {line.name}" if line.name else _(ROLES[line.role])
    return Phone(whose, readable(line.number), f"tel:{dialled(line.number)}")


def dialled(number: str) -> str:
    """The number as a Dutch phone dials it: service numbers (0900, 0800, 14 020) only work without +31."""
    parsed = _parsed(number)
    if parsed is None or not _is_dutch(parsed):
        return number
    national = str(parsed.national_number)
    if len(national) >= DIGITS and not national.startswith(SERVICE):
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


def phone_card(advice: Advice) -> PhoneCard:
    """The advice of the router, for the page."""
    notes = []
    if advice.first.role is Role.AMBULANCE:
        notes.append(_(wording.NO_NUMBER))
    elif advice.missing:
        notes.append(_(wording.NUMBER_MISSING) % {"line": _(ROLES[advice.missing])})
    if advice.when_open:
        notes.append(_(wording.WHEN_OPEN))
    elif advice.first.role in OFFICES and not advice.office_hours:
        notes.append(_(wording.MAY_NOT_ANSWER))
    return PhoneCard(phone(advice.first), [phone(line) for line in advice.others], notes)


@dataclass(frozen=True, slots=True)
class ClinicPhones:
    """A clinic's numbers and hours, for a visitor."""

    name: str
    opens: str
    closes: str
    lines: list[Phone]


def public_phones(clinics: Iterable[Clinic]) -> list[ClinicPhones]:
    """The lines of the clinics that have any."""
    every = (
        ClinicPhones(
            name=clinic.name,
            opens=f"{clinic.opens:%H:%M}",
            closes=f"{clinic.closes:%H:%M}",
            lines=[phone(line) for line in clinic_lines(clinic) if line.number],
        )
        for clinic in clinics
    )
    return [clinic for clinic in every if clinic.lines]
