"""Fixtures: the cast, and a browserless client for each of them."""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import DjangoDbBlocker

from recovery.people import kept
from recovery.people.models import Clinic, Patient, User
from tests.cast import make_clinic, make_patient, make_staff


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The tables as the models are, and every migration written down as applied: many times quicker than each of them.

    That the migrations end at the same tables has a test of its own. The triggers of the log are not there, since tests
    that empty every table could not; they have tests of their own as well.
    """
    with django_db_blocker.unblock():
        recorder = MigrationRecorder(connection)
        recorder.ensure_schema()
        done = [recorder.Migration(app=app, name=name) for app, name in MigrationLoader(None).graph.nodes]
        recorder.migration_qs.bulk_create(done)


@pytest.fixture(autouse=True)
def _emptied_without_triggers(request: pytest.FixtureRequest) -> Iterator[None]:
    """As above, after a test that migrated: a migration puts them back."""
    marker = request.node.get_closest_marker("django_db")
    is_emptied = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if is_emptied:
        request.getfixturevalue("transactional_db")
    yield
    if is_emptied:
        kept.take_away(connection)


@pytest.fixture
def clinic(db: None) -> Clinic:
    return make_clinic()


@pytest.fixture
def neurologist(clinic: Clinic) -> User:
    return make_staff(clinic, "haan@noord.example")


@pytest.fixture
def manager(clinic: Clinic) -> User:
    return make_staff(clinic, "post@noord.example", "manager", "M. Post")


@pytest.fixture
def patient(clinic: Clinic) -> Patient:
    return make_patient(clinic)


@pytest.fixture
def stranger(db: None) -> Patient:
    """Another patient, of no clinic here."""
    return make_patient(None, "stranger@example.nl", name="Piet Vreemd")


@pytest.fixture
def other_neurologist(db: None) -> User:
    return make_staff(
        make_clinic("Neurologie Zuid", "alarm@zuid.example"), "smit@zuid.example", name="dr. Smit"
    )


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    """A client that is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def as_patient(patient: Patient, as_user: Callable[[User], Client]) -> Client:
    return as_user(patient.user)


@pytest.fixture
def as_neurologist(neurologist: User, as_user: Callable[[User], Client]) -> Client:
    return as_user(neurologist)
