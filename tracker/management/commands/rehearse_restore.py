"""`manage.py rehearse_restore FILE`: the whole of a restore beside the database, which stays as it is."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker.keeping import restore
from tracker.keeping.report import report


class Command(BaseCommand):
    help = (
        "Restores a backup into a place of its own, checks it, says what a restore would owe, and forgets it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="holds the key of an encrypted backup"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keys = restore.identities(options["identity"])
            done = restore.rehearse(options["file"], keys=keys, now=timezone.now())
        except restore.Refused as error:
            raise CommandError(str(error)) from error
        for line in report(done):
            self.stdout.write(line)
        self.stdout.write("This was a rehearsal: nothing was changed and nothing is sent.")
