"""`manage.py make_field_key`: a key with which names and addresses are sealed."""

from typing import Any

from django.core.management.base import BaseCommand

from tracker.secret import make_key


class Command(BaseCommand):
    help = "Prints a new key for FIELD_KEYS. Whoever loses it loses every name and address; keep it apart from backups."
    # There is no key yet, which is what the checks would say.
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(make_key())
