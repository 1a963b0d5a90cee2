"""Whether the keys are there that open what names a person; without them nothing starts."""

import logging
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from recovery.people import rotation, sealing
from recovery.people.sealing import CannotOpen

logger = logging.getLogger(__name__)

NO_KEY = (
    "FIELD_KEYS (or the file FIELD_KEYS_FILE) must hold the key with which names and addresses are sealed: 32 bytes, "
    "as `manage.py make_field_key` prints them; a second is what was used before it."
)
WRONG_KEY = (
    "FIELD_KEYS lacks the key {key}, with which rows of this database are sealed: names and addresses cannot be read. "
    "Put the right key back, or add it after the first one."
)
NOT_SEALED = (
    "SEAL_FIELDS=0: names are written in clear, which is only for while an older version runs beside this."
)


def register() -> None:
    checks.register(keys_are_whole, checks.Tags.security)
    checks.register(keys_are_right, checks.Tags.database)
    checks.register(fields_are_sealed, checks.Tags.security, deploy=True)


def keys_are_whole(**_given: Any) -> list[checks.CheckMessage]:
    """Of every command, before it begins."""
    try:
        sealing.key_names()
    except CannotOpen:
        return [checks.Error(NO_KEY, id="tracker.E001")]
    return []


def keys_are_right(*, databases: Sequence[str] | None = None, **_given: Any) -> list[checks.CheckMessage]:
    """Of `migrate`, of `check --database default`, and of the server and the worker when they start."""
    if not databases or keys_are_whole():
        return []
    try:
        missing = rotation.missing_keys()
    except DatabaseError:  # no tables yet, or no database: that is not for the keys to say
        return []
    return [checks.Error(WRONG_KEY.format(key=key), id="tracker.E002") for key in missing]


def fields_are_sealed(**_given: Any) -> list[checks.CheckMessage]:
    return [] if settings.SEAL_FIELDS else [checks.Warning(NOT_SEALED, id="tracker.W003")]


def refuse_to_start_without() -> None:
    """`ImproperlyConfigured`, with the setting in its words, when a key is missing or wrong."""
    for error in (*keys_are_whole(), *keys_are_right(databases=["default"])):
        raise ImproperlyConfigured(error.msg)
    for warning in fields_are_sealed():
        logger.warning(warning.msg)
