"""Who is named in a file: users who cannot sign in, and clinics that are offered to nobody."""

from collections.abc import Iterable
from dataclasses import fields
from enum import StrEnum
from hashlib import sha256
from typing import Any

from recovery.exchange.arrivals.checks import check
from recovery.exchange.dossier import Author, Dossier
from recovery.people.models import Clinic, Patient, User

AT_ONCE = 500

# Who wrote something in another installation: a name, and no way to sign in. `.invalid` is nobody's (RFC 2606).
ELSEWHERE = "elsewhere.invalid"


def authors_of(dossier: Dossier) -> set[Author]:
    """Everybody who is named in a dossier."""
    found: set[Author] = set()
    waiting: list[Any] = [getattr(dossier, field.name) for field in fields(dossier)]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Author):
            found.add(value)
        elif isinstance(value, tuple):
            waiting += value
        elif not isinstance(value, StrEnum) and hasattr(value, "__dataclass_fields__"):
            waiting += [getattr(value, name) for name in value.__dataclass_fields__]
    return found


def users_of(authors: Iterable[Author], patient: Patient) -> dict[Author, User]:
    """A user for each: the patient, or somebody by that name who cannot sign in.

    Never one who works here, however alike the names are: a file does not say who somebody is.
    """
    others = {author: _address(author) for author in authors if not author.is_patient}
    known = {user.email: user for user in User.objects.filter(email__in=others.values())}
    made = [
        User(email=email, name=author.name, is_active=False, password="!")  # noqa: S106
        for author, email in others.items()
        if email not in known
    ]
    check(made)
    User.objects.bulk_create(made, AT_ONCE)
    known |= {user.email: user for user in made}
    found = {author: known[email] for author, email in others.items()}
    return found | {author: patient.user for author in authors if author.is_patient}


def _address(author: Author) -> str:
    return f"{sha256(author.name.encode()).hexdigest()[:32]}@{ELSEWHERE}"


def clinic_names(dossier: Dossier) -> set[str]:
    told = dossier.episodes
    noted = {note.clinic for episode in told for note in episode.notes}
    return noted | {visit.clinic for episode in told for visit in episode.visits if visit.clinic}


def clinics_of(names: set[str]) -> dict[str, Clinic]:
    """The clinics by these names; one that is not here is known by its name, and offered to nobody."""
    known = {clinic.name: clinic for clinic in Clinic.objects.filter(name__in=names)}
    made = [Clinic(name=name, is_elsewhere=True) for name in sorted(names - known.keys())]
    check(made)
    Clinic.objects.bulk_create(made, AT_ONCE)
    return known | {clinic.name: clinic for clinic in made}
