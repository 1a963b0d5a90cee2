"""The clinics' public lines and hours as last read by this process: what is left when the database is not.

Never anything about a patient. Every process of the server has a memory of its own.
"""

import logging

from django.db import connections

from recovery.people import access
from recovery.people.models import Clinic
from recovery.people.phones import PublicLines, public_lines

logger = logging.getLogger(__name__)

_known: dict[int, PublicLines] = {}


def remember(*clinics: Clinic) -> None:
    """Keep the lines of these clinics as they are now."""
    for clinic in clinics:
        _known[clinic.pk] = public_lines(clinic)


def refresh() -> list[PublicLines]:
    """Read every clinic: those that are there now, and no other, are remembered."""
    clinics = list(access.clinics())
    for gone in _known.keys() - {clinic.pk for clinic in clinics}:
        _known.pop(gone, None)
    remember(*clinics)
    return lines()


def prime() -> None:
    """Read them before the first visitor comes. A fault in that keeps no page from being served."""
    try:
        refresh()
    except Exception:
        logger.exception("the numbers of the clinics could not be read")
    finally:
        connections.close_all()


def lines() -> list[PublicLines]:
    """The clinics that have any line, by name."""
    known = [clinic for clinic in list(_known.values()) if clinic.lines]
    return sorted(known, key=lambda clinic: clinic.clinic)


def forget() -> None:
    """As a process that has just begun."""
    _known.clear()
