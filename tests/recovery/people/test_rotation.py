"""Another key: every row is sealed anew, whenever it is interrupted, and the old key can go."""

from datetime import date
from itertools import islice

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from recovery.episodes.models import Episode, Preparation
from recovery.people import rotation
from recovery.people.models import Patient, User
from tests.cast import flagged, log, make_user
from tests.recovery.people.test_sealed import raw, write_raw
from tracker import field_keys
from tracker.secret import make_key

pytestmark = pytest.mark.django_db

NAMES = [f"Naam {n}" for n in range(7)]


@pytest.fixture
def keys(settings: Settings) -> tuple[str, str]:
    """Sealed with the first, to be sealed with the second."""
    old, new = make_key(), make_key()
    settings.FIELD_KEYS = [old]
    return old, new


def names() -> list[str]:
    return list(
        User.objects.filter(pk__in=[user.pk for user in User.objects.all()])
        .order_by("pk")
        .values_list("name", flat=True)
    )


def people() -> None:
    for n, name in enumerate(NAMES):
        make_user(f"{n}@example.nl", name)


def test_a_key_is_changed_whenever_it_is_interrupted(keys: tuple[str, str], settings: Settings) -> None:
    old, new = keys
    people()
    settings.FIELD_KEYS = [new, old]
    assert rotation.left() == {"people.User.email": 7, "people.User.name": 7}
    for _killed in range(3):
        list(islice(rotation.rotate(batch=2), 2))
        assert names() == NAMES
        assert User.objects.filter(email__in=[f"{n}@example.nl" for n in range(7)]).count() == 7
    assert rotation.left()
    list(rotation.rotate(batch=2))
    assert not rotation.left()
    settings.FIELD_KEYS = [new]
    assert names() == NAMES
    assert User.objects.get(email="3@example.nl").name == "Naam 3"


def test_everything_of_a_diary_is_sealed_anew(
    keys: tuple[str, str], settings: Settings, patient: Patient
) -> None:
    old, new = keys
    patient.birth_date = date(1961, 3, 4)
    patient.save()
    log(patient, flagged(note="Plassen gaat moeilijk"))
    log(patient, flagged(note="Toch niet"))
    episode = Episode.objects.get(patient=patient)
    Preparation.objects.create(
        episode=episode, matters="tuinieren", written_by=patient.user, written_at=patient.created_at
    )
    settings.FIELD_KEYS = [new, old]
    list(rotation.rotate())
    settings.FIELD_KEYS = [new]
    assert not rotation.left()
    assert Preparation.objects.get().matters == "tuinieren"
    assert Patient.objects.get(pk=patient.pk).birth_date == date(1961, 3, 4)
    assert "Plassen gaat moeilijk" in str(list(patient_versions(patient)))


def patient_versions(patient: Patient) -> list[object]:
    from recovery.journal.models import EntryVersion

    return list(EntryVersion.objects.filter(patient=patient).values_list("answers", flat=True))


def test_what_was_written_meanwhile_is_left_as_it_is(keys: tuple[str, str], settings: Settings) -> None:
    """As when the patient saves a new name, or another run was there first, between reading and writing."""
    old, new = keys
    user = make_user("anna@example.nl", "Anna")
    stored = str(raw("people_user", "name", user.pk))
    settings.FIELD_KEYS = [new, old]
    User.objects.filter(pk=user.pk).update(name="Anneke")
    (column,) = (one for one in rotation.columns() if one.place == "people.User.name")
    assert column.write(user.pk, stored)
    assert User.objects.get(pk=user.pk).name == "Anneke"


def test_a_database_from_before_is_sealed(patient: Patient) -> None:
    write_raw("people_user", "name", patient.user.pk, "Anna")
    write_raw("people_patient", "birth_date", patient.pk, "1961-03-04")
    left = rotation.left()
    assert left == {"people.User.name": 1, "people.Patient.birth_date_clear": 1}
    list(rotation.rotate())
    assert not rotation.left()
    assert raw("people_user", "name", patient.user.pk) != "Anna"
    assert raw("people_patient", "birth_date", patient.pk) is None
    assert Patient.objects.get(pk=patient.pk).birth_date == date(1961, 3, 4)


def test_everything_can_be_opened_for_an_older_version(patient: Patient, settings: Settings) -> None:
    patient.birth_date = date(1961, 3, 4)
    patient.save()
    name = patient.user.name
    settings.SEAL_FIELDS = False
    list(rotation.rotate())
    assert not rotation.left()
    assert raw("people_user", "name", patient.user.pk) == name
    assert str(raw("people_patient", "birth_date", patient.pk)) == "1961-03-04"


def test_the_command_tells_what_is_left_and_what_cannot_be_opened(
    keys: tuple[str, str], settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = keys
    make_user("anna@example.nl", "Anna")
    settings.FIELD_KEYS = [new]
    with pytest.raises(CommandError):
        call_command("rotate_keys")
    assert "people.User.name: 0 done, 1 could not be opened or written" in capsys.readouterr().out
    settings.FIELD_KEYS = [new, old]
    with pytest.raises(CommandError):
        call_command("rotate_keys", check=True)
    assert "people.User.name: 1 left" in capsys.readouterr().out
    call_command("rotate_keys")
    call_command("rotate_keys", check=True)
    assert "Nothing is left" in capsys.readouterr().out


def test_a_key_that_is_missing_or_wrong_is_named(keys: tuple[str, str], settings: Settings) -> None:
    make_user("anna@example.nl", "Anna")
    field_keys.refuse_to_start_without()
    for wrong, said in (
        ([], "FIELD_KEYS (or"),
        (["short"], "FIELD_KEYS (or"),
        ([keys[1]], "FIELD_KEYS lacks"),
    ):
        settings.FIELD_KEYS = wrong
        with pytest.raises(field_keys.ImproperlyConfigured, match=said.replace("(", r"\(")):
            field_keys.refuse_to_start_without()


def test_a_server_that_starts_without_sealing_says_so(
    keys: tuple[str, str], settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    field_keys.refuse_to_start_without()
    assert not caplog.messages
    settings.SEAL_FIELDS = False
    field_keys.refuse_to_start_without()
    assert "names are written in clear" in caplog.text
