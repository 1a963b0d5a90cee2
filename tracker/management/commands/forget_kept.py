"""`manage.py forget_kept`: remove what a clinic need not keep any more of patients who deleted their account."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from recovery.erasure import kept


class Command(BaseCommand):
    help = (
        "Removes what was kept of deleted accounts for as long as the law asks. The worker does it by itself."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{kept.forget(today=timezone.localdate())} removed")
