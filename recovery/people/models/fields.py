"""What several models here share."""

from enum import StrEnum

from django.db import models

LINE_NAME_LENGTH = 80
VERSION_LENGTH = 10
LANGUAGE_LENGTH = 10


def choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    """The codes of a closed set as model choices; their words live in `recovery.clinical`."""
    return [(code.value, code.name) for code in codes]


def together(name: str) -> models.CheckConstraint:
    """Who and when of something that was done to a row, or neither."""
    by, at = f"{name}_by", f"{name}_at"
    return models.CheckConstraint(
        condition=models.Q(**{by: None, at: None})
        | models.Q(**{f"{by}__isnull": False, f"{at}__isnull": False}),
        name=f"%(class)s_{name}_by_and_at_together",
    )


def consent_version() -> "models.CharField[str, str]":
    """Which text was agreed to; empty from before the texts were kept, and where nothing was agreed to."""
    return models.CharField(max_length=VERSION_LENGTH, blank=True, default="", db_default="")


def consent_language() -> "models.CharField[str, str]":
    """In which language that text was shown."""
    return models.CharField(max_length=LANGUAGE_LENGTH, blank=True, default="", db_default="")
