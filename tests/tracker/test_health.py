"""The health page and the command: numbers for a monitor, and an exit code."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse

from recovery.alerts import health
from recovery.people.models import Patient
from tests.cast import OFFICE_HOURS, flagged, log

LATER = OFFICE_HOURS + timedelta(minutes=5)


def look() -> tuple[int, dict[str, object]]:
    answer = Client().get(reverse("health"))
    return answer.status_code, json.loads(answer.content)


def test_it_is_well_while_a_worker_works(patient: Patient) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    health.beat(now=OFFICE_HOURS)
    with time_machine.travel(OFFICE_HOURS, tick=False):
        status, told = look()
        out = StringIO()
        call_command("health", stdout=out)
    assert (status, told["owed"], told["problems"]) == (200, 1, [])
    first, second = out.getvalue().splitlines()
    assert first == "1 owed, the oldest 0 s"
    assert second.startswith("To see to: 1 clinics have hours in which an alert goes to one address at most")


def test_what_is_past_the_bound_is_said_by_both_and_fails(patient: Patient) -> None:
    log(patient, flagged(), now=OFFICE_HOURS)
    health.beat(now=LATER)
    with time_machine.travel(LATER, tick=False):
        status, told = look()
        with pytest.raises(CommandError, match="300 s old"):
            call_command("health", stdout=StringIO())
        call_command("health", "--bound", "300", stdout=StringIO())
    assert (status, told["oldest_seconds"]) == (503, 300)
    assert "Anna" not in str(told)


@pytest.mark.django_db
def test_without_a_database_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(**_fields: object) -> None:
        raise OperationalError

    monkeypatch.setattr("tracker.health.health", gone)
    assert look() == (503, {"problems": ["the database does not answer"]})
