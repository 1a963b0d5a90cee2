"""`manage.py forget_old_reads`: delete who looked at a diary once it was kept as long as `ACCESS_LOG_YEARS` says."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from recovery.people import access_log


class Command(BaseCommand):
    help = (
        "Deletes rows of the access log that are older than ACCESS_LOG_YEARS. The worker does so by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        gone = access_log.forget_old(now=timezone.now())
        self.stdout.write(f"{gone:,} rows older than {settings.ACCESS_LOG_YEARS} years deleted")
