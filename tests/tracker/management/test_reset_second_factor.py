"""Who lost their second factor begins anew: it is forgotten, every session ends, and a mail says so."""

from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

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


def test_an_address_without_an_account_is_said_so() -> None:
    with pytest.raises(CommandError, match="no account with the address"):
        call_command("reset_second_factor", "niemand@noord.example")
