"""`manage.py export_access_log`: who looked, as CSV on standard output, by numbers: an operator reads no names."""

import logging
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from recovery.people import access_log
from recovery.people.models import Clinic
from tracker.readings import csv_file

logger = logging.getLogger(__name__)

AT_ONCE = 2000


class Command(BaseCommand):
    help = "Writes the access log of a clinic as CSV, without names; the clinic's manager can take it out with names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--clinic", metavar="NAME", required=True)
        parser.add_argument("--from", dest="first", metavar="DATE", type=_day, required=True)
        parser.add_argument("--to", dest="last", metavar="DATE", type=_day, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        clinic = Clinic.objects.filter(name=options["clinic"]).first()
        if clinic is None:
            raise CommandError(f"There is no clinic called {options['clinic']}.")
        records = access_log.between(clinic, options["first"], options["last"])
        logger.info(
            "the access log of clinic %s from %s to %s was taken out without names",
            clinic.pk,
            options["first"],
            options["last"],
        )
        for line in csv_file(records.iterator(chunk_size=AT_ONCE), names=False):
            self.stdout.write(line, ending="")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no date; expected: 2026-12-31") from None
