"""`manage.py restore FILE`: a backup where the database is."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker.keeping import restore
from tracker.keeping.report import report


class Command(BaseCommand):
    help = "Puts a backup in the place of the database, which is kept under another name. Stop server and worker first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--identity", type=Path, metavar="FILE", help="holds the key of an encrypted backup"
        )
        parser.add_argument(
            "--over", default="", metavar="NAME", help="the name of a database that is not empty"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            keys = restore.identities(options["identity"])
            done = restore.restore(options["file"], keys=keys, over=options["over"], now=timezone.now())
        except restore.Refused as error:
            raise CommandError(str(error)) from error
        for line in report(done):
            self.stdout.write(line)
        self.stdout.write(f"What was there before is kept: {done.before}. Remove it when all is well.")
        self.stdout.write("Start the worker and the web server.")
