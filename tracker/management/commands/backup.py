"""`manage.py backup`: everything that is kept, in one file, while the server runs."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tracker.keeping import backup
from tracker.keeping.container import Damaged

KEEP = 14


class Command(BaseCommand):
    help = "Writes a backup, reads it back, and keeps the latest. Exits 1 when there is no new one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.VAR_DIR / "backups", metavar="DIRECTORY")
        parser.add_argument(
            "--keep", type=int, default=KEEP, metavar="N", help=f"how many; {KEEP} without it"
        )
        parser.add_argument(
            "--recipient",
            action="append",
            default=[],
            metavar="age1…",
            help="encrypt it to this public key, from manage.py make_backup_key or age-keygen; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] < 1:
            raise CommandError("--keep must be at least 1")
        try:
            to = backup.recipients(options["recipient"])
            made = backup.back_up(options["to"], to=to, keep=options["keep"], now=timezone.now())
        except (backup.NotMade, Damaged) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{made.path}: {made.tally.rows} rows in {len(made.tally.counts)} tables, read back and alike"
        )
        self.stdout.write(
            "Encrypted: only the private key of a recipient opens it."
            if made.encrypted
            else "NOT ENCRYPTED: whoever has the file reads every diary in it. --recipient encrypts."
        )
        if made.tally.keys:
            keys = ", ".join(sorted(made.tally.keys))
            self.stdout.write(f"Names in it are sealed with {keys}: keep FIELD_KEYS too, elsewhere.")
