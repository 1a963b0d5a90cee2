"""What Prometheus reads: numbers, no patient, for who has the token."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from recovery.alerts import delivery, health
from recovery.clinical.course import MODEL_VERSION
from recovery.clinical.signs import RULES_VERSION
from recovery.people.models import Clinic, Patient
from tests.cast import OFFICE_HOURS, flagged, log, make_patient, quiet
from tracker import error_count
from tracker.version import VERSION

TOKEN = "een-lang-token-van-de-bewaking-1234"


@pytest.fixture(autouse=True)
def _token(settings: Any, tmp_path: Path) -> None:
    settings.METRICS_TOKEN = TOKEN
    settings.VAR_DIR = tmp_path


def ask(token: str = TOKEN) -> Any:
    return Client().get(reverse("metrics"), headers={"authorization": f"Bearer {token}"})


def read() -> dict[tuple[str, str], float]:
    """Every value, by its name and the value of its label, as Prometheus itself reads them."""
    families = text_string_to_metric_families(ask().content.decode())
    return {
        (sample.name, " ".join(value for _label, value in sorted(sample.labels.items()))): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", "é"])
def test_without_the_token_there_is_no_such_page(token: str) -> None:
    assert ask(token).status_code == 404


@pytest.mark.django_db
def test_without_a_token_in_the_settings_nobody_reads_it(settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert ask("").status_code == 404


def test_what_is_owed_and_how_it_ended_is_counted(clinic: Clinic, patient: Patient) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    log(make_patient(None, "els@example.nl"), quiet(), now=OFFICE_HOURS)
    health.beat(now=OFFICE_HOURS)
    with time_machine.travel(OFFICE_HOURS + timedelta(seconds=90), tick=False):
        found = read()
        delivery.deliver_owed(lambda _delivery: None, clock=timezone.now)
        then = read()
    assert found["recovery_deliveries_owed", ""] == 1
    assert found["recovery_delivery_oldest_seconds", ""] == 90
    assert found["recovery_worker_seconds", ""] == 90
    assert found["recovery_alerts_open", str(clinic.pk)] == 1
    assert found["recovery_entries_last_day", ""] == 2
    assert found["recovery_deliveries_total", "owed"] == then["recovery_deliveries_total", "sent"] == 1
    assert then["recovery_deliveries_owed", ""] == 0


@pytest.mark.django_db
def test_an_alert_that_no_clinic_reads_is_counted_without_one() -> None:
    log(make_patient(None), flagged(), now=OFFICE_HOURS)
    assert read()["recovery_alerts_open", "none"] == 1


@pytest.mark.django_db
def test_the_versions_are_told() -> None:
    assert read()["recovery_info", f"{MODEL_VERSION} {RULES_VERSION} {VERSION}"] == 1
    assert read()["recovery_migrations_pending", ""] == 0


@pytest.mark.django_db
def test_a_fault_and_the_room_left_are_told() -> None:
    error_count.add()
    found = read()
    assert found["recovery_errors_total", ""] == 1
    assert found["recovery_disk_free_bytes", ""] > 0


@pytest.mark.django_db
def test_the_last_backup_is_told_when_there_was_one(tmp_path: Path) -> None:
    assert ("recovery_backup_ok", "") not in read()
    (tmp_path / "backup.json").write_text(json.dumps({"at": OFFICE_HOURS.isoformat(), "ok": True}))
    with time_machine.travel(OFFICE_HOURS + timedelta(hours=1), tick=False):
        found = read()
    assert (found["recovery_backup_age_seconds", ""], found["recovery_backup_ok", ""]) == (3600, 1)
    (tmp_path / "backup.json").write_text('{"at": "')
    assert ("recovery_backup_ok", "") not in read()


@pytest.mark.django_db
def test_without_a_database_the_rest_is_told() -> None:
    def refuse(*_args: Any) -> None:
        raise OperationalError

    with connection.execute_wrapper(refuse):
        found = read()
    assert found["recovery_database_up", ""] == 0
    assert ("recovery_disk_free_bytes", "") in found


def test_no_name_is_in_it(clinic: Clinic, patient: Patient) -> None:
    log(patient, flagged(note="geheim"), now=OFFICE_HOURS)
    told = ask().content.decode()
    for secret in ("Anna", "geheim", "Neurologie", "noord", str(patient.ref)):
        assert secret not in told


def test_it_asks_no_more_as_there_are_more(
    clinic: Clinic, django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    for number in range(3):
        log(make_patient(clinic, f"p{number}@example.nl"), flagged(), now=OFFICE_HOURS)
    with django_assert_max_num_queries(14):
        ask()
