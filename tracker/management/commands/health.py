"""`manage.py health`: whether alerts leave, for a monitor. Exits 1 when they do not."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from recovery.alerts.health import BOUND, health, seconds


class Command(BaseCommand):
    help = "Says how old the oldest owed delivery is, and exits 1 when something is past the bound."

    def add_arguments(self, parser: CommandParser) -> None:
        bound = seconds(BOUND)
        parser.add_argument("--bound", type=int, default=bound, metavar="SECONDS", help=f"{bound} without it")

    def handle(self, *args: Any, **options: Any) -> None:
        found = health(now=timezone.now(), thorough=True)
        self.stdout.write(f"{found.owed} owed, the oldest {seconds(found.oldest)} s")
        for remark in found.remarks():
            self.stdout.write(f"To see to: {remark}.")
        if problems := found.problems(timedelta(seconds=options["bound"])):
            raise CommandError("; ".join(problems))
