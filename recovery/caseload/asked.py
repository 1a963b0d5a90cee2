"""What somebody wants to see of the list: a search, filters, an order."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from recovery.caseload.groups import Group
from recovery.clinical.standing import Standing
from recovery.people import searching
from recovery.people.models import Patient

# 3-2-1984, 03/02/1984 or 3.2.1984, as people in the Netherlands write it; and 1984-02-03.
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})[-/. ](?P<month>\d{1,2})[-/. ](?P<year>\d{4})", re.ASCII)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII)


class Order(StrEnum):
    """In which order the patients without an open alert stand."""

    URGENCY = "urgency"
    NAME = "name"
    WEEKS = "weeks"
    LAST_ENTRY = "last-entry"
    PROBABILITY = "probability"
    NEXT_VISIT = "next-visit"


@dataclass(frozen=True, slots=True)
class Asked:
    """A search in names and birth dates, filters that all have to hold, and the order, backwards if asked.

    `group`: those for whom that reason holds, also where an open alert puts them higher. `doctor` is the key of a
    user, `None` for whoever it is; `no_doctor` those whom nobody looks after yet.
    """

    search: str = ""
    group: Group | None = None
    standing: Standing | None = None
    doctor: int | None = None
    no_doctor: bool = False
    order: Order = Order.URGENCY
    backwards: bool = False

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anybody out."""
        return bool(self.search or self.group is not None or self.standing or self.doctor or self.no_doctor)


def matching(patients: QuerySet[Patient], search: str) -> Q:
    """Those born on the date that `search` is, or with each of its words in their name."""
    if day := birth_date_in(search):
        return searching.born(patients, lambda born: born == day)
    return searching.called(patients, search)


def birth_date_in(search: str) -> date | None:
    """The date that `search` is, if it is one that exists."""
    written = _DAY_FIRST.fullmatch(search.strip()) or _YEAR_FIRST.fullmatch(search.strip())
    try:
        return (
            date(**{part: int(number) for part, number in written.groupdict().items()}) if written else None
        )
    except ValueError:
        return None
