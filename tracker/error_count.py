"""How many requests ended in a fault of ours, over all processes and restarts: the length of a file, a byte each.

Not in the database: its absence is the fault that matters most. Appending one byte needs no lock.
"""

import logging

from django.conf import settings

logger = logging.getLogger(__name__)

NAME = "errors.count"


def add() -> None:
    """One more. On a full disk it is not counted, and the page is shown all the same."""
    try:
        with (settings.VAR_DIR / NAME).open("ab") as file:
            file.write(b".")
    except OSError:
        logger.warning("an error could not be counted", exc_info=True)


def total() -> int:
    """Since the file was made."""
    try:
        return int((settings.VAR_DIR / NAME).stat().st_size)
    except OSError:
        return 0
