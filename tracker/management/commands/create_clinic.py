"""`manage.py create_clinic`: a clinic, whom its alerts reach, and a link for its manager. All of it or nothing."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils import timezone
from phonenumber_field.phonenumber import to_python

from recovery import opening
from recovery.alerts import ladder
from recovery.opening import Opening
from recovery.people.models import Clinic
from tracker.clinic.mail import joining_link, send_joining

PHONES = {
    "desk": "the desk, in office hours",
    "emergency": "the emergency department, at all other times",
    "gp_out_of_hours": "the out-of-hours GP service of the region",
}


class Command(BaseCommand):
    help = "Makes a clinic with its numbers and its alert ladder, and mails its manager a link to choose a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help='such as "Neurologie Noord"')
        for line, what in PHONES.items():
            needed = line != "gp_out_of_hours"
            parser.add_argument(f"--{line.replace('_', '-')}-phone", required=needed, default="", help=what)
        parser.add_argument("--manager", required=True, metavar="EMAIL")
        parser.add_argument("--manager-name", required=True, metavar="NAME")
        parser.add_argument(
            "--alert-email", required=True, metavar="EMAIL", help="is told of an alert at once"
        )
        parser.add_argument(
            "--second-alert-email",
            required=True,
            metavar="EMAIL",
            help=f"is told when nobody took it for {opening.SECOND_AFTER_MINUTES} minutes: another address",
        )
        parser.add_argument(
            "--language", default=settings.LANGUAGE_CODE, choices=[code for code, _ in settings.LANGUAGES]
        )
        parser.add_argument(
            "--print-link",
            action="store_true",
            help="print the link instead of mailing it: it opens the account",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        told = _told(options)
        try:
            joining, token = opening.open_clinic(told, now=timezone.now())
        except opening.OtherManager:
            raise CommandError(
                f"{told.name} is there already and has a manager, who can invite others on “Who works here”. "
                "Nothing was changed."
            ) from None
        link = joining_link(token)
        self.stdout.write(f"{told.name} is there. {_alerts_of(joining.clinic)}")
        if not options["print_link"] and send_joining(joining, link):
            self.stdout.write(
                f"{told.manager_email} is mailed a link to choose a password; it works once, for a week."
            )
            return
        self.stdout.write(f"Give this link to {told.manager_name}; it works once, for a week:\n{link}")


def _alerts_of(clinic: Clinic) -> str:
    """Where its alerts go: of a clinic that was there already what stands, whatever was given now."""
    addresses = dict.fromkeys(rung.address.target for rung in ladder.rungs_of(clinic))
    if not addresses:
        return "Its alerts go to NOBODY: its manager must fill in the ladder."
    return f"Its alerts go to {' and then '.join(addresses)}."


def _told(options: dict[str, Any]) -> Opening:
    emails = [options["alert_email"], options["second_alert_email"], options["manager"]]
    wrong = [email for email in emails if not _is_email(email)]
    phones = {f"{line}_phone": options[f"{line}_phone"] for line in PHONES}
    wrong += [number for number in phones.values() if number and not _is_phone(number)]
    if wrong:
        raise CommandError(
            f"Not an e-mail address, or not a telephone number: {', '.join(wrong)}. Nothing was made."
        )
    first, second, manager = (email.lower() for email in emails)
    if first == second:
        raise CommandError("--second-alert-email is the same as --alert-email: it would be no second line.")
    if not options["name"].strip() or not options["manager_name"].strip():
        raise CommandError("The clinic and its manager need a name.")
    return Opening(
        name=options["name"].strip(),
        phones=phones,
        manager_name=options["manager_name"].strip(),
        manager_email=manager,
        alert_emails=(first, second),
        language=options["language"],
    )


def _is_email(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _is_phone(text: str) -> bool:
    number = to_python(text, region=settings.PHONENUMBER_DEFAULT_REGION)
    return bool(number and number.is_valid())
