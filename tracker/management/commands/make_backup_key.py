"""`manage.py make_backup_key FILE`: a key that opens backups, and the public one that encrypts them."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Writes a private key to FILE, which should not stay on this machine, and prints its public key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        import pyrage  # noqa: PLC0415 - a site without encrypted backups does without

        key, path = pyrage.x25519.Identity.generate(), options["file"]
        try:
            path.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(f"{path} cannot be made ({error.strerror})") from error
        path.write_text(f"# public key: {key.to_public()}\n{key}\n", encoding="ascii")
        self.stdout.write(f"{key.to_public()}")
