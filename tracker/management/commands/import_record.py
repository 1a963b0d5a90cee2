"""`manage.py import_record`: a record that was taken out elsewhere becomes a record here."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from recovery.exchange import bringing, uploads
from recovery.exchange.arrivals import Refused
from recovery.exchange.formats import NotADossier, read_bundle
from recovery.exchange.other_apps import CannotRead
from tracker.patient.exchange import words

MOST_SHOWN = 20


class Command(BaseCommand):
    help = (
        "Makes a patient with their whole record from a FHIR document (record.json). All of it, or nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", metavar="FILE", help="what “Everything (FHIR)” wrote; - for standard input"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("en"):
            try:
                dossier = read_bundle(uploads.as_json(_read(options["file"])))
                patient, unknown = bringing.start(dossier, now=timezone.now())
            except NotADossier as wrong:
                raise CommandError("\n".join(wrong.sentences[:MOST_SHOWN])) from None
            except CannotRead as cannot:
                raise CommandError(str(words.UNREADABLE[cannot.why])) from None
            except Refused as why:
                raise CommandError(words.refused(why)) from None
        days = sum(len(told.entries) for told in dossier.episodes)
        self.stdout.write(
            f"{patient.user.email}: {days} days brought in. No clinic reads along yet, and there is no password: "
            "the patient asks for one at “Forgot your password?” and chooses the clinic under My details."
        )
        if unknown:
            self.stdout.write(f"Not known here, so with the score that the file says: {', '.join(unknown)}.")


def _read(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        raise CommandError(f"{name} cannot be read: {error.strerror}.") from None
    except UnicodeError:
        raise CommandError(f"{name} is no UTF-8 text.") from None
