"""Patients by their name or date of birth, which the database cannot read: opened, compared and put in order here.

That takes some 10 milliseconds for a thousand patients of a clinic, and leaves nothing in the database by which names
could be guessed, as an index of their first letters would (docs/decisions.md).
"""

import unicodedata
from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import Q, QuerySet

from recovery.people.models import Patient


def folded(text: str) -> str:
    """Without capitals and accents: what is the same to who searches."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def names_of(patients: QuerySet[Patient]) -> dict[int, str]:
    """What each is called on a page, folded, by key: the name, or the address where there is none. Two queries."""
    rows = patients.order_by()
    named = rows.exclude(user__name="").values_list("pk", "user__name")
    unnamed = rows.filter(user__name="").values_list("pk", "user__email")
    return {key: folded(name) for found in (named, unnamed) for key, name in found}


def called(patients: QuerySet[Patient], search: str) -> Q:
    """Those with each word of `search` somewhere in what they are called."""
    words = folded(search).split()
    return _those(key for key, name in names_of(patients).items() if all(word in name for word in words))


def named(patients: QuerySet[Patient], part: str) -> Q:
    """Those whose name holds `part`, whose address does not count."""
    wanted = folded(part)
    rows = patients.order_by().exclude(user__name="").values_list("pk", "user__name")
    return _those(key for key, name in rows if wanted in folded(name))


def born(patients: QuerySet[Patient], holds: Callable[[date], bool]) -> Q:
    """Those with a date of birth of which `holds` is true."""
    rows = patients.order_by().values_list("pk", "birth_date", "birth_date_clear")
    return _those(key for key, day, clear in rows if (told := clear or day) and holds(told))


def _those(keys: Iterable[int]) -> Q:
    return Q(pk__in=list(keys))
