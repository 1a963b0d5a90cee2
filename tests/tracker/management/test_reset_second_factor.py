"""Who lost their second factor begins anew: it is forgotten, every session ends, and a mail says so."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from recovery.people.models import User

pytestmark = pytest.mark.django_db


def test_every_session_ends_though_what_is_in_it_is_sealed(
    neurologist: User, as_neurologist: Client, as_patient: Client
) -> None:
    assert as_neurologist.get(reverse("clinic:alerts")).status_code == 200
    told = StringIO()
    call_command("reset_second_factor", neurologist.email, stdout=told)
    assert "1 sessions ended" in told.getvalue()
    assert as_neurologist.get(reverse("clinic:alerts")).status_code == 302
    assert as_patient.get(reverse("patient:today")).status_code == 200, "somebody else's goes on"
    assert not Authenticator.objects.filter(user=neurologist).exists()
    assert mail.outbox[-1].to == [neurologist.email]


def test_a_mail_that_cannot_be_sent_is_said_to_whoever_is_on_the_phone(
    neurologist: User, settings: Settings
) -> None:
    settings.EMAIL_BACKEND = "tests.tracker.management.test_create_clinic.Refusing"
    told = StringIO()
    call_command("reset_second_factor", neurologist.email, stdout=told)
    assert "NOT SENT" in told.getvalue()
    assert not Authenticator.objects.filter(user=neurologist).exists()


def test_an_address_without_an_account_is_said_so() -> None:
    with pytest.raises(CommandError, match="no account with the address"):
        call_command("reset_second_factor", "niemand@noord.example")
