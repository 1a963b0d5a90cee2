"""`manage.py write_rules`: write `docs/clinical-rules.md` from the tables in `recovery/clinical`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from tracker import rules


class Command(BaseCommand):
    help = "Writes docs/clinical-rules.md from the clinical tables."

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / rules.PATH
        path.parent.mkdir(exist_ok=True)
        path.write_text(rules.document())
        self.stdout.write(f"wrote {rules.PATH}")
