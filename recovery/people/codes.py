"""The code of a clinic: what a patient types to share their diary with it."""

import secrets

from django.db import IntegrityError, transaction

from recovery.people.models import Clinic

# Without the letters and digits that are taken for one another.
LETTERS = "ACDEFGHJKMNPQRTWXY3479"
LONG = 8
HALF = LONG // 2

TRIES = 10


def renew(clinic: Clinic) -> str:
    """A new code; the one before is no code any more."""
    for _try in range(TRIES):
        code = "".join(secrets.choice(LETTERS) for _letter in range(LONG))
        try:
            with transaction.atomic():
                Clinic.objects.filter(pk=clinic.pk).update(code=code)
        except IntegrityError:
            continue
        clinic.code = code
        return code
    raise RuntimeError("no code is free")


def find(typed: str) -> Clinic | None:
    """The clinic of a code as somebody typed it: capitals, spaces and hyphens do not matter."""
    code = "".join(letter for letter in typed.upper() if letter.isalnum())
    return Clinic.objects.filter(code=code).first() if code else None


def readable(code: str | None) -> str:
    """“ACDE-FGHJ”; nothing without a code."""
    return f"{code[:HALF]}-{code[HALF:]}" if code else ""
