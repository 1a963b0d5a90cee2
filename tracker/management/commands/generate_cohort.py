"""`manage.py generate_cohort`: a clinic of thousands of invented people, to see how the site holds."""

from time import perf_counter
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from recovery.demo import cohort
from recovery.demo.load import DESK, EMERGENCY
from recovery.demo.stories import PASSWORD
from recovery.people.models import Clinic, Membership, User
from tracker.progress import Progress

CLINIC = "Cohort (invented)"
LONGEST_DAYS = 3650
FLAG = "--on-a-real-site"


class Command(BaseCommand):
    help = (
        "Makes a clinic have N invented patients with a diary of D days each. Goes on where it was stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("patients", metavar="N", type=int)
        parser.add_argument("--days", metavar="D", type=int, default=180, help="days of diary (%(default)s)")
        parser.add_argument(
            "--clinic", metavar="NAME", default=CLINIC, help="made if it is not there (%(default)s)"
        )
        parser.add_argument("--seed", metavar="S", type=int, default=1, help="another one gives other people")
        parser.add_argument(FLAG, action="store_true", help="also where real patients may be")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and not options["on_a_real_site"]:
            raise CommandError(
                f"This writes invented people. Set DEMO=1, or say {FLAG} if that is what you want."
            )
        if options["patients"] < 1 or not 1 <= options["days"] <= LONGEST_DAYS:
            raise CommandError(f"At least one patient, and from 1 to {LONGEST_DAYS} days.")
        password = make_password(PASSWORD if settings.DEMO else None)
        self._write(_clinic(options["clinic"], password), password, options)

    def _write(self, clinic: Clinic, password: str, options: dict[str, Any]) -> None:
        begun, number = perf_counter(), options["patients"]
        patients = entries = 0
        batches = cohort.add(
            clinic,
            number,
            days=options["days"],
            seed=options["seed"],
            password=password,
            now=timezone.now(),
        )
        progress = Progress(self.stderr)
        total = number - cohort.already(clinic)
        try:
            for batch in progress.through(
                batches, "Writing", lambda batch: batch.patients, total, cohort.BATCH
            ):
                patients, entries = patients + batch.patients, entries + batch.entries
        except KeyboardInterrupt:
            progress.wipe()
            raise CommandError(
                f"Stopped; {patients:,} patients more are there. The same again goes on."
            ) from None
        seconds = perf_counter() - begun
        self.stdout.write(
            f"{clinic}: {patients:,} patients and {entries:,} days more, {cohort.already(clinic):,} patients in all; "
            f"{seconds:.1f} s, {entries / seconds:,.0f} days a second with their assessments."
        )


def _clinic(name: str, password: str) -> Clinic:
    """The clinic, with a neurologist who reads it."""
    clinic, is_new = Clinic.objects.get_or_create(
        name=name, defaults={"desk_phone": DESK, "emergency_phone": EMERGENCY}
    )
    if is_new:
        email = f"neurologist@cohort{clinic.pk}.example"
        neurologist = User.objects.create(email=email, name="dr. C. Hort", password=password)
        Membership.objects.create(user=neurologist, clinic=clinic, role=Membership.Role.NEUROLOGIST)
    return clinic
