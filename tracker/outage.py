"""The page that a proxy shows while no process of the site answers: the clinics' numbers, in a file."""

import logging
from pathlib import Path

from django.conf import settings

from tracker.errors import outage_page

logger = logging.getLogger(__name__)

FOLDER, NAME = "outage", "outage.html"


def write() -> Path:
    """Write it as the numbers are now; the proxy never finds half of it."""
    folder: Path = settings.VAR_DIR / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    made = folder / f"{NAME}.made"
    made.write_text(outage_page(), encoding="utf-8")
    folder.chmod(0o755)  # the proxy reads it under a name of its own, and nothing else of the site's
    made.chmod(0o644)
    return made.replace(folder / NAME)


def keep() -> None:
    """Write it, or leave what is there: whatever goes wrong holds up nothing."""
    try:
        write()
    except Exception:
        logger.exception("the page for an outage was not written")
