"""`manage.py write_outage_page`: the page that the proxy shows while the site does not answer, with the numbers."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker import outage


class Command(BaseCommand):
    help = (
        "Writes the page with the clinics' numbers that the proxy shows while the site does not answer. "
        "The worker does so every minute."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{outage.write()} is written.")
