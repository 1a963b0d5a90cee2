"""Alive: this process answers. Ready: it can serve pages."""

from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.urls import reverse

from tracker.version import VERSION


def ready() -> tuple[int, dict[str, Any]]:
    answer = Client().get(reverse("ready"))
    return answer.status_code, answer.json()


def refuse(*_args: Any) -> None:
    raise OperationalError


@pytest.mark.django_db
def test_it_is_ready_with_its_database_and_files() -> None:
    assert ready() == (200, {"version": VERSION, "problems": []})


@pytest.mark.django_db
def test_without_a_database_it_lives_and_is_not_ready() -> None:
    with connection.execute_wrapper(refuse):
        assert Client().get(reverse("live")).status_code == 200
        assert ready() == (503, {"version": VERSION, "problems": ["the database does not answer"]})


@pytest.mark.django_db
def test_with_a_migration_to_run_it_is_not_ready() -> None:
    MigrationRecorder.Migration.objects.filter(app="alerts").latest("pk").delete()
    status, told = ready()
    assert (status, told["problems"]) == (503, ["1 migrations have to run: manage.py migrate"])


@pytest.mark.django_db
def test_without_its_files_it_is_not_ready(settings: Any, tmp_path: Any) -> None:
    settings.STATIC_ROOT = tmp_path
    manifest = {"staticfiles": {"BACKEND": "tracker.static_storage.ModuleStorage"}}
    with override_settings(STORAGES=settings.STORAGES | manifest):
        status, told = ready()
    assert status == 503
    assert told["problems"] == [
        "the static files are not there, or of another version: manage.py collectstatic"
    ]


@pytest.mark.parametrize("name", ["live", "ready", "health", "metrics"])
@pytest.mark.django_db
def test_a_monitor_on_the_machine_needs_no_tls(name: str, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get(reverse(name)).status_code != 301
    assert Client().get(reverse("phone")).status_code == 301
