"""`manage.py write_outage_page`: the page that the proxy shows while the site does not answer, with the numbers."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tracker.errors import outage_page

NAME = "outage.html"


class Command(BaseCommand):
    help = "Writes the page with the clinics' numbers that the proxy shows while the site does not answer."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.VAR_DIR / "outage"
        folder.mkdir(exist_ok=True)
        made = folder / f"{NAME}.made"
        made.write_text(outage_page(), encoding="utf-8")
        folder.chmod(0o755)  # the proxy reads it under a name of its own, and nothing else of the site's
        made.chmod(0o644)
        made.replace(folder / NAME)
        self.stdout.write(f"{folder / NAME} is written.")
