"""`manage.py rotate_keys`: seals with the first of FIELD_KEYS what is not, so that the others can go."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recovery.people import rotation
from tracker import rotating


class Command(BaseCommand):
    help = (
        "Seals every name, address, text, second factor and session that is not sealed with the first of FIELD_KEYS. "
        "Can be stopped at any moment and started again, while the site runs. With SEAL_FIELDS=0 it opens every field, "
        "for an older version."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="tell how many are left, and write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["check"]:
            self._rotate()
        left = rotation.left(rotating.places())
        for place, count in left.items():
            self.stdout.write(f"{place}: {count} left")
        if left:
            raise CommandError(f"{sum(left.values())} are not as they should be yet; keep every key.")
        self.stdout.write("Nothing is left: only the first of FIELD_KEYS is needed.")

    def _rotate(self) -> None:
        for step in rotation.rotate(rotating.places()):
            stuck = f", {step.stuck} could not be opened or written" if step.stuck else ""
            self.stdout.write(f"{step.place}: {step.done} done{stuck}")
