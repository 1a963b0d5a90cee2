"""The days on which a clinic is closed, as text: one a line, with the reason if there is one."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from recovery.people.models import REASON_LENGTH, ClosedDay

FORMATS = ("%d-%m-%Y", "%d/%m/%Y", "%Y-%m-%d")

# A later date is a slip of the keyboard: nobody plans so far ahead.
PLANNED_AHEAD = timedelta(days=5 * 366)


def write(days: Iterable[ClosedDay]) -> str:
    """“24-12-2026 Christmas Eve”, a day a line."""
    return "\n".join(f"{closed.day:%d-%m-%Y} {closed.reason}".strip() for closed in days)


def read(text: str, *, today: date) -> Mapping[date, str]:
    """The days and their reasons. `ValidationError` with a sentence for every line that cannot be read."""
    days: dict[date, str] = {}
    wrong: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        day, reason = _parts(line)
        if trouble := _trouble(day, reason, days, today):
            wrong.append(_("Line %(number)s: %(trouble)s") % {"number": number, "trouble": trouble})
        elif day:
            days[day] = reason
    if wrong:
        raise ValidationError(wrong)
    return days


def _parts(line: str) -> tuple[date | None, str]:
    """The date at the start of a line, `None` when it is no date, and the rest."""
    first, *rest = line.split(maxsplit=1)
    return _date(first), rest[0].strip() if rest else ""


def _date(text: str) -> date | None:
    for form in FORMATS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a date has no time zone
        except ValueError:
            continue
    return None


def _trouble(day: date | None, reason: str, days: Mapping[date, str], today: date) -> str:
    """What is wrong with a line, or nothing."""
    if day is None:
        return _("begin with a date, such as 24-12-2026.")
    if day > today + PLANNED_AHEAD:
        return _("check the year of this date.")
    if day in days:
        return _("this date is in the list already.")
    if len(reason) > REASON_LENGTH:
        return _("the reason is too long. Use at most %(limit)s characters.") % {"limit": REASON_LENGTH}
    return ""
