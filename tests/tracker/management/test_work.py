"""The worker: sends what is owed, survives what goes wrong, and does not outlive the server that started it."""

from datetime import datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import InterfaceError

from recovery.alerts import ladder
from recovery.alerts.models import Delivery
from recovery.people.models import Patient
from tests.cast import flagged, log
from tracker.management.commands import work

NOBODY = 2**22 + 1  # no process has this number


def test_once_sends_what_is_owed_and_stops(patient: Patient) -> None:
    log(patient, flagged())
    out = StringIO()
    call_command("work", "--once", stdout=out)
    assert out.getvalue() == "1 sent\n"
    assert len(mail.outbox) == 1
    assert Delivery.objects.get().sent_at


@pytest.mark.django_db
def test_a_worker_whose_server_is_gone_stops_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work, "PAUSE_SECONDS", 0.01)
    call_command("work", "--child-of", str(NOBODY))


@pytest.mark.django_db(transaction=True)
def test_a_sweep_that_goes_wrong_does_not_end_the_worker(
    patient: Patient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    log(patient, flagged())
    parents = iter([NOBODY, NOBODY, 1])
    climb, calls = ladder.climb, []

    def broken_first(*, now: datetime) -> int:
        calls.append(now)
        if len(calls) == 1:
            raise InterfaceError("gone")
        return climb(now=now)

    monkeypatch.setattr(work, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(ladder, "climb", broken_first)
    monkeypatch.setattr("os.getppid", lambda: next(parents))
    call_command("work", "--child-of", str(NOBODY))
    assert len(calls) == 2
    assert len(mail.outbox) == 1
    assert "a sweep ended early" in caplog.text
