"""Which passwords are refused, offline: short, endless, easy to guess by who knows somebody, or leaked somewhere.

No rules about capitals or signs: they make a password hard to remember and not hard to guess (NIST SP 800-63B).
"""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from recovery.people import access
from recovery.people.models import User

SHORTEST = 12
# Beyond this hashing costs the server more than it helps anybody.
LONGEST = 128
# zxcvbn takes time that grows steeply with the length; what comes after only makes a password harder.
LOOKED_AT = 40
# Of 0 to 4: 3 is "safely unguessable" for a slow hash such as ours.
HARD_ENOUGH = 3
OWN_WORDS = ("hersteldagboek", "recovery diary", "hernia", "rug", "herstel", "diary", "dagboek")


class LongEnough(MinimumLengthValidator):
    """Django's own sentence about this has no Dutch."""

    def __init__(self, min_length: int = SHORTEST) -> None:
        super().__init__(min_length)

    def get_error_message(self) -> str:
        return _("This password is too short. Use at least %(n)s characters.") % {"n": self.min_length}

    def get_help_text(self) -> str:
        return _(
            "Use at least %(n)s characters. A few words that do not belong together are easy to remember."
        ) % {"n": self.min_length}


class NotTooLong:
    """A bound, so that nobody keeps the server at work with a password of a megabyte."""

    def validate(self, password: str, user: User | None = None) -> None:
        if len(password) > LONGEST:
            raise ValidationError(
                _("This password is too long. Use at most %(n)s characters.") % {"n": LONGEST},
                code="password_too_long",
            )


class HardToGuess:
    """Not one that somebody guesses who knows the name, the address or the clinic of whose it is."""

    def validate(self, password: str, user: User | None = None) -> None:
        found = zxcvbn(password[:LOOKED_AT], user_inputs=[*OWN_WORDS, *_known_of(user)])
        if found["score"] < HARD_ENOUGH:
            raise ValidationError(
                _("This password is easy to guess. Use a few words that do not belong together."),
                code="password_too_easy",
            )


class NotBreached:
    """Not one that leaked elsewhere, by the file that the installation was given; without a file everything passes."""

    def validate(self, password: str, user: User | None = None) -> None:
        if settings.BREACHED_PASSWORDS_FILE and is_breached(password, Path(settings.BREACHED_PASSWORDS_FILE)):
            raise ValidationError(
                _("This password is on a list of stolen passwords. Choose another."),
                code="password_breached",
            )


class GoodEnough:
    """What Django asks: each of these in turn, one complaint at a time, and one line of help instead of five."""

    def __init__(self) -> None:
        self.length = LongEnough()
        self.all = (self.length, NotTooLong(), CommonPasswordValidator(), HardToGuess(), NotBreached())

    def validate(self, password: str, user: User | None = None) -> None:
        for one in self.all:
            one.validate(password, user)

    def get_help_text(self) -> str:
        return self.length.get_help_text()


def is_breached(password: str, path: Path) -> bool:
    """Whether the SHA-1 of `password` begins a line of a sorted file, with or without `:count` behind it.

    Halves the file again and again: some thirty reads in a file of forty gigabytes. `OSError` when it cannot be read.
    """
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as lines:
        low, high = 0, lines.seek(0, os.SEEK_END)
        while low < high:
            middle = (low + high) // 2
            line = _line_from(lines, middle)
            if not line or line >= wanted:
                high = middle
            else:
                low = middle + 1
        return _line_from(lines, low) == wanted


def _line_from(lines: BinaryIO, at: int) -> bytes:
    """The digest of the first line that begins at `at` or after; empty behind the last."""
    lines.seek(max(0, at - 1))
    if at:
        lines.readline()
    return lines.readline()[:40].strip().upper()


def _known_of(user: User | None) -> list[str]:
    """What others know of somebody: words of at least three letters."""
    if user is None:
        return []
    told = [user.name, user.email, *user.email.replace("@", ".").split("."), *_clinics_of(user)]
    return [word.lower() for text in told for word in [text.replace(" ", ""), *text.split()] if len(word) > 2]


def _clinics_of(user: User) -> list[str]:
    if user.pk is None:
        return []
    record = access.own_record(user)
    treated = [record.clinic.name] if record and record.clinic else []
    return [*treated, *(clinic.name for clinic in access.work_of(user).values())]
