"""Figures, dates and sentences of the medicine, in the language of the page."""

from datetime import date, datetime

from django.utils import formats, timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from recovery.clinical.text import Said


def figure(value: float | int | str) -> str:
    """A figure as it is written in this language: 4, or 4,5, or the text itself."""
    if isinstance(value, str):
        return value
    return str(int(value)) if value == int(value) else str(formats.localize(round(value, 1)))


def long_date(day: date) -> str:
    """“4 november 2026”."""
    return formats.date_format(day, "j F Y")


def weekday_date(day: date) -> str:
    """“woensdag 4 november”."""
    return formats.date_format(day, "l j F")


def short_date(day: date) -> str:
    """“4 nov”."""
    return formats.date_format(day, f"j {_month()}")


def table_date(day: date) -> str:
    """“wo 4 nov 2026”."""
    return formats.date_format(day, f"D j {_month()} Y")


def compact_date(day: date) -> str:
    """“4 nov 2026”."""
    return formats.date_format(day, f"j {_month()} Y")


def month_of(day: date) -> str:
    """“nov 2026”."""
    return formats.date_format(day, f"{_month()} Y")


def _month() -> str:
    """How a short month is written: “nov” in Dutch, “Nov” elsewhere."""
    return "b" if get_language() == "nl" else "M"


def moment(at: datetime) -> str:
    """“4 november 2026, 14:02”, Dutch time."""
    return formats.date_format(timezone.localtime(at), "j F Y, H:i")


def clock(at: datetime) -> str:
    """“14:02”, Dutch time."""
    return formats.date_format(timezone.localtime(at), "H:i")


def say(said: Said) -> str:
    """A sentence of the medicine, its figures and dates written out."""
    values = {
        name: long_date(date.fromisoformat(str(value))) if name.endswith("_on") else figure(value)
        for name, value in said.values.items()
    }
    return _(said.text) % values


def came_later(answered_at: datetime | None, reached_at: datetime) -> str:
    """When it was answered and when it reached us, where a phone had no connection in between; else empty."""
    if answered_at is None or moment(answered_at) == moment(reached_at):
        return ""
    times = {"answered": moment(answered_at), "reached": moment(reached_at)}
    return _("Answered at %(answered)s without a connection, reached us at %(reached)s.") % times
