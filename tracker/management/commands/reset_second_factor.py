"""`manage.py reset_second_factor`: for somebody who lost their phone and their recovery codes, after a phone call."""

from smtplib import SMTPException
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.template.loader import render_to_string
from django.utils import translation

from recovery.people.models import SignedIn, User
from tracker.sealed_sessions import SessionStore


class Command(BaseCommand):
    help = (
        "Forgets the second factors of one account and ends its sessions. Phone the person first, on a number that you "
        "know: whoever has the password signs in with that alone, and sets up a new second factor."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(options["email"])
        except User.DoesNotExist:
            raise CommandError(f"There is no account with the address {options['email']}.") from None
        forgotten, _by_model = Authenticator.objects.filter(user=user).delete()
        ended = _end_sessions(user)
        said = "A mail says so." if _tell(user) else "The mail about it was NOT SENT: say so on the phone."
        self.stdout.write(f"{forgotten} second factors forgotten, {ended} sessions ended. {said}")


def _end_sessions(user: User) -> int:
    """Also one that was not used since it is noted who is signed in where."""
    store = SessionStore()
    theirs = [
        session.pk
        for session in Session.objects.iterator()
        if store.decode(session.session_data).get(SESSION_KEY) == str(user.pk)
    ]
    SignedIn.objects.filter(user=user).delete()
    return Session.objects.filter(pk__in=theirs).delete()[0]


def _tell(user: User) -> bool:
    """Whether the mail was sent."""
    with translation.override(user.language or translation.get_language()):
        subject = render_to_string("email/second_factor_reset_subject.txt")
        body = render_to_string("email/second_factor_reset.txt", {"name": user.name})
        message = EmailMessage(subject=" ".join(subject.split()), body=body, to=[user.email])
    try:
        return message.send() == 1
    except (SMTPException, OSError):
        return False
