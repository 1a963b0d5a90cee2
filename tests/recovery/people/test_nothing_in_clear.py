"""Every table read as a thief would: of what names a person, or was written by one, nothing stands there."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from recovery.aftercare.models import Exercise
from recovery.demo import load
from recovery.episodes.models import Episode, Note, PromptDismissal
from recovery.exchange import uploads
from recovery.journal.models import EntryVersion
from recovery.people import filters, invitations
from recovery.people.models import Approval, BreakGlass, Joining, Patient, User
from recovery.people.models.sealed import Sealed
from tests.cast import PASSWORD

# Shorter ones may be a part of any word.
LONG_ENOUGH = 6

# Of what the demo shows nothing stands in these.
NOT_IN_THE_STORY = {"journal.Arrived.answers", "journal.Arrived.result", "alerts.Decision.signed_by"}


def told_by_people() -> Iterator[tuple[str, str]]:
    """Every text in every sealed field, as the models give it, with the field."""
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if isinstance(field, Sealed):
                for value in model._base_manager.values_list(field.name, flat=True):
                    for text in texts(value):
                        yield f"{model._meta.label}.{field.name}", text


def texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from texts(value.get("note", ""))
        yield from texts(value.get("matters", ""))
    elif value:
        yield str(value)


def as_a_thief_reads() -> str:
    """All that stands in the database, column by column, the sessions without their signature, and the cache."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own names
            found += [str(cell) for row in cursor.fetchall() for cell in row if cell is not None]
    found += Session.objects.values_list("session_data", flat=True)
    found += [str(vars(cache).get("_cache", ""))]
    return "\n".join(found).casefold()


@pytest.mark.django_db
def test_nothing_that_names_a_person_stands_in_the_database(settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {
        "login_failed": "10/m/ip,5/5m/key",
        "signup": "20/m/ip",
        "reset_password": "5/m/key",
    }
    load.load(timezone.now())
    patient, neurologist = (
        Patient.objects.first(),
        User.objects.filter(memberships__role="neurologist").first(),
    )
    assert patient
    assert neurologist
    clinic = patient.clinic
    assert clinic
    now = timezone.now()
    invitations.invite(
        clinic, name="Genoemd Genodigde", email="genodigd@marker.example", by=neurologist, now=now,
        birth_date=now.date().replace(year=1961),
    )  # fmt: skip
    asked = {"name": "Genoemde Collega", "email": "collega@marker.example", "role": "neurologist"}
    Joining.objects.create(clinic=clinic, expires_at=now, **asked)
    Approval.objects.create(
        clinic=clinic, signed_by="dr. Merkteken", signed_on=now.date(), note="merkvalidatie", by=neurologist
    )
    BreakGlass.objects.create(
        patient=patient, user=neurologist, clinic=clinic, reason="merkspoed", at=now, until=now
    )
    filters.keep(neurologist, name="merknaam Jansen", query="search=jansen-merk")
    episode = Episode.objects.filter(patient=patient).first()
    assert episode
    Patient.objects.filter(pk=patient.pk).update(
        gp_name="Huisarts Merkman", gp_out_of_hours_phone="+31301112233"
    )
    Note.objects.create(
        episode=episode,
        clinic=clinic,
        text="merknotitie",
        shared=False,
        written_by=neurologist,
        written_at=now,
    )
    PromptDismissal.objects.create(
        episode=episode, prompt="p", reason="merkreden", dismissed_by=neurologist, dismissed_at=now
    )
    Exercise.objects.create(
        patient=patient, name="merkoefening", how_often="merkdagelijks", chosen_by=patient.user, chosen_at=now
    )
    EntryVersion.objects.create(
        patient=patient, day=now.date(), answers={"note": "merk van eerst"}, written_at=now,
        change="corrected", changed_by=patient.user, changed_at=now,
    )  # fmt: skip
    diary = b"date,pain,note\n2026-11-01,4,opmerking-met-merk\n2026-11-02,4,nog een\n"
    uploads.keep(patient, name="merkbestand.csv", content=diary, now=now)
    browser = Client()
    signed_up = {"email": "aangemeld@marker.example", "password1": PASSWORD}
    browser.post(reverse("account_signup"), signed_up)
    Client().post(reverse("account_login"), {"login": "aangemeld@marker.example", "password": "niet-goed-8"})
    Client().post(reverse("account_reset_password"), {"email": "aangemeld@marker.example"})

    marked = dict[str, set[str]]()
    for place, text in told_by_people():
        marked.setdefault(place, set()).add(text)
    sealed = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, Sealed)
    }
    assert sealed - marked.keys() <= NOT_IN_THE_STORY
    assert "aangemeld@marker.example" in marked["account.EmailAddress.email"]

    there = as_a_thief_reads()
    assert clinic.name.casefold() in there
    in_clear = {
        (place, text)
        for place, words in marked.items()
        for text in words
        if len(text) >= LONG_ENOUGH and text.casefold() in there
    }
    assert not in_clear
