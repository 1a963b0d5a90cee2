"""Sealed fields: what a model gives, what stands in the database, and what can be asked."""

from datetime import date

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, transaction
from pytest_django import Settings

from recovery.people.models import Clinic, Invitation, Patient, SavedFilter, User, sealed
from recovery.people.models.sealed import Unreadable
from recovery.people.phones import lines_of
from recovery.people.sealing import is_sealed
from tests.cast import GP, make_user
from tracker.secret import make_key

pytestmark = pytest.mark.django_db


def raw(table: str, column: str, key: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE id = %s", [key])  # noqa: S608 - our own names
        return cursor.fetchone()[0]


def write_raw(table: str, column: str, key: int, value: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE id = %s", [value, key])  # noqa: S608


def test_a_name_is_a_text_in_the_model_and_sealed_in_the_database() -> None:
    user = make_user("anna@example.nl", "Anna de Wit")
    assert User.objects.get(pk=user.pk).name == "Anna de Wit"
    for column in ("name", "email"):
        assert is_sealed(str(raw("people_user", column, user.pk)))


def test_an_update_and_a_bulk_seal_too() -> None:
    user = make_user("anna@example.nl")
    User.objects.filter(pk=user.pk).update(name="Anna")
    (other,) = User.objects.bulk_create([User(email="bram@example.nl", name="Bram", password="!")])
    assert is_sealed(str(raw("people_user", "name", user.pk)))
    assert is_sealed(str(raw("people_user", "name", other.pk)))
    user.name = "Anneke"
    User.objects.bulk_update([user], ["name"])
    assert is_sealed(str(raw("people_user", "name", user.pk)))
    assert set(User.objects.values_list("name", flat=True)) == {"Anneke", "Bram"}


def test_nothing_stays_nothing() -> None:
    user = make_user("anna@example.nl")
    assert raw("people_user", "name", user.pk) == ""
    assert User.objects.filter(name="").exists()
    assert not User.objects.exclude(name="").exists()


def test_a_number_and_a_date_are_what_they_were(patient: Patient) -> None:
    patient.gp_phone, patient.birth_date = GP, date(1961, 3, 4)
    patient.save()
    again = Patient.objects.get(pk=patient.pk)
    assert (again.gp_phone, again.birth_date) == (patient.gp_phone, date(1961, 3, 4))
    assert again.gp_phone.as_e164 == GP
    assert is_sealed(str(raw("people_patient", "birth_date_sealed", patient.pk)))
    assert raw("people_patient", "birth_date", patient.pk) is None


@pytest.mark.parametrize("asked", ["anna@example.nl", "ANNA@Example.nl"])
def test_somebody_is_found_by_an_address_whatever_its_capitals(asked: str) -> None:
    user = make_user("anna@example.nl")
    assert User.objects.get(email=asked) == user
    assert User.objects.get(email__iexact=asked) == user
    assert User.objects.get(email__in=["bram@example.nl", asked]) == user
    assert User.objects.get_by_natural_key(asked) == user
    assert not User.objects.exclude(email=asked).exists()
    assert not User.objects.filter(email__in=[]).exists()


def test_an_address_under_an_older_key_is_found_and_known(settings: Settings) -> None:
    old, new = make_key(), make_key()
    settings.FIELD_KEYS = [old]
    user = make_user("anna@example.nl")
    settings.FIELD_KEYS = [new, old]
    assert User.objects.get(email="anna@example.nl") == user
    assert User(email="Anna@example.nl", password="!")._perform_unique_checks([(User, ("email",))])


def test_the_database_itself_keeps_an_address_to_one_account() -> None:
    make_user("anna@example.nl")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Anna@Example.nl", password="!")


def test_what_was_never_sealed_is_read_and_found_as_it_is() -> None:
    user = make_user("anna@example.nl")
    write_raw("people_user", "name", user.pk, "Anna")
    write_raw("people_user", "email", user.pk, "Anna@example.nl")
    assert User.objects.get(email__iexact="anna@EXAMPLE.nl").name == "Anna"
    user.refresh_from_db()
    user.save()
    assert is_sealed(str(raw("people_user", "email", user.pk)))


def test_a_date_of_an_older_version_is_read_until_it_is_sealed(patient: Patient) -> None:
    Patient.objects.filter(pk=patient.pk).update(birth_date=None)
    write_raw("people_patient", "birth_date", patient.pk, "1961-03-04")
    found = Patient.objects.get(pk=patient.pk)
    assert found.birth_date == date(1961, 3, 4)
    found.save()
    assert raw("people_patient", "birth_date", patient.pk) is None
    assert Patient.objects.get(pk=patient.pk).birth_date == date(1961, 3, 4)


@pytest.mark.parametrize(
    "question",
    [{"name": "Anna"}, {"name__icontains": "Ann"}, {"email__startswith": "anna"}, {"email__contains": "@"}],
    ids=str,
)
def test_what_the_database_cannot_answer_is_refused(question: dict[str, str]) -> None:
    with pytest.raises(FieldError):
        User.objects.filter(**question).exists()


def test_what_stood_in_another_column_does_not_open(patient: Patient) -> None:
    user = make_user("bram@example.nl", "Bram")
    write_raw("people_patient", "gp_name", patient.pk, raw("people_user", "name", user.pk))
    assert Patient.objects.get(pk=patient.pk).gp_name != "Bram"


def test_a_number_that_cannot_be_opened_is_not_known_and_stays_as_it_stands(
    patient: Patient, settings: Settings
) -> None:
    """The clinic's lines, which are not sealed, are shown; and the key may be found again."""
    old = settings.FIELD_KEYS
    patient.gp_phone, patient.birth_date = GP, date(1961, 3, 4)
    patient.save()
    name = patient.user.name
    settings.FIELD_KEYS = [make_key()]
    lost = Patient.objects.get(pk=patient.pk)
    numbers = {line.number for line in lines_of(lost)}
    assert GP not in numbers
    assert {str(lost.clinic.desk_phone), str(lost.clinic.emergency_phone)} <= numbers  # type: ignore[union-attr]
    assert lost.birth_date is None
    assert isinstance(lost.user.name, Unreadable)
    lost.save()
    lost.user.save()
    settings.FIELD_KEYS = old
    again = Patient.objects.get(pk=patient.pk)
    assert (again.gp_phone.as_e164, again.birth_date, again.user.name) == (GP, date(1961, 3, 4), name)


def test_beside_an_older_version_everything_is_written_as_that_reads_it(
    clinic: Clinic, settings: Settings
) -> None:
    settings.SEAL_FIELDS = False
    user = make_user("anna@example.nl", "Anna")
    held = Invitation.objects.create(
        clinic=clinic, name="Anna", email="a@example.nl", birth_date=date(1961, 3, 4), invited_by=user,
        expires_at=user.created_at,
    )  # fmt: skip
    assert raw("people_user", "name", user.pk) == "Anna"
    assert raw("people_user", "email", user.pk) == "anna@example.nl"
    assert str(raw("people_invitation", "birth_date", held.pk)) == "1961-03-04"
    assert Invitation.objects.get(pk=held.pk).birth_date == date(1961, 3, 4)


def test_a_filter_of_a_name_is_one() -> None:
    user = make_user("haan@noord.example")
    SavedFilter.objects.create(user=user, name="Jansen", query="search=jansen")
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedFilter.objects.create(user=user, name="Jansen", query="")
    assert SavedFilter.objects.get(user=user, name="Jansen").query == "search=jansen"


def test_what_is_no_date_is_not_known_and_not_in_the_log(
    patient: Patient, caplog: pytest.LogCaptureFixture
) -> None:
    sealed._say_once.cache_clear()
    write_raw("people_patient", "birth_date_sealed", patient.pk, "Anna, in mei")
    assert Patient.objects.get(pk=patient.pk).birth_date is None
    assert "Patient.birth_date cannot be opened" in caplog.text
    assert "Anna" not in caplog.text
