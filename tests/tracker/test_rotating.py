"""Another key for everything: nothing that is kept still needs the one of before, wherever it was sealed."""

import re
from collections import defaultdict
from itertools import islice

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from recovery.erasure import erase, kept
from recovery.erasure.models import Kept
from recovery.people import rotation, sealing
from recovery.people.models import Approval, Clinic, Joining, Patient, User
from recovery.people.models.sealed import Unreadable, UnreadableJson
from tests.cast import flagged, log, make_patient
from tests.recovery.erasure.everything import close, fill
from tracker import rotating
from tracker.sealed_sessions import SessionStore
from tracker.second_factor import DEMO_SECRET, SecondFactorAdapter
from tracker.secret import make_key

pytestmark = pytest.mark.django_db

KEY = re.compile(r"\b1\.([0-9a-f]{8})\.[A-Za-z0-9_-]{20,}")

# Counts of tries: found by a digest, opened by nobody, and begun anew under another key.
BEGINS_ANEW = "people_attempts"


def keys_in_the_database() -> dict[str, set[str]]:
    """By the name of a key the tables in which something needs it, as the rows stand there."""
    found = defaultdict(set)
    for model in apps.get_models(include_auto_created=True):
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            for row in cursor.fetchall():
                for key in KEY.findall(" ".join(map(str, row))):
                    found[key].add(table)
    return found


def unreadable() -> list[str]:
    """The sealed fields of which a row does not open."""
    return [
        column.place
        for column in rotation.columns()
        for value in column.model._base_manager.values_list(column.field.name, flat=True)
        if isinstance(value, Unreadable | UnreadableJson)
    ]


@pytest.fixture
def old(settings: Settings) -> str:
    settings.FIELD_KEYS = [make_key()]
    return str(settings.FIELD_KEYS[0])


@pytest.fixture
def session(old: str, patient: Patient, clinic: Clinic, neurologist: User) -> str:
    """Something in every table, an account that was deleted, and somebody who is signed in."""
    gone = make_patient(clinic, "weg@example.nl", name="Wim Weg")
    log(gone, flagged())
    close(gone, neurologist)
    erase.erase(gone.user, now=timezone.now())
    fill(patient, clinic, neurologist)
    Authenticator.objects.all().delete()
    TOTP.activate(neurologist, DEMO_SECRET)
    RecoveryCodes.activate(neurologist)
    Authenticator.objects.create(
        user=patient.user, type="webauthn", data={"name": "1.0a1b2c3d.mijn-telefoon-met-een-lange-naam"}
    )
    asked = {"clinic": clinic, "role": "manager", "name": "Mia", "email": "mia@noord.example"}
    Joining.objects.create(**asked, expires_at=timezone.now())
    signed = {"signed_by": "dr. Haan", "signed_on": timezone.localdate(), "by": neurologist}
    Approval.objects.create(clinic=clinic, model_version="1", rules_version="1", **signed)
    EmailAddress.objects.create(user=neurologist, email="doctor@noord.example", verified=True)
    store = SessionStore()
    store["account_verified_email"] = "anna@example.nl"
    store.save()
    return str(store.session_key)


def test_without_the_key_of_before_everything_opens(
    session: str, old: str, settings: Settings, clinic: Clinic, neurologist: User
) -> None:
    new = make_key()
    before = sealing.key_names()[0]
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes()
    held = keys_in_the_database()[before]
    assert held >= {"mfa_authenticator", "erasure_kept", "django_session", "account_emailaddress"}
    assert held >= {"people_breakglass", "people_approval", "people_joining"}
    settings.FIELD_KEYS = [new, old]

    list(islice(rotation.rotate(rotating.places(), batch=1), 25))  # and there it was killed
    assert rotation.left(rotating.places())
    assert not unreadable()
    call_command("rotate_keys", verbosity=0)

    settings.FIELD_KEYS = [new]
    assert keys_in_the_database().get(before, set()) <= {BEGINS_ANEW}
    assert not unreadable()
    (record,) = Kept.objects.all()
    assert kept.opened(record)["person"]["name"] == "Wim Weg"
    assert kept.find(clinic, "weg@example.nl") == [record]
    app = Authenticator.objects.get(type="totp")
    assert SecondFactorAdapter().decrypt(app.data["secret"]) == DEMO_SECRET
    assert RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).generate_codes() == codes
    assert SessionStore(session)["account_verified_email"] == "anna@example.nl"
    assert EmailAddress.objects.get(email="doctor@noord.example").user == neurologist


def test_a_second_factor_that_is_used_meanwhile_is_not_put_back(
    session: str, old: str, settings: Settings
) -> None:
    """A recovery code that was spent between reading and writing stays spent."""
    settings.FIELD_KEYS = [make_key(), old]
    (factors,) = (one for one in rotating.places() if one.model is Authenticator)
    codes = Authenticator.objects.get(type="recovery_codes")
    stored = factors.left().get(pk=codes.pk).stored
    assert RecoveryCodes(codes).validate_code(RecoveryCodes(codes).generate_codes()[0])
    factors.write(codes.pk, stored)
    assert Authenticator.objects.get(pk=codes.pk).data["used_mask"] == 1
    assert codes.pk in factors.left().values_list("pk", flat=True)


def test_what_cannot_be_opened_is_told_and_kept(session: str, settings: Settings) -> None:
    settings.FIELD_KEYS = [make_key()]
    list(rotation.rotate(rotating.places()))
    left = rotation.left(rotating.places())
    assert {"erasure.Kept.sealed": 1, "mfa.Authenticator.data": 2}.items() <= left.items()
