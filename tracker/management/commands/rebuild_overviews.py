"""`manage.py rebuild_overviews`: makes the row that lists read, for whoever has none or for everybody."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from recovery.trends import overview


class Command(BaseCommand):
    help = "Makes the summary row of every patient who has none, as after an import; with --all of everybody."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="also where there is one")

    def handle(self, *args: Any, **options: Any) -> None:
        patients = overview.everybody() if options["all"] else overview.without_one()
        self.stdout.write(f"rows made: {overview.rebuild(patients)}")
