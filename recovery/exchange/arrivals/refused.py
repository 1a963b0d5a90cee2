"""Why a dossier is not brought in."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.db import Error as FaultOfTheDatabase
from django.db import transaction


class Reason(StrEnum):
    """Why a dossier is not brought in."""

    NOBODY = "nobody"
    EMAIL_KNOWN = "email_known"
    RECORD_KNOWN = "record_known"
    NO_EPISODE = "no_episode"
    FUTURE = "future"
    BEFORE_ONSET = "before_onset"
    OF_ANOTHER = "of_another"
    NOT_VALID = "not_valid"


class Refused(ValueError):
    """Nothing was brought in; `about` is the day or the words that it is about."""

    def __init__(self, reason: Reason, about: date | str = "") -> None:
        super().__init__(f"{reason}: {about}")
        self.reason, self.about = reason, about


@contextmanager
def all_or_nothing() -> Iterator[None]:
    """One transaction; what the database will not have is refused, not a fault."""
    try:
        with transaction.atomic():
            yield
    except (ValidationError, FaultOfTheDatabase, OverflowError) as error:
        raise Refused(Reason.NOT_VALID) from error
