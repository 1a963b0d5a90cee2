"""What is still to be translated, for a translator."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tracker.languages import codes, missing, name_of


class Command(BaseCommand):
    """Of each language with a compiled catalogue: whether it is offered, and which sentences about danger it lacks."""

    help = "Which languages are offered, and which sentences about danger the others still lack."

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.LOCALE_PATHS[0])
        for code in codes(folder):
            left = missing(folder, code)
            state = f"not offered, {len(left)} sentences about danger to go:" if left else "offered"
            self.stdout.write(f"{code} ({name_of(folder, code)}): {state}")
            for text in left:
                self.stdout.write(f"  {text}")
