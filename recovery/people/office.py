"""When a clinic is open, as it sets it: hours by weekday, and the holidays that it keeps."""

from datetime import time
from typing import Any

from django.db import models
from django.db.models import F, Q

from recovery.clinical import contact
from recovery.clinical.contact import Hours, Week

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _clock(at: time | None = None) -> Any:
    """A time of the day that may stay empty."""
    return models.TimeField(default=at, null=True, blank=True)


def _opens_before_it_closes(day: str) -> models.CheckConstraint:
    """Both times or neither, in the order of the day."""
    opens, closes = f"{day}_opens", f"{day}_closes"
    return models.CheckConstraint(
        condition=Q(**{opens: None, closes: None})
        | Q(**{f"{opens}__isnull": False, f"{closes}__isnull": False, f"{opens}__lt": F(closes)}),
        name=f"clinic_opens_before_it_closes_on_{day}",
    )


class Office(models.Model):
    """Hours and holidays, as fields of whatever has an office: whom to phone then needs no query of its own.

    A weekday without times is closed. Every holiday is kept but Good Friday and 5 May, which differ per
    organisation (section 5 [F]).
    """

    monday_opens = _clock(contact.CLINIC_OPENS)
    monday_closes = _clock(contact.CLINIC_CLOSES)
    tuesday_opens = _clock(contact.CLINIC_OPENS)
    tuesday_closes = _clock(contact.CLINIC_CLOSES)
    wednesday_opens = _clock(contact.CLINIC_OPENS)
    wednesday_closes = _clock(contact.CLINIC_CLOSES)
    thursday_opens = _clock(contact.CLINIC_OPENS)
    thursday_closes = _clock(contact.CLINIC_CLOSES)
    friday_opens = _clock(contact.CLINIC_OPENS)
    friday_closes = _clock(contact.CLINIC_CLOSES)
    saturday_opens = _clock()
    saturday_closes = _clock()
    sunday_opens = _clock()
    sunday_closes = _clock()

    closed_on_new_year = models.BooleanField(default=True)
    closed_on_good_friday = models.BooleanField(default=False)
    closed_on_easter_sunday = models.BooleanField(default=True)
    closed_on_easter_monday = models.BooleanField(default=True)
    closed_on_kings_day = models.BooleanField(default=True)
    closed_on_liberation_day = models.BooleanField(default=False)
    closed_on_ascension_day = models.BooleanField(default=True)
    closed_on_whit_sunday = models.BooleanField(default=True)
    closed_on_whit_monday = models.BooleanField(default=True)
    closed_on_christmas_day = models.BooleanField(default=True)
    closed_on_second_christmas_day = models.BooleanField(default=True)

    class Meta:
        abstract = True
        constraints = tuple(map(_opens_before_it_closes, WEEKDAYS))

    @property
    def week(self) -> Week:
        """The hours of every weekday."""
        return Week(tuple(map(self._hours_on, WEEKDAYS)))

    def _hours_on(self, day: str) -> Hours | None:
        opens, closes = getattr(self, f"{day}_opens"), getattr(self, f"{day}_closes")
        return Hours(opens, closes) if opens and closes else None
