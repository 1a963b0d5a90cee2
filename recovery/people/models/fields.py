"""What several models here share."""

from enum import StrEnum

LINE_NAME_LENGTH = 80


def choices(codes: type[StrEnum]) -> list[tuple[str, str]]:
    """The codes of a closed set as model choices; their words live in `recovery.clinical`."""
    return [(code.value, code.name) for code in codes]
