"""A CSV with people to invite: read whole, every bad line named, nothing sent before all of it is right."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core import signing
from django.forms import Form
from django.utils.translation import gettext as _

from recovery.people.invitations import Guest, Known
from recovery.people.models import Clinic

MOST_ROWS = 1000
MOST_BYTES = 1_000_000

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "naam"),
    "email": ("email", "e-mail", "e-mailadres", "mail", "e-mail address"),
    "birth_date": ("birth date", "birth_date", "date of birth", "geboortedatum"),
}
NEEDED = ("name", "email")
NAMES = {"name": "name", "email": "email", "birth_date": "birth date"}

SALT = "tracker.clinic.invite"
LASTS_SECONDS = 3600


class NotAList(ValueError):
    """The file as a whole cannot be read; the sentence says why and what to do."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with some lines, and what to do about it."""

    what: str
    lines: str


@dataclass(frozen=True, slots=True)
class GuestList:
    """What is in a file: the people with their lines, and what is wrong."""

    guests: tuple[tuple[int, Guest], ...]
    troubles: tuple[Trouble, ...]

    @property
    def emails(self) -> list[str]:
        return [guest.email for _line, guest in self.guests]


@dataclass(frozen=True, slots=True)
class DryRun:
    """What sending a list would do. `packed` is the list as the button sends it back, signed."""

    new: int
    invited: str
    patients: str
    troubles: tuple[Trouble, ...]
    packed: str


def read(data: bytes, check: Callable[[Mapping[str, str]], Form]) -> GuestList:
    """The list in a file; `check` makes the form that judges a line. `NotAList` when it is none."""
    rows = list(_rows(_text(data)))
    if not rows:
        raise NotAList(_("This file is empty. Choose another."))
    places = _places(rows[0][1])
    people = [(line, _cells(places, row)) for line, row in rows[1:]]
    if not people:
        raise NotAList(_("There is nobody in this file below the names of the columns."))
    if len(people) > MOST_ROWS:
        raise NotAList(
            _("There are %(n)s people in this file. Split it: at most 1,000 at once.") % {"n": len(people)}
        )
    return _judged(people, check)


def _text(data: bytes) -> str:
    """UTF-8, with or without the mark that Excel writes; else what Windows writes."""
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotAList(_("This file cannot be read. Save it in your spreadsheet as CSV (UTF-8)."))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, each with its number in the file."""
    head = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if ";" in head else ",")
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, [cell.strip() for cell in row]
    except csv.Error:
        raise NotAList(_("This file cannot be read. Save it in your spreadsheet as CSV (UTF-8).")) from None


def _places(head: Sequence[str]) -> dict[str, int]:
    """Which column is where."""
    names = [cell.lower() for cell in head]
    places = {
        column: next(place for place, name in enumerate(names) if name in words)
        for column, words in COLUMNS.items()
        if set(names) & set(words)
    }
    missing = [NAMES[column] for column in NEEDED if column not in places]
    if missing:
        sentence = _(
            "The first line must name the columns. Missing: %(columns)s. Write: name;email;birth date"
        )
        raise NotAList(sentence % {"columns": ", ".join(missing)})
    return places


def _cells(places: Mapping[str, int], row: Sequence[str]) -> dict[str, str]:
    return {column: row[place] if place < len(row) else "" for column, place in places.items()}


def _judged(
    people: Sequence[tuple[int, dict[str, str]]], check: Callable[[Mapping[str, str]], Form]
) -> GuestList:
    """Every line through the form; the same address twice is told with the line where it stood first."""
    first: dict[str, int] = {}
    guests: list[tuple[int, Guest]] = []
    wrong: dict[str, list[int]] = {}
    for line, cells in people:
        for what in _troubles(check(cells), cells["email"].lower(), first):
            wrong.setdefault(what, []).append(line)
        first.setdefault(cells["email"].lower(), line)
        guests.append((line, Guest(cells["name"], cells["email"], _born(check(cells)))))
    troubles = tuple(Trouble(what, _listed(lines)) for what, lines in wrong.items())
    return GuestList(() if troubles else tuple(guests), troubles)


def _troubles(form: Form, email: str, first: Mapping[str, int]) -> Iterator[str]:
    for errors in form.errors.values():
        yield from map(str, errors)
    if email and email in first:
        sentence = _("This address stands in line %(line)s already. Take one of the two out.")
        yield sentence % {"line": first[email]}


def _born(form: Form) -> date | None:
    born: date | None = form.cleaned_data.get("birth_date") if form.is_valid() else None
    return born


def _listed(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines))


def dry_run(listed: GuestList, known: Known, clinic: Clinic) -> DryRun:
    """What sending it would do, without doing it."""
    invited = [line for line, guest in listed.guests if guest.email.lower() in known.invited]
    patients = [line for line, guest in listed.guests if guest.email.lower() in known.patients]
    there = known.invited | known.patients
    new = [guest for _line, guest in listed.guests if guest.email.lower() not in there]
    return DryRun(
        new=len(new),
        invited=_listed(invited),
        patients=_listed(patients),
        troubles=listed.troubles,
        packed=_pack(new, clinic) if new else "",
    )


def _pack(guests: Sequence[Guest], clinic: Clinic) -> str:
    rows = [
        (each.name, each.email, each.birth_date.isoformat() if each.birth_date else "") for each in guests
    ]
    return signing.dumps([clinic.pk, rows], salt=SALT, compress=True)


def unpack(packed: str, clinic: Clinic) -> list[Guest] | None:
    """The people of a dry run of this clinic; `None` when it is not one, or too old."""
    try:
        of, rows = signing.loads(packed, salt=SALT, max_age=LASTS_SECONDS)
    except signing.BadSignature:
        return None
    if of != clinic.pk:
        return None
    return [Guest(name, email, date.fromisoformat(born) if born else None) for name, email, born in rows]
